import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Report } from "../../automation/report";
import { needLocalTools, needOnPath } from "../tools-at-hand";
import { Checkout } from "./checkout";
import { GitServer } from "./git-server";
import { Pulled } from "./pulled";

type Built = Record<string, { ref: string; digest: string; tags: string[] }>;

const SECRET = "correct-horse-battery-staple";

const images = (report: Report) => report.outputs["images"] as Built;
const hostOf = (report: Report) => String(report.outputs["host"]);
const isSame = ({ create, update, delete: deleted, replace }: Report["changes"]) => create + update + deleted + replace === 0;

describe("what a build is given, end to end", function () {
    this.timeout(300_000);

    const server = new GitServer();
    const folder = mkdtempSync(join(tmpdir(), "registries-agent-"));
    let checkout: Checkout;
    let agent: string;
    let first: Awaited<ReturnType<Checkout["report"]>>;

    before(async function () {
        await needLocalTools(this);
        ["gcc", "ssh-agent"].forEach((program) => needOnPath(this, program));
        await server.start();
        server.commit("web/Dockerfile", "FROM scratch\nCOPY page.html /page.html\n");
        server.commit("web/page.html", "one\n");
        server.git("tag", "v2.1.0");
        await server.ready();
        agent = /SSH_AGENT_PID=(\d+)/.exec(execFileSync("ssh-agent", ["-s", "-a", join(folder, "agent.sock")], { encoding: "utf8" }))?.[1] ?? "";

        checkout = new Checkout();
        checkout.environment = { SSH_AUTH_SOCK: join(folder, "agent.sock") };
        mkfiles(checkout);
        checkout.write("Pulumi.local.yaml", stringify({ config: { "registries:registry": { kind: "local" }, "registries:images": wanted(server.url) } }));
        await checkout.npm("preview");
        await checkout.pulumi("local", "config", "set", "--secret", "--path", "registries:images.app.secrets.TOKEN", SECRET);
        checkout.commit("work");
        first = await checkout.report("up");
        assert.equal(first.code, 0, first.stderr);
    });

    after(async () => {
        await checkout?.remove();
        server.stop();
        rmSync(folder, { recursive: true, force: true });
        if (agent !== undefined) {
            process.kill(Number(agent));
        }
    });

    it("gives build steps the secret, the agent, the host, and no network", async () => {
        const files = await new Pulled(checkout).files(images(first)["app"]?.ref ?? "");
        assert.deepEqual(files.get("out")?.replaceAll("\t", " ").split("\n"), [`secret ${SECRET.length}`, "agent yes", "host 10.1.2.3 db.test", "network no", ""]);
        assert.equal(files.get("extra/note.txt"), "a further context\n");
    });

    it("builds from another image of the stack, by its digest", async () => {
        const { config } = await new Pulled(checkout).image(images(first)["app"]?.ref ?? "");
        assert.equal(config.Labels["org.opencontainers.image.base.digest"], images(first)["base"]?.digest);
        assert.equal(config.Labels["org.opencontainers.image.base.name"], `${hostOf(first)}/base:1.0.0`);
    });

    it("keeps the secret out of state, logs and messages", () => {
        const kept = filesBelow(join(checkout.root, ".local")).filter((file) => !file.includes("/buildkit/root/") && statSync(file).size < 5_000_000);
        assert.ok(kept.some((file) => /"secrets":\s*\{[^{}]*"ciphertext"/.test(readFileSync(file, "latin1"))), "the state has it, encrypted");
        kept.forEach((file) => assert.ok(!readFileSync(file, "latin1").includes(SECRET), `${file} holds the secret`));
        assert.ok(!`${first.stdout}${first.stderr}`.includes(SECRET));
    });

    it("takes a Dockerfile from the configuration", async () => {
        const files = await new Pulled(checkout).files(images(first)["inline"]?.ref ?? "");
        assert.deepEqual([...files.keys()].filter((name) => name.startsWith("site/")), ["site/index.html"]);
    });

    it("builds a git repository at the commit of its branch, with the version of its tag", async () => {
        const commit = server.git("rev-parse", "HEAD");
        assert.deepEqual(images(first)["remote"]?.tags, ["2.1.0", "2.1", "2", `sha-${commit.slice(0, 12)}`]);
        assert.deepEqual(await new Pulled(checkout).files(images(first)["remote"]?.ref ?? ""), new Map([["page.html", "one\n"]]));
    });

    it("tells what a context sends that hardly anybody wants to send", () => {
        assert.match(first.stderr, /image inline: its context work\/inline sends \.env \(8 B\) to the builder/);
        assert.doesNotMatch(first.stderr, /node_modules/);
    });

    it("writes the caches, and no preview does", async () => {
        const pulled = new Pulled(checkout);
        const cached = await pulled.digest(hostOf(first), "app", "buildcache");
        // One that ECR takes too: an image's manifest, with a configuration, not a list of blobs.
        assert.ok(Array.isArray(await pulled.config(`${hostOf(first)}/app@${cached}`, "records")));
        assert.ok(existsSync(join(checkout.root, ".cache/base/index.json")));
        checkout.write("work/app/more.txt", "more\n");
        const preview = await checkout.report("preview");
        assert.equal(preview.changes.update, 2, preview.stderr);
        assert.equal(await pulled.digest(hostOf(first), "app", "buildcache"), cached);
        rmSync(join(checkout.root, "work/app/more.txt"));
    });

    it("changes nothing at the second up", async () => {
        const second = await checkout.report("up");
        assert.equal(second.code, 0, second.stderr);
        assert.ok(isSame(second.changes), second.stdout);
    });

    it("builds again what is built from an image that changed", async () => {
        checkout.write("work/base/VERSION", "2\n");
        checkout.commit("base");
        const changed = await checkout.report("up", "--overwrite");
        assert.equal(changed.code, 0, changed.stderr);
        assert.notEqual(images(changed)["base"]?.digest, images(first)["base"]?.digest);
        const { config } = await new Pulled(checkout).image(images(changed)["app"]?.ref ?? "");
        assert.equal(config.Labels["org.opencontainers.image.base.digest"], images(changed)["base"]?.digest);
        assert.equal((await new Pulled(checkout).files(images(changed)["app"]?.ref ?? "")).get("VERSION"), "2\n");
    });

    it("builds again what its branch has new", async () => {
        server.commit("web/page.html", "two\n");
        const changed = await checkout.report("up", "--overwrite");
        assert.equal(changed.code, 0, changed.stderr);
        assert.equal((await new Pulled(checkout).files(images(changed)["remote"]?.ref ?? "")).get("page.html"), "two\n");
        assert.ok(isSame((await checkout.report("up")).changes));
    });

    it("finds in the registry what another BuildKit made", async () => {
        // Uncommitted, so that the times in a layer are those of when its step ran.
        const build = async (text: string) => {
            checkout.write("work/app/more.txt", text);
            const report = await checkout.report("up", "--overwrite");
            assert.equal(report.code, 0, report.stderr);
            return new Pulled(checkout).layers(images(report)["app"]?.ref ?? "");
        };
        const before = await build("one\n");
        assert.equal((await checkout.npm("down")).code, 0);
        rmSync(join(checkout.root, ".local/buildkit/root"), { recursive: true });
        assert.deepEqual(await build("two\n"), before);
    });

    it("refuses circles and images that there are not, before anything is built", async () => {
        const stackFile = checkout.read("Pulumi.local.yaml");
        checkout.write("Pulumi.local.yaml", stackFile.replace("image: base", "image: bsae").replace("context: work/base", "context: work/base\n      contexts: { again: { image: base } }"));
        const { code, stderr } = await checkout.npm("up");
        assert.equal(code, 2);
        assert.match(stderr, /images\.app\.contexts\.base\.image: required is the name of an image.*did you mean "base"\?; it is now "bsae"/);
        assert.match(stderr, /images\.base\.contexts\.again\.image: required is an image that is not itself built.*circle: base from base/);
        checkout.write("Pulumi.local.yaml", stackFile);
    });
});

function mkfiles(checkout: Checkout): void {
    const probe = join(checkout.root, "work/base/probe");
    checkout.write("work/base/Dockerfile", "FROM scratch\nCOPY probe VERSION /\n");
    checkout.write("work/base/VERSION", "1\n");
    execFileSync("gcc", ["-static", "-o", probe, join(__dirname, "..", "fixtures", "build-probe", "probe.c")]);
    checkout.write("work/app/Dockerfile", [
        "FROM base", "COPY --from=more . /extra/", 'RUN --mount=type=secret,id=TOKEN --mount=type=ssh ["/probe"]', "",
    ].join("\n"));
    checkout.write("work/more/note.txt", "a further context\n");
    checkout.write("work/inline/index.html", "<p>inline</p>\n");
    checkout.write("work/inline/.env", "TOKEN=x\n");
    checkout.write("work/inline/node_modules/x/index.js", "\n");
    checkout.write("work/inline/.dockerignore", "node_modules\n");
}

function wanted(url: string): Record<string, object> {
    return {
        base: { context: "work/base", version: "1.0.0", cache: { local: ".cache/base" } },
        app: {
            context: "work/app", version: "1.0.0", contexts: { base: { image: "base" }, more: "./work/more" }, secrets: { TOKEN: "unset" }, ssh: ["default"],
            addHosts: { "db.test": "10.1.2.3" }, network: "none", cache: "registry",
        },
        inline: { context: "work/inline", version: "1.0.0", dockerfileInline: "FROM scratch\nCOPY index.html /site/\n", cache: "inline" },
        remote: { context: `${url}#main:web`, version: "git" },
    };
}

function filesBelow(folder: string): string[] {
    return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
