import type { Facts, Rule, Scope, Surroundings } from "./rule";
import { undecidedReason } from "./undecided";

/** What a rule has to say of a resource. */
export interface Finding {
    readonly verdict: "violation" | "undecided";

    /** A sentence on what is now; what to do is the rule's `fix`. */
    readonly message: string;
}

/** Returns what a rule finds in a resource: nothing if it is as demanded, or of a type that the rule is not about. */
export function judge(rule: Rule, resource: Facts, surroundings: Surroundings): readonly Finding[] {
    if (!rule.appliesTo.test(resource.type)) {
        return [];
    }
    try {
        return rule.check(resource, surroundings).map((message) => ({ verdict: "violation", message }));
    } catch (error) {
        const reason = undecidedReason(error);
        if (reason === undefined) {
            throw error;
        }
        return [{ verdict: "undecided", message: `Undecided: ${reason}.` }];
    }
}

/** Returns one text of a finding and what to do, for those who show nothing else of a rule. */
export function formatFinding({ fix }: Rule, { message }: Finding): string {
    return `${message} ${fix}`;
}

/** Returns how a resource is judged; what cannot be told alone may be told with the stack. */
export function scopeOf({ scope }: Rule, resource: Facts): Scope {
    if (typeof scope === "string") {
        return scope;
    }
    try {
        return scope(resource);
    } catch (error) {
        if (undecidedReason(error) === undefined) {
            throw error;
        }
        return "stack";
    }
}
