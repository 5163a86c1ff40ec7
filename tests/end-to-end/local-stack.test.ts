import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../automation/report";
import { needLocalTools } from "../tools-at-hand";
import { Checkout } from "./checkout";
import { Pulled } from "./pulled";

type Images = Record<string, { ref: string; digest: string; tags: string[] }>;

const images = (report: Report) => report.outputs["images"] as Images;
const hostOf = (report: Report) => String(report.outputs["host"]);
const allSame = ({ create, update, delete: deleted, replace }: Report["changes"]) => create + update + deleted + replace === 0;

describe("the local stack, end to end", function () {
    this.timeout(300_000);

    let checkout: Checkout;
    let first: Awaited<ReturnType<Checkout["report"]>>;

    before(async function () {
        await needLocalTools(this);
        checkout = new Checkout();
        first = await checkout.report("up");
    });

    after(async () => {
        await checkout?.remove();
    });

    it("creates everything at the first up", () => {
        assert.equal(first.code, 0, first.stderr);
        assert.equal(first.ok, true);
        assert.ok(first.changes.create > 0);
        assert.deepEqual(first.policies, []);
        assert.deepEqual(Object.keys(images(first)).sort(), ["settings", "site"]);
        assert.match(first.stderr, /docker pull 127\.0\.0\.1:\d+\/s\w+@sha256:[0-9a-f]{64}/);
    });

    it("pushes the planned tags, and no prefix of a major version zero", async () => {
        const pulled = new Pulled(checkout);
        const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: checkout.root, encoding: "utf8" }).slice(0, 12);
        assert.deepEqual(await pulled.tags(hostOf(first), "site"), ["1", "1.4", "1.4.2", "latest", `sha-${commit}`].sort());
        assert.deepEqual(await pulled.tags(hostOf(first), "settings"), ["0.3", "0.3.1", `sha-${commit}`].sort());
    });

    it("hands out references whose bytes are what the contexts say", async () => {
        const files = await new Pulled(checkout).files(images(first)["site"]?.ref ?? "");
        assert.equal(files.get("usr/share/nginx/html/index.html"), checkout.read("examples/quickstart/site/public/index.html"));
        assert.deepEqual([...files.keys()].filter((name) => /draft/.test(name)), [], ".dockerignore matters");
        const settings = await new Pulled(checkout).files(images(first)["settings"]?.ref ?? "");
        assert.equal(settings.get("settings/settings.json"), checkout.read("examples/quickstart/settings/settings.json"));
    });

    it("prints a curl command that fetches the pinned manifest", function () {
        const command = /^ +(curl .+)$/m.exec(first.stderr)?.[1] ?? "";
        const manifest = execFileSync("bash", ["-c", `${command} --silent --fail`], { encoding: "utf8" });
        assert.match(manifest, /"layers"/);
    });

    it("changes nothing at the second up", async () => {
        const second = await checkout.report("up");
        assert.equal(second.code, 0, second.stderr);
        assert.ok(allSame(second.changes), JSON.stringify(second.changes));
        assert.deepEqual(second.outputs, first.outputs);
    });

    it("leaves the checkout as clean as it was", () => {
        assert.equal(execFileSync("git", ["status", "--porcelain"], { cwd: checkout.root, encoding: "utf8" }), "");
    });

    it("rebuilds one image when one file changes, and moves only its tags", async () => {
        const pulled = new Pulled(checkout);
        checkout.write("examples/quickstart/site/public/status.html", "<p>One lane closed.</p>\n");
        const changed = await checkout.report("up", "--overwrite");
        assert.equal(changed.code, 0, changed.stderr);
        // The image, and its component, which says its tags.
        assert.equal(changed.changes.update, 2);
        assert.equal(changed.changes.create, 0);
        assert.notEqual(images(changed)["site"]?.digest, images(first)["site"]?.digest);
        assert.deepEqual(images(changed)["settings"], images(first)["settings"]);
        assert.equal(await pulled.digest(hostOf(first), "site", "1.4"), images(changed)["site"]?.digest);
        assert.equal(await pulled.digest(hostOf(first), "settings", "0.3"), images(first)["settings"]?.digest);
        assert.ok(!images(changed)["site"]?.tags.some((tag) => tag.startsWith("sha-")), "uncommitted, so no commit tag");
    });

    it("rebuilds nothing for a commit elsewhere", async () => {
        checkout.commit("status");
        await checkout.report("up", "--overwrite");
        checkout.write("NOTES.md", "elsewhere\n");
        checkout.commit("elsewhere");
        const report = await checkout.report("up", "--overwrite");
        assert.ok(allSame(report.changes), JSON.stringify(report.changes));
    });

    it("changes nothing but the labels when only a file changes that .dockerignore keeps out", async () => {
        const before = await checkout.report("preview");
        checkout.write("examples/quickstart/site/drafts/winter.txt", "another idea\n");
        const after = await checkout.report("up", "--overwrite");
        const files = ({ outputs }: Pick<Report, "outputs">) => new Pulled(checkout).files((outputs["images"] as Images)["site"]?.ref ?? "");
        assert.deepEqual(await files(after), await files(before));
        execFileSync("git", ["checkout", "-q", "."], { cwd: checkout.root });
        assert.deepEqual((await checkout.report("up", "--overwrite")).outputs, before.outputs);
    });

    it("puts an image onto a base image that the configuration names", async () => {
        const plain = checkout.read("Pulumi.local.yaml");
        const base = images(first)["settings"]?.ref ?? "";
        checkout.write("Pulumi.local.yaml", plain.replace(/# BASE: \S+/, `BASE: ${base}`));
        const based = await checkout.report("up", "--overwrite");
        assert.equal(based.code, 0, based.stderr);
        const files = await new Pulled(checkout).files(images(based)["site"]?.ref ?? "");
        assert.ok(files.has("settings/settings.json"), "the base's files");
        assert.ok(files.has("usr/share/nginx/html/index.html"), "the image's own");
        checkout.write("Pulumi.local.yaml", plain);
        assert.equal((await checkout.report("up", "--overwrite")).code, 0);
    });

    it("previews without changing anything", async () => {
        checkout.write("examples/quickstart/settings/settings.json", "{}\n");
        const preview = await checkout.report("preview");
        assert.equal(preview.code, 0, preview.stderr);
        assert.equal(preview.changes.update, 2);
        assert.equal(await new Pulled(checkout).digest(hostOf(first), "settings", "0.3.1"), images(first)["settings"]?.digest);
        execFileSync("git", ["checkout", "-q", "."], { cwd: checkout.root });
    });

    it("says so for a broken Dockerfile, and still lands the other image", async () => {
        const dockerfile = checkout.read("examples/quickstart/site/Dockerfile");
        checkout.write("examples/quickstart/site/Dockerfile", `${dockerfile}COPY nowhere /x\n`);
        checkout.write("examples/quickstart/settings/settings.json", '{"lanes": 4, "speedLimitKmh": 60}\n');
        const broken = await checkout.report("up", "--overwrite");
        assert.equal(broken.code, 1);
        assert.equal(broken.ok, false);
        assert.match(broken.errors.join("\n"), /site: .*nowhere/s);
        const settings = await new Pulled(checkout).files(images(broken)["settings"]?.ref ?? "");
        assert.match(settings.get("settings/settings.json") ?? "", /"lanes": 4/);
        checkout.write("examples/quickstart/site/Dockerfile", dockerfile);
        const mended = await checkout.report("up", "--overwrite");
        assert.equal(mended.code, 0, mended.stderr);
    });

    it("destroys and comes back", async () => {
        const stackFile = checkout.read("Pulumi.local.yaml");
        checkout.write("Pulumi.local.yaml", stackFile.replace("context: examples/quickstart/site", "context: gone"));
        const gone = await checkout.report("destroy");
        assert.equal(gone.code, 0, gone.stderr);
        checkout.write("Pulumi.local.yaml", stackFile);
        assert.ok(gone.changes.delete > 0);
        const back = await checkout.report("up");
        assert.equal(back.code, 0, back.stderr);
        assert.ok(back.changes.create > 0);
    });

    it("keeps the password out of state, logs, messages and process arguments", () => {
        const password = checkout.read(".local/password").trim();
        assert.ok(password.length >= 32);
        const allowed = new Set(["password", "netrc", "docker/config.json"].map((file) => join(checkout.root, ".local", file)));
        const encoded = Buffer.from(password).toString("base64").slice(0, -4);
        for (const file of filesBelow(join(checkout.root, ".local"))) {
            if (!allowed.has(file) && statSync(file).size < 5_000_000) {
                const text = readFileSync(file, "latin1");
                assert.ok(!text.includes(password) && !text.includes(encoded), `${file} holds the password`);
            }
            if (allowed.has(file)) {
                assert.equal(statSync(file).mode & 0o077, 0, `${file} can be read by others`);
            }
        }
        assert.ok(!first.stderr.includes(password) && !first.stdout.includes(password));
        const commands = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map((pid) => `/proc/${pid}/cmdline`).filter(existsSync);
        assert.ok(!commands.some((file) => readQuietly(file).includes(password)));
    });
});

function filesBelow(folder: string): string[] {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
}

function readQuietly(file: string): string {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return "";
    }
}
