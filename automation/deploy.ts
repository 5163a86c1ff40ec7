import type { FoundImages, ProgramRun } from "../components/program-run";
import { planLocalNeeds } from "../model/local";
import { ConfigError } from "../model/problem";
import { requireProgramPlan, type ImageSources } from "../source/program-plan";
import type { LocalServices } from "../toolchain/local-services";
import { requireTools } from "../toolchain/require";
import { adviseOnRun, formatAdvice } from "./advice";
import { prepareBuilders } from "./builders";
import { watchDisk } from "./disk-full";
import type { EngineLog } from "./engine-log";
import { applyEnvironment } from "./environment";
import { untilInterrupted } from "./interrupt";
import { lightenSdk } from "./light-sdk";
import type { Options } from "./options";
import { formatReferences } from "./references";
import { failedReport, formatChanges, printJson, secondsSince } from "./report";
import { prepareServices, toolsFor } from "./services";
import { ensureLocalStackFile, LOCAL_STACK, readStackFile } from "./stack-file";
import { Terminal } from "./terminal";
import type { Outcome, Work } from "./work";

/** As if the configuration named no existing registry and no builder. */
const NOTHING_NAMED = { registry: true, buildkit: true };

type Verb = "up" | "preview" | "destroy";

/** Runs `up`, `preview` or `destroy` with all set-up, and returns the exit code. */
export async function deploy(root: string, verb: Verb, options: Options): Promise<number> {
    const started = Date.now();
    let log: EngineLog | undefined;
    const terminal = new Terminal(process.stderr, () => ({ done: log?.done ?? 0, running: [...(log?.running.values() ?? [])] }));
    const { say } = terminal;
    if (options.stack === LOCAL_STACK) {
        ensureLocalStackFile(root, say);
    }
    const values = readStackFile(root, options.stack);
    // What is to go may have a context that is gone already.
    const plan = verb === "destroy" ? undefined : await requireProgramPlan(root, values, { stack: options.stack });
    const { signal, engineSignal, heard } = untilInterrupted(say);
    const needs = plan === undefined ? NOTHING_NAMED : planLocalNeeds(plan.config);
    const proves = verb === "preview" && (options.build || plan?.config.buildOnPreview === true);
    // To build takes what an update takes.
    const like = proves ? "up" : verb;
    const tools = await requireTools(toolsFor(like, needs), say, { signal });
    const services = await prepareServices(root, like, needs, tools, say);
    const findFullDisks = watchDisk(services);
    const run = async (): Promise<Outcome> => {
        const builders = plan === undefined ? undefined : await prepareBuilders(root, options.stack, plan, say, { required: like === "up" });
        applyEnvironment(root, options.stack, services, needs, builders);
        const work = { root, options, say, proves, interrupted: signal, signal: engineSignal, heard, listener: terminal, watch: (next: EngineLog) => (log = next) };
        terminal.start();
        return operate(verb, work, tools.pulumi ?? "pulumi", plan?.sources);
    };
    const done = await run().catch((error: unknown) => endWith(error, started, say)).finally(() => terminal.stop());
    const faults = done.ok ? [] : findFullDisks();
    faults.forEach(say);
    const errors = [...done.errors, ...faults];
    const advice = adviseOnRun(errors, { stack: options.stack, plan, services });
    formatAdvice(advice).forEach(say);
    const outcome = { ...done, errors, ...(done.ok ? {} : { advice }) };
    return finish(verb, options, outcome, services, started, say);
}

/**
 * Returns what a run came to that was ended before the engine could tell more.
 *
 * @throws {ConfigError} If that is what ended it.
 */
function endWith(error: unknown, started: number, say: (line: string) => void): Outcome {
    if (error instanceof ConfigError) {
        throw error;
    }
    const message = error instanceof Error ? error.message : String(error);
    say(message);
    return failedReport([message], started);
}

/** The engine's modules are loaded here: until now nothing needed them, and they take their time. */
async function operate(verb: Verb, work: Omit<Work, "stack" | "found" | "compared">, pulumi: string, sources?: ImageSources): Promise<Outcome> {
    lightenSdk();
    const { openStack } = require("./engine") as typeof import("./engine");
    const verbs = require("./verbs") as typeof import("./verbs");
    const program = require("../index") as typeof import("../index");
    let found: FoundImages = { images: [], places: [] };
    let seen: ProgramRun["seen"];
    const stack = await openStack(work.root, work.options.stack, pulumi, () => program({ sources, seen, tell: (told) => (found = told) }));
    return verbs[verb]({ ...work, stack, found: () => found, compared: (tags) => (seen = tags) });
}

function finish(
    verb: Verb,
    options: Options,
    outcome: Outcome,
    services: LocalServices | undefined,
    started: number,
    say: (line: string) => void,
): number {
    const seconds = secondsSince(started);
    if (outcome.ok && verb === "up") {
        formatReferences(options.stack, outcome.outputs, services).forEach(say);
    }
    say(`${outcome.ok ? "done" : "failed"} after ${seconds} s: ${formatChanges(outcome.changes, verb !== "preview")}`);
    if (options.json) {
        printJson({ ...outcome, seconds });
    }
    return outcome.ok ? 0 : 1;
}
