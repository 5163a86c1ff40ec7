import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { needLocalTools, skip } from "../tools-at-hand";
import { Checkout, type Finished } from "./checkout";
import { Pulled } from "./pulled";

const SITE = "examples/quickstart/site";

/** Big enough that its push is still under way when something is killed. */
const BIG_BYTES = 150_000_000;

describe("faults, end to end", function () {
    this.timeout(300_000);

    let checkout: Checkout;

    before(async function () {
        await needLocalTools(this);
        checkout = new Checkout();
        const first = await checkout.report("up");
        assert.equal(first.code, 0, first.stderr);
    });

    after(async () => {
        await checkout?.remove();
    });

    /** Runs until everything is right again, once, and checks that the image is what the context says. */
    async function converges(): Promise<string> {
        const report = await checkout.report("up", "--overwrite");
        assert.equal(report.code, 0, report.stderr);
        const { ref } = (report.outputs["images"] as Record<string, { ref: string }>)["site"] ?? { ref: "" };
        const files = await new Pulled(checkout).files(ref);
        assert.equal(files.get("usr/share/nginx/html/index.html"), checkout.read(`${SITE}/public/index.html`));
        const again = await checkout.report("up", "--overwrite");
        assert.equal(again.changes.update + again.changes.create, 0, again.stderr);
        return report.stderr;
    }

    const edit = () => checkout.write(`${SITE}/public/index.html`, `<p>${randomBytes(8).toString("hex")}</p>\n`);

    const pidOf = (program: string) => Number(
        execFileSync("pgrep", ["-f", `${program} .*${checkout.root}`], { encoding: "utf8" }).split("\n")[0],
    );

    it("says that a password is wrong, and converges when it is right", async () => {
        const right = checkout.read(".local/registry/htpasswd");
        checkout.write(".local/registry/htpasswd", right.replace(/:.*/, ":$2y$04$abcdefghijklmnopqrstuuUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUU"));
        edit();
        const report = await checkout.report("up", "--overwrite");
        assert.equal(report.code, 1);
        assert.match(report.errors.join("\n"), /401|unauthorized|login/i);
        checkout.write(".local/registry/htpasswd", right);
        await converges();
    });

    /** Runs `up` on another stack, whose registry and builder the configuration names. */
    async function upElsewhere(host: string, environment: NodeJS.ProcessEnv): Promise<Finished> {
        checkout.write("Pulumi.elsewhere.yaml", checkout.read("examples/quickstart/Pulumi.local.yaml")
            .replace("kind: local", `kind: local\n    host: ${host}\n\n  registries:builder: registries`));
        const state = join(checkout.root, ".local", "elsewhere");
        mkdirSync(state, { recursive: true });
        return checkout.start("npm", ["run", "-s", "up", "--", "--json", "--stack", "elsewhere"], {
            PULUMI_BACKEND_URL: `file://${state}`,
            PULUMI_CONFIG_PASSPHRASE: "test",
            BUILDX_CONFIG: join(checkout.root, ".local/buildx"),
            ...environment,
        }).finished;
    }

    it("uses an existing registry and builder, with the shell's own login, and starts nothing", async () => {
        const { host } = (await checkout.report("up", "--overwrite")).outputs;
        const { code, stdout, stderr } = await upElsewhere(String(host), { DOCKER_CONFIG: join(checkout.root, ".local/docker") });
        assert.equal(code, 0, stderr);
        assert.match(stdout, new RegExp(`"ref": "${String(host)}/site@sha256:`));
        assert.doesNotMatch(stderr, /starting/);
    });

    it("says that a registry is down", async () => {
        const { code, stdout } = await upElsewhere("127.0.0.1:9", {});
        assert.equal(code, 1);
        assert.match((JSON.parse(stdout) as { errors: string[] }).errors.join("\n"), /127\.0\.0\.1:9.*refused/s);
    });

    it("starts a registry again that was killed", async () => {
        process.kill(pidOf("registry serve"), "SIGKILL");
        edit();
        await converges();
    });

    it("says that BuildKit was killed in mid-build, and converges", async () => {
        checkout.write(`${SITE}/public/big.bin`, randomBytes(BIG_BYTES));
        const run = checkout.start("npm", ["run", "-s", "up", "--", "--overwrite"]);
        await run.saw(/site +update: started/);
        await sleep(700);
        process.kill(pidOf("buildkitd"), "SIGKILL");
        const { code, stderr } = await run.finished;
        assert.equal(code, 1, stderr);
        assert.match(stderr, /site +update failed/);
        await converges();
    });

    for (const [to, sign] of [["the process alone", 1], ["its whole group, as Ctrl-C", -1]] as const) {
        it(`finishes what runs after SIGINT to ${to}`, async () => {
            checkout.write(`${SITE}/public/big.bin`, randomBytes(BIG_BYTES));
            const run = checkout.start(process.execPath, ["toolchain/bootstrap.cjs", "automation/main.ts", "up", "--overwrite"]);
            await run.saw(/site +update: started/);
            await sleep(500);
            process.kill(sign * (run.child.pid ?? 0), "SIGINT");
            const { code, stderr } = await run.finished;
            assert.equal(code, 1, stderr);
            assert.match(stderr, /SIGINT: finishing what runs/);
            assert.doesNotMatch(await converges(), /left locked|cut off/);
        });
    }

    it("says what it found after a SIGKILL in the middle of a push, and converges", async () => {
        checkout.write(`${SITE}/public/big.bin`, randomBytes(BIG_BYTES));
        const run = checkout.start("npm", ["run", "-s", "up", "--", "--overwrite"]);
        await run.saw(/site +update: started/);
        await sleep(700);
        process.kill(-(run.child.pid ?? 0), "SIGKILL");
        await run.finished;
        const told = await converges();
        assert.match(told, /left locked by a run that died/);
        checkout.write(`${SITE}/public/big.bin`, "");
    });

    it("says that the disk is full, and converges", async function () {
        const data = join(checkout.root, ".local", "registry", "data");
        await checkout.npm("down");
        try {
            execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", data], { stdio: "ignore" });
        } catch {
            skip(this, "a small file system cannot be mounted here");
        }
        checkout.write(`${SITE}/public/big.bin`, randomBytes(20_000_000));
        const report = await checkout.report("up", "--overwrite");
        await checkout.npm("down");
        execFileSync("umount", [data]);
        assert.equal(report.code, 1);
        assert.match(report.errors.join("\n"), /Cannot write the data of registry: no space left on device/);
        await converges();
    });

    it("builds again with --refresh what a registry has lost", async () => {
        await checkout.npm("down");
        rmSync(join(checkout.root, ".local/registry/data"), { recursive: true });
        const report = await checkout.report("up", "--refresh");
        assert.equal(report.code, 0, report.stderr);
        assert.equal(report.changes.create, 2);
        await converges();
    });

    it("leaves no process behind after down", async () => {
        await checkout.npm("down");
        const left = execFileSync("bash", ["-c", `pgrep -fa "${checkout.root}" || true`], { encoding: "utf8" });
        assert.doesNotMatch(left, /buildkitd|registry serve/);
        assert.ok(existsSync(join(checkout.root, ".local/registry/data")), "data stays");
        assert.match(readFileSync(join(checkout.root, ".local/password"), "utf8"), /\S{32}/);
    });
});
