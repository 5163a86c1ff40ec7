import { parseArgs } from "node:util";

const COMMANDS = ["up", "preview", "destroy", "down", "doctor", "env", "docker-config", "readme"] as const;

/** What `npm run …` can be asked to do. */
export type Command = (typeof COMMANDS)[number];

/** What a person typed behind `npm run`, read and checked. */
export interface Options {
    readonly command: Command;
    /** @default "local" */
    readonly stack: string;
    /** Print one JSON document on stdout at the end. */
    readonly json: boolean;
    /** Compare the state with the registry before anything else. */
    readonly refresh: boolean;
    /** A file with settings of the policy pack, as `pulumi up --policy-pack-config` takes it. */
    readonly policyConfig: string | undefined;
    /** preview: build what an update would build, and push nothing. */
    readonly build: boolean;
    /** up: give tags of versions that exist other content. */
    readonly overwrite: boolean;
    /** doctor: the image whose way is walked; @default - every image, where a stack is named */
    readonly image: string | undefined;
    /** Whether a stack was named. */
    readonly stackGiven: boolean;
    /** Change the file that the command is about, rather than print what to put there. */
    readonly write: boolean;
}

/** Options of one command alone. */
const OWNERS = { write: "docker-config", build: "preview", overwrite: "up" } as const;

/** A mistake in what was typed. */
export class UsageError extends Error {
    override readonly name = "UsageError";
}

/** What `npm run` takes, for people. */
export const USAGE = `usage: npm run up|preview|destroy|down|doctor|env|docker-config [-- OPTIONS]
  --stack NAME          the stack to work on (default: local)
  --json                one JSON document on stdout at the end; the text for people goes to stderr
  --build               preview: build what up would build, push nothing
  --overwrite           up: give the tag of a version that exists other content
  --refresh             up, preview: compare the state with the registry first
  --policy-config FILE  up, preview: settings for the policy pack
  doctor -- --stack NAME [IMAGE]  walks the road to the stack's registries too
  --write               docker-config: put the entries into docker's configuration file
npm run check -- … judges stacks by the policies
npm run images -- … looks after what is in the registries; npm run images tells how`;

/**
 * Returns the command and its options.
 *
 * @throws {UsageError} If a word is unknown, or npm has taken an option for itself.
 */
export function readOptions(words: readonly string[], environment: NodeJS.ProcessEnv): Options {
    const taken = ["stack", "policy_config", "write", "build", "overwrite"].find((name) => environment[`npm_config_${name}`] !== undefined);
    if (taken !== undefined) {
        const option = `--${taken.replace("_", "-")}`;
        throw new UsageError(`Cannot read ${option}: npm takes options before "--" for itself; write npm run ${words[0]} -- ${option} …`);
    }
    const { values, positionals } = parseWords(words);
    const command = COMMANDS.find((known) => known === positionals[0]);
    if (command === undefined || positionals.length > (command === "doctor" ? 2 : 1)) {
        throw new UsageError(`Cannot run "${positionals.join(" ")}": one of ${COMMANDS.join(", ")} is required\n${USAGE}`);
    }
    for (const [option, owner] of Object.entries(OWNERS)) {
        if (values[option as keyof typeof OWNERS] === true && command !== owner) {
            throw new UsageError(`Cannot use --${option} with ${command}: it is for ${owner}\n${USAGE}`);
        }
    }
    return {
        command,
        stack: readStack(values.stack),
        json: values.json ?? false,
        refresh: values.refresh ?? false,
        policyConfig: values["policy-config"],
        build: values.build ?? false,
        overwrite: values.overwrite ?? false,
        image: positionals[1],
        stackGiven: values.stack !== undefined,
        write: values.write ?? false,
    };
}

/**
 * Returns the name of a stack; without one, that of the local stack.
 *
 * @throws {UsageError} If it leads out of the folder of stack files.
 */
export function readStack(name = "local"): string {
    if (!/^[A-Za-z0-9][A-Za-z0-9_.\/-]{0,99}$/.test(name)) {
        throw new UsageError(`Cannot use --stack "${name}": letters, digits, ".", "_", "-" and "/" are allowed`);
    }
    return name;
}

function parseWords(words: readonly string[]) {
    try {
        return parseArgs({
            args: [...words],
            allowPositionals: true,
            options: {
                stack: { type: "string" },
                json: { type: "boolean" },
                refresh: { type: "boolean" },
                "policy-config": { type: "string" },
                build: { type: "boolean" },
                overwrite: { type: "boolean" },
                write: { type: "boolean" },
            },
        });
    } catch (error) {
        throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    }
}
