/** Returns entries for a map from keys as they are elsewhere, without `-` and `_`, in lower case, to what to write here. */
export function spelled(here: string, there: readonly string[]): [string, string][] {
    return there.map((key) => [key.toLowerCase(), here]);
}
