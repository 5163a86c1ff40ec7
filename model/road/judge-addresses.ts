import { kindOfAddress } from "./address-kind";
import type { Finding } from "./finding";

/** What a look-up of a name came to. */
export interface LookedUp {
    readonly host: string;

    readonly addresses: readonly string[];

    /** The other names that the name leads to. */
    readonly aliases: readonly string[];

    /** Why there are no addresses, as a code such as `ENOTFOUND`; @default - there are some */
    readonly fault?: string | undefined;

    /** Whether a proxy looks it up again, and uses what that says. */
    readonly byProxy: boolean;
}

/**
 * What the name of a registry with a private endpoint leads to, wherever it is looked up.
 *
 * Source: https://learn.microsoft.com/azure/container-registry/container-registry-private-link#dns-configuration
 */
const PRIVATE_LINK = /\.privatelink\.azurecr\.(io|cn|us)$/;

/** Returns whether a name leads somewhere, and whether that is a private endpoint. */
export function judgeAddresses({ host, addresses, aliases, fault, byProxy }: LookedUp): Finding {
    if (addresses.length === 0) {
        const found = `${host} is not known here${fault === undefined ? "" : ` (${fault})`}`;
        return byProxy ? { state: "unknown", found: `${found}; the proxy looks it up by itself` } : { state: "failed", found, fault: "name-not-resolved" };
    }
    const kinds = new Set(addresses.map(kindOfAddress));
    const names = addresses.join(", ");
    const link = aliases.find((alias) => PRIVATE_LINK.test(alias));
    if (kinds.size === 1 && kinds.has("loopback")) {
        return { state: "ok", found: addresses.includes(host) ? `${host} is this machine` : `${names}: this machine` };
    }
    if (!kinds.has("public")) {
        return { state: "ok", found: `${names}: private${link === undefined ? "" : `, the private endpoint ${link}`}` };
    }
    if (kinds.size > 1) {
        return { state: "ok", found: `${names}: some private, some public`, fault: "name-not-resolved" };
    }
    return link === undefined
        ? { state: "ok", found: `${names}: public` }
        : { state: "ok", found: `${names}: public, though there is a private endpoint (${link}), whose zone is not known here`, fault: "name-not-resolved" };
}
