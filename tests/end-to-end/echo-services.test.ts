import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse, stringify } from "yaml";
import type { Report } from "../../automation/report";
import { chooseFreePort } from "../../toolchain/services/free-port";
import { needLocalTools, needOnPath, needTool, skip } from "../tools-at-hand";
import { Checkout } from "./checkout";
import { Container } from "./container";
import { DebianRoot } from "./debian-root";
import { PackageIndex } from "./package-index";
import { Pushed } from "./pushed";
import { unpackImage, type Unpacked } from "./unpacked";

const STACK_FILE = "Pulumi.local.yaml";

const EXAMPLE = "examples/echo-services";

/** What the Dockerfiles start from, as they name it. */
const BASE = "python:3.12-slim";

/** How each service is told to listen on loopback alone, as it has this machine's network. */
const SERVICES: Readonly<Record<string, { readonly folder: string; readonly listenOn: (port: string) => Record<string, string> }>> = {
    "echo-flask": { folder: "flask", listenOn: (port) => ({ PORT: port, GUNICORN_CMD_ARGS: `--bind=127.0.0.1:${port}` }) },
    "echo-fastapi": { folder: "fastapi", listenOn: (port) => ({ UVICORN_HOST: "127.0.0.1", UVICORN_PORT: port }) },
};

describe("the echo services, end to end", function () {
    this.timeout(600_000);

    const secret = randomBytes(16).toString("hex");
    let folder: string | undefined;
    let index: PackageIndex | undefined;
    let checkout: Checkout | undefined;
    let first: Report & { stdout: string; stderr: string };
    let runc = "";
    const images = new Map<string, Unpacked>();

    before(async function () {
        await needLocalTools(this);
        ["apt-get", "dpkg-deb", "tar"].forEach((program) => needOnPath(this, program));
        const regctl = await needTool(this, "regctl");
        runc = await needTool(this, "runc");
        if (process.getuid?.() !== 0) {
            skip(this, "only root can unpack a file system with its owners, and run it");
        }
        folder = mkdtempSync(join(tmpdir(), "registries-echo-"));
        const debian = new DebianRoot(folder);
        checkout = new Checkout();
        const requirements = Object.values(SERVICES).map((service) => join(checkout?.root ?? "", EXAMPLE, service.folder, "requirements.txt"));
        index = await PackageIndex.start(debian.wheels(requirements), `ci:${secret}`);
        mkdirSync(join(checkout.root, "work/python"), { recursive: true });
        debian.archive(join(checkout.root, "work/python/root.tar"));
        checkout.write("work/python/Dockerfile", "FROM scratch\nADD root.tar /\n");
        checkout.write(STACK_FILE, swapBase(checkout.read(`${EXAMPLE}/${STACK_FILE}`)));
        await checkout.done("preview");
        await giveSecret(checkout, folder, index.pipConf);
        first = await checkout.done("up");

        const pushed = new Pushed(checkout, regctl);
        for (const [name, { ref, digest }] of Object.entries(first.outputs["images"] as Record<string, { ref: string; digest: string }>)) {
            const archive = join(folder, `${name}.tar`);
            pushed.run(["image", "export", ref, archive]);
            images.set(name, unpackImage(archive, digest, folder));
        }
    });

    after(async () => {
        await checkout?.remove();
        await index?.stop();
        if (folder !== undefined) {
            rmSync(folder, { recursive: true, force: true });
        }
    });

    const unpacked = (name: string): Unpacked => images.get(name) ?? assert.fail(`no image ${name}`);

    for (const [name, { listenOn }] of Object.entries(SERVICES)) {
        it(`${name} answers, as a user without rights on a file system that is read-only`, async () => {
            const { config } = unpacked(name);
            assert.match(config.User, /^[1-9]\d*:[1-9]\d*$/);
            const port = await chooseFreePort();
            const container = new Container(runc, folder ?? "", unpacked(name), listenOn(String(port)));
            try {
                await answers(container, `http://127.0.0.1:${port}/healthz`);
                await echoes(`http://127.0.0.1:${port}/echo`);
                const uid = Number(config.User.split(":")[0]);
                assert.deepEqual(container.status(), { uids: [uid, uid, uid, uid], noNewPrivileges: true, isCapable: false });
                const [kind, ...command] = config.Healthcheck?.Test ?? [];
                assert.equal(kind, "CMD");
                container.exec(command);
                assert.equal(await container.stop(), 0, container.output);
            } finally {
                await container.remove();
            }
        });

        it(`${name} is what was put in the place of its base, the packages and one file`, () => {
            const { config, layers, root } = unpacked(name);
            const base = (first.outputs["images"] as Record<string, { digest: string }>)["python"]?.digest;
            assert.equal(config.Labels["org.opencontainers.image.base.digest"], base);
            assert.deepEqual(layers.slice(0, 1), unpacked("python").layers);
            assert.deepEqual(Object.keys(config.ExposedPorts), ["8080/tcp"]);
            assert.deepEqual(readdirSync(join(root, "srv")), ["app.py"]);
            const packages = packagesOf(root);
            assert.ok(packages.includes(name.replace("echo-", "")) && !packages.includes("pip"), packages.join());
        });
    }

    it("takes the packages from an index with a login, which stays out of images, state, logs and messages", () => {
        assert.ok(["flask", "fastapi"].every((name) => index?.given.some((file) => file.startsWith(`${name}-`))), index?.given.join());
        assert.equal(holding(secret, join(folder ?? "", "pip.conf")), `${join(folder ?? "", "pip.conf")}\n`);
        assert.equal(holding(secret, join(checkout?.root ?? "", ".local")), "");
        for (const { root, config, contents } of images.values()) {
            const layers = contents();
            assert.ok(layers.some((layer) => layer.includes("python")) && !layers.some((layer) => layer.includes(secret)));
            assert.ok(!existsSync(join(root, "etc/pip.conf")) && !JSON.stringify(config).includes(secret));
        }
        assert.ok(!`${first.stdout}${first.stderr}`.includes(secret));
    });

    it("changes nothing at the second up", async () => {
        const { changes } = await checkout?.done("up") ?? assert.fail();
        assert.equal(changes.create + changes.update + changes.delete + changes.replace, 0);
    });
});

