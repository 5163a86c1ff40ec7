import assert from "node:assert/strict";
import { parse, stringify } from "yaml";
import type { Report } from "../../automation/report";
import type { AwsDouble } from "../aws/double";
import type { AzureDouble } from "../azure/double";
import { needPrograms } from "../local-services-place";
import { joinEnvironments } from "../provider/start";
import { AwsRegistries } from "./aws-place";
import { AzurePlace } from "./azure-place";
import { pullManifest } from "./token-pull";

const STACK_FILE = "examples/two-clouds/Pulumi.prod.yaml";

/** Where the registry on Azure sends its logs. */
const WORKSPACE = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/logs";

const ECR_HOST = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

interface Outputs {
    readonly host: string;
    readonly images: { readonly site: { readonly ref: string; readonly digest: string; readonly refs?: Readonly<Record<string, string>> } };
    readonly registries?: Readonly<Record<"acr" | "ecr", { readonly host: string; readonly pipelines: { readonly deploy: Readonly<Record<string, string>> } }>>;
}

describe("one image in two clouds, end to end", function () {
    this.timeout(300_000);

    let place: AzurePlace;
    let registries: AwsRegistries;
    let azure: AzureDouble;
    let aws: AwsDouble;

    before(async function () {
        place = await AzurePlace.start(this);
        registries = await AwsRegistries.start(place.checkout.root, (await needPrograms(this)).registry);
        azure = await place.openCloud("two-clouds");
        azure.add(WORKSPACE);
        aws = await registries.openCloud({ roles: ["ecs-execution"] });
        place.checkout.environment = { ...place.checkout.environment, ...registries.environment, ...joinEnvironments(azure, aws) };
    });

    after(async () => {
        await registries?.end();
        await place?.end();
    });

    const run = async (verb: string) => await place.checkout.done(verb, "--stack", "prod") as Report as Report & { readonly outputs: Outputs };

    const changed = ({ changes }: Report) => Object.entries(changes).filter(([op, count]) => op !== "same" && count > 0);

    it("starts in one cloud", async () => {
        const { config } = parse(place.checkout.read(STACK_FILE)) as { config: Record<string, unknown[]> };
        const [acr] = config["registries:registry"] ?? [];
        const [onAzure] = config["registries:access"] ?? [];
        place.checkout.write("Pulumi.prod.yaml", stringify({ config: { ...config, "registries:registry": acr, "registries:access": [onAzure] } }));
        const { outputs } = await run("up");
        assert.deepEqual([outputs.registries, outputs.images.site.refs], [undefined, undefined]);
        assert.equal(aws.cloud.entries.size, 1, "the role that was there");
    });

    it("adds the other, and leaves the first as it is", async () => {
        const before = azure.calls.length;
        place.checkout.write("Pulumi.prod.yaml", place.checkout.read(STACK_FILE));
        const { outputs, changes } = await run("up");
        assert.equal(changes.replace + changes.delete, 0);
        assert.deepEqual(azure.calls.slice(before).filter(({ operation, preview }) => !preview && /create|update|delete/.test(operation)), []);
        assert.deepEqual([outputs.host, outputs.images.site.ref.split("/")[0]], [place.server.host, place.server.host], "the first one's");
        assert.equal(outputs.registries?.ecr.host, ECR_HOST);
    });

    it("has the same digest in both, of one build", async () => {
        const { outputs, ...report } = await run("up");
        assert.deepEqual(changed({ outputs: {}, ...report }), []);
        const { refs, digest } = outputs.images.site;
        assert.deepEqual(refs, { acr: `${place.server.host}/site@${digest}`, ecr: `${ECR_HOST}/site@${digest}` });
        assert.equal((await pullManifest(place.server, refs["acr"] ?? "")).status, 200);
        const there = aws.cloud.images.tags(`${ECR_HOST}/site`);
        assert.deepEqual(Object.keys(there).filter((tag) => !tag.startsWith("sha-")).sort(), ["1", "1.4", "1.4.2"]);
        assert.deepEqual([...new Set(Object.values(there))], [digest]);
    });

    it("grants to each whom it is for, and gives the pipeline an identity in both", async () => {
        const { outputs } = await run("preview");
        assert.equal([...azure.resources.keys()].filter((id) => id.split("/").at(-2) === "roleAssignments").length, 2);
        const policies = aws.cloud.ofType("aws:iam/rolePolicy:RolePolicy").map(({ props }) => props["role"]);
        assert.deepEqual(policies.sort(), ["ecs-execution", "registries-prod-deploy"]);
        assert.ok(outputs.registries?.acr.pipelines.deploy["clientId"] !== undefined);
        assert.match(outputs.registries?.ecr.pipelines.deploy["roleArn"] ?? "", /:role\/registries-prod-deploy$/);
    });
});
