import { findCredential } from "./credential";
import { textOf } from "./props";
import { isHarmless, isSecretArgument } from "./secret-argument";
import { ifDecided } from "./undecided";

/**
 * Returns what tells that an argument holds a secret, as the end of a sentence that never quotes its value; `undefined` if
 * nothing does. A name tells also while its value is not known.
 *
 * @throws If the name tells nothing, and the value is not known.
 */
export function secretSign(name: string, read: () => unknown): string | undefined {
    if (isSecretArgument(name) && !(ifDecided(() => isHarmless(read())) ?? false)) {
        return "is named like a secret";
    }
    const credential = findCredential(textOf(read()));
    return credential === undefined ? undefined : `holds what looks like ${credential}`;
}
