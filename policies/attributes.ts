/** One field of a line of comma-separated values, in quotes or not. */
const FIELD = /(?<=^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g;

/**
 * Returns the attributes of an export or a cache as the command line has them: `type=registry,"ref=a,b",mode=max`. Names
 * are in lower case; a text without `=` is a name with an empty value.
 *
 * @see https://github.com/docker/buildx/blob/v0.35.0/util/buildflags/cache.go
 */
export function parseAttributes(raw: string): Readonly<Record<string, string>> {
    const fields = [...raw.matchAll(FIELD)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
    return Object.fromEntries(
        fields
            .filter((field) => field !== "")
            .map((field) => {
                const [name = "", ...value] = field.split("=");
                return [name.trim().toLowerCase(), value.join("=")];
            }),
    );
}

/** Says whether an attribute is a Go boolean that is false. Source: https://pkg.go.dev/strconv#ParseBool */
export function isFalse(value: string | undefined): boolean {
    return value !== undefined && /^(?:0|f|false)$/i.test(value);
}

/** Says whether an attribute is a Go boolean that is true. */
export function isTrue(value: string | undefined): boolean {
    return value !== undefined && /^(?:1|t|true)$/i.test(value);
}
