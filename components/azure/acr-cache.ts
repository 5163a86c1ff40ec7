import * as containerregistry from "@pulumi/azure-native/containerregistry";
import type * as pulumi from "@pulumi/pulumi";
import type { CredentialSetPlan } from "../../model/acr/acr-plan";
import type { AcrScope } from "./acr-scope";
import { grantOnVault } from "./vault-grant";

/** Logins to an upstream registry, and what they are allowed by. */
interface CredentialSet {
    readonly name: string;
    readonly set: containerregistry.CredentialSet;
    readonly grants: readonly pulumi.Resource[];
}

/** Declares the repositories that are filled from upstream registries, and the logins to these. */
export function declareCache(scope: AcrScope): pulumi.Resource[] {
    const { name, plan, place, parent } = scope;
    const sets = plan.credentialSets.map((set) => declareCredentialSet(scope, set));
    const rules = plan.cacheRules.map((rule) => {
        const used = sets.filter((set) => set.name === rule.credentialSet);
        return new containerregistry.CacheRule(`${name}-cache-${rule.name}`, {
            ...place,
            cacheRuleName: rule.name,
            sourceRepository: rule.sourceRepository,
            targetRepository: rule.targetRepository,
            ...used.map(({ set }) => ({ credentialSetResourceId: set.id }))[0],
        }, {
            parent,
            dependsOn: used.flatMap(({ grants }) => grants),
            // Azure changes nothing of a rule but its logins, and takes no second rule for the same repositories:
            // https://github.com/Azure/azure-sdk-for-go/issues/23118
            replaceOnChanges: ["sourceRepository", "targetRepository"],
            deleteBeforeReplace: true,
        });
    });
    return [...sets.flatMap(({ set, grants }) => [set, ...grants]), ...rules];
}

function declareCredentialSet({ name, plan, place, parent }: AcrScope, planned: CredentialSetPlan): CredentialSet {
    const set = new containerregistry.CredentialSet(`${name}-credentials-${planned.name}`, {
        ...place,
        credentialSetName: planned.name,
        loginServer: planned.loginServer,
        authCredentials: planned.authCredentials.map((credentials) => ({ ...credentials })),
        identity: { type: "SystemAssigned" },
    }, { parent });
    const grants = planned.vault === undefined ? [] : [grantOnVault(`${name}-vault-${planned.name}`, {
        vault: planned.vault,
        right: "readSecrets",
        grantee: `${plan.name} ${planned.name}`,
        principalId: set.identity.apply((identity) => identity?.principalId ?? ""),
    }, parent)];
    return { name: planned.name, set, grants };
}
