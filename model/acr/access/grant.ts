import { formatKey } from "../../config-key";
import type { AzureGrantee } from "../../access/grantee";
import type { Right } from "../../access/right";
import type { Problem } from "../../problem";
import { armName } from "../values/arm-id";
import type { AccessSpec } from "../../access/access-spec";
import type { GrantPlan } from "./grant-plan";
import { coverRights } from "./role";
import { LEGACY_SCOPE, planRole, type Assignee, type RegistryRoles } from "./role-plan";

/** What one grantee may do in one place. */
interface Place {
    readonly grantee: AzureGrantee;
    /** Empty for the whole registry. */
    readonly repositories: string;
    readonly rights: readonly Right[];
}

/**
 * Returns the roles that the grants come to, and every grant that a registry cannot keep. Azure keeps one assignment for
 * each principal, role and registry, so grants of the same role become one with a condition for all of their repositories.
 * The order of the grants does not matter.
 */
export function planGrants(
    access: readonly AccessSpec<AzureGrantee>[],
    registry: RegistryRoles,
): { readonly grants: readonly GrantPlan[]; readonly problems: readonly Problem[] } {
    const problems = [
        ...(registry.permissions === "legacy" ? access.flatMap(forbidRepositories) : []),
        ...access.flatMap((spec) => forbidOtherType(spec, access)),
    ];
    return { grants: problems.length > 0 ? [] : planPlaces(joinRights(access), registry), problems };
}

function forbidRepositories({ at = 0, repositories }: AccessSpec): Problem[] {
    return repositories === undefined ? [] : [{
        key: formatKey(["access", at, "repositories"]),
        required: `nothing, as ${LEGACY_SCOPE}`,
        now: JSON.stringify(repositories),
    }];
}

/** One principal is of one type; with two, Azure would be asked for the same assignment twice. */
function forbidOtherType({ at = 0, grantee }: AccessSpec<AzureGrantee>, access: readonly AccessSpec<AzureGrantee>[]): Problem[] {
    const type = typeOf(grantee);
    const first = access.find((other) => keyOf(other.grantee) === keyOf(grantee));
    const firstType = first === undefined ? type : typeOf(first.grantee);
    return type === firstType ? [] : [{
        key: formatKey(["access", at, "deployer" in grantee ? "deployer" : "type"]),
        required: `${firstType}, as an earlier grant says of the same one`,
        now: JSON.stringify(type),
    }];
}

function joinRights(access: readonly AccessSpec<AzureGrantee>[]): readonly Place[] {
    const places = new Map<string, Place>();
    for (const { grantee, repositories = "", may } of access) {
        const key = `${keyOf(grantee)}\n${repositories}`;
        places.set(key, { grantee, repositories, rights: [...(places.get(key)?.rights ?? []), ...may] });
    }
    return [...places.values()];
}

function planPlaces(places: readonly Place[], registry: RegistryRoles): readonly GrantPlan[] {
    const roles = new Map<string, { readonly grantee: AzureGrantee; readonly right: Right; readonly in: string[] }>();
    for (const { grantee, repositories, rights } of places) {
        for (const right of coverRights(rights, registry.permissions)) {
            const key = `${keyOf(grantee)}\n${right}`;
            roles.set(key, { grantee, right, in: [...(roles.get(key)?.in ?? []), repositories] });
        }
    }
    const grants = [...roles.values()].map(({ grantee, right, in: repositories }) => ({
        ...planRole(registry, assigneeOf(grantee), right, repositories.includes("") ? [] : repositories),
        grantee,
    }));
    return grants.sort((one, other) => (one.name < other.name ? -1 : 1));
}

function assigneeOf(grantee: AzureGrantee): Assignee {
    const key = keyOf(grantee);
    if ("principal" in grantee) {
        return { label: grantee.principal.slice(0, grantee.principal.indexOf("-")), key };
    }
    return { label: "deployer" in grantee ? "deployer" : armName(key), key };
}

/** What tells a grantee from the others; ARM takes ids in any case. */
function keyOf(grantee: AzureGrantee): string {
    if ("principal" in grantee) {
        return grantee.principal.toLowerCase();
    }
    if ("deployer" in grantee) {
        return "deployer";
    }
    return ("identity" in grantee ? grantee.identity : grantee.cluster).toLowerCase();
}

function typeOf(grantee: AzureGrantee): string {
    return "type" in grantee ? grantee.type : "ServicePrincipal";
}
