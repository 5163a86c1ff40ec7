import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const CI = join(__dirname, "..", "..", "ci");

/** A step of a job on GitHub. */
export interface Step {
    readonly name?: string;
    readonly id?: string;
    readonly if?: string;
    readonly uses?: string;
    readonly run?: string;
    readonly with?: Readonly<Record<string, unknown>>;
}

/** A job on GitHub. */
export interface Job {
    readonly if?: string;
    readonly environment?: string;
    readonly permissions?: Readonly<Record<string, string>>;
    readonly "timeout-minutes"?: number;
    readonly steps: readonly Step[];
}

/** A workflow on GitHub. */
export interface Workflow {
    readonly name: string;
    readonly on: Readonly<Record<string, unknown>>;
    readonly permissions?: unknown;
    readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
    readonly defaults?: { readonly run: { readonly shell: string } };
    readonly jobs: Readonly<Record<string, Job>>;
}

/** A step of Azure Pipelines. */
export interface AzureStep {
    readonly bash?: string;
    readonly checkout?: string;
    readonly task?: string;
    readonly displayName?: string;
    readonly publish?: string;
    readonly artifact?: string;
    readonly condition?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly inputs?: Readonly<Record<string, unknown>>;
}

/** A job of GitLab. */
export interface GitlabJob {
    readonly script?: readonly string[];
    readonly before_script?: readonly string[];
    readonly rules?: readonly { readonly if?: string; readonly when?: string }[];
    readonly artifacts?: { readonly when?: string; readonly paths?: readonly string[] };
    readonly resource_group?: string;
    readonly interruptible?: boolean;
    readonly variables?: Readonly<Record<string, string>>;
}

/** The files that are lent, by their paths below `ci/`. */
export const FILES: readonly string[] = readdirSync(CI, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yml")).sort();

/** Returns where a file is. */
export function pathOf(file: string): string {
    return join(CI, file);
}

/** Returns a file's text. */
export function textOf(file: string): string {
    return readFileSync(pathOf(file), "utf8");
}

/** GitHub's workflows by their files' names. */
export const WORKFLOWS: Readonly<Record<string, Workflow>> = Object.fromEntries(
    FILES.filter((file) => file.startsWith("github/")).map((file) => [file.slice("github/".length), parse(textOf(file)) as Workflow]));

/** Azure's steps, of all jobs. */
export const AZURE_STEPS: readonly AzureStep[] = [...stepsIn(parse(textOf("azure-pipelines/azure-pipelines.yml")))];

/** What a file says, whoever it is for. */
export function parsed(file: string): unknown {
    return parse(textOf(file));
}

/** GitLab's jobs by their names, and hidden ones. */
export const GITLAB = parse(textOf("gitlab/.gitlab-ci.yml")) as Readonly<Record<string, GitlabJob>>;

/** Every script of every file, and what says where it is. */
export const SCRIPTS: readonly { readonly where: string; readonly script: string }[] = [
    ...Object.entries(WORKFLOWS).flatMap(([file, { jobs }]) => Object.values(jobs).flatMap(({ steps }) =>
        steps.flatMap(({ name = "", run }) => (run === undefined ? [] : [{ where: `${file}: ${name}`, script: run }])))),
    ...AZURE_STEPS.flatMap((step) => scriptOf(step).map((script) => ({ where: `azure: ${step.displayName}`, script }))),
    ...Object.entries(GITLAB).flatMap(([name, { before_script = [], script = [] }]) =>
        [...before_script, ...script].map((line) => ({ where: `gitlab: ${name}`, script: line }))),
];

/** Returns the one script of a workflow's step, of a step of Azure, or of a job of GitLab. */
export function scriptNamed(where: string): string {
    const found = SCRIPTS.filter((script) => script.where === where);
    if (found.length === 0) {
        throw new Error(`Cannot find a script at "${where}": there are ${SCRIPTS.map((script) => script.where).join(", ")}`);
    }
    return found.at(-1)?.script ?? "";
}

function* stepsIn(node: unknown): Generator<AzureStep> {
    for (const [key, value] of Object.entries(typeof node === "object" && node !== null ? node : {})) {
        yield* key === "steps" ? (value as AzureStep[]) : stepsIn(value);
    }
}

function scriptOf({ bash, inputs }: AzureStep): readonly string[] {
    const inline = inputs?.["inlineScript"];
    return bash !== undefined ? [bash] : typeof inline === "string" ? [inline] : [];
}
