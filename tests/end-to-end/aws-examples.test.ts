import assert from "node:assert/strict";
import type { AwsDouble } from "../aws/double";
import type { DoubleOptions } from "../aws/options";
import type { Report } from "../../automation/report";
import { rulesOf } from "./checkout";
import { AwsPlace } from "./aws-place";

/** An example, and what it has to come to. */
interface Example {
    readonly name: string;
    readonly stack: "dev" | "prod";
    readonly options?: DoubleOptions;
    /** What there is afterwards, by the ends of type tokens, with how many. */
    readonly made: Readonly<Record<string, number>>;
    /** The tags of each repository, sorted. */
    readonly tags: Readonly<Record<string, readonly string[]>>;
}

const SITE = ["1", "1.4", "1.4.2"];

const EXAMPLES: readonly Example[] = [
    { name: "aws-basic", stack: "dev", made: { Repository: 1, LifecyclePolicy: 0, RepositoryPolicy: 0 }, tags: { site: SITE } },
    {
        name: "aws-immutable-with-floating-tags", stack: "prod",
        made: { Repository: 2, LifecyclePolicy: 2 },
        tags: { site: [...SITE, "latest"], settings: ["0.3", "0.3.1"] },
    },
    {
        name: "aws-replicated", stack: "prod",
        made: {
            Repository: 1, LifecyclePolicy: 1, ReplicationConfiguration: 1, RegistryPolicy: 1, RegistryScanningConfiguration: 1,
            RepositoryCreationTemplate: 1, RepositoryPolicy: 1,
        },
        tags: { "shop/site": SITE },
    },
    {
        name: "aws-pull-through-cache", stack: "prod", options: { roles: ["builder"] },
        made: { Repository: 0, PullThroughCacheRule: 3, RepositoryCreationTemplate: 2, RegistryPolicy: 1, RolePolicy: 1 },
        tags: {},
    },
    { name: "aws-public", stack: "prod", made: { Repository: 1 }, tags: { site: SITE } },
    {
        name: "aws-github-oidc", stack: "prod", options: { roles: ["ecs-execution"] },
        // One of the roles was there before.
        made: { Repository: 1, LifecyclePolicy: 1, Role: 3, RolePolicy: 3, OpenIdConnectProvider: 1, RepositoryPolicy: 1 },
        tags: { site: SITE },
    },
];

describe("the examples on AWS, end to end", function () {
    this.timeout(300_000);

    let place: AwsPlace;

    before(async function () {
        place = await AwsPlace.start(this);
    });

    after(() => place?.end());

    for (const { name, stack, options, made, tags } of EXAMPLES) {
        describe(name, () => {
            let double: AwsDouble;

            const run = (verb: string): Promise<Report> => place.checkout.done(verb, "--stack", stack);
            const count = (type: string) => [...double.cloud.entries.values()].filter(({ token }) => token.split(":").at(-1) === type).length;

            before(async () => {
                double = await place.openCloud(name, options);
                place.checkout.write(`Pulumi.${stack}.yaml`, place.checkout.read(`examples/${name}/Pulumi.${stack}.yaml`));
            });

            after(() => place.closeCloud());

            it("obeys the policies, before anything is made", async () => {
                const there = double.cloud.entries.size;
                const report = await run("preview");
                assert.deepEqual(rulesOf(report, "mandatory"), []);
                assert.deepEqual(rulesOf(report, "advisory"), []);
                assert.equal(double.cloud.entries.size, there);
            });

            it("is made, with its images pushed and pinned", async () => {
                const { outputs } = await run("up");
                for (const [type, number] of Object.entries(made)) {
                    assert.equal(count(type), number, type);
                }
                const images = Object.entries(outputs["images"] as Record<string, { readonly ref: string; readonly digest: string }>);
                assert.equal(images.length, Object.keys(tags).length);
                for (const [repository, want] of Object.entries(tags)) {
                    const { ref, digest } = images.find(([, image]) => image.ref.split("@")[0]?.endsWith(`/${repository}`))?.[1] ?? { ref: "", digest: "" };
                    const there = double.cloud.images.tags(ref.split("@")[0] ?? "");
                    assert.deepEqual(Object.keys(there).filter((tag) => !tag.startsWith("sha-")).sort(), [...want].sort(), ref);
                    assert.deepEqual([...new Set(Object.values(there))], [digest], ref);
                }
            });

            it("does not change the second time", async () => {
                const asked = double.calls.length;
                const { changes, policies } = await run("up");
                assert.deepEqual(Object.entries(changes).filter(([op, number]) => op !== "same" && number > 0), []);
                assert.deepEqual(policies, []);
                assert.deepEqual(double.calls.slice(asked).filter(({ operation, preview }) => !preview && /create|update|delete/.test(operation)), []);
            });

            it(stack === "dev" ? "leaves a repository with images where it is destroyed" : made["Repository"] === 0 ? "goes, as nothing in it is protected" : "is not destroyed, as it is protected", async () => {
                const { code, errors } = await place.checkout.report("destroy", "--stack", stack);
                assert.deepEqual([code, count("Repository")], [made["Repository"] === 0 ? 0 : 1, made["Repository"]], errors.join("\n"));
                assert.match(errors.join("\n"), made["Repository"] === 0 ? /^$/ : stack === "dev" ? /RepositoryNotEmptyException/ : /protect/);
            });
        });
    }
});
