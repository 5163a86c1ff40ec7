/** Something wrong with a lifecycle policy in the words of Amazon ECR. */
export interface LifecycleFinding {
    /** Where in the document, such as `["rules", 0, "selection", "countNumber"]`. */
    readonly path: readonly (string | number)[];

    /** That of the rule; @default - it is about the whole, or the rule has none */
    readonly priority?: number;

    readonly required: string;

    readonly now: string;

    /** Whether ECR would not take the policy; otherwise it does, and a rule does not do what it says. */
    readonly isRefused: boolean;
}

/** Returns one line: `rules[0].selection.countNumber (priority 10): required is 1 or more; it is now 0`. */
export function formatFinding({ path, priority, required, now }: LifecycleFinding): string {
    const place = path.reduce<string>((text, part) => (typeof part === "number" ? `${text}[${part}]` : `${text}${text === "" ? "" : "."}${part}`), "");
    const rule = priority === undefined ? "" : ` (priority ${priority})`;
    return `${place === "" ? "the policy" : place}${rule}: required is ${required}; it is now ${now}`;
}
