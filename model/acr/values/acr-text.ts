import { text } from "../../config-field";
import { isArmId } from "./arm-id";
import { parseIpv4Range } from "./ipv4";
import { isRegion } from "./region";
import { isKeyUrl, isSecretUrl } from "./vault-url";

/** Source: https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq#how-small-and-how-large-can-virtual-networks-and-subnets-be */
const SUBNET_PREFIX = { largest: 2, smallest: 29 };

/** A name of 5 to 50 letters and digits, and of `more` if given. */
export function name(what: string, more = "") {
    const signs = more === "" ? "letters and digits" : `letters, digits and ${more.split("").join(" ")}`;
    const pattern = new RegExp(`^[a-zA-Z0-9${more}]{5,50}$`);
    return text(`the name of ${what}: 5 to 50 ${signs}`, (value) => pattern.test(value));
}

/** The name of what stands beside a registry, such as a private endpoint. */
export function outerName(what: string, longest: number) {
    return text(
        `the name of ${what}: 1 to ${longest} letters, digits and . _ -, a letter or digit first, no . or - last`,
        (value) => value.length <= longest && /^[a-zA-Z0-9](?:[\w.-]*\w)?$/.test(value),
    );
}

/** The ARM id of a resource of a type; `ends` is what its name has to be. */
export function armId(what: string, type: string, ends?: RegExp) {
    return text(
        `the ARM id of ${what}: /subscriptions/…/resourceGroups/…/providers/${placeholders(type)}`,
        (value) => isArmId(value, type) && (ends?.test(value) ?? true),
    );
}

function placeholders(type: string): string {
    const [provider = "", ...types] = type.split("/");
    return [provider, ...types.flatMap((part) => [part, "…"])].join("/");
}

/** A region of Azure. */
export function region() {
    return text("a region of Azure, such as westeurope", isRegion);
}

/** An address or range of the internet. */
export function ipRule() {
    return text(
        "an IPv4 address, or a range by its first address such as 203.0.113.0/24",
        (value) => (parseIpv4Range(value)?.prefix ?? 0) > 0,
    );
}

/** The range of a subnet of a virtual network. */
export function subnetRange() {
    const isRange = (value: string): boolean => {
        const { prefix = 0 } = parseIpv4Range(value) ?? {};
        return prefix >= SUBNET_PREFIX.largest && prefix <= SUBNET_PREFIX.smallest;
    };
    return text("a subnet's IPv4 range by its first address, such as 10.1.2.0/27, of at least 8 addresses (/29)", isRange);
}

/** The URL of a key. */
export function keyUrl() {
    return text("the URL of a key in a Key Vault or managed HSM: https://….vault.azure.net/keys/…", isKeyUrl);
}

/** The URL of a secret. */
export function secretUrl() {
    return text("the URL of a secret in a Key Vault (not the secret): https://….vault.azure.net/secrets/…", isSecretUrl);
}

/** ARM id of a key vault. */
export function vaultId() {
    return armId("a key vault", "Microsoft.KeyVault/vaults");
}

/** ARM id of a user-assigned identity. */
export function identityId() {
    return armId("a user-assigned identity", "Microsoft.ManagedIdentity/userAssignedIdentities");
}
