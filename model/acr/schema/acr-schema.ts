import * as v from "valibot";
import { closedMap, flag, listOf, mapOf, needed, optional, text, wholeNumber, word } from "../../config-field";
import { kindKey, REGISTRY_TAKES } from "../../registry-kind";
import { replaceWrong } from "../../stand-in";
import type { AcrSpec, CustomerManagedKeySpec } from "../acr-spec";
import { RUN_KEYS } from "../tasks/task-run-schema";
import { identityId, keyUrl, name, region, vaultId } from "../values/acr-text";
import { isResourceGroup } from "../values/arm-id";
import { CONTENT_KEYS } from "./content-schema";
import { ELSEWHERE } from "./elsewhere";
import { NETWORK_KEYS } from "./network-schema";
import { LOGIN_KEYS } from "./token-schema";
import { WATCH_KEYS } from "./watch-schema";

/** Source: https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy */
const RETENTION_DAYS_MAX = 365;

/** Source: https://learn.microsoft.com/azure/container-registry/container-registry-soft-delete-policy#retention-period */
const SOFT_DELETE_DAYS_MAX = 90;

const groupName = () => text("the name of a resource group", isResourceGroup);

const GROUP_TAKES = "the name of a resource group to create, or {existing: its name}";

const RESOURCE_GROUP = v.pipe(
    v.lazy((input) => (typeof input === "string"
        ? v.pipe(groupName(), v.transform((group) => ({ name: group, existing: false })))
        : v.pipe(
            closedMap(GROUP_TAKES, { existing: needed("The name of a group that is there.", groupName()) }),
            v.transform(({ existing }) => ({ name: existing, existing: true })),
        ))),
    v.title(GROUP_TAKES),
);

/** The keys of encryption with a key of one's own. */
export const CUSTOMER_MANAGED_KEY_KEYS = {
    key: needed("The key. Without a version, the registry follows its rotation.", keyUrl()),
    identity: optional("The identity that may use the key.", identityId(), "one is made and granted, which needs vault"),
    vault: optional("The key's vault, where an identity is to be made.", vaultId(), "none"),
};

/** The keys of an Azure Container Registry, but for its kind. */
export const ACR_KEYS = {
    name: needed("Unique in all of Azure, and the start of the host's name.", name("a registry")),
    resourceGroup: needed("Where it is. A group that the stack makes goes with it, with all that is in it: to hand it over to {existing: …}, take it out of the state first (`pulumi state delete`).", RESOURCE_GROUP),
    location: needed("The home region.", region()),
    tier: optional(
        "What it can and costs.",
        word("Basic, Standard or Premium", ["Basic", "Standard", "Premium"]),
        "the lowest that has what is asked for",
    ),
    tags: optional(
        "Tags of all that is made.",
        mapOf("a map from names to texts", text("a text (a number, true or false in quotes)", () => true)),
        "none",
    ),
    protect: optional(
        "Whether the engine refuses to delete it.",
        flag(),
        "true, but for stacks named dev, development, local or test, alone or with - and more behind",
    ),
    permissions: optional(
        "Whether roles hold for the whole registry, or may have conditions on repositories. One can be made the other.",
        word("legacy or abac", ["legacy", "abac"]),
        "legacy",
    ),
    anonymousPull: optional("Whether everybody may pull everything. Needs tier Standard.", flag(), "false"),
    ...NETWORK_KEYS,
    customerManagedKey: optional(
        "Encryption with a key of one's own: only when the registry is made, and for good. Needs tier Premium.",
        v.pipe(
            closedMap("a map with key and identity or vault", CUSTOMER_MANAGED_KEY_KEYS),
            v.transform((key): CustomerManagedKeySpec => key),
            v.title("a map with key and identity or vault"),
        ),
        "a key of Azure's",
    ),
    retentionDays: optional(
        "Days after which untagged manifests go, but not those of OCI. Needs tier Premium.",
        wholeNumber(`a whole number of days, 0 to ${RETENTION_DAYS_MAX}`, 0, RETENTION_DAYS_MAX),
        "never",
    ),
    softDeleteDays: optional(
        "Days for which what was deleted can be brought back; 0 turns off what was on.",
        wholeNumber(`a whole number of days, 1 to ${SOFT_DELETE_DAYS_MAX}, or 0`, 0, SOFT_DELETE_DAYS_MAX),
        "left as it is: off in a new registry",
    ),
    quarantine: optional("Whether images wait for approval before they can be pulled. Needs tier Premium.", flag(), "false"),
    export: optional("Whether images may leave by import or export. `false` needs tier Premium and no public access.", flag(), "true"),
    armTokens: optional("Whether tokens for Azure Resource Manager log in too.", flag(), "true"),
    ...CONTENT_KEYS,
    ...LOGIN_KEYS,
    ...WATCH_KEYS,
    lock: optional("What Azure itself refuses.", word("CanNotDelete or ReadOnly", ["CanNotDelete", "ReadOnly"]), "nothing"),
    systemIdentity: optional("Whether it has an identity of its own.", flag(), "false"),
    identities: optional(
        "User-assigned identities that it has.",
        listOf("a list of ARM ids of user-assigned identities", identityId()),
        "none",
    ),
    defender: optional("Whether Microsoft Defender scans all registries of the subscription.", flag(), "false"),
    ...RUN_KEYS,
};

const DEFAULTS = {
    tags: {}, permissions: "legacy", anonymousPull: false, ipRules: [], trustedServices: true, tasksBypass: false,
    replications: [], privateEndpoints: [], dataEndpoints: false, quarantine: false, export: true, armTokens: true,
    credentialSets: [], cache: [], scopeMaps: [], tokens: [], webhooks: [], diagnostics: [], systemIdentity: false,
    identities: [], defender: false, agentPools: [], tasks: [],
} as const satisfies Partial<AcrSpec>;

/** An Azure Container Registry as it is written. */
export const ACR_MAP = closedMap(REGISTRY_TAKES, { kind: kindKey("acr"), ...ACR_KEYS }, ELSEWHERE);

/** Returns an Azure Container Registry with its defaults. */
export function completeAcr(registry: v.InferOutput<typeof ACR_MAP>): AcrSpec {
    return { ...DEFAULTS, ...registry };
}

/** What stands for a key whose value is wrong, where no other key depends on the value. */
const STAND_INS: Readonly<Record<string, unknown>> = {
    name: "contoso", resourceGroup: "contoso", location: "nowhere", tags: {}, protect: true, quarantine: false, systemIdentity: false,
};

/**
 * Returns a registry with stand-ins for what is wrong in it, so that what its other keys say against each other is told in
 * the same run; `undefined` where that would be about values that nobody wrote.
 *
 * @param keys the keys of the registry that have mistakes
 */
export function standInAcr(written: Readonly<Record<string, unknown>>, keys: readonly string[]): AcrSpec | undefined {
    const { success, output } = v.safeParse(ACR_MAP, replaceWrong(written, keys, Object.keys(ACR_KEYS), STAND_INS));
    return success ? completeAcr(output) : undefined;
}
