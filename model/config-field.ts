import * as v from "valibot";
import { formatSuggestion } from "./nearest-word";

/**
 * A field's schema carries all that is said about it: its title is the noun phrase of what the key takes, also the text
 * of its problems; its description is what the key means.
 */
type Described<S extends v.GenericSchema> = v.SchemaWithPipe<readonly [
    S,
    v.TitleAction<v.InferOutput<S>, string>,
    v.DescriptionAction<v.InferOutput<S>, string>,
    v.MetadataAction<v.InferOutput<S>, { readonly default: string }>,
]>;

function describe<S extends v.GenericSchema>(
    schema: S,
    takes: string,
    meaning: string,
    fallback: string,
): Described<S> {
    return v.pipe(schema, v.title(takes), v.description(meaning), v.metadata({ default: fallback }));
}

/** A key that has to be there. */
export function needed<S extends v.GenericSchema>(meaning: string, schema: S): Described<S> {
    return describe(schema, v.getTitle(schema) ?? "", meaning, "");
}

/** A key that may be left out; `fallback` says in words what holds then. */
export function optional<S extends v.GenericSchema>(
    meaning: string,
    schema: S,
    fallback: string,
): Described<v.ExactOptionalSchema<S, undefined>> {
    return describe(v.exactOptional(schema), v.getTitle(schema) ?? "", meaning, fallback);
}

/** A text that `accepts` says yes to; with `words`, a text near to one of them is told so. */
export function text(takes: string, accepts: (text: string) => boolean, words: readonly string[] = []) {
    return v.pipe(
        v.string(takes),
        v.check(accepts, ({ input }) => takes + formatSuggestion(input, words)),
        v.title(takes),
    );
}

/** One of some words; a text near to one of them is told so. */
export function word<const W extends readonly string[]>(takes: string, words: W) {
    const near = (input: unknown) => (typeof input === "string" ? formatSuggestion(input, words) : "");
    return v.pipe(v.picklist(words, ({ input }) => takes + near(input)), v.title(takes));
}

/** Yes or no. */
export function flag() {
    return v.pipe(v.boolean("true or false"), v.title("true or false"));
}

/** A whole number within limits. */
export function wholeNumber(takes: string, from: number, to: number) {
    const isWithin = (value: number) => Number.isInteger(value) && value >= from && value <= to;
    return v.pipe(v.number(takes), v.check(isWithin, takes), v.title(takes));
}

/** A list of what `item` takes. */
export function listOf<S extends v.GenericSchema>(takes: string, item: S) {
    return v.pipe(v.array(item, takes), v.title(takes));
}

/** A map whose values are what `value` takes. */
export function mapOf<S extends v.GenericSchema>(takes: string, value: S) {
    const isMap = (input: unknown): boolean => typeof input === "object" && input !== null && !Array.isArray(input);
    // v.record alone would take a list as a map from 0, 1, …
    return v.pipe(
        v.custom<Readonly<Record<string, unknown>>>(isMap, takes),
        v.record(v.string(), value),
        v.title(takes),
    );
}

/**
 * A map of just these keys. Unlike `v.strictObject`, it finds every unknown key, and says what a missing one takes.
 *
 * @param elsewhere what to write instead of keys that other tools have, by those keys without `-` and `_`, in lower case
 */
export function closedMap<E extends v.ObjectEntries>(
    takes: string,
    entries: E,
    elsewhere: ReadonlyMap<string, string> = new Map(),
) {
    const required = ({ path }: v.LooseObjectIssue): string => {
        const entry = entries[String(path?.at(-1)?.key)];
        return (entry === undefined ? undefined : v.getTitle(entry)) ?? takes;
    };
    const known = Object.keys(entries);
    const hint = (key: string): string => {
        const instead = elsewhere.get(key.replace(/[-_]/g, "").toLowerCase());
        return instead === undefined ? formatSuggestion(key, known) : `; here it is ${instead}`;
    };
    const unknownKey = (key: string) => ({
        message: `one of the keys ${known.join(", ")}${hint(key)}`,
        input: key,
        path: [{ type: "object", origin: "key", input: {}, key, value: key }] satisfies [v.ObjectPathItem],
    });
    return v.pipe(
        v.looseObject(entries, required),
        v.rawCheck(({ dataset: { value }, addIssue }) => {
            const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
            keys.filter((key) => !known.includes(key)).map(unknownKey).forEach(addIssue);
        }),
        v.title(takes),
    );
}
