/** The namespace of this program's keys in a stack file. */
export const NAMESPACE = "registries";

/**
 * Returns the full key of a place in the config, as `pulumi config set --path` takes it:
 * `registries:images.web.version`, `registries:access[0].may`, `registries:images["my.app"].version`.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/config/#structured-configuration
 */
export function formatKey(path: readonly (string | number)[]): string {
    const [first = "", ...rest] = path;
    return rest.reduce<string>((key, part) => {
        if (typeof part === "number") {
            return `${key}[${part}]`;
        }
        return /[.[\]"]/.test(part) || part === "" ? `${key}[${JSON.stringify(part)}]` : `${key}.${part}`;
    }, `${NAMESPACE}:${first}`);
}
