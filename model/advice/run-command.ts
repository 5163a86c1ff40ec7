import type { AdvicePlace } from "./advice-place";

/** The stack of whoever names none. */
const DEFAULT_STACK = "local";

/** Returns `npm run` with a verb and its options for the stack. */
export function runCommand(verb: string, { stack }: Pick<AdvicePlace, "stack">, ...options: readonly string[]): string {
    const words = [...options, ...(stack === DEFAULT_STACK ? [] : ["--stack", stack])];
    return `\`${["npm run", verb, ...(words.length === 0 ? [] : ["--", ...words])].join(" ")}\``;
}

/** Returns the doctor's command for an image. */
export function doctorCommand(stack: string, image: string): string {
    return `\`npm run doctor -- --stack ${stack} ${image}\``;
}
