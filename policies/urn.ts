/**
 * Returns the stack's name of `urn:pulumi:stack::project::type::name`.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/resources/names/#urns
 */
export function stackOf(urn: string): string {
    return (urn.split("::")[0] ?? "").slice("urn:pulumi:".length);
}

/** Returns the project's name. */
export function projectOf(urn: string): string {
    return urn.split("::")[1] ?? "";
}

/** Returns the resource's name. */
export function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}
