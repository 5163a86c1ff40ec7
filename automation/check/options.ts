import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { readStack, UsageError } from "../options";

/** Ways to write a report. */
export const FORMATS = ["text", "json", "sarif", "junit", "markdown"] as const;

/** A way to write a report. */
export type Format = (typeof FORMATS)[number];

/** What a person typed behind `npm run check --`, read and checked. */
export interface CheckOptions {
    /** Stacks whose files are beside Pulumi.yaml. */
    readonly stacks: readonly string[];
    /** Stack files wherever they are. */
    readonly files: readonly string[];
    /** Files with what `pulumi stack export` wrote; `-` is what comes in. */
    readonly exports: readonly string[];
    /** Files with what `pulumi preview --json` wrote; `-` is what comes in. */
    readonly previews: readonly string[];
    /** @default "text" */
    readonly format: Format;
    /** Fail on mandatory rules that are undecided. @default - in a pipeline */
    readonly gate: boolean;
    /** A file that sets the rules up. @default - that of the variable, or policies.yaml beside Pulumi.yaml, if there is one */
    readonly policies: string | undefined;
}

/** Names a file that sets the rules up, as for `up` and `preview`. */
const POLICIES_VARIABLE = "PULUMI_REGISTRIES_POLICIES";

/** What `npm run check` takes, for people. */
export const CHECK_USAGE = `usage: npm run check [-- OPTIONS]
  without a choice, every Pulumi.<stack>.yaml beside Pulumi.yaml; without one, those of the examples
  --stack NAME           that stack; may be repeated, as may the next three
  --file FILE            a stack file wherever it is
  --export FILE          what pulumi stack export wrote, of any stack; - is what comes in
  --preview FILE         what pulumi preview --json --show-sames wrote, streamed or not; - is what comes in
  --format FORMAT        ${FORMATS.join(", ")} (default: text)
  --json                 the same as --format json
  --gate, --no-gate      fail, or not, on mandatory rules that are undecided (default: where CI or TF_BUILD is set)
  --policies FILE        settings and exemptions (default: ${POLICIES_VARIABLE}, or policies.yaml, if there is one)`;

/** Variables that pipelines set, GitHub, GitLab and most others the first, Azure Pipelines the second. */
const PIPELINES = ["CI", "TF_BUILD"];

/** Names of options that npm takes for itself when they stand before `--`. */
const TAKEN = ["stack", "file", "export", "preview", "format", "json", "gate", "policies"];

/**
 * Returns what was asked.
 *
 * @throws {UsageError} If a word is unknown, two of them contradict each other, or npm has taken an option for itself.
 */
export function readCheckOptions(words: readonly string[], environment: NodeJS.ProcessEnv): CheckOptions {
    const taken = TAKEN.find((name) => environment[`npm_config_${name}`] !== undefined);
    if (taken !== undefined) {
        const option = taken === "gate" && !environment["npm_config_gate"] ? "no-gate" : taken;
        throw new UsageError(`Cannot read --${option}: npm takes options before "--" for itself; write npm run check -- --${option} …`);
    }
    const { stack = [], file = [], export: exports = [], preview = [], policies, ...values } = parseWords(words);
    if ([...exports, ...preview].filter((name) => name === "-").length > 1) {
        throw new UsageError(`Cannot read "-" twice: only one file can come in\n${CHECK_USAGE}`);
    }
    // npm starts a script in the project's folder, and says where it was called.
    const pathOf = (name: string) => (name === "-" ? name : resolve(environment["INIT_CWD"] ?? "", name));
    const chosen = policies ?? environment[POLICIES_VARIABLE];
    return {
        stacks: stack.map((name) => readStack(name)),
        files: file.map(pathOf),
        exports: exports.map(pathOf),
        previews: preview.map(pathOf),
        format: readFormat(values),
        gate: readGate(values, environment),
        policies: chosen === undefined || chosen === "" ? undefined : pathOf(chosen),
    };
}

function readFormat({ format, json = false }: { readonly format?: string; readonly json?: boolean }): Format {
    const found = FORMATS.find((known) => known === (format ?? (json ? "json" : "text")));
    if (found === undefined || (json && found !== "json")) {
        throw new UsageError(`Cannot write --format "${format}"${json ? " with --json" : ""}: one of ${FORMATS.join(", ")} is required\n${CHECK_USAGE}`);
    }
    return found;
}

function readGate({ gate = false, "no-gate": noGate = false }: { readonly gate?: boolean; readonly "no-gate"?: boolean }, environment: NodeJS.ProcessEnv): boolean {
    if (gate && noGate) {
        throw new UsageError(`Cannot use --gate with --no-gate\n${CHECK_USAGE}`);
    }
    const isPipeline = PIPELINES.some((name) => !/^(?:|0|false)$/i.test(environment[name] ?? ""));
    return gate || (!noGate && isPipeline);
}

function parseWords(words: readonly string[]) {
    try {
        return parseArgs({
            args: [...words],
            options: {
                stack: { type: "string", multiple: true },
                file: { type: "string", multiple: true },
                export: { type: "string", multiple: true },
                preview: { type: "string", multiple: true },
                format: { type: "string" },
                json: { type: "boolean" },
                gate: { type: "boolean" },
                "no-gate": { type: "boolean" },
                policies: { type: "string" },
            },
        }).values;
    } catch (error) {
        throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${CHECK_USAGE}`);
    }
}
