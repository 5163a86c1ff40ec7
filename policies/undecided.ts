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

/** Returns the path of the unknown value that was read: `exports[0].registry.names`. */
function unknownPath(error: unknown): string | undefined {
    return error instanceof UnknownValueError
        ? error.props.map(String).reduce((path, key) => (/^\d+$/.test(key) ? `${path}[${key}]` : `${path}.${key}`))
        : undefined;
}
