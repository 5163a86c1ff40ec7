/** One mistake in what a person wrote. */
export interface Problem {
    /** The full key, such as `registries:images.web.version`. */
    readonly key: string;
    /** What the key takes, as a noun phrase: `a semantic version such as 1.4.2, or "git"`. */
    readonly required: string;
    /** What it is now, as a noun phrase: `"banana"`, `nothing`. Never a secret's value. */
    readonly now: string;
}

/** Returns one line that names the key, what is required and what it is now. */
export function formatProblem({ key, required, now }: Problem): string {
    return `${key}: required is ${required}; it is now ${now}`;
}

/** Returns problems without those that are there before: what is wrong for several registries or repositories is said once. */
export function onceEach(problems: readonly Problem[]): readonly Problem[] {
    return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** Every mistake of a configuration at once. */
export class ConfigError extends Error {
    override readonly name = "ConfigError";

    /** @param problems at least one */
    constructor(readonly problems: readonly Problem[]) {
        const count = problems.length === 1 ? "1 mistake" : `${problems.length} mistakes`;
        super([`Cannot use this configuration: ${count}`, ...problems.map((problem) => `  ${formatProblem(problem)}`)].join("\n"));
    }
}
