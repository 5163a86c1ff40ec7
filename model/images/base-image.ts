/** What decides which stage of a Dockerfile becomes the image, and what it starts from. */
interface Circumstances {
    readonly target?: string | undefined;
    readonly buildArgs: Readonly<Record<string, string>>;
    /** By their names, which may be those of stages, too: then a context goes before the stage. @default - none */
    readonly contexts?: Readonly<Record<string, unknown>>;
}

/** With another sign that joins lines, none of them would be read as they are meant. */
const ESCAPED = /^#\s*escape\s*=\s*`/im;

interface Stage {
    readonly name: string | undefined;
    /** `undefined` where a variable is not known here. */
    readonly from: string | undefined;
}

/**
 * Returns what the image that a Dockerfile makes starts from, as `FROM` names it: an image or a named context. `undefined`
 * where that is nothing (`scratch`), or cannot be told from the text.
 *
 * @see https://docs.docker.com/reference/dockerfile/#from
 * @see https://github.com/moby/buildkit/blob/v0.31.1/frontend/dockerfile/dockerfile2llb/convert.go (namedContext)
 */
export function findBase(dockerfile: string, { target, buildArgs, contexts = {} }: Circumstances): string | undefined {
    if (ESCAPED.test(dockerfile)) {
        return undefined;
    }
    const stages = readStages(dockerfile, buildArgs);
    const find = (name: string, below: number): number =>
        stages.findLastIndex((stage, index) => index < below && (stage.name === name.toLowerCase() || String(index) === name));
    let at = target === undefined ? stages.length - 1 : find(target, stages.length);
    for (let from = stages[at]?.from; from !== undefined; from = stages[at]?.from) {
        const before = find(from, at);
        if (before < 0 || /^\d+$/.test(from) || Object.hasOwn(contexts, from)) {
            return from === "scratch" ? undefined : from;
        }
        at = before;
    }
    return undefined;
}

/** What a stage of a Dockerfile starts from that is no stage before it. */
export interface StageBase {
    /** Which stage it is, the first being 1. */
    readonly stage: number;

    /** As `FROM` names it; `undefined` where that cannot be told from the text. */
    readonly from: string | undefined;
}

/** Returns what the stages of a Dockerfile start from, but for nothing (`scratch`) and other stages. */
export function listBases(dockerfile: string, buildArgs: Circumstances["buildArgs"]): readonly StageBase[] {
    const stages = readStages(dockerfile, buildArgs);
    const isOther = (from: string, below: number) => stages.some(({ name }, index) => index < below && name === from.toLowerCase());
    const isRead = !ESCAPED.test(dockerfile);
    return stages
        .map(({ from }, index) => ({ stage: index + 1, from: isRead ? from : undefined, index }))
        .filter(({ from, index }) => from === undefined || (from !== "scratch" && !isOther(from, index)))
        .map(({ stage, from }) => ({ stage, from }));
}

function readStages(dockerfile: string, buildArgs: Readonly<Record<string, string>>): readonly Stage[] {
    const args: Record<string, string> = {};
    const stages: Stage[] = [];
    for (const instruction of readInstructions(dockerfile)) {
        const [word = "", ...rest] = instruction.split(/\s+/);
        if (/^arg$/i.test(word) && stages.length === 0) {
            for (const [, name = "", value = ""] of instruction.matchAll(/(?<=\s)([A-Za-z_]\w*)(?:=("[^"]*"|'[^']*'|\S*))?/g)) {
                const given = buildArgs[name];
                // A resource's may be anything.
                const written = typeof given === "string" ? given : expand(value.replace(/^(["'])(.*)\1$/, "$2"), args);
                // Without a value, a later ${NAME} is empty, which names no image.
                if (written !== undefined && written !== "") {
                    args[name] = written;
                }
            }
        } else if (/^from$/i.test(word)) {
            const [from = "", as, name] = rest.filter((part) => !part.startsWith("--"));
            stages.push({ from: expand(from, args), name: /^as$/i.test(as ?? "") ? name?.toLowerCase() : undefined });
        }
    }
    return stages;
}

/** Returns the instructions, each in one line, without comments and without the texts that follow `<<`. */
function readInstructions(dockerfile: string): readonly string[] {
    const instructions: string[] = [];
    let open = "";
    let ends: string[] = [];
    for (const line of dockerfile.split(/\r?\n/)) {
        if (ends.length > 0) {
            ends = line.replace(/^\t+/, "") === ends[0] ? ends.slice(1) : ends;
        } else if (!/^\s*(?:#|$)/.test(line)) {
            open += line.replace(/\\\s*$/, " ").trimStart();
            if (!/\\\s*$/.test(line)) {
                ends = [...open.matchAll(/<<-?["']?([A-Za-z_]\w*)["']?/g)].flatMap(([, end]) => end ?? []);
                instructions.push(open.trim());
                open = "";
            }
        }
    }
    return instructions;
}

/** Returns a text with its variables filled in; `undefined` if one is not known, or altered in a way that is not read here. */
function expand(text: string, args: Readonly<Record<string, string>>): string | undefined {
    let isKnown = true;
    const expanded = text.replace(/\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})/g, (_, plain?: string, braced?: string, fallback?: string) => {
        const value = args[plain ?? braced ?? ""] ?? fallback;
        isKnown &&= value !== undefined;
        return value ?? "";
    });
    return isKnown && !expanded.includes("$") ? expanded : undefined;
}
