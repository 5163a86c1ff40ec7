import type { Problem } from "../../problem";
import { registryProblem, problemIf, quote } from "../../registry-problem";
import type { AcrSpec } from "../acr-spec";
import { armName, isSame } from "../values/arm-id";
import { parseVaultUrl } from "../values/vault-url";
import type { AcrRule } from "./acr-rule";

const KEY = "customerManagedKey";

function checkIdentity({ customerManagedKey: key }: AcrSpec): readonly Problem[] {
    if (key === undefined || (key.identity === undefined) !== (key.vault === undefined)) {
        return [];
    }
    return [registryProblem(
        [KEY],
        "either identity (one that may use the key) or vault (for one to be made and granted)",
        key.identity === undefined ? "neither" : "both",
    )];
}

function checkHsm({ customerManagedKey: key }: AcrSpec): readonly Problem[] {
    const isHsm = key !== undefined && parseVaultUrl(key.key)?.kind === "managedhsm";
    return problemIf(isHsm && key.vault !== undefined, [KEY, "vault"],
        "identity instead, for a key in a managed HSM: who may use it is said in the HSM, not by Azure's roles",
        quote(armName(key?.vault ?? "")));
}

function checkVault({ customerManagedKey: key }: AcrSpec): readonly Problem[] {
    const url = parseVaultUrl(key?.key ?? "");
    return url?.kind !== "vault" || key?.vault === undefined ? [] : checkName([KEY, "vault"], key.vault, url.vault, "the key's");
}

function checkSecrets({ credentialSets }: AcrSpec): readonly Problem[] {
    return credentialSets.flatMap(({ vault, usernameSecret, passwordSecret }, index) => {
        const other = [usernameSecret, passwordSecret].map((url) => parseVaultUrl(url)?.vault).find((name) =>
            vault !== undefined && name !== undefined && !isSame(name, armName(vault)));
        const path = ["credentialSets", index, "vault"];
        return vault === undefined || other === undefined ? [] : checkName(path, vault, other, "both secrets'");
    });
}

function checkName(path: readonly (string | number)[], vault: string, name: string, whose: string): readonly Problem[] {
    return problemIf(!isSame(armName(vault), name), path, `${whose} own vault, whose URL has ${quote(name)}`, quote(armName(vault)));
}

/** What keys and secrets need of their vaults. */
export const KEY_RULES: readonly AcrRule[] = [
    {
        id: "key-has-identity",
        source: "https://learn.microsoft.com/azure/container-registry/tutorial-customer-managed-keys#before-you-enable-a-customer-managed-key",
        check: checkIdentity,
    },
    {
        id: "key-of-hsm-has-identity",
        source: "https://learn.microsoft.com/azure/key-vault/managed-hsm/access-control",
        check: checkHsm,
    },
    {
        id: "key-in-its-vault",
        source: "https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#object-identifiers",
        check: checkVault,
    },
    {
        id: "secrets-in-their-vault",
        source: "https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#object-identifiers",
        check: checkSecrets,
    },
];
