import { nameOf, stackOf } from "./urn";

/** A violation that somebody lets pass for a while. A file's are read by `readPolicyFile`. */
export interface Exemption {
    /** The rule's id. */
    readonly rule: string;

    /** The resource's name or URN, in which `*` stands for any characters. */
    readonly resource: string;

    /** The stack's name, in which `*` stands for any characters. @default - any */
    readonly stack?: string;

    /** Why, for whoever reviews it. */
    readonly reason: string;

    /** Who answers for it: a team or an address. */
    readonly owner: string;

    /** The last day that it holds for, in UTC: `2027-03-31`. */
    readonly expires: string;
}

/** Says whether an exemption is for what a rule says of a resource, whether it has ended or not. */
export function covers({ rule, resource, stack = "*" }: Exemption, judging: string, urn: string): boolean {
    const shown = resource.startsWith("urn:pulumi:") ? urn : nameOf(urn);
    return rule === judging && matches(resource, shown) && matches(stack, stackOf(urn));
}

/** Says whether an exemption has not ended. */
export function holds({ expires }: Exemption, today: string): boolean {
    return expires >= today;
}

/** Returns the exemption for what a rule says of a resource: one that holds, or else one that has ended. */
export function findExemption(
    exemptions: readonly Exemption[],
    rule: string,
    urn: string,
    today: string,
): Exemption | undefined {
    const covering = exemptions.filter((exemption) => covers(exemption, rule, urn));
    return covering.find((exemption) => holds(exemption, today)) ?? covering[0];
}

/** Says whether an exemption is for one of these stacks, or for any. */
export function isForStack({ stack = "*" }: Exemption, stacks: readonly string[]): boolean {
    return stack === "*" || stacks.some((name) => matches(stack, name));
}

/** Returns what a person has to know of an exemption, as a clause: `until 2027-03-31 (platform): moved in May`. */
export function formatExemption({ reason, owner, expires }: Exemption): string {
    return `until ${expires} (${owner}): ${reason}`;
}

function matches(pattern: string, text: string): boolean {
    const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}
