import { isNarrowRange } from "./address-range";
import { textsOf, type Statement } from "./aws-statement";
import { recordOf } from "./props";
import { valueAt } from "./property";

/** A line of a statement's condition. */
export interface Comparison {
    readonly operator: string;

    /** In lower case, as keys have no case: `aws:principalorgid`. */
    readonly key: string;

    readonly values: readonly string[];
}

/**
 * What holds for some requests alone, and for none that lacks the key, as IfExists and ForAllValues would.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const POSITIVE = /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/i;

/** The opposite, which holds for a request that lacks the key too. Source: as above */
const NEGATIVE = /^(?:StringNotEquals|StringNotEqualsIgnoreCase|StringNotLike|ArnNotEquals|ArnNotLike|NotIpAddress)(?:IfExists)?$/i;

const isFixed = (value: string) => !/[*?]/.test(value);

/** The first part of the path is the organisation. */
const isInOrganization = (value: string) => /^[^*?/]+\//.test(value);

/** The fifth part of an ARN is the account. */
const isInAccount = (value: string) => /^(?:[^:]*:){4}[^*?:]+:/.test(value);

/**
 * Those of a condition that tell who asks, or from where, with which values are narrow.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const NARROW: Readonly<Record<string, (value: string) => boolean>> = {
    "aws:principalorgid": isFixed,
    "aws:principalaccount": isFixed,
    "aws:principalservicename": isFixed,
    "aws:principalorgpaths": isInOrganization,
    "aws:principalarn": isInAccount,
    "aws:sourceorgid": isFixed,
    "aws:sourceaccount": isFixed,
    "aws:sourceorgpaths": isInOrganization,
    "aws:sourcearn": isInAccount,
    "aws:sourcevpc": isFixed,
    "aws:sourcevpce": isFixed,
    "aws:vpceaccount": isFixed,
    "aws:vpceorgid": isFixed,
    "aws:vpceorgpaths": isInOrganization,
    "aws:userid": (value) => /^[^*?:]+(?::|$)/.test(value),
    "aws:sourceip": isNarrowRange,
};

/** Returns the lines of a statement's condition, all of which have to hold. */
export function comparisonsOf({ elements }: Statement): readonly Comparison[] {
    return Object.entries(recordOf(valueAt(elements, "Condition"))).flatMap(([operator, lines]) =>
        Object.entries(recordOf(lines)).map(([key, values]) => ({
            operator,
            key: key.toLowerCase(),
            values: textsOf(values),
        })),
    );
}

/** Says whether a line demands one of its values, and that the request has any. */
export function isDemand({ operator }: Comparison): boolean {
    return POSITIVE.test(operator);
}

/** Says whether a statement is about no more than some whom its condition tells: an organisation, an account, a network. */
export function isNarrowed(statement: Statement): boolean {
    return comparisonsOf(statement).some((line) => isDemand(line) && isNarrow(line));
}

/** Says whether a statement is about all others than those. */
export function isAboutOthers(statement: Statement): boolean {
    const lines = comparisonsOf(statement);
    return lines.length > 0 && lines.every((line) => NEGATIVE.test(line.operator) && isNarrow(line));
}

/** A variable about whoever asks is true of everybody. */
function isNarrow({ key, values }: Comparison): boolean {
    const isNarrowValue = NARROW[key];
    return isNarrowValue !== undefined && values.every((value) => isNarrowValue(value) && !/\$\{aws:(?:principal|userid)/i.test(value));
}
