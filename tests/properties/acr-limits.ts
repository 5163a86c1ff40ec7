import type { PartWish, RegistryWish, TaskPart } from "./acr-wishes";

/** What Azure says of each tier: https://learn.microsoft.com/azure/container-registry/container-registry-skus */
const ONLY_PREMIUM: readonly ((wish: RegistryWish) => boolean)[] = [
    ({ publicAccess }) => publicAccess === false,
    ({ network }) => network?.action === "Deny",
    ({ network }) => (network?.addresses ?? 0) > 0 || (network?.networks ?? 0) > 0,
    ({ dataEndpoint }) => dataEndpoint === true,
    ({ key }) => key === "versioned" || key === "versionless",
    ({ retention }) => retention === true,
    ({ exports }) => exports === false,
    ({ trust }) => trust === true,
    // The classic provider asks for it, though Azure no longer does; the same with any set of network rules.
    // https://github.com/hashicorp/terraform-provider-azurerm/blob/main/internal/services/containers/container_registry_resource.go
    ({ family, zones, quarantine }) => family === "classic" && (zones === true || quarantine === true),
    ({ family, network }) => family === "classic" && network !== undefined,
];

const PARTS_OF_PREMIUM = ["agent pool", "connected registry", "pipeline", "endpoint"];
const BROAD = ["Owner", "Contributor", "User Access Administrator"];
const OF_LEGACY = ["AcrPull", "AcrPush", "AcrDelete"];

/** What is known of the stack that registries are in. */
export interface Surrounded {
    readonly development: boolean;
    readonly production: boolean;
}

/** Returns what is wrong with a registry and what belongs to it by the service's own words: `acr-logged registry`. */
export function faultsOf(wish: RegistryWish, name: string, stack: Surrounded): readonly string[] {
    const own = Object.entries(registryFaults(wish, stack)).filter(([, isFault]) => isFault).map(([rule]) => `${rule} ${name}`);
    const parts = wish.parts.flatMap((part, index) =>
        Object.entries(partFaults(part, wish)).filter(([, isFault]) => isFault).map(([rule]) => `${rule} ${nameOfPart(name, index)}`));
    return [...own, ...parts].sort();
}

/** Returns what a part of a registry is called. */
export function nameOfPart(registry: string, index: number): string {
    return `${registry}-part${index}`;
}

function registryFaults(wish: RegistryWish, { development, production }: Surrounded): Readonly<Record<string, boolean>> {
    const partsOf = <K extends PartWish["part"]["kind"]>(kind: K) =>
        wish.parts.map(({ part }) => part).filter((part): part is Extract<PartWish["part"], { kind: K }> => part.kind === kind);
    const isPremium = wish.tier === "Premium";
    const inline = wish.family === "classic" ? partsOf("replication") : [];
    const kept = partsOf("logs").map(({ keeps }) => keeps);
    const keeps = (what: "logins" | "repositories") => kept.includes(what) || kept.includes("audit");
    const isLinked = partsOf("endpoint").some(({ manual }) => !manual);
    return {
        "acr-no-admin-user": wish.adminUser === true,
        "acr-no-anonymous-pull": wish.anonymousPull === true,
        "acr-network-restricted": !development && isPremium && !isRestricted(wish),
        "acr-export-matches-access": wish.exports === false && wish.publicAccess !== false,
        "acr-customer-key": wish.key !== "versionless",
        "acr-retention-xor-soft-delete": wish.retention === true && wish.softDelete === true,
        "acr-no-arm-audience": !development && wish.family !== "classic" && wish.armTokens !== false,
        "acr-premium-for-features": !isPremium && ONLY_PREMIUM.some((uses) => uses(wish)),
        "acr-premium-for-replication": !isPremium && inline.length > 0,
        "acr-replica-elsewhere": inline.some(({ location }) => location === wish.location),
        "acr-cleans-up": !development && wish.retention !== true && !partsOf("task").some(({ purge }) => purge !== undefined),
        "acr-logged": !development && !(keeps("logins") && keeps("repositories")),
        "acr-locked": !development && !partsOf("lock").some(({ level }) => level !== "NotSpecified"),
        "acr-private-link": !development && isPremium && partsOf("endpoint").length === 0,
        // Whether somebody approves of it is not known before.
        "undecided: acr-private-link": !development && isPremium && partsOf("endpoint").length > 0 && !isLinked,
        "acr-tier-for-production": production && wish.tier === "Basic",
    };
}

function partFaults({ part, family }: PartWish, wish: RegistryWish): Readonly<Record<string, boolean>> {
    const isInline = wish.family === "classic" && part.kind === "replication";
    return isInline ? {} : {
        "acr-premium-for-features": wish.tier !== "Premium" && PARTS_OF_PREMIUM.includes(part.kind),
        "acr-premium-for-replication": wish.tier !== "Premium" && part.kind === "replication",
        "acr-replica-elsewhere": part.kind === "replication" && part.location === wish.location,
        "acr-retention-xor-soft-delete": wish.softDelete === true && (part.kind === "replication" || part.kind === "cache rule"),
        "acr-cache-has-bypass": part.kind === "cache rule" && isRestricted(wish) && wish.trustedServices === false,
        "acr-cache-upstream-allowed": part.kind === "cache rule" && part.hub && !part.login,
        "acr-token-expires": part.kind === "token" && part.ends.includes(false),
        "acr-scope-map-bounded": part.kind === "scope map" && part.everywhere && part.action !== "read",
        "acr-webhook-https": part.kind === "webhook" && !part.tls,
        "acr-purge-has-filter": part.kind === "task" && part.purge === "unfiltered",
        "acr-task-no-inline-secret": part.kind === "task" && part.secret === "plain",
        "acr-task-has-identity": part.kind === "task" && isShutOut(part, family, wish),
        "acr-grant-least-privilege": part.kind === "grant" && BROAD.includes(part.role),
        "acr-role-fits-mode": part.kind === "grant" && (wish.abac === true ? OF_LEGACY.includes(part.role) : part.role.includes("Repository")),
    };
}

/** Azure closes a registry, or opens it to some. */
function isRestricted({ publicAccess, network }: RegistryWish): boolean {
    return publicAccess === false || network?.action === "Deny";
}

/**
 * A task gets no login of its own with ABAC, and its own token is refused by a restricted network.
 *
 * Sources: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions and
 * https://learn.microsoft.com/azure/container-registry/manage-network-bypass-policy-for-tasks
 */
function isShutOut({ identity, login, pool }: TaskPart, family: PartWish["family"], wish: RegistryWish): boolean {
    // The classic provider has no word for the login.
    const lacksLogin = wish.abac === true && !(login && family !== "classic");
    const getsIn = pool || identity === "user" || (identity === "system" && wish.tasksBypass === true);
    return lacksLogin || (isRestricted(wish) && !getsIn);
}
