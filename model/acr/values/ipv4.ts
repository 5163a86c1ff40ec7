/** A range of IPv4 addresses in CIDR form. */
export interface Ipv4Range {
    readonly first: number;

    /** The bits that all of its addresses have in common, 0 to 32. */
    readonly prefix: number;

    /** The number of its addresses. */
    readonly size: number;
}

/** Addresses that no packet on the internet comes from. Sources: https://www.rfc-editor.org/rfc/rfc5771#section-3 and https://www.rfc-editor.org/rfc/rfc6890#section-2.2.2 */
const NOT_PUBLIC = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
];

/** Returns the range that the text names, or the one address; `undefined` if it names none, or not by its first address. */
export function parseIpv4Range(text: string): Ipv4Range | undefined {
    const [, address = "", length] = /^(\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2}))?$/.exec(text) ?? [];
    const parts = address.split(".").map(Number);
    const prefix = length === undefined ? 32 : Number(length);
    const first = parts.reduce((sum, part) => sum * 256 + part, 0);
    const size = 2 ** (32 - prefix);
    const isRange = parts.length === 4 && parts.every((part) => part <= 255) && prefix <= 32 && first % size === 0;
    return isRange ? { first, prefix, size } : undefined;
}

/** Says whether all of a range lies on the internet. */
export function isPublic(range: Ipv4Range): boolean {
    return NOT_PUBLIC.flatMap((text) => parseIpv4Range(text) ?? []).every((other) => !overlaps(range, other));
}

function overlaps(a: Ipv4Range, b: Ipv4Range): boolean {
    return a.first < b.first + b.size && b.first < a.first + a.size;
}
