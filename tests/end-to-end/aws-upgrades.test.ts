import assert from "node:assert/strict";
import { stringify } from "yaml";
import type { Report } from "../../automation/report";
import { startAwsDouble, type AwsDouble } from "../aws/double";
import { TOKEN } from "../aws/examples";
import { ACCOUNT, ALIAS, PUBLIC_REGION, REGION } from "../aws/options";
import { DoubledStack, type Ran } from "../provider/doubled-stack";
import { propsOf } from "../provider/wire";
import { AwsPlace } from "./aws-place";
import type { Finished } from "./checkout";

const HOST = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;

/** Where this stack does not start. */
const ELSEWHERE = "eu-west-1";

const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-2222-4333-8444-555555555555`;

type Keys = Readonly<Record<string, unknown>>;

/** Returns a stack file of a private registry. @param users whatever stands beside it */
function file(registry: Keys, users: Keys): string {
    return stringify({ config: { "aws:allowedAccountIds": [ACCOUNT], "registries:registry": { kind: "ecr", account: ACCOUNT, region: REGION, ...registry }, ...users } });
}

describe("changes to a registry on AWS that is there", function () {
    this.timeout(120_000);

    let double: AwsDouble;
    let stack: DoubledStack;

    /** One repository without images of this stack, so that nothing is built. */
    const bare = (registry: Keys = {}, users: Keys = {}) =>
        file({ repositories: { web: {} }, ...registry }, { "registries:images": {}, "registries:builder": "none", ...users });

    async function start(context: Mocha.Context, stackFile: string, name = "prod"): Promise<void> {
        double = await startAwsDouble();
        stack = await DoubledStack.create(context, { double, stackFile, stack: name });
        assert.deepEqual((await stack.up()).errors, []);
    }

    /** What is not as it was, but for the stack and components. */
    const changed = ({ steps }: Ran) => steps.filter(({ type, op }) => type.startsWith("aws:") && op !== "same").map(({ op, name }) => `${op} ${name}`).sort();

    const repository = () => double.repositories[0]?.props ?? {};

    afterEach(async () => {
        stack?.remove();
        await double?.stop();
    });

    const REPLACED = ["create-replacement ecr-lifecycle-web", "delete-replaced ecr-lifecycle-web", "replace ecr-lifecycle-web"];

    const WHOLE = bare({ scanning: { type: "enhanced" }, replication: [{ to: [{ region: ELSEWHERE }] }] }, { "registries:access": [{ may: ["pull"], account: "210987654321" }] });

    const there: [title: string, before: string, after: string, to: readonly string[], back: readonly string[]][] = [
        ["tags that can be moved", bare(), bare({ immutableTags: false }), ["update ecr-web"], ["update ecr-web"]],
        ["another lifecycle", bare({ lifecycle: [{ untagged: true, pushedDays: 14 }] }), bare({ lifecycle: [{ untagged: true, pushedDays: 30 }] }), REPLACED, REPLACED],
        ["scanning, replication and a grant", bare(), WHOLE, ["create ecr-policy-web", "create ecr-replication", "create ecr-scanning"], ["delete ecr-policy-web", "delete ecr-replication", "delete ecr-scanning"]],
    ];
    for (const [title, before, after, to, back] of there) {
        it(`takes ${title}, and back, as a preview says`, async function () {
            await start(this, before);
            const first = structuredClone([...double.cloud.entries]);
            for (const [next, want] of [[after, to], [before, back]] as const) {
                stack.configure(next);
                for (const ran of [await stack.preview(), await stack.up()]) {
                    assert.deepEqual([ran.errors, changed(ran)], [[], want]);
                }
                assert.equal(next === before, JSON.stringify([...double.cloud.entries]) === JSON.stringify(first));
            }
            assert.deepEqual(double.cloud.overwritten, []);
        });
    }

    it("takes a pipeline away, but keeps whom others trust in too until that may go", async function () {
        const piped = { "registries:pipelines": { deploy: { github: { repository: "contoso/shop", environment: "production" }, may: ["push"] } } };
        const created = { oidcProviders: { github: "create" } };
        await start(this, bare(created, piped));
        assert.equal(double.cloud.ofType(TOKEN.role).length, 1);
        stack.configure(bare());
        assert.match((await stack.preview()).errors.join("\n"), /ecr-oidc-github.*protect/s);
        stack.configure(bare({ ...created, protect: false }, piped));
        assert.deepEqual((await stack.up()).errors, []);
        stack.configure(bare({ protect: false }));
        assert.deepEqual((await stack.up()).errors, []);
        assert.deepEqual([...double.cloud.entries.values()].map(({ token }) => token), [TOKEN.repository]);
    });

    const elsewhere: [title: string, keys: Keys][] = [["encryption", { encryption: { key: KEY } }], ["region", { region: ELSEWHERE }]];
    for (const [title, keys] of elsewhere) {
        it(`refuses another ${title} in a preview, and where there are images, until somebody says that they may go`, async function () {
            await start(this, bare());
            double.cloud.images.put(`${HOST}/web`, "1.0", `sha256:${"a".repeat(64)}`);
            const before = structuredClone([...double.cloud.entries]);
            stack.configure(bare(keys));
            assert.match((await stack.preview()).errors.join("\n"), /ecr-web.*protect/s);
            assert.match((await stack.up()).errors.join("\n"), /ecr-web.*protect/s);
            stack.configure(bare({ protect: false }));
            assert.deepEqual((await stack.up()).errors, []);
            stack.configure(bare({ protect: false, ...keys }));
            assert.match((await stack.up()).errors.join("\n"), /ecr-web: [^]*RepositoryNotEmptyException/);
            assert.deepEqual([...double.cloud.entries], before);
            double.cloud.images.clear(`${HOST}/web`);
            assert.deepEqual((await stack.up()).errors, []);
            assert.deepEqual(double.repositories.map(({ region, props }) => [region, propsOf((props["encryptionConfigurations"] as unknown[])[0])["encryptionType"]]),
                [[keys["region"] ?? REGION, keys["encryption"] === undefined ? "AES256" : "KMS"]]);
        });
    }

    it("goes with its images where that was said before", async function () {
        await start(this, bare(), "dev");
        double.cloud.images.put(`${HOST}/web`, "1.0", `sha256:${"a".repeat(64)}`);
        assert.match((await stack.destroy()).errors.join("\n"), /RepositoryNotEmptyException/);
        stack.configure(bare({ forceDelete: true }));
        assert.deepEqual(changed(await stack.up()), ["update ecr-web"]);
        assert.deepEqual((await stack.destroy()).errors, []);
        assert.deepEqual([double.cloud.entries.size, double.cloud.images.isEmpty(`${HOST}/web`)], [0, true]);
    });

    it("sees what somebody changed in the console, and mends it", async function () {
        await start(this, bare({ lifecycle: [{ untagged: true, pushedDays: 14 }] }));
        const before = new Map(structuredClone([...double.cloud.entries]));
        double.add(TOKEN.repository, { ...repository(), imageTagMutability: "MUTABLE" });
        double.cloud.remove(TOKEN.lifecycle, "web", REGION);
        assert.deepEqual(changed(await stack.up()), [], "not without a look");
        assert.deepEqual((await stack.refresh()).errors, []);
        assert.deepEqual(changed(await stack.up()), ["create ecr-lifecycle-web", "update ecr-web"]);
        assert.deepEqual(new Map(double.cloud.entries), before);
    });
});

describe("changes to images on AWS that are there, end to end", function () {
    this.timeout(180_000);

    let place: AwsPlace;
    let double: AwsDouble;
    let opened = 0;

    before(async function () {
        place = await AwsPlace.start(this);
    });

    afterEach(async () => {
        place.registries.registry.refuse = () => undefined;
        await place.closeCloud();
    });

    after(() => place?.end());

    const image = (version: string): Keys => ({ context: "services/web", version });

    function configure(images: Keys, registry: Keys = {}): void {
        place.checkout.write("Pulumi.dev.yaml", file(registry, { "registries:images": images }));
    }

    /** Makes a stack with one image. */
    async function start(version: string, registry: Keys = {}): Promise<void> {
        double = await place.openCloud(`upgrade-${opened += 1}`);
        place.checkout.write("services/web/Dockerfile", "FROM scratch\nCOPY text /text\n");
        write(version);
        configure({ web: image(version) }, registry);
        await run("up");
    }

    const write = (text: string) => place.checkout.write("services/web/text", text);

    async function attempt(verb: string, ...args: string[]): Promise<Report & Finished> {
        return place.checkout.report(verb, "--stack", "dev", ...args);
    }

    async function run(verb: string, ...args: string[]): Promise<Report & Finished> {
        const report = await attempt(verb, ...args);
        assert.deepEqual([report.errors, report.code], [[], 0], report.stderr);
        return report;
    }

    const changed = ({ changes }: Report) => Object.fromEntries(Object.entries(changes).filter(([op, count]) => op !== "same" && count > 0));

    /** Digests by version and what floats of it, at a host with what its registry puts before names. */
    const tags = (name = "web", host = HOST) => Object.fromEntries(Object.entries(double.cloud.images.tags(`${host}/${name}`)).filter(([tag]) => !tag.startsWith("sha-")));

    const filters = () => (double.cloud.find(TOKEN.repository, "web", REGION)?.props["imageTagMutabilityExclusionFilters"] as { filter: string }[] ?? []).map(({ filter }) => filter);

    it("moves tags from version to version, and lets go of them before anything is pushed", async () => {
        await start("1.4.2");
        const seen: string[] = [];
        place.registries.registry.refuse = ({ method, kind }) => {
            if (method === "PUT" && kind === "manifests") {
                seen.push(filters().join());
            }
            return undefined;
        };
        // The last is a backport, beside which 1 stays.
        const versions: [version: string, filters: readonly string[], moved?: readonly string[]][] = [
            ["1.5.0", ["1", "1.5"]], ["2.0.0", ["2", "2.0"]], ["1.4.3", ["1", "1.4"], ["1.4"]],
        ];
        const all: Record<string, string | undefined> = { ...tags() };
        for (const [version, want, moved = want] of versions) {
            write(version);
            configure({ web: image(version) });
            // The image, its component and the repository.
            assert.deepEqual(changed(await run("up")), { update: 3 }, version);
            assert.deepEqual([filters(), [...new Set(seen.splice(0))]], [want, [want.join()]], version);
            const digest = tags()[version];
            [version, ...moved].forEach((tag) => (all[tag] = digest));
            assert.deepEqual(tags(), all, version);
        }
        assert.equal(new Set(["1.4.2", "1.5.0", "2.0.0", "1.4.3"].map((version) => tags()[version])).size, 4);
    });

    it("pushes under a new name, and keeps the images under the old one, which may stay", async () => {
        await start("1.4.2");
        const before = tags();
        // Else the image would say its new name.
        const pages = { ...image("1.4.2"), labels: { "org.opencontainers.image.title": "web" } };
        configure({ pages });
        assert.deepEqual(changed(await run("preview")), { create: 3, delete: 3 });
        assert.match((await attempt("up")).errors.join("\n"), /^ecr-web: [^]*\(web\) not empty, consider using force_delete[^]*RepositoryNotEmptyException/);
        assert.deepEqual([tags("web"), tags("pages")], [before, before]);
        configure({ pages }, { repositories: { web: {} } });
        await run("up");
        assert.deepEqual(changed(await run("up")), {});
        assert.deepEqual([tags("web"), tags("pages")], [before, before]);
    });

    it("pushes again what was in a repository that was replaced", async () => {
        await start("1.4.2", { forceDelete: true });
        const before = tags();
        configure({ web: image("1.4.2") }, { forceDelete: true, encryption: { key: KEY } });
        await run("up");
        assert.deepEqual(tags(), before);
        assert.deepEqual(changed(await run("up", "--refresh")), {});
    });

    it("ends where a repository cannot be replaced, and goes on as it was", async () => {
        await start("1.4.2");
        const before = tags();
        configure({ web: image("1.4.2") }, { encryption: { key: KEY } });
        assert.match((await attempt("up")).errors.join("\n"), /^ecr-web: [^]*RepositoryNotEmptyException/);
        configure({ web: image("1.4.2") });
        await run("up");
        assert.deepEqual([changed(await run("up")), tags()], [{}, before]);
    });

    it("pushes to another region, and to a public registry beside the private one", async () => {
        await start("1.4.2", { forceDelete: true });
        const before = tags();
        const region = { kind: "ecr", account: ACCOUNT, region: ELSEWHERE, forceDelete: true };
        configure({ web: image("1.4.2") }, region);
        await run("up");
        assert.deepEqual([tags(), tags("web", HOST.replace(REGION, ELSEWHERE))], [{}, before]);
        place.checkout.write("Pulumi.dev.yaml", stringify({ config: { "aws:allowedAccountIds": [ACCOUNT], "registries:registry": [region, { kind: "ecr-public", account: ACCOUNT }], "registries:images": { web: image("1.4.2") } } }));
        const added = await run("up");
        assert.deepEqual([added.changes.delete, added.changes.replace, added.changes.create], [0, 0, 2]);
        assert.deepEqual([tags("web", HOST.replace(REGION, ELSEWHERE)), tags("web", `public.ecr.aws/${ALIAS}`)], [before, before]);
        assert.equal(double.cloud.ofType(TOKEN.publicRepository, PUBLIC_REGION).length, 1);
    });

    it("mends in one run what somebody changed in the console, images among it", async () => {
        await start("1.4.2");
        const [before, props] = [tags(), double.repositories[0]?.props ?? {}];
        double.add(TOKEN.repository, { ...props, imageTagMutability: "MUTABLE", imageTagMutabilityExclusionFilters: [] });
        double.cloud.images.clear(`${HOST}/web`);
        await run("up", "--refresh");
        assert.deepEqual([tags(), filters()], [before, ["1", "1.4"]]);
        assert.deepEqual(changed(await run("up", "--refresh")), {});
    });
});
