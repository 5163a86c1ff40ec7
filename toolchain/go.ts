import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import satisfies = require("semver/functions/satisfies");
import type { ToolStatus } from "./find";
import { isProgram, programsOnPath } from "./on-path";
import { lastLine, run, type RunResult } from "./run";
import { buildFolder, surroundingsOf, type Surroundings, type SurroundingsOptions } from "./surroundings";
import type { Tool } from "./tool";

/** A Go that can build the pinned modules. */
export interface Go {
    readonly path: string;
    readonly version: string;
    /** True if it first downloads the Go that the modules ask for. */
    readonly switches: boolean;
    /** Absolute path of the C compiler, if there is one. */
    readonly compiler: string | undefined;
    /** Settings that come from Go's own configuration as well as from the environment. */
    readonly settings: Readonly<Record<string, string>>;
}

/** The least Go that the pinned modules' own go.mod files name. */
const NEEDED = "1.26.0";
/** The first Go that can download another. Source: https://go.dev/doc/toolchain */
const SWITCHING = "1.21.0";
/** Where Go's own installation instructions put it; PATH often lacks it. Source: https://go.dev/doc/install */
const USUAL_PLACE = "/usr/local/go/bin/go";

const GO_ADVICE = `install Go ${NEEDED} or newer (https://go.dev/dl/)`;

/** Returns the Go to build with, or why there is none. */
export async function findGo(surroundings: Surroundings): Promise<Go | { readonly fault: string }> {
    const { env, limits, signal } = surroundings;
    const path = (await programsOnPath("go", env))[0] ?? ((await isProgram(USUAL_PLACE)) ? USUAL_PLACE : undefined);
    if (path === undefined) {
        return { fault: `Go is not there: ${GO_ADVICE}` };
    }
    const names = ["GOVERSION", "GOTOOLCHAIN", "GOMODCACHE", "GOPROXY", "GOHOSTOS", "GOHOSTARCH", "CC"];
    const { code, output } = await run(path, ["env", "-json", ...names], {
        cwd: tmpdir(),
        env,
        limitMs: limits.probeMs,
        signal,
    });
    const answer = /^\{$.*^\}$/ms.exec(output)?.[0];
    if (code !== 0 || answer === undefined) {
        return { fault: `${path} does not work (${lastLine(output)})` };
    }
    const settings = JSON.parse(answer) as Record<string, string>;
    const version = /^go(\d+\.\d+(?:\.\d+)?)/.exec(settings["GOVERSION"] ?? "")?.[1] ?? "0.0.0";
    const enough = satisfies(asSemver(version), `>=${NEEDED}`);
    const may = satisfies(asSemver(version), `>=${SWITCHING}`) && /(^|\+)auto$/.test(settings["GOTOOLCHAIN"] ?? "");
    if (!enough && !may) {
        return {
            fault: `${path} is Go ${version}: ${GO_ADVICE}, or let Go ${SWITCHING} or newer download it (GOTOOLCHAIN=auto)`,
        };
    }
    return { path, version, switches: !enough, settings, compiler: await findCompiler(settings["CC"], env) };
}

/** Returns the doctor's row for Go, which only a machine needs that cannot download the tools. */
export async function findGoStatus(options?: SurroundingsOptions): Promise<ToolStatus> {
    const go = await findGo(surroundingsOf(options));
    const about = { tool: "go", accepts: `>=${NEEDED}` };
    return "fault" in go
        ? { ...about, from: "missing", advice: `${go.fault}; it is needed only where the tools cannot be downloaded` }
        : { ...about, from: "PATH", path: go.path, version: go.version };
}

/** Runs Go in a tool's module, with all of its caches in `buildFolder`. */
export async function runGo(
    tool: Tool,
    go: Go,
    args: readonly string[],
    surroundings: Surroundings,
    limitMs?: number,
): Promise<RunResult> {
    const folder = buildFolder(surroundings.env);
    await mkdir(join(folder, "tmp"), { recursive: true });
    const env = goEnvironment(go, folder, tool.go.c === true, surroundings.env);
    return run(go.path, args, {
        cwd: tool.go.folder,
        env,
        signal: surroundings.signal,
        ...(limitMs === undefined ? {} : { limitMs }),
    });
}

/**
 * What the user's own module cache has is read from there, and nothing is added to it. The settings for proxies,
 * checksums and authentication stay the user's.
 */
function goEnvironment(go: Go, folder: string, c: boolean, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    const own = join(go.settings["GOMODCACHE"] ?? "", "cache", "download");
    const proxy = go.settings["GOPROXY"] ?? "";
    return {
        ...env,
        CGO_ENABLED: c ? "1" : "0",
        GO111MODULE: "on",
        GOARCH: go.settings["GOHOSTARCH"],
        GOCACHE: join(folder, "build"),
        GOMODCACHE: join(folder, "modules"),
        GOOS: go.settings["GOHOSTOS"],
        GOPATH: join(folder, "path"),
        GOPROXY: existsSync(own) ? `file://${own},${proxy}` : proxy,
        GOTMPDIR: join(folder, "tmp"),
        GOWORK: "off",
    };
}

async function findCompiler(command: string | undefined, env: NodeJS.ProcessEnv): Promise<string | undefined> {
    // CC may carry arguments.
    const program = (command ?? "").split(" ")[0] ?? "";
    if (program.startsWith("/")) {
        return (await isProgram(program)) ? program : undefined;
    }
    return (await programsOnPath(program, env))[0];
}

function asSemver(version: string): string {
    return version.split(".").length === 2 ? `${version}.0` : version;
}
