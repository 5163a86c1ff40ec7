import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findTools } from "../toolchain/find";
import { describeLocalServices, type ServicePrograms } from "../toolchain/local-services";
import { readRecord } from "../toolchain/services/record";
import { ask, needPrograms, Place } from "./local-services-place";
import { skip } from "./tools-at-hand";

const NAMES = ["registry", "buildkitd"] as const;

describe("local services", function () {
    this.timeout(120_000);
    let programs: Required<ServicePrograms>;
    let place: Place;

    before(async function () {
        programs = await needPrograms(this);
    });

    beforeEach(() => {
        place = new Place(programs);
    });

    afterEach(() => place?.end());

    it("are started once, found again, and stopped", async () => {
        const { host } = await place.start();
        const pids = await Promise.all(NAMES.map((name) => place.pid(name)));
        assert.equal(place.said.filter((line) => line.startsWith("starting")).length, 2);

        assert.equal((await place.start()).host, host);
        assert.deepEqual(await Promise.all(NAMES.map((name) => place.pid(name))), pids);
        assert.deepEqual(place.said, []);

        await place.stop();
        assert.deepEqual(place.processes(), []);
        await place.stop();
        assert.equal(place.said.at(-1), "no local services run here");
        assert.equal((await place.start()).host, host, "the port stays");
    });

    it("are one of each when two runs start at the same time", async () => {
        const hosts = await Promise.all([place.startElsewhere(), place.startElsewhere()].map((child) => new Promise<string>((resolve) => {
            let text = "";
            child.stdout?.on("data", (chunk: Buffer) => (text += chunk.toString()));
            child.on("close", () => resolve(text));
        })));
        assert.match(hosts[0] ?? "", /^127\.0\.0\.1:\d+$/);
        assert.equal(hosts[0], hosts[1]);
        const all = place.processes();
        assert.equal(all.filter((command) => / serve /.test(command)).length, 1, all.join("\n"));
        assert.equal(all.filter((command) => /^\S*buildkitd --config/.test(command)).length, 1, all.join("\n"));
    });

    it("can be started one without the other", async () => {
        await place.start({ registry: programs.registry });
        assert.deepEqual((await describeLocalServices(place.root)).map(({ state }) => state), ["running", "stopped"]);
    });

    it("are described", async () => {
        const states = async () => (await describeLocalServices(place.root)).map(({ state }) => state);
        assert.deepEqual(await states(), ["never started", "never started"]);
        await place.start();
        assert.deepEqual(await states(), ["running", "running"]);
        process.kill(await place.pid("registry"), "SIGSTOP");
        assert.deepEqual(await states(), ["not answering", "running"]);
        await place.stop();
        assert.deepEqual(await states(), ["stopped", "stopped"]);
    });

    it("answer over TLS to the login alone", async () => {
        const { host, caFile, username, passwordFile } = await place.start();
        const ca = readFileSync(caFile, "utf8");
        const login = `${username}:${readFileSync(passwordFile, "utf8")}`;
        assert.equal(await ask(`https://${host}/v2/`, login, ca), 200);
        assert.equal(await ask(`https://${host}/v2/`, undefined, ca), 401);
        assert.equal(await ask(`https://${host}/v2/`, `${username}:wrong`, ca), 401);
        assert.equal(await ask(`https://${host.replace("127.0.0.1", "localhost")}/v2/`, login, ca), 200);
        await assert.rejects(ask(`https://${host}/v2/`, login), /certificate/);
    });

    it("show nobody else a file, and nobody the password", async () => {
        const { passwordFile, logs, host, caFile } = await place.start();
        await ask(`https://${host}/v2/`, "pulumi:wrong", readFileSync(caFile, "utf8"));
        const password = readFileSync(passwordFile, "utf8");
        for (const file of readdirSync(place.paths.folder, { recursive: true, encoding: "utf8" })) {
            const facts = lstatSync(join(place.paths.folder, file));
            if (!file.startsWith("buildkit/root/") && !facts.isSocket()) {
                assert.equal((facts.mode & 0o777).toString(8), facts.isDirectory() ? "700" : "600", file);
            }
        }
        for (const name of NAMES) {
            const pid = await place.pid(name);
            const seen = [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`, logs[name]].map((file) => readFileSync(file, "utf8"));
            assert.ok(seen.every((text) => !text.includes(password)), name);
        }
    });

    it("take a long path", async () => {
        const deep = join(mkdtempSync(join(tmpdir(), "services-")), "d".repeat(60), "e".repeat(60));
        mkdirSync(deep, { recursive: true });
        const far = new Place(programs, deep);
        try {
            await far.start();
            const { sockets = "" } = readRecord(far.paths) ?? {};
            assert.ok(!sockets.startsWith(deep), sockets);
            assert.equal(lstatSync(sockets).mode & 0o777, 0o700);
            await far.start();
            assert.deepEqual(far.said, []);
            await far.stop();
            rmSync(sockets, { recursive: true });
        } finally {
            await far.end();
            rmSync(dirname(dirname(deep)), { recursive: true, force: true });
        }
    });

    it("take an image that BuildKit builds", async function () {
        const [buildctl] = await findTools(["buildctl"]);
        if (buildctl?.path === undefined) {
            return skip(this, "missing buildctl");
        }
        const { host, dockerConfig, username, caFile } = await place.start();
        const context = join(place.root, "context");
        mkdirSync(context);
        writeFileSync(join(context, "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
        execFileSync(buildctl.path, [
            "--addr", `unix://${readRecord(place.paths)?.sockets}/buildkitd.sock`, "build", "--frontend", "dockerfile.v0",
            "--local", `context=${context}`, "--local", `dockerfile=${context}`,
            "--output", `type=image,name=${host}/team/one:1,push=true`, "--metadata-file", join(place.root, "metadata.json"),
        ], { env: { ...process.env, DOCKER_CONFIG: dockerConfig }, stdio: "pipe" });
        const metadata = JSON.parse(readFileSync(join(place.root, "metadata.json"), "utf8")) as Record<string, string>;
        const manifest = `https://${host}/v2/team/one/manifests/${metadata["containerimage.digest"]}`;
        assert.equal(await ask(manifest, `${username}:${place.read("password")}`, readFileSync(caFile, "utf8")), 200);
    });
});
