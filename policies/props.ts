import type { Props } from "./rule";

/** Returns a value as a record, and an empty one for anything else. */
export function recordOf(value: unknown): Props {
    return typeof value === "object" && value !== null ? (value as Props) : {};
}

/** Returns a value as a list, and an empty one for anything else. */
export function listOf(value: unknown): readonly unknown[] {
    return Array.isArray(value) ? value : [];
}

/** Returns a text, a number or a boolean as text, and an empty one for anything else, whose `toString` may be anything. */
export function scalarText(value: unknown): string {
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** Returns a value as text, and an empty one for anything else. */
export function textOf(value: unknown): string {
    return typeof value === "string" ? value : "";
}
