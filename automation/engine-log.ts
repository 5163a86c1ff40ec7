import { isDeepStrictEqual } from "node:util";
import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import type { EngineListener, Running } from "./engine-listener";
import type { PolicyVerdict } from "./report";
import { isGroup, resourceName } from "./urn";

type StackOutputs = Readonly<Record<string, unknown>>;

/** Lines of BuildKit's plain progress that name a step of a Dockerfile, the export or the push. */
const STEP = /^#\d+ (\[(?!internal\]|auth\]).+|exporting to image|pushing layers)$/;

const IMAGE_TYPE = "docker-build:index:Image";

/** Reads the engine's events: keeps what is running, the verdicts and the errors, and tells a listener. */
export class EngineLog {
    readonly running = new Map<string, Running>();
    readonly verdicts: PolicyVerdict[] = [];
    /** Each once. */
    readonly errors: string[] = [];
    #counts: Record<string, number> = {};

    /** The names of the images that are made or made again. */
    readonly images = new Set<string>();

    /** Resources that are through. */
    done = 0;
    /** The state holds operations that an earlier run did not finish. */
    interrupted = false;
    /** The engine was interrupted, and finishes what runs. */
    stopping = false;
    #outputs: { readonly before: StackOutputs; readonly after: StackOutputs } = { before: {}, after: {} };

    constructor(readonly listener: EngineListener) {}

    /** The engine's count of resources by what was done, known at the end. */
    get counts(): Readonly<Record<string, number>> {
        return this.#counts;
    }

    /** The stack's outputs before the run, and as the run leaves them or would. */
    get outputs(): { readonly before: StackOutputs; readonly after: StackOutputs } {
        return this.#outputs;
    }

    /** Whether there is anything to do: a resource that is not as it should be, or other outputs of the stack. */
    get changes(): boolean {
        return !isDeepStrictEqual(this.#outputs.before, this.#outputs.after) || Object.entries(this.#counts).some(([op, count]) => op !== "same" && count > 0);
    }

    readonly read = (event: EngineEvent): void => {
        if (event.resourcePreEvent !== undefined) {
            this.#start(event.resourcePreEvent.metadata);
        } else if (event.resOutputsEvent !== undefined) {
            this.#readOutputs(event.resOutputsEvent.metadata);
            this.#finish(event.resOutputsEvent.metadata.urn, false);
        } else if (event.resOpFailedEvent !== undefined) {
            this.#finish(event.resOpFailedEvent.metadata.urn, true);
        } else if (event.diagnosticEvent !== undefined) {
            this.#diagnose(event.diagnosticEvent);
        } else if (event.policyEvent !== undefined) {
            this.#judge(event.policyEvent);
        } else if (event.stdoutEvent !== undefined) {
            this.stopping ||= event.stdoutEvent.message.includes("cancelling");
        } else if (event.summaryEvent !== undefined) {
            this.#counts = event.summaryEvent.resourceChanges;
        }
    };

    #start({ urn, op, type }: StepEventMetadata): void {
        if (op === "same" || isGroup(urn)) {
            return;
        }
        if (type === IMAGE_TYPE && op !== "delete" && op !== "refresh") {
            this.images.add(resourceName(urn));
        }
        const running = { name: resourceName(urn), op, since: Date.now(), step: "" };
        this.running.set(urn, running);
        this.listener.started(running);
    }

    /** The last of the stack's own events has its outputs; secret ones are masked. */
    #readOutputs({ type, old, new: now }: StepEventMetadata): void {
        if (type === "pulumi:pulumi:Stack") {
            this.#outputs = { before: old?.outputs ?? {}, after: now?.outputs ?? {} };
        }
    }

    #finish(urn: string, failed: boolean): void {
        this.done += 1;
        const running = this.running.get(urn);
        if (running !== undefined) {
            this.running.delete(urn);
            this.listener.finished(running, failed);
        }
    }

    #diagnose({ urn = "", message, severity, ephemeral }: NonNullable<EngineEvent["diagnosticEvent"]>): void {
        const text = message.trim();
        // The type has no "debug", but the engine sends it.
        if ((severity as string) === "debug" || text === "") {
            return;
        }
        if (ephemeral === true) {
            this.#build(urn, text);
            return;
        }
        this.interrupted ||= /pending operations? from previous deployment/.test(text);
        if (severity === "error") {
            const error = urn === "" ? text : `${resourceName(urn)}: ${text}`;
            // What a program throws is told twice: by the SDK and by the engine.
            if (this.errors.includes(error)) {
                return;
            }
            this.errors.push(error);
        }
        this.listener.message(severity, urn === "" ? "" : resourceName(urn), text);
    }

    #build(urn: string, line: string): void {
        const title = STEP.exec(line)?.[1];
        const running = this.running.get(urn);
        if (title !== undefined && running !== undefined && running.step !== title) {
            running.step = title;
            this.listener.step(running);
        }
    }

    #judge(event: NonNullable<EngineEvent["policyEvent"]> & { severity?: string }): void {
        const verdict = {
            rule: event.policyName,
            level: event.enforcementLevel === "warning" ? "advisory" : event.enforcementLevel,
            severity: event.severity ?? "",
            resource: event.resourceUrn ?? "",
            message: event.message.trim(),
        };
        this.verdicts.push(verdict);
        this.listener.message(verdict.level, resourceName(verdict.resource), `${verdict.rule}: ${verdict.message}`);
    }
}
