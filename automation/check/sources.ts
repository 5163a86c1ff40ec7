import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { ConfigError } from "../../model/problem";
import { readConfigValues, requireProgramPlan } from "../../source/program-plan";
import { stackFile } from "../stack-file";
import { readExport } from "./export";
import { InputError } from "./input-error";
import { withoutMark } from "./json";
import { readOfflineSources } from "./offline-sources";
import type { CheckOptions } from "./options";
import { readPreview } from "./preview";
import type { ShownResources } from "./resources";
import { findStackFiles, readProjectConfig, readStackConfig, type StackConfig } from "./stack-config";

/** A stack that is to be judged. */
export interface Source {
    /** Its file, or that with its resources; relative to the project, with `/`. */
    readonly file: string;
    /** @default - it is no stack of this program */
    readonly config?: StackConfig;
    readonly read: () => Promise<ShownResources>;
}

/** What is to be judged. */
export interface Sources {
    /** In the order in which they were asked for. */
    readonly sources: readonly Source[];
    /** Whether these are all stacks of the project, as none was chosen. */
    readonly isWhole: boolean;
}

/**
 * Returns what is to be judged.
 *
 * @throws {InputError | ConfigError} If a stack file cannot be read, or has mistakes.
 */
export async function listSources(root: string, options: CheckOptions, say: (line: string) => void): Promise<Sources> {
    const { stacks, files, exports, previews } = options;
    const shown = [
        ...exports.map((name) => ({ file: shorten(root, name), read: async () => readExport(await readAll(name), nameOf(name)) })),
        ...previews.map((name) => ({ file: shorten(root, name), read: () => readPreview(readLines(name), nameOf(name)) })),
    ];
    const chosen = [...stacks.map((stack) => stackFile(root, stack)), ...files.map((file) => resolve(file))];
    const found = chosen.length + shown.length > 0 ? chosen : findStackFiles(root);
    if (found.length + shown.length === 0) {
        throw new InputError("Cannot check anything: there is no Pulumi.<stack>.yaml beside Pulumi.yaml; examples/ has some to copy");
    }
    const isChosen = chosen.length + shown.length > 0;
    const areExamples = !isChosen && found.some((file) => relative(root, file).includes(sep));
    if (!isChosen) {
        const of = areExamples ? "there is no stack file beside Pulumi.yaml; these are the examples" : "";
        say([`checking ${found.map((file) => shorten(root, file)).join(", ")}`, of].filter(Boolean).join(": "));
    }
    const sources = [...(found.length === 0 ? [] : await programSources(root, found)), ...shown];
    return { sources, isWhole: !isChosen && !areExamples };
}

/** All are planned before one is run, so that git and the SDK's start have their time at once. */
async function programSources(root: string, files: readonly string[]): Promise<readonly Source[]> {
    const project = readProjectConfig(root);
    const configs = files.map((file) => readStackConfig(file, project));
    const planned = configs.map(async (config) => {
        const values = readConfigValues(config.config);
        return { config, plan: await requireProgramPlan(root, values, { stack: config.stack, sources: await readOfflineSources(root, values) }) };
    });
    const { runProgram } = require("./program") as typeof import("./program");
    require("../../index");
    const done = await Promise.allSettled(planned);
    refuseMistakes(done.map((result, index) => ({ file: shorten(root, files[index] ?? ""), fault: result.status === "rejected" ? result.reason : undefined })));
    return done.flatMap((result) => (result.status === "rejected" ? [] : [result.value])).map(({ config, plan }) =>
        ({ file: shorten(root, config.file), config, read: () => runProgram(project.name, config, plan) }));
}

/** Tells the mistakes of all files at once, each with its file. */
function refuseMistakes(faults: readonly { readonly file: string; readonly fault: unknown }[]): void {
    const other = faults.find(({ fault }) => fault !== undefined && !(fault instanceof ConfigError));
    if (other !== undefined) {
        throw other.fault;
    }
    const problems = faults.flatMap(({ file, fault }) =>
        (fault instanceof ConfigError ? fault.problems.map((problem) => ({ ...problem, key: `${file}: ${problem.key}` })) : []));
    if (problems.length > 0) {
        throw new ConfigError(problems);
    }
}

function shorten(root: string, file: string): string {
    const path = relative(root, resolve(file));
    return file === "-" ? file : (path.startsWith("..") ? file : path).split(sep).join("/");
}

function nameOf(file: string): string {
    return file === "-" ? "what comes in" : file;
}

async function readAll(file: string): Promise<string> {
    try {
        return withoutMark(await (file === "-" ? text(process.stdin) : readFile(file, "utf8")), nameOf(file));
    } catch (error) {
        throw error instanceof InputError ? error : unreadable(file, error);
    }
}

async function* readLines(file: string): AsyncIterable<string> {
    const input = file === "-" ? process.stdin : createReadStream(file);
    try {
        await new Promise<void>((done, fail) => void (file === "-" ? done() : input.once("open", () => done()).once("error", fail)));
        yield* createInterface({ input, crlfDelay: Infinity });
    } catch (error) {
        throw error instanceof InputError ? error : unreadable(file, error);
    }
}

/**
 * No text is longer than 512 MiB, and JSON.parse takes no more than one; of a file that is larger, Node says so in three ways.
 *
 * @see https://nodejs.org/api/buffer.html#bufferconstantsmax_string_length
 */
const TOO_LARGE = /^(?:ERR_STRING_TOO_LONG|ERR_FS_FILE_TOO_LARGE|Invalid string length)$|^Cannot create a string longer than/;

function unreadable(file: string, error: unknown): InputError {
    const { code = undefined, message = "" } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
    const isTooLarge = TOO_LARGE.test(code ?? message);
    const large = "it has more than the 512 MiB that can be read at once; take out the outputs, as with jq 'del(.deployment.resources[].outputs)'";
    return new InputError(`Cannot read ${nameOf(file)}: ${isTooLarge ? large : code ?? "unreadable"}`);
}
