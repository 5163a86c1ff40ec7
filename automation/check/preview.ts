import { InputError } from "./input-error";
import { parseJson, requireMap, withoutMark, type Json } from "./json";
import { readResource, splitShown, type Shown, type ShownResources } from "./resources";

/**
 * Returns the resources in what `pulumi preview --json` wrote: a line for each event, as the engine does with
 * `PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true` and into an event log, or with `--show-sames` one document at the end. The
 * document also says what each property was made from, and does not say whether the preview failed.
 *
 * No diagnostic is ever quoted: those of the engine's own debugging hold secrets in clear.
 *
 * @param name what messages call it
 * @throws {InputError} If it is something else, or the preview did not come to its end; the message names the line or key.
 * @see https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/go/common/apitype/events.go
 */
export async function readPreview(lines: AsyncIterable<string>, name: string): Promise<ShownResources> {
    const stream = new Stream(name);
    const document: string[] = [];
    let number = 0;
    for await (const text of lines) {
        number += 1;
        const line = number === 1 ? withoutMark(text, name) : text;
        if (document.length > 0 || (number === 1 && !isEvent(line))) {
            document.push(line);
        } else if (line.trim() !== "") {
            stream.read(parseLine(line, name, number), `line ${number}: `);
        }
    }
    return document.length > 0 ? readDigest(document.join("\n"), name) : stream.end();
}

function parseLine(line: string, name: string, number: number): Json {
    try {
        return requireMap(JSON.parse(line), name, `line ${number}`);
    } catch {
        throw new InputError(`Cannot read ${name}: line ${number} is not an event as JSON`);
    }
}

/** The document is written over many lines, or is one line with all steps. */
function isEvent(line: string): boolean {
    return /^\s*\{.*\}\s*$/.test(line) && !/^\s*\{\s*"(?:config|steps|diagnostics|duration|changeSummary)"/.test(line);
}

/** What is known of the resources after each event. */
class Stream {
    readonly #resources = new Map<string, Shown>();

    #ended = false;

    #failed = false;

    #judged = false;

    #wasRefused = false;

    constructor(readonly name: string) {}

    read(event: Json, key: string): void {
        const { resourcePreEvent, diagnosticEvent, summaryEvent, policyEvent } = event;
        this.#failed ||= isError(diagnosticEvent);
        if (policyEvent !== undefined) {
            this.#judged ||= requireMap(policyEvent, this.name, `${key}policyEvent`)["enforcementLevel"] === "mandatory";
        }
        if (summaryEvent !== undefined) {
            const { result } = requireMap(summaryEvent, this.name, `${key}summaryEvent`);
            // Older engines do not say so.
            [this.#ended, this.#wasRefused] = [true, result === "failed"];
        }
        if (resourcePreEvent !== undefined) {
            const path = `${key}resourcePreEvent.metadata`;
            keep(this.#resources, requireMap(requireMap(resourcePreEvent, this.name, path)["metadata"], this.name, path), "new", this.name, path);
        }
    }

    end(): ShownResources {
        // A preview that only policies have failed shows all resources.
        return requireWhole(this.#resources, this.#ended && !this.#failed && (!this.#wasRefused || this.#judged), this.name);
    }
}

function readDigest(text: string, name: string): ShownResources {
    const { steps = [], diagnostics = [], changeSummary } = requireMap(parseJson(text, name), name, "the document");
    if (!Array.isArray(steps) || !Array.isArray(diagnostics) || changeSummary === undefined) {
        throw new InputError(`Cannot read ${name} as what pulumi preview --json wrote: steps has to be a list, and changeSummary has to be there`);
    }
    requireSames(requireMap(changeSummary, name, "changeSummary"), steps, name);
    const resources = new Map<string, Shown>();
    steps.forEach((step: unknown, index) => {
        const key = `steps[${index}]`;
        keep(resources, requireMap(step, name, key), "newState", name, key);
    });
    return requireWhole(resources, !diagnostics.some(isError), name);
}

/** Without that option what stays is counted and not shown, but for the stack. */
function requireSames({ same = 0 }: Json, steps: readonly unknown[], name: string): void {
    const shown = steps.filter((step) => typeof step === "object" && step !== null && (step as Json)["op"] === "same").length;
    if (Number(same) > shown) {
        throw new InputError(`Cannot read ${name}: steps leaves out what stays as it is; write it with pulumi preview --json --show-sames`);
    }
}

/**
 * Operations after which a resource is there.
 *
 * Source: https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/go/common/display/operation.go
 */
const STATED: readonly unknown[] = ["same", "create", "update", "replace", "create-replacement", "read", "read-replacement", "import", "import-replacement"];

/** A replacement has several steps, each of which shows the resource. Of what is deleted there is no new state. */
function keep(resources: Map<string, Shown>, step: Json, field: string, name: string, key: string): void {
    const state = step[field];
    if (STATED.includes(step["op"])) {
        requireMap(state, name, `${key}.${field}`);
    }
    const shown = state === undefined || state === null ? undefined : readResource(state, name, `${key}.${field}`);
    if (shown !== undefined) {
        resources.set(shown.facts.urn, shown);
    }
}

/** A preview whose only fault is what policies say in it tells of it in these words, and shows all resources. */
const JUDGED = /^(?:error: )?preview failed\s*$/;

function isError(diagnostic: unknown): boolean {
    const { severity, message } = (typeof diagnostic === "object" && diagnostic !== null ? diagnostic : {}) as Json;
    return severity === "error" && !JUDGED.test(String(message));
}

function requireWhole(resources: ReadonlyMap<string, Shown>, isWhole: boolean, name: string): ShownResources {
    if (!isWhole) {
        throw new InputError(`Cannot read ${name}: the preview did not come to its end, so it does not show all resources; what it says itself tells why`);
    }
    return splitShown([...resources.values()]);
}
