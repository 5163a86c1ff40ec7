import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findTools } from "../toolchain/find";
import { lastLine } from "../toolchain/run";
import { listProcesses } from "../toolchain/services/processes";
import { readRecord } from "../toolchain/services/record";
import { needPrograms, Place } from "./local-services-place";
import { skip } from "./tools-at-hand";

/** The registry is a program without libraries that goes on until it is ended: it serves as a build step too. */
const DOCKERFILE = `FROM scratch
COPY . /
RUN ["/registry", "serve", "/step.yml"]
`;

/** It says nothing: writing to a BuildKit that was killed would end it. */
const STEP_CONFIG = "version: 0.1\nlog: { level: error }\nstorage: { inmemory: {} }\nhttp: { addr: 127.0.0.1:0, secret: s }\n";

describe("a build step that runs", function () {
    this.timeout(120_000);
    let place: Place;
    let step: number;

    before(async function () {
        if ((await findTools(["buildctl"]))[0]?.path === undefined) {
            skip(this, "missing buildctl");
        }
    });

    beforeEach(async function () {
        const programs = await needPrograms(this);
        place = new Place(programs);
        await place.start();
        const context = join(place.root, "context");
        mkdirSync(context);
        writeFileSync(join(context, "Dockerfile"), DOCKERFILE);
        writeFileSync(join(context, "step.yml"), STEP_CONFIG);
        copyFileSync(programs.registry, join(context, "registry"));
        const found = await startBuild(context);
        if (typeof found === "string") {
            return skip(this, `build steps do not run here: ${found}`);
        }
        step = found;
    });

    afterEach(() => place?.end());

    /** Starts a build, and returns the process of its step once that is there, or what buildctl says if it never is. */
    async function startBuild(context: string): Promise<number | string> {
        const [buildctl] = await findTools(["buildctl"]);
        const socket = `unix://${readRecord(place.paths)?.sockets}/buildkitd.sock`;
        const words = ["build", "--frontend", "dockerfile.v0", "--local", `context=${context}`, "--local", `dockerfile=${context}`];
        const child = spawn(buildctl?.path ?? "", ["--addr", socket, ...words], { stdio: ["ignore", "ignore", "pipe"] });
        let said = "";
        child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-500)));
        const before = new Set(listProcesses().map(({ pid }) => pid));
        while (child.exitCode === null) {
            const found = listProcesses().find(({ pid, command }) => !before.has(pid) && command.join(" ") === "/registry serve /step.yml");
            if (found !== undefined) {
                return found.pid;
            }
            await sleep(20);
        }
        return lastLine(said);
    }

    const mounts = () => readFileSync("/proc/self/mountinfo", "utf8").split("\n")
        .filter((line) => line.includes(`${place.paths.buildkit.root}/`));

    const lives = () => listProcesses().some(({ pid }) => pid === step);

    it("is ended with BuildKit", async () => {
        await place.stop();
        assert.ok(!lives());
        assert.deepEqual(mounts(), []);
    });

    for (const verb of ["start", "stop"] as const) {
        it(`is ended by the next ${verb} after BuildKit was killed`, async () => {
            const pid = await place.pid("buildkitd");
            process.kill(pid, "SIGKILL");
            while (listProcesses().some((one) => one.pid === pid)) {
                await sleep(5);
            }
            assert.ok(lives(), "it outlives BuildKit");
            await place[verb]();
            assert.ok(!lives());
            assert.deepEqual(mounts(), []);
        });
    }
});
