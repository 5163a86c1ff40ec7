import { isPublic, parseIpv4Range } from "../acr/values/ipv4";

/** Where an address can be reached from. */
export type AddressKind = "loopback" | "private" | "public";

/**
 * Networks of one's own, one's provider's, and one's cable's.
 *
 * Sources: https://www.rfc-editor.org/rfc/rfc1918#section-3, https://www.rfc-editor.org/rfc/rfc6598#section-7,
 * https://www.rfc-editor.org/rfc/rfc3927#section-2.1, https://www.rfc-editor.org/rfc/rfc4193#section-3.1 and
 * https://www.rfc-editor.org/rfc/rfc4291#section-2.5.6
 */
const PRIVATE_IPV6 = /^(f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/;

/** An address of IPv4 in one of IPv6. Source: https://www.rfc-editor.org/rfc/rfc4291#section-2.5.5.2 */
const MAPPED = /^::ffff:(\d+(?:\.\d+){3})$/;

/** Returns where an address of IPv4 or IPv6 can be reached from. */
export function kindOfAddress(address: string): AddressKind {
    const text = address.toLowerCase().replace(/%.*$/, "");
    const ipv4 = parseIpv4Range(MAPPED.exec(text)?.[1] ?? text);
    if (ipv4 !== undefined) {
        return isPublic(ipv4) ? "public" : ipv4.first >>> 24 === 127 ? "loopback" : "private";
    }
    return text === "::1" ? "loopback" : PRIVATE_IPV6.test(text) ? "private" : "public";
}
