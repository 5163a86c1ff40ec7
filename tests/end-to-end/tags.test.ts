import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { needLocalTools, needTool } from "../tools-at-hand";
import { Checkout } from "./checkout";
import { Pushed } from "./pushed";

type Built = Record<string, { ref: string; digest: string; tags: string[] }>;

/** Big enough that its build is still under way when somebody wants an end. */
const BIG_BYTES = 150_000_000;

const stackFile = (images: Readonly<Record<string, object>>, more: Readonly<Record<string, unknown>> = {}) => JSON.stringify({
    config: { "registries:registry": { kind: "local" }, "registries:images": images, ...more },
});

const web = (version: string, more: object = {}) => ({ context: "web", version, tags: ["latest"], channels: ["stable"], ...more });

describe("tags that a registry has, and previews that build, end to end", function () {
    this.timeout(300_000);

    let checkout: Checkout;
    let pushed: Pushed;

    const configure = (...stack: Parameters<typeof stackFile>) => checkout.write("Pulumi.local.yaml", stackFile(...stack));
    const page = (text: string) => checkout.write("web/page.html", `${text}\n`);

    /** Where the tags of a repository lead to, those of commits apart. */
    const tags = (repository = "web") => Object.fromEntries(pushed.tags(repository).filter((tag) => !tag.startsWith("sha-"))
        .map((tag) => [tag, pushed.digest(`${repository}:${tag}`)]));

    async function up(...words: string[]) {
        const report = await checkout.report("up", ...words);
        return { ...report, images: (report.outputs["images"] ?? {}) as Built };
    }

    async function push(version: string, text: string): Promise<string> {
        page(text);
        configure({ web: web(version) });
        const { code, images, stderr } = await up();
        assert.equal(code, 0, stderr);
        return images["web"]?.digest ?? "";
    }

    before(async function () {
        await needLocalTools(this);
        const regctl = await needTool(this, "regctl");
        checkout = new Checkout();
        checkout.write("web/Dockerfile", "FROM scratch\nCOPY page.html /page.html\n");
        configure({ web: web("1.1.8") });
        page("1.1.8");
        const first = await up();
        assert.equal(first.code, 0, first.stderr);
        pushed = new Pushed(checkout, regctl);
    });

    after(() => checkout?.remove());

    it("never moves a floating tag backwards", async () => {
        const next = await push("1.2.0", "1.2.0");
        assert.deepEqual([tags()["1"], tags()["latest"], tags()["stable"]], [next, next, next]);
        const backport = await push("1.1.9", "1.1.9");
        assert.notEqual(backport, next);
        const { "1.1.8": old, ...now } = tags();
        assert.ok(![next, backport, undefined].includes(old));
        assert.deepEqual(now, {
            "1.1": backport, "1.1.9": backport, "1.2": next, "1.2.0": next, 1: next, latest: next, stable: next,
        });
        const again = await up();
        assert.deepEqual([again.code, again.changes.update, again.images["web"]?.tags.filter((tag) => !tag.startsWith("sha-"))], [0, 0, ["1.1.9", "1.1"]]);
        assert.match(again.stderr, /the tag latest is left out: 1\.2\.0 exists, which is higher/);
    });

    it("refuses the tag of a version other content, and names what it has", async () => {
        const before = tags();
        page("other");
        const preview = await checkout.report("preview");
        assert.match(preview.stderr, /web: 1\.1\.9 exists already; up builds it, and refuses to give the tag other content/);
        const built = await checkout.report("preview", "--build");
        const refused = await up();
        assert.deepEqual([built.code, refused.code], [1, 1]);
        assert.deepEqual([refused.changes.update, refused.changes.same], [0, 0]);
        assert.deepEqual(built.errors, refused.errors);
        assert.match(refused.errors.join("\n"), new RegExp(`^web: \\S+/web:1\\.1\\.9 exists with other content: it is ${before["1.1.9"]}, and this build is sha256:[0-9a-f]{64}; `));
        assert.deepEqual(tags(), before);
        const forced = await up("--overwrite");
        assert.equal(forced.code, 0, forced.stderr);
        assert.equal(tags()["1.1.9"], forced.images["web"]?.digest);
        assert.notEqual(tags()["1.1.9"], before["1.1.9"]);
        assert.equal(tags()["latest"], before["latest"]);
    });

    it("takes the same content under the same version, also where the state knows nothing of it", async () => {
        page("two platforms");
        configure({ web: web("1.3.0", { platforms: ["linux/amd64", "linux/arm64"] }) });
        const first = await up();
        assert.equal(first.code, 0, first.stderr);
        await checkout.pulumi("local", "state", "delete", "--yes", "--target-dependents", `urn:pulumi:local::registries::registries:images:ImageBuild$docker-build:index:Image::web`);
        const again = await up();
        assert.equal(again.code, 0, again.stderr);
        assert.match(again.stderr, /versions of web are in the registry already; building to compare/);
        assert.equal(again.images["web"]?.digest, first.images["web"]?.digest);
    });

    it("refuses it too where what an image starts from changes", async () => {
        checkout.write("app/Dockerfile", "FROM base\nCOPY Dockerfile /Dockerfile\n");
        const app = { context: "app", version: "2.0.0", contexts: { base: { image: "web" } } };
        configure({ web: web("1.3.1"), app });
        const first = await up();
        assert.equal(first.code, 0, first.stderr);
        page("a new base");
        configure({ web: web("1.3.2"), app });
        const refused = await up();
        assert.equal(refused.code, 1);
        assert.match(refused.errors.join("\n"), /^app: \S+\/app:2\.0\.0 exists with other content: it is sha256:[0-9a-f]{64}, and this build starts from web, which changes/);
        configure({ web: web("1.3.2"), app: { ...app, version: "2.0.1" } });
        const built = await checkout.report("preview", "--build");
        assert.equal(built.code, 0, built.stderr);
        assert.match(built.stderr, /not built, as what they start from is not in the registry yet: app \(from web\)\nbuilding web; nothing is pushed/);
        const raised = await up();
        assert.equal(raised.code, 0, raised.stderr);
    });

    it("finds in a preview what cannot be built, and leaves nothing behind", async () => {
        const before = tags();
        const cache = { registry: "cache", mode: "max" };
        checkout.write("web/Dockerfile", "FROM scratch\nCOPY page.html /page.html\nCOPY missing.html /missing.html\n");
        configure({ web: web("1.4.0", { cache }) });
        const broken = await checkout.report("preview", "--build");
        assert.equal(broken.code, 1);
        assert.match(broken.errors.join("\n"), /web: [^]*missing\.html[^]*not found/);
        checkout.write("web/missing.html", "here\n");
        const whole = await checkout.report("preview", "--build");
        assert.deepEqual([whole.code, whole.changes.update > 0], [0, true], whole.stderr);
        assert.match(whole.stderr, /web +built after/);
        assert.deepEqual(tags(), before);
        configure({ web: web("1.4.0", { cache }) }, { "registries:buildOnPreview": true });
        assert.match((await checkout.report("preview")).stderr, /web +built after/);
        const made = await up();
        assert.equal(made.code, 0, made.stderr);
        assert.deepEqual(Object.keys(tags()).filter((tag) => !(tag in before)).sort(), ["1.4", "1.4.0", "cache"]);
        assert.doesNotMatch((await checkout.report("preview")).stderr, /built after/);
    });

    it("ends where somebody wants it while it compares, pushes nothing and leaves nothing", async () => {
        const before = tags();
        const folder = mkdtempSync(join(tmpdir(), "tags-"));
        checkout.write("web/page.html", randomBytes(BIG_BYTES));
        const run = checkout.start(process.execPath, ["toolchain/bootstrap.cjs", "automation/main.ts", "up"], { TMPDIR: folder });
        await run.saw(/web +build: started/);
        run.child.kill("SIGINT");
        const { code, stderr } = await run.finished;
        assert.equal(code, 1, stderr);
        assert.match(stderr, /SIGINT: finishing what runs/);
        assert.deepEqual(tags(), before);
        assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith("registries-")), []);
        rmSync(folder, { recursive: true });
    });

    it("builds before the first registry is there", async () => {
        const other = new Checkout();
        try {
            other.write("Pulumi.local.yaml", stackFile({ site: { context: "examples/quickstart/site", version: "1.0.0", cache: { registry: "cache" } } }));
            const built = await other.report("preview", "--build");
            assert.equal(built.code, 0, built.stderr);
            assert.match(built.stderr, /site +built after/);
        } finally {
            await other.remove();
        }
    });
});
