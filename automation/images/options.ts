import { parseArgs } from "node:util";
import { parseAge } from "../../model/oci/age";
import type { PruneRules } from "../../model/oci/prune";
import { readStack, UsageError } from "../options";

/** How many names each command takes, at least and at most. */
const COMMANDS = {
    list: [0, 0],
    show: [1, 1],
    tags: [1, 1],
    digest: [1, 1],
    copy: [2, 2],
    delete: [1, Infinity],
    prune: [0, Infinity],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

/** What can be done with images that are in registries. */
export type ImagesCommand = keyof typeof COMMANDS;

/** What a person typed behind `npm run images --`, read and checked. */
export interface ImagesOptions {
    readonly command: ImagesCommand;
    /** Images, as they were typed. */
    readonly names: readonly string[];
    /** @default "local" */
    readonly stack: string;
    readonly json: boolean;
    /** Do it without asking. */
    readonly yes: boolean;
    /** Say what would be done. */
    readonly dryRun: boolean;
    readonly rules: PruneRules;
}

/** What `npm run images` takes, for people. */
const IMAGES_USAGE = `usage: npm run images -- COMMAND [OPTIONS]
  list                   the images of the stack, in each of its registries
  show NAME              what an image is: platforms, labels, what is about it
  tags NAME              the tags of an image, newest first
  digest NAME            the digest that a tag is on
  copy FROM TO           copy an image with all its platforms and signatures, or give it a tag
  delete NAME…           delete tags, and images whose last tag goes; an image by its digest
  prune [NAME…]          delete by --older-than, --keep and --untagged; of all images unless some are named
  expand VERSION         the tags of a version
  NAME is web, web:1.4.2 or web@sha256:… for an image of the stack in each registry, or a reference with its host
  --stack NAME           the stack whose registries they are (default: local)
  --json                 one JSON document on stdout
  --yes                  copy, delete, prune: do not ask
  --dry-run              delete, prune: only say what would go
  --older-than AGE       prune: pushed longer ago than 30d, 12h, 45m or 2w
  --keep N               prune: beyond the N newest of a repository
  --untagged             prune: also what has no tag`;

/** Options that only some commands take. */
const ONLY: Readonly<Record<string, readonly ImagesCommand[]>> = {
    "yes": ["copy", "delete", "prune"],
    "dry-run": ["delete", "prune"],
    "older-than": ["prune"],
    "keep": ["prune"],
    "untagged": ["prune"],
};

/**
 * Returns the command and its options.
 *
 * @throws {UsageError} If a word is unknown or missing, or npm has taken an option for itself.
 */
export function readImagesOptions(words: readonly string[], environment: NodeJS.ProcessEnv): ImagesOptions {
    // To delete where only a look was meant would be the worst of mistakes.
    const taken = ["stack", "dry_run", "older_than", "keep", "untagged"].find((name) => environment[`npm_config_${name}`] !== undefined);
    if (taken !== undefined) {
        const option = `--${taken.replace("_", "-")}`;
        throw new UsageError(`Cannot read ${option}: npm takes options before "--" for itself; write npm run images -- ${words[0] ?? "list"} ${option} …`);
    }
    const { values, positionals: [first = "", ...names] } = parseWords(words);
    const command = (Object.keys(COMMANDS) as ImagesCommand[]).find((known) => known === first);
    if (command === undefined) {
        throw new UsageError(`Cannot run "images ${first}": one of ${Object.keys(COMMANDS).join(", ")}, expand is required\n${IMAGES_USAGE}`);
    }
    const [least, most] = COMMANDS[command];
    if (names.length < least || names.length > most) {
        const wanted = least === most ? least : `${least} or more`;
        throw new UsageError(`Cannot run "images ${[command, ...names].join(" ")}": it takes ${wanted} names\n${IMAGES_USAGE}`);
    }
    const misplaced = Object.keys(values).find((name) => ONLY[name]?.includes(command) === false);
    if (misplaced !== undefined) {
        throw new UsageError(`Cannot use --${misplaced} with ${command}: it is for ${ONLY[misplaced]?.join(", ")}\n${IMAGES_USAGE}`);
    }
    return {
        command,
        names,
        stack: readStack(values.stack),
        json: values.json ?? false,
        yes: values.yes ?? false,
        dryRun: values["dry-run"] ?? false,
        rules: readRules(command, values),
    };
}

function readRules(command: ImagesCommand, values: ReturnType<typeof parseWords>["values"]): PruneRules {
    const { "older-than": age, keep, untagged = false } = values;
    if (command === "prune" && age === undefined && keep === undefined && !untagged) {
        throw new UsageError(`Cannot prune without a rule: --older-than, --keep or --untagged is required\n${IMAGES_USAGE}`);
    }
    if (keep !== undefined && !/^\d{1,6}$/.test(keep)) {
        throw new UsageError(`Cannot use --keep "${keep}": a whole number is required`);
    }
    return { untagged, ...(age === undefined ? {} : { olderThan: readAge(age) }), ...(keep === undefined ? {} : { keep: Number(keep) }) };
}

function readAge(text: string): number {
    try {
        return parseAge(text);
    } catch (error) {
        throw new UsageError(`${(error as Error).message}\n${IMAGES_USAGE}`);
    }
}

function parseWords(words: readonly string[]) {
    try {
        return parseArgs({
            args: [...words],
            allowPositionals: true,
            options: {
                "stack": { type: "string" },
                "json": { type: "boolean" },
                "yes": { type: "boolean" },
                "dry-run": { type: "boolean" },
                "older-than": { type: "string" },
                "keep": { type: "string" },
                "untagged": { type: "boolean" },
            },
        });
    } catch (error) {
        throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${IMAGES_USAGE}`);
    }
}
