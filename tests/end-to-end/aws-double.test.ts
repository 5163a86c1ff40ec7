import assert from "node:assert/strict";
import { request } from "node:http";
import * as ecr from "@pulumi/aws/ecr";
import * as ecrpublic from "@pulumi/aws/ecrpublic";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as docker from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import type { LocalServices } from "../../toolchain/local-services";
import { THROTTLED } from "../aws/aws-error";
import type { AwsDouble } from "../aws/double";
import { expiring, TOKEN } from "../aws/examples";
import { ACCOUNT, ALIAS, PUBLIC_REGION, REGION } from "../aws/options";
import { startAzureDouble } from "../azure/double";
import { DoubledStack, type Ran } from "../provider/doubled-stack";
import { joinEnvironments, type Started } from "../provider/start";
import { AwsPlace } from "./aws-place";

const HOST = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;

describe("the double of pulumi-aws under the real engine", function () {
    this.timeout(180_000);

    let place: AwsPlace;
    let services: LocalServices;
    let double: AwsDouble;
    let stack: DoubledStack;

    before(async function () {
        place = await AwsPlace.start(this);
        services = await place.startBuildkit();
    });

    after(() => place?.end());

    const create = (context: Mocha.Context, program: PulumiFn, started: Pick<Started, "environment"> = double) => DoubledStack.create(context, {
        double: started, program, environment: { ...place.registries.environment, BUILDX_CONFIG: services.buildxConfig, DOCKER_CONFIG: services.dockerConfig, BUILDX_GIT_INFO: "false" },
    });
    const write = (text: string) => {
        place.checkout.write(".local/context/Dockerfile", "FROM scratch\nCOPY text /text\n");
        place.checkout.write(".local/context/text", text);
    };
    const push = (tag: pulumi.Input<string>, password: string | undefined) => new docker.Image("image", {
        tags: [tag],
        context: { location: `${place.checkout.root}/.local/context` },
        builder: { name: "registries" },
        platforms: ["linux/amd64"],
        registries: [{ address: pulumi.output(tag).apply((name) => name.split("/")[0] ?? ""), username: "AWS", password: pulumi.secret(password ?? "made by the update") }],
        push: true,
        buildOnPreview: false,
    }, { retainOnDelete: true });
    const ops = ({ steps }: Ran) => Object.fromEntries(steps.filter(({ op, type }) => op !== "same" && /^(aws|azure-native|docker-build):/.test(type)).map(({ name, op }) => [name, op]));

    describe("from nothing to nothing", () => {
        /** What the program below is to declare; tests change it between runs. */
        const wanted = { tag: "1.0", rule: { tagStatus: "untagged" }, forceDelete: false };

        /** What the program saw of values that AWS decides. */
        const seen: Record<string, unknown> = {};

        async function program() {
            const repository = new ecr.Repository("web", { name: "team/web", region: REGION, imageTagMutability: "IMMUTABLE", forceDelete: wanted.forceDelete });
            new ecr.LifecyclePolicy("web-lifecycle", { repository: repository.name, region: REGION, policy: JSON.stringify({ rules: [expiring(wanted.rule)] }) });
            const token = pulumi.runtime.isDryRun() ? undefined : await ecr.getAuthorizationToken({ region: REGION });
            const image = push(pulumi.interpolate`${repository.repositoryUrl}:${wanted.tag}`, token?.password);
            repository.repositoryUrl.apply((url) => (seen["url"] = url));
            return { ref: image.ref, digest: image.digest };
        }

        before(async function () {
            write("one");
            double = await place.openCloud("double");
            stack = await create(this, program);
        });

        after(() => stack?.remove());

        const tags = () => double.cloud.images.tags(`${HOST}/team/web`);

        it("previews with nothing there, and touches nothing", async () => {
            const ran = await stack.preview();
            assert.deepEqual([ran.errors, ops(ran)], [[], { web: "create", "web-lifecycle": "create", image: "create" }]);
            assert.deepEqual(seen, {}, "what AWS decides is unknown");
            assert.equal(double.cloud.entries.size, 0);
        });

        it("creates everything, and pushes the image to the real host", async () => {
            const before = place.registries.proxy.asked.length;
            const ran = await stack.up();
            assert.deepEqual(ran.errors, []);
            assert.equal(seen["url"], `${HOST}/team/web`);
            assert.deepEqual(tags(), { "1.0": ran.outputs["digest"] });
            assert.deepEqual([...new Set(place.registries.proxy.asked.slice(before))], [HOST], "and asks for nothing else");
            assert.ok(!stack.state().includes([...double.cloud.images.tokens.keys()][0] ?? "-"), "the token is a secret");
        });

        it("changes nothing the second time", async () => {
            const before = double.calls.length;
            const ran = await stack.up();
            assert.deepEqual([ran.errors, ops(ran)], [[], {}]);
            assert.deepEqual(double.calls.slice(before).filter(({ operation }) => !/check|diff|invoke/.test(operation)), []);
        });

        it("sees nothing new, refreshed", async () => {
            const ran = await stack.refresh();
            assert.deepEqual([ran.errors, ops(ran)], [[], {}]);
        });

        it("replaces a lifecycle by deleting it first, as the new one would go with the old one", async () => {
            wanted.rule = { tagStatus: "any" };
            assert.deepEqual((await stack.up()).errors, []);
            assert.match(String(double.cloud.find(TOKEN.lifecycle, "team/web", REGION)?.props["policy"]), /"any"/);
            assert.deepEqual(double.cloud.overwritten, []);
        });

        it("does not move a tag that is fixed", async () => {
            const before = tags();
            write("two");
            const ran = await stack.up();
            assert.match(ran.errors.join("\n"), /image: .*The image tag '1\.0' already exists in the 'team\/web' repository and cannot be overwritten because the tag is immutable\./s);
            assert.deepEqual(tags(), before);
        });

        it("pushes under another tag", async () => {
            wanted.tag = "1.1";
            const ran = await stack.up();
            assert.deepEqual(ran.errors, []);
            assert.deepEqual(Object.keys(tags()).sort(), ["1.0", "1.1"]);
        });

        it("pushes nothing with a token that has expired", async () => {
            write("three");
            wanted.tag = "1.2";
            place.registries.registry.refuse = () => {
                double.cloud.images.expire();
                return undefined;
            };
            const ran = await stack.up();
            place.registries.registry.refuse = () => undefined;
            assert.match(ran.errors.join("\n"), /image: .*(HEAD request to .*: 403 Forbidden|denied: Your authorization token has expired)/s);
            assert.deepEqual(Object.keys(tags()).sort(), ["1.0", "1.1"]);
        });

        it("pushes with the token of the next run", async () => {
            const ran = await stack.up();
            assert.deepEqual(ran.errors, []);
            assert.deepEqual(Object.keys(tags()).sort(), ["1.0", "1.1", "1.2"]);
        });

        it("does not notice what pulumi-aws tries again by itself, and mends what was changed in the console", async () => {
            double.add(TOKEN.repository, { name: "team/web", region: REGION, imageTagMutability: "MUTABLE" });
            double.faults = [{ operation: "update", times: 3, error: THROTTLED }];
            assert.deepEqual(ops(await stack.refresh())["web"], "update");
            const ran = await stack.up();
            assert.deepEqual([ran.errors, ops(ran)["web"], double.faults.length], [[], "update", 0]);
            assert.equal(double.repositories[0]?.props["imageTagMutability"], "IMMUTABLE");
        });

        it("does nothing with credentials that have expired", async () => {
            double.cloud.expired = true;
            const ran = await stack.up();
            double.cloud.expired = false;
            assert.match(ran.errors.join("\n"), /api error ExpiredToken: The security token included in the request is expired/);
        });

        it("keeps a repository that has images, and destroys it with them where that is wanted", async () => {
            assert.match((await stack.destroy()).errors.join("\n"), /web: .*RepositoryNotEmptyException: The repository with name 'team\/web'/s);
            assert.equal(double.repositories.length, 1);
            wanted.forceDelete = true;
            assert.deepEqual((await stack.up()).errors, []);
            assert.deepEqual((await stack.destroy()).errors, []);
            assert.equal(double.cloud.entries.size, 0);
            assert.deepEqual(tags(), {});
        });
    });

    describe("with another registry", () => {
        afterEach(() => stack?.remove());

        const pushing = (url: string): PulumiFn => async () => {
            const isPublic = url.startsWith("public.");
            const token = pulumi.runtime.isDryRun() ? undefined
                : await (isPublic ? ecrpublic.getAuthorizationToken({ region: PUBLIC_REGION }) : ecr.getAuthorizationToken({ region: REGION }));
            push(url, token?.password);
        };

        it("pushes to a public one", async function () {
            double = await place.openCloud("public");
            double.add(TOKEN.publicRepository, { repositoryName: "web", region: PUBLIC_REGION });
            stack = await create(this, pushing(`public.ecr.aws/${ALIAS}/web:1.0`));
            assert.deepEqual((await stack.up()).errors, []);
            assert.deepEqual(Object.keys(double.cloud.images.tags(`public.ecr.aws/${ALIAS}/web`)), ["1.0"]);
        });

        it("pushes to no repository that is not there, unless a template makes it", async function () {
            double = await place.openCloud("missing");
            stack = await create(this, pushing(`${HOST}/team/api:1.0`));
            assert.match((await stack.up()).errors.join("\n"), /image: .*The repository with name 'team\/api' does not exist in the registry with id '123456789012'/s);
            double.add(TOKEN.template, { prefix: "team", appliedFors: ["CREATE_ON_PUSH"], imageTagMutability: "IMMUTABLE" });
            assert.deepEqual((await stack.up()).errors, []);
            assert.deepEqual(double.repositories.map(({ id, props }) => [id, props["imageTagMutability"]]), [["team/api", "IMMUTABLE"]]);
        });

        it("pushes to no other account's", async function () {
            double = await place.openCloud("account", { account: "210987654321" });
            stack = await create(this, pushing(`${HOST}/team/api:1.0`));
            assert.match((await stack.up()).errors.join("\n"), /image: .*: 403 Forbidden/s);
        });

        it("has Azure beside it", async function () {
            double = await place.openCloud("both");
            const azure = await startAzureDouble();
            try {
                stack = await create(this, async () => {
                    new ecr.Repository("web", { name: "web" });
                    new ResourceGroup("group", { resourceGroupName: "rg", location: "westeurope" });
                }, { environment: joinEnvironments(azure, double) });
                assert.deepEqual(ops(await stack.up()), { web: "create", group: "create" });
                assert.deepEqual([double.repositories.length, azure.resources.size], [1, 1]);
            } finally {
                await azure.stop();
            }
        });
    });

    it("leads to no host but those of ECR", async () => {
        const { port } = new URL(place.registries.proxy.url);
        const connect = (path: string) => new Promise<number | undefined>((resolve, reject) => {
            const asked = request({ host: "127.0.0.1", port, method: "CONNECT", path });
            asked.on("connect", ({ statusCode }, socket) => {
                socket.destroy();
                resolve(statusCode);
            }).on("error", reject).end();
        });
        assert.deepEqual(await Promise.all([`${HOST}:443`, `${HOST}:80`, "registry-1.docker.io:443", "127.0.0.1:443"].map(connect)), [200, 403, 403, 403]);
    });
});