/** Puts an image of the stack in the place of the one that the Dockerfiles start from. */
function swapBase(example: string): string {
    const { config } = parse(example) as { config: { "registries:images": Record<string, Record<string, unknown>> } };
    const services = Object.entries(config["registries:images"]).map(([name, image]) => [name, { ...image, contexts: { [BASE]: { image: "python" } } }]);
    const python = { context: "work/python", version: "1.0.0" };
    return stringify({ config: { ...config, "registries:images": { ...Object.fromEntries(services) as object, python } } });
}

/** Gives each service its secret as the stack's file says. */
async function giveSecret(checkout: Checkout, folder: string, pipConf: string): Promise<void> {
    const file = join(folder, "pip.conf");
    writeFileSync(file, pipConf, { mode: 0o600 });
    const sets = Object.keys(SERVICES).map((name) => (
        `pulumi config set --secret --path 'registries:images.${name}.secrets.pip-conf' < ${file}`));
    const { code, stderr } = await checkout.start("bash", ["-c", [`eval "$(npm run -s env)"`, ...sets].join(" && ")]).finished;
    assert.equal(code, 0, stderr);
}

/** Waits until a service answers that it is well. */
async function answers(container: Container, url: string): Promise<void> {
    for (;;) {
        const response = await fetch(url).catch(() => undefined);
        if (response !== undefined) {
            assert.deepEqual([response.status, await response.json()], [200, { status: "ok" }]);
            return;
        }
        assert.ok(container.runs, container.output);
        await sleep(50);
    }
}

async function echoes(url: string): Promise<void> {
    const got = await fetch(`${url}?say=one&say=two&to=J%C3%BCrg`);
    assert.deepEqual(await got.json(), { method: "GET", query: { say: ["one", "two"], to: ["Jürg"] }, body: "" });
    const posted = await fetch(url, { method: "POST", body: "Grüße\n" });
    assert.deepEqual(await posted.json(), { method: "POST", query: {}, body: "Grüße\n" });
}

/** Returns the names of the Python packages in an image. */
function packagesOf(root: string): string[] {
    const [version = ""] = readdirSync(join(root, "opt/venv/lib"));
    return readdirSync(join(root, "opt/venv/lib", version, "site-packages"));
}

/** Returns the files at or below a path that hold a text, one a line. */
function holding(text: string, path: string): string {
    return spawnSync("grep", ["-rlFe", text, path], { encoding: "utf8" }).stdout;
}
