import * as proxy from "@pulumi/policy/proxy";
import type { Facts } from "./rule";

/** What the package exports and its type declarations leave out. */
const { UnknownValueError } = proxy as unknown as {
    readonly UnknownValueError: new (...args: never[]) => Error & { readonly props: readonly PropertyKey[] };
};

/** There is no verdict, for the reason in the message. */
export class UndecidedError extends Error {
    override readonly name = "UndecidedError";
}

/** Returns why there is no verdict, if that is what the error says. */
export function undecidedReason(error: unknown): string | undefined {
    const path = unknownPath(error);
    return path === undefined
        ? error instanceof UndecidedError
            ? error.message
            : undefined
        : `${path} is not known yet`;
}

/**
 * Returns what `read` makes of a resource other than the judged one.
 *
 * @throws {UndecidedError} If a property is not known; the message names that resource.
 */
export function readOther<T>(other: Facts, read: (other: Facts) => T): T {
    try {
        return read(other);
    } catch (error) {
        const path = unknownPath(error);
        throw path === undefined ? error : new UndecidedError(`${path} of ${other.name} is not known yet`);
    }
}

/** Returns what `read` makes of something; `undefined` if that is not known yet. */
export function ifDecided<T>(read: () => T): T | undefined {
    try {
        return read();
    } catch (error) {
        if (undecidedReason(error) === undefined) {
            throw error;
        }
        return undefined;
    }
}

/** Says whether all conditions hold; one that does not decides, though others are not known. */
export function allHold(...conditions: readonly (() => boolean)[]): boolean {
    return !anyHolds(...conditions.map((condition) => () => !condition()));
}

/** Says whether one of the conditions holds; one that does decides, though others are not known. */
export function anyHolds(...conditions: readonly (() => boolean)[]): boolean {
    return gather(conditions.map((condition) => () => (condition() ? [true] : []))).length > 0;
}

/**
 * Returns all that the readers find; what some find is enough, though others read what is not known.
 *
 * @throws What the first of those throws, if nothing is found.
 */
export function gather<T>(readers: readonly (() => readonly T[])[]): readonly T[] {
    const undecided: unknown[] = [];
    const found = readers.flatMap((read) => {
        try {
            return read();
        } catch (error) {
            if (undecidedReason(error) === undefined) {
                throw error;
            }
            undecided.push(error);
            return [];
        }
    });
    if (found.length === 0 && undecided.length > 0) {
        throw undecided[0];
    }
    return found;
}

/** Returns the path of the unknown value that was read: `exports[0].registry.names`. */
function unknownPath(error: unknown): string | undefined {
    return error instanceof UnknownValueError
        ? error.props.map(String).reduce((path, key) => (/^\d+$/.test(key) ? `${path}[${key}]` : `${path}.${key}`))
        : undefined;
}
