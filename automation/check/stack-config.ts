import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { isMap, isPair, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import { withoutEncrypted } from "../stack-file";
import { InputError } from "./input-error";
import { requireMap, type Json } from "./json";
import { readSettingsFile } from "./settings-file";

/** A stack file as the engine gives it to the program. */
export interface StackConfig {
    /** The stack's name. */
    readonly stack: string;
    readonly file: string;
    /** Texts by key with its namespace; maps and lists as JSON. */
    readonly config: Readonly<Record<string, string>>;
    /** The number of the line of each key, such as `registries:images.web`. */
    readonly lines: ReadonlyMap<string, number>;
}

const STACK_FILE = /^Pulumi\.(.+)\.yaml$/;

/** Returns the stack files of a project: those beside Pulumi.yaml, and if there are none, those of the examples. */
export function findStackFiles(root: string): readonly string[] {
    const own = stackFilesIn(root);
    const examples = join(root, "examples");
    return own.length > 0 || !existsSync(examples)
        ? own
        : readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => join(examples, name)).sort().flatMap(stackFilesIn);
}

/**
 * Returns what a stack file says, with the defaults of the project.
 *
 * @param project what Pulumi.yaml says
 * @throws {InputError} If it is no stack file; the message names the line.
 */
export function readStackConfig(file: string, project: ProjectConfig): StackConfig {
    const stack = STACK_FILE.exec(basename(file))?.[1];
    if (stack === undefined) {
        throw new InputError(`Cannot read ${file} as a stack file: its name has to be Pulumi.<stack>.yaml`);
    }
    const counter = new LineCounter();
    const document = parse(file, counter);
    const config = readValues(document, file);
    const entries = Object.entries(config).filter(([, value]) => value !== null && value !== undefined);
    const texts = entries.map(([key, value]) => [withNamespace(key, project.name), textOf(value)] as const);
    return { stack, file, config: { ...project.defaults, ...Object.fromEntries(texts) }, lines: readLines(document, counter, project.name) };
}

/** What Pulumi.yaml says. */
export interface ProjectConfig {
    readonly name: string;
    /** Values of keys that no stack sets. */
    readonly defaults: Readonly<Record<string, string>>;
}

/** Returns what Pulumi.yaml says. */
export function readProjectConfig(root: string): ProjectConfig {
    const { name, config = {} } = parse(join(root, "Pulumi.yaml"), new LineCounter()).toJS() as {
        readonly name: string;
        readonly config?: Readonly<Record<string, { readonly default?: unknown } | null>>;
    };
    const defaults = Object.entries(config).flatMap(([key, schema]) =>
        schema?.default === undefined ? [] : [[withNamespace(key, name), textOf(schema.default)] as const]);
    return { name, defaults: Object.fromEntries(defaults) };
}

function stackFilesIn(folder: string): readonly string[] {
    return readdirSync(folder).filter((name) => STACK_FILE.test(name)).sort().map((name) => join(folder, name));
}

/** The first line of the parser's message is without the text of the file. */
function parse(file: string, lineCounter: LineCounter): Document {
    const document = parseDocument(readSettingsFile(file), { lineCounter, prettyErrors: false });
    const [error] = document.errors;
    if (error !== undefined) {
        throw new InputError(`Cannot read ${file}: line ${lineCounter.linePos(error.pos[0]).line} is not YAML (${error.code})`);
    }
    if (document.contents !== null && !isMap(document.contents)) {
        throw new InputError(`Cannot read ${file}: line 1 has to start a map`);
    }
    return document;
}

/** Aliases are followed only here, and may be of nothing, of themselves, or of too much. */
function readValues(document: Document, file: string): Json {
    try {
        const { config } = (document.toJS() ?? {}) as { readonly config?: unknown };
        return requireMap(withoutEncrypted(config ?? {}), file, "config");
    } catch (error) {
        throw error instanceof InputError ? error : new InputError(`Cannot read ${file}: an alias (*) in it leads nowhere, to itself, or to too much`);
    }
}

/** Keys of the configuration, and those right below: images, pipelines. */
function readLines(document: Document, counter: LineCounter, project: string): ReadonlyMap<string, number> {
    const lines = new Map<string, number>();
    const add = (node: unknown, prefix: string, depth: number) => {
        for (const pair of isMap(node) ? node.items : []) {
            if (isPair(pair) && isScalar(pair.key)) {
                const path = prefix === "" ? withNamespace(String(pair.key.value), project) : `${prefix}.${String(pair.key.value)}`;
                lines.set(path, counter.linePos(pair.key.range?.[0] ?? 0).line);
                if (depth > 1) {
                    add(pair.value, path, depth - 1);
                }
            }
        }
    };
    add(document.get("config"), "", 2);
    return lines;
}

function withNamespace(key: string, project: string): string {
    return key.includes(":") ? key : `${project}:${key}`;
}

function textOf(value: unknown): string {
    return typeof value === "object" ? JSON.stringify(value) : String(value);
}
