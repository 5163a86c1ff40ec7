/** How a registry is written down: azure-native of no, of one, or of a locally built API version; free-form; classic. */
export type Family = "default" | "dated" | "local" | "free" | "classic";

/** How what belongs to a registry is written down. */
export type PartFamily = "typed" | "free" | "classic";

/** A registry as somebody wants it, in no provider's words; what is `undefined` is not written. */
export interface RegistryWish {
    readonly family: Family;
    readonly tier: "Basic" | "Standard" | "Premium";
    readonly adminUser: boolean | undefined;
    readonly anonymousPull: boolean | undefined;
    readonly publicAccess: boolean | undefined;
    readonly network: { readonly action: "Allow" | "Deny" | undefined; readonly addresses: number; readonly networks: number } | undefined;
    readonly dataEndpoint: boolean | undefined;
    readonly key: "versionless" | "versioned" | "off" | undefined;
    readonly retention: boolean | undefined;
    readonly exports: boolean | undefined;
    readonly trust: boolean | undefined;
    readonly softDelete: boolean | undefined;
    readonly armTokens: boolean | undefined;
    readonly abac: boolean | undefined;
    readonly trustedServices: boolean | undefined;
    readonly tasksBypass: boolean | undefined;
    readonly zones: boolean | undefined;
    readonly quarantine: boolean | undefined;
    readonly location: Region;
    readonly parts: readonly PartWish[];

    /** Which of the ways to write names and values is taken. */
    readonly spelling: number;
}

export const REGIONS = ["westeurope", "northeurope", "eastus2"] as const;
export type Region = (typeof REGIONS)[number];

/** The built-in roles that matter, by what the service's documentation calls them. */
export const ROLES = {
    Owner: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    Contributor: "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "User Access Administrator": "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    Reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    AcrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    AcrPush: "8311e382-0749-4cb8-b61a-304f252e45ec",
    AcrDelete: "c2f4ef07-c644-48eb-af81-4b1b4947fb11",
    "Container Registry Repository Reader": "b93aa761-3e63-49ed-ac28-beffa264f7ac",
    "Container Registry Repository Writer": "2a1e307c-b015-4ebd-883e-5b7698a07328",
    "Container Registry Repository Contributor": "2efddaa5-3f1f-4df3-97df-af3f13818f4c",
    "Container Registry Repository Catalog Lister": "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7",
} as const;

/** Something that belongs to a registry, grants access to it, or is about it. */
export type Part =
    | { readonly kind: "replication"; readonly location: Region }
    | { readonly kind: "cache rule"; readonly hub: boolean; readonly login: boolean }
    | { readonly kind: "agent pool" | "connected registry" | "pipeline" }
    | { readonly kind: "token"; readonly ends: readonly boolean[] }
    | { readonly kind: "scope map"; readonly everywhere: boolean; readonly action: "read" | "write" | "delete" }
    | { readonly kind: "webhook"; readonly tls: boolean }
    | TaskPart
    | { readonly kind: "endpoint"; readonly manual: boolean }
    | { readonly kind: "logs"; readonly keeps: "logins" | "repositories" | "audit" | "nothing" }
    | { readonly kind: "lock"; readonly level: "CanNotDelete" | "ReadOnly" | "NotSpecified" }
    | { readonly kind: "grant"; readonly role: keyof typeof ROLES };

/** A task that builds or purges. */
export interface TaskPart {
    readonly kind: "task";
    readonly purge: "filtered" | "unfiltered" | undefined;
    readonly identity: "system" | "user" | undefined;
    readonly login: boolean;
    readonly pool: boolean;
    readonly secret: "plain" | "marked" | undefined;
}

/** A part, how it is written, and whether it is made from the registry, so that its name is unknown, or names it. */
export interface PartWish {
    readonly family: PartFamily;
    readonly made: boolean;
    readonly part: Part;
}
