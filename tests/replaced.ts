/** Returns the value at a path such as `exports[0].registry.names`; `undefined` if there is none. */
export function valueAt(value: unknown, path: string): unknown {
    return keysOf(path).reduce((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

/** Returns a copy in which the value at a path is another one. */
export function replaceAt<T>(value: T, path: string, other: unknown): T {
    return replaceInside(value, keysOf(path), other) as T;
}

/** Returns a copy in which every text is what `change` makes of it. */
export function mapTexts<T>(value: T, change: (text: string) => unknown): T {
    return mapInside(value, change) as T;
}

function replaceInside(value: unknown, [key, ...keys]: readonly string[], other: unknown): unknown {
    if (key === undefined) {
        return other;
    }
    const copy: unknown = structuredClone(value);
    return isRecord(copy) ? Object.assign(copy, { [key]: replaceInside(copy[key], keys, other) }) : value;
}

function mapInside(value: unknown, change: (text: string) => unknown): unknown {
    if (typeof value === "string") {
        return change(value);
    }
    if (Array.isArray(value)) {
        return value.map((inner) => mapInside(inner, change));
    }
    return isRecord(value)
        ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapInside(inner, change)]))
        : value;
}

function keysOf(path: string): readonly string[] {
    return path.split(/[.[\]]+/).filter(Boolean);
}

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null;
}
