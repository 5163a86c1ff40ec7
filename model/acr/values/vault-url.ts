/** What a URL in a Key Vault or managed HSM names. */
export interface VaultUrl {
    /** In lower case. */
    readonly vault: string;

    readonly kind: "vault" | "managedhsm";

    readonly object: "keys" | "secrets";
}

/**
 * With or without a version.
 *
 * Sources: https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#object-identifiers and
 * https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#dns-suffixes-for-object-identifiers
 */
const VAULT_URL =
    /^https:\/\/([a-z0-9-]{3,24})\.(vault|managedhsm)\.(?:azure\.net|azure\.cn|usgovcloudapi\.net)\/(keys|secrets)\/[a-z0-9-]{1,127}(?:\/[0-9a-f]{32})?\/?$/i;

/** Returns what a URL names; `undefined` if it names nothing in a vault. */
export function parseVaultUrl(text: string): VaultUrl | undefined {
    const [, vault, kind, object] = VAULT_URL.exec(text.toLowerCase()) ?? [];
    if (vault === undefined || (kind !== "vault" && kind !== "managedhsm") || (object !== "keys" && object !== "secrets")) {
        return undefined;
    }
    return { vault, kind, object };
}

/** Says whether the text is the URL of a key in a vault or a managed HSM. */
export function isKeyUrl(text: string): boolean {
    return parseVaultUrl(text)?.object === "keys";
}

/** Says whether the text is the URL of a secret; a managed HSM has none. */
export function isSecretUrl(text: string): boolean {
    const url = parseVaultUrl(text);
    return url?.object === "secrets" && url.kind === "vault";
}
