import type { Props } from "../../policies/rule";

/** One way to write what Azure Resource Manager reads in any case. */
export interface Spelling {
    value(text: string): string;

    /** Returns what a switch is called that is neither true nor false. */
    status(on: boolean | undefined): string | undefined;

    /** Returns the same with other names, to the last of them. */
    names(props: Props): Props;
}

const WAYS: readonly ((text: string) => string)[] = [
    (text) => text,
    (text) => text.toLowerCase(),
    (text) => text.toUpperCase(),
    (text) => text.slice(0, 1).toUpperCase() + text.slice(1),
];

/** Returns a way by its number. */
export function spell(number: number): Spelling {
    const value = WAYS[number % WAYS.length] ?? ((text: string) => text);
    return { value, status: (on) => (on === undefined ? undefined : value(on ? "enabled" : "disabled")), names: (props) => rename(props, value) as Props };
}

function rename(value: unknown, write: (name: string) => string): unknown {
    if (Array.isArray(value)) {
        return value.map((inner) => rename(inner, write));
    }
    return typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [write(name), rename(inner, write)]))
        : value;
}
