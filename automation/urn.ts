/** Returns the last part of a URN, which is the resource's name. */
export function resourceName(urn: string): string {
    return urn.split("::").at(-1) ?? urn;
}

/** Tells whether a resource does nothing itself: the stack, a component of this program, a provider. */
export function isGroup(urn: string): boolean {
    const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
    return type === "pulumi:pulumi:Stack" || /^(registries|pulumi:providers):/.test(type);
}
