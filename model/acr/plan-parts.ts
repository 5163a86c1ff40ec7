import type { AcrPlan, CacheRulePlan, CredentialSetPlan, DiagnosticsPlan, TokenPlan, WebhookPlan } from "./acr-plan";
import { status } from "./acr-properties";
import type { AcrSpec, DiagnosticsSpec } from "./acr-spec";
import { isSame } from "./values/arm-id";
import { formatRegion } from "./values/region";
import { listActions } from "./values/scope-map";

/** What stands in or beside a registry. */
type AcrParts = Pick<AcrPlan, "customerManagedKey" | "replications" | "privateEndpoints" | "credentialSets" | "cacheRules"
    | "scopeMaps" | "tokens" | "webhooks" | "diagnostics">;

/** Returns what is to stand in and beside a registry whose keys go together. */
export function planParts(spec: AcrSpec): AcrParts {
    return {
        ...planKey(spec),
        replications: spec.replications.map(({ location, routing }) => {
            const region = formatRegion(location);
            return { name: region, location: region, regionEndpointEnabled: routing };
        }),
        privateEndpoints: spec.privateEndpoints.map(({ name, subnet, location, dnsZone }) => ({
            name,
            subnet,
            location: formatRegion(location ?? spec.location),
            ...(dnsZone === undefined ? {} : { dnsZone }),
        })),
        credentialSets: planCredentialSets(spec),
        cacheRules: planCacheRules(spec),
        scopeMaps: spec.scopeMaps.map(({ name, description, ...map }) => ({
            name,
            ...(description === undefined ? {} : { description }),
            actions: listActions(map),
        })),
        tokens: planTokens(spec),
        webhooks: planWebhooks(spec),
        diagnostics: spec.diagnostics.map(planDiagnostics),
    };
}

function planKey({ name, customerManagedKey: spec }: AcrSpec): Pick<AcrParts, "customerManagedKey"> {
    if (spec === undefined) {
        return {};
    }
    const { key: keyIdentifier, identity, vault = "" } = spec;
    return {
        customerManagedKey: {
            keyIdentifier,
            identity: identity === undefined ? { create: `${name}-key`, vault } : { existing: identity },
        },
    };
}

function planCredentialSets({ credentialSets }: AcrSpec): readonly CredentialSetPlan[] {
    return credentialSets.map(({ name, loginServer, usernameSecret, passwordSecret, vault }) => ({
        name,
        loginServer,
        authCredentials: [{
            name: "Credential1",
            usernameSecretIdentifier: usernameSecret,
            passwordSecretIdentifier: passwordSecret,
        }],
        ...(vault === undefined ? {} : { vault }),
    }));
}

function planCacheRules({ cache, credentialSets }: AcrSpec): readonly CacheRulePlan[] {
    return cache.map(({ name, from, to, credentials }) => ({
        name,
        sourceRepository: from,
        targetRepository: to,
        ...(credentials === undefined ? {} : { credentialSet: asNamed(credentials, credentialSets) }),
    }));
}

function planTokens({ tokens, scopeMaps }: AcrSpec): readonly TokenPlan[] {
    return tokens.map(({ name, scopeMap, enabled }) => ({ name, scopeMap: asNamed(scopeMap, scopeMaps), status: status(enabled) }));
}

/** Returns a name in the case that it has where it is given. */
function asNamed(name: string, named: readonly { readonly name: string }[]): string {
    return named.find((one) => isSame(one.name, name))?.name ?? name;
}

function planWebhooks({ webhooks, location: home }: AcrSpec): readonly WebhookPlan[] {
    return webhooks.map(({ name, url, actions, scope = "", headers, enabled, location = home }) => ({
        name,
        location: formatRegion(location),
        serviceUri: url,
        actions: [...new Set(actions)],
        scope,
        customHeaders: headers,
        status: status(enabled),
    }));
}

function planDiagnostics({ name, workspace, storageAccount, eventHub, logs, metrics }: DiagnosticsSpec): DiagnosticsPlan {
    const categories = [...new Set(logs)];
    return {
        name,
        ...(workspace === undefined ? {} : { workspaceId: workspace }),
        ...(storageAccount === undefined ? {} : { storageAccountId: storageAccount }),
        ...(eventHub === undefined ? {} : { eventHubAuthorizationRuleId: eventHub.authorizationRule }),
        ...(eventHub?.name === undefined ? {} : { eventHubName: eventHub.name }),
        logs: categories.length === 0
            ? [{ categoryGroup: "allLogs", enabled: true }]
            : categories.map((category) => ({ category, enabled: true })),
        metrics: metrics ? [{ category: "AllMetrics", enabled: true }] : [],
    };
}
