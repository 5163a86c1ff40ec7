import { covers, findExemption, holds, isForStack, type Exemption } from "./exemption";

/** An exemption that could go without a difference. */
export interface UnusedExemption {
    readonly exemption: Exemption;

    /** Whether it covers something, all of which others cover too. */
    readonly isShadowed: boolean;
}

/** Exemptions, and which of them covered something. */
export class ExemptionUse {
    readonly #used = new Set<Exemption>();
    readonly #shadowed = new Set<Exemption>();

    /** @param today the day in UTC: `2027-03-31` */
    constructor(
        readonly exemptions: readonly Exemption[],
        readonly today: string,
    ) {}

    /** Returns the exemption for what a rule says of a resource, ended or not, and notes that this one is used. */
    find(rule: string, urn: string): Exemption | undefined {
        const covering = this.exemptions.filter((exemption) => covers(exemption, rule, urn));
        const found = findExemption(covering, rule, urn, this.today);
        covering.forEach((exemption) => (exemption === found ? this.#used : this.#shadowed).add(exemption));
        return found;
    }

    /** Says whether an exemption has not ended. */
    holds(exemption: Exemption): boolean {
        return holds(exemption, this.today);
    }

    /**
     * Returns the exemptions that nothing needed.
     *
     * @param stacks the names of the stacks that were looked at; what is for others is not unused. @default - all
     */
    unused(stacks?: readonly string[]): readonly UnusedExemption[] {
        return this.exemptions
            .filter((exemption) => !this.#used.has(exemption) && (stacks === undefined || isForStack(exemption, stacks)))
            .map((exemption) => ({ exemption, isShadowed: this.#shadowed.has(exemption) }));
    }
}
