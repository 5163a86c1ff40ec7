import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { cachedPath } from "../toolchain/cache";
import { cacheFolder } from "../toolchain/surroundings";
import { newMachine, sampleTool, withServer, type Machine } from "./toolchain-fixtures";

interface Run {
    readonly child: ChildProcess;
    readonly lines: () => string[];
    readonly says: (line: string) => Promise<void>;
    readonly ended: Promise<unknown>;
}

/** Starts a run that gets the sample tool, in a process of its own. */
function start(machine: Machine, address: string, milliseconds: number): Run {
    const args = ["--require", "tsx/cjs", join(__dirname, "toolchain-child.ts"), address, String(milliseconds)];
    const child = spawn(process.execPath, args, { env: machine.env, stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
    });
    const lines = (): string[] => text.trimEnd().split("\n");
    const says = async (line: string): Promise<void> => {
        while (!lines().includes(line)) {
            assert.equal(child.exitCode, null, text);
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    };
    return { child, lines, says, ended: once(child, "close") };
}

describe("two runs that get tools at once", () => {
    let machine: Machine;
    beforeEach(() => {
        machine = newMachine();
        mkdirSync(join(machine.folder, "home"));
    });
    afterEach(() => machine.remove());

    const answering = (use: (address: string) => Promise<void>): Promise<void> => withServer((_, response) => response.end(), use);
    const installs = (): string => readFileSync(join(machine.folder, "home/installs"), "utf8");
    const path = (): string => cachedPath(sampleTool(), machine.surroundings());
    const kept = (): string[] => readdirSync(join(cacheFolder(machine.env), "tools/sample"));

    it("get them once: the second says that it waits, and uses what the first got", () => answering(async (address) => {
        const first = start(machine, address, 1_500);
        await first.says("installing");
        const second = start(machine, address, 0);
        await Promise.all([first.ended, second.ended]);
        assert.equal(first.lines().at(-1), `got ${path()}`);
        assert.equal(second.lines()[0], "another run is getting tools: waiting for it");
        assert.match(second.lines()[1] ?? "", /^waiting for the other run to get its tools: \d+ s$/);
        assert.equal(second.lines().at(-1), `got ${path()}`);
        assert.equal(installs(), "x");
    }));

    it("do not wait for one that was killed, nor keep what it left half-done", () => answering(async (address) => {
        const killed = start(machine, address, 60_000);
        await killed.says("installing");
        killed.child.kill("SIGKILL");
        await killed.ended;
        assert.equal(kept().length, 1);
        const next = start(machine, address, 0);
        await next.ended;
        assert.equal(next.lines().at(-1), `got ${path()}`);
        assert.deepEqual(kept(), ["2.0.0"]);
    }));

    it("take over a lock of long ago at once", () => answering(async (address) => {
        const lock = join(cacheFolder(machine.env), "tools.lock");
        mkdirSync(lock, { recursive: true });
        utimesSync(lock, new Date(0), new Date(0));
        const run = start(machine, address, 0);
        await run.ended;
        assert.equal(run.lines()[0], "sample: not on PATH; getting 2.0.0");
        assert.deepEqual(readdirSync(cacheFolder(machine.env)), ["tools"]);
    }));
});
