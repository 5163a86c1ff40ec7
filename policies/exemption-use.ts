import { covers, findExemption, holds, isForStack, type Exemption } from "./exemption";
import { stackOf } from "./urn";

/** Exemptions, and which of them covered something. */
export class ExemptionUse {
    readonly #used = new Set<Exemption>();

    /** @param today the day in UTC: `2027-03-31` */
    constructor(
        readonly exemptions: readonly Exemption[],
        readonly today: string,
    ) {}

    /** Returns the exemption for what a rule says of a resource, ended or not, and notes all that are for it. */
    find(rule: string, urn: string): Exemption | undefined {
        this.exemptions.filter((exemption) => covers(exemption, rule, urn)).forEach((exemption) => this.#used.add(exemption));
        return findExemption(this.exemptions, rule, urn, this.today);
    }

    /** Says whether an exemption has not ended. */
    holds(exemption: Exemption): boolean {
        return holds(exemption, this.today);
    }

    /** Returns the exemptions for the stacks of these resources that covered nothing. */
    unused(urns: readonly string[]): readonly Exemption[] {
        const stacks = [...new Set(urns.map(stackOf))];
        return this.exemptions.filter((exemption) => !this.#used.has(exemption) && isForStack(exemption, stacks));
    }
}
