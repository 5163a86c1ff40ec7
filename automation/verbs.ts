import { join } from "node:path";
import { CommandError, ConcurrentUpdateError } from "@pulumi/pulumi/automation";
import type { FoundImages } from "../components/program-run";
import { UNSEEN, type ProofAim } from "../model/images/proof";
import { readLocalServices } from "../toolchain/local-services";
import { POLICY_PACK } from "./engine";
import { EngineLog } from "./engine-log";
import { dropOldTags } from "./old-tags";
import { listTaken, prove } from "./prove";
import { clearInterrupted, withLock } from "./recover";
import { formatChanges, readChanges } from "./report";
import { PlanListener } from "./terminal";
import type { Outcome, Work } from "./work";

/** Shows what `up` would do and what the policy pack says of it; where that is wanted, it builds what `up` would build. */
export async function preview(work: Work): Promise<Outcome> {
    const { log, found } = await runPreview(work);
    const errors = work.proves ? await proveImages("builds", work, log, found) : [];
    if (!work.proves) {
        listTaken(log, found).forEach(work.say);
    }
    return withErrors(outcome(log, log.errors.length === 0 ? log.outputs.before : {}), errors);
}

/**
 * Lets the policy pack judge everything first, then makes what is missing. Where the preview finds nothing to do, nothing
 * is run. What fails does not stop the rest, unless something is to be replaced. Where another run was faster, it compares
 * again, once.
 */
export async function up(work: Work): Promise<Outcome> {
    const done = await upOnce(work);
    return done.errors.some((error) => error.includes(UNSEEN)) ? upOnce(work) : done;
}

async function upOnce(work: Work): Promise<Outcome> {
    let { log: judged, found } = await runPreview(work);
    if (judged.interrupted) {
        await withLock(work.stack, work.say, () => clearInterrupted(work.stack, work.say));
        ({ log: judged, found } = await runPreview(work));
    }
    if (judged.errors.length > 0 || !judged.changes) {
        return outcome(judged, judged.errors.length === 0 ? judged.outputs.before : {});
    }
    const conflicts = work.options.overwrite ? [] : await proveImages("tags", work, judged, found);
    if (conflicts.length > 0) {
        return { ...withErrors(outcome(judged, judged.outputs.before), conflicts), changes: readChanges() };
    }
    if (!work.options.overwrite) {
        const changed = found.images.filter(({ plan }) => judged.images.has(plan.name));
        work.compared(new Map(changed.map(({ plan }) => [plan.name, plan.takenTags])));
    }
    work.say(`planned: ${formatChanges(readChanges(judged.counts), false)}`);
    // With it, the engine waits without end for what comes after a resource that could not go to make place for another one:
    // https://github.com/pulumi/pulumi/issues/16373
    const continueOnError = (judged.counts["replace"] ?? 0) === 0;
    const log = await withLock(work.stack, work.say, () =>
        run(work, (onEvent) => work.stack.up({ ...engineOptions(work), onEvent, continueOnError })));
    return withoutOldTags(work, outcome(log, log.outputs.after), log.outputs);
}

/** Takes the stack's resources away, and with a registry of its own the images in it. Images in any other registry stay. */
export async function destroy(work: Work): Promise<Outcome> {
    const log = await withLock(work.stack, work.say, () =>
        run(work, (onEvent) => work.stack.destroy({ onEvent, color: "never", signal: work.signal, continueOnError: true })));
    const done = outcome(log, {});
    return done.ok ? withoutOldTags(work, done, { before: log.outputs.before, after: { images: {} } }) : done;
}

/** Takes away what the run has made old, as each image says. */
async function withoutOldTags({ root, options, say }: Work, done: Outcome, outputs: EngineLog["outputs"]): Promise<Outcome> {
    const errors = await dropOldTags({ root, stack: options.stack, ...outputs, services: readLocalServices(root), env: process.env, say });
    errors.forEach(say);
    return withErrors(done, errors);
}

async function runPreview(work: Work): Promise<{ readonly log: EngineLog; readonly found: FoundImages }> {
    work.say("comparing what is wanted with what is there; the policy pack judges it");
    const listener = new PlanListener(work.say);
    const log = await run({ ...work, listener }, (onEvent) => work.stack.preview({ ...engineOptions(work), onEvent }));
    return { log, found: work.found() };
}

async function proveImages(aim: ProofAim, work: Work, log: EngineLog, found: FoundImages): Promise<readonly string[]> {
    if (log.errors.length > 0) {
        return [];
    }
    return prove(aim, log, found, { ...work, run: (listener, operate) => run({ ...work, listener }, operate) });
}

function withErrors(outcome: Outcome, errors: readonly string[]): Outcome {
    return errors.length === 0 ? outcome : { ...outcome, ok: false, errors: [...outcome.errors, ...errors] };
}

/** Runs the engine once; a failure that it has told in events is in the log, any other one is thrown. */
async function run(work: Work, operate: (onEvent: EngineLog["read"]) => Promise<unknown>): Promise<EngineLog> {
    work.interrupted.throwIfAborted();
    const log = new EngineLog(work.listener);
    work.watch(log);
    try {
        await operate((event) => {
            log.read(event);
            if (log.stopping) {
                work.heard();
            }
        });
    } catch (error) {
        const blocked = log.verdicts.filter(({ level }) => level === "mandatory").map(({ rule, resource }) => `${rule}: ${resource}`);
        log.errors.push(...blocked);
        if (log.errors.length === 0) {
            throw error instanceof CommandError && !(error instanceof ConcurrentUpdateError) ? new Error(readEngineError(error), { cause: error }) : error;
        }
    }
    return log;
}

/** Returns what the CLI said was wrong, without the command line around it. */
function readEngineError({ message }: CommandError): string {
    const said = [...message.matchAll(/^error: (.+)$/gm)].map(([, text = ""]) => text);
    return said.length === 0 ? message : [...new Set(said)].join("\n");
}

function engineOptions({ root, options, signal }: Work) {
    return {
        policyPacks: [join(root, POLICY_PACK)],
        ...(options.policyConfig === undefined ? {} : { policyPackConfigs: [options.policyConfig] }),
        refresh: options.refresh,
        color: "never" as const,
        signal,
    };
}

function outcome(log: EngineLog, outputs: Readonly<Record<string, unknown>>): Outcome {
    return { ok: log.errors.length === 0, changes: readChanges(log.counts), outputs, policies: log.verdicts, errors: log.errors };
}
