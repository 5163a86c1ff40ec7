/** Returns words as a sentence has them: `one`, `one and two`, `one, two and three`. */
export function formatList(words: readonly string[], joint: "and" | "or" = "and"): string {
    const last = words.at(-1) ?? "";
    return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} ${joint} ${last}`;
}
