import type { Props } from "./rule";

/** Returns a value as a record, and an empty one for anything else. */
export function recordOf(value: unknown): Props {
    return typeof value === "object" && value !== null ? (value as Props) : {};
}

/** Returns a value as a list, and an empty one for anything else. */
export function listOf(value: unknown): readonly unknown[] {
    return Array.isArray(value) ? value : [];
}

/** Returns a value as text, and an empty one for anything else. */
export function textOf(value: unknown): string {
    return typeof value === "string" ? value : "";
}
