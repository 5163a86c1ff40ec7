/** What BuildKit is told of an export or a cache. */
export type Attributes = Readonly<Record<string, string | undefined>>;

/**
 * Returns attributes as the command line of buildx has them: one line of comma-separated values, in their order.
 *
 * @see https://docs.docker.com/reference/cli/docker/buildx/build/#output
 */
export function formatAttributes(attributes: Attributes): string {
    return Object.entries(attributes)
        .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
        .map((field) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
        .join(",");
}
