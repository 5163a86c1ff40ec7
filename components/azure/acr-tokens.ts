import * as containerregistry from "@pulumi/azure-native/containerregistry";
import * as pulumi from "@pulumi/pulumi";
import type { AcrScope } from "./acr-scope";

/** Declares logins that are not of Entra ID, and what they may do. */
export function declareTokens({ name, plan, place, registry, parent }: AcrScope): pulumi.Resource[] {
    const maps = plan.scopeMaps.map((map) => new containerregistry.ScopeMap(`${name}-scope-${map.name}`, {
        ...place,
        scopeMapName: map.name,
        ...(map.description === undefined ? {} : { description: map.description }),
        actions: [...map.actions],
    }, { parent }));
    const tokens = plan.tokens.map((token) => new containerregistry.Token(`${name}-token-${token.name}`, {
        ...place,
        tokenName: token.name,
        // By its name, as it may be one that every registry comes with.
        scopeMapId: pulumi.interpolate`${registry.id}/scopeMaps/${token.scopeMap}`,
        status: token.status,
    }, { parent, dependsOn: maps, additionalSecretOutputs: ["credentials"] }));
    return [...maps, ...tokens];
}
