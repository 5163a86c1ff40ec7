import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { surroundingsOf, type Surroundings, type SurroundingsOptions } from "../toolchain/surroundings";
import type { Tool } from "../toolchain/tool";

/** A machine of its own: an empty home, an empty PATH folder and a record of what was said. */
export interface Machine {
    readonly folder: string;
    /** The one folder on PATH. */
    readonly bin: string;
    readonly env: NodeJS.ProcessEnv;
    readonly said: string[];
    readonly surroundings: (options?: SurroundingsOptions) => Surroundings;
    readonly remove: () => void;
}

/** Times short enough for a test that waits for them. */
export const SHORT = { probeMs: 1_000, idleMs: 1_000, installMs: 5_000, tickMs: 200, staleMs: 2_000 };

/** Returns a new machine; nothing of the user's is reachable through its environment. */
export function newMachine(): Machine {
    const folder = mkdtempSync(join(tmpdir(), "toolchain-test-"));
    const bin = join(folder, "bin");
    mkdirSync(bin);
    const env = {
        HOME: join(folder, "home"),
        PATH: bin,
        PULUMI_HOME: join(folder, "pulumi-home"),
        XDG_CACHE_HOME: join(folder, "cache"),
    };
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    return {
        folder,
        bin,
        env,
        said,
        surroundings: (options = {}) => surroundingsOf({ env, say, limits: SHORT, sources: nowhere(), ...options }),
        remove: () => rmSync(folder, { recursive: true, force: true }),
    };
}

/** Writes an executable shell script, of at least `bytes`. */
export function writeProgram(path: string, script: string, bytes = 0): string {
    mkdirSync(dirname(path), { recursive: true });
    const text = `#!/bin/sh\n${script}\nexit\n`;
    writeFileSync(path, text + "#".repeat(Math.max(0, bytes - text.length)));
    chmodSync(path, 0o755);
    return path;
}

/** Writes a `go` that answers to `go env` as told, and to everything else with `script`. */
export function writeGo(machine: Machine, settings: Readonly<Record<string, string>>, script = "exit 0"): void {
    const answer = JSON.stringify(settings, null, 1);
    writeProgram(join(machine.bin, "go"), `if [ "$1" = env ]; then echo '${answer}'; exit 0; fi\n${script}`);
}

/** Returns a tool of version 2.0.0 that accepts 1.5 and newer. */
export function sampleTool(changes: Partial<Tool> = {}): Tool {
    return {
        name: "sample",
        executable: "sample",
        version: "2.0.0",
        accepts: ">=1.5.0 <3",
        probe: { args: ["version"], pattern: /sample (\d+\.\d+\.\d+\S*)/ },
        go: { folder: "/nonexistent", module: "example.test/sample", package: "example.test/sample", seconds: 60, gigabytes: 0.1 },
        advice: "install it by hand",
        ...changes,
    };
}

/** Serves on a free port of the loopback address while `use` runs. */
export async function withServer(listener: RequestListener, use: (address: string) => Promise<void>): Promise<void> {
    const server: Server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
        await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    } finally {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
    }
}

/** Returns one address for all sources. */
export function allFrom(address: string): Surroundings["sources"] {
    return { pulumi: address, github: address, githubApi: address };
}

/** Port 1 of the loopback address, where nothing listens. */
function nowhere(): Surroundings["sources"] {
    return allFrom("http://127.0.0.1:1");
}
