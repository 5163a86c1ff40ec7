import assert from "node:assert/strict";
import type { AcrSpec } from "../model/acr/acr-spec";
import { parseConfig } from "../model/config";
import { formatProblem } from "../model/problem";

/** What stands below a key of a stack file. */
export type Values = Readonly<Record<string, unknown>>;

const SUBSCRIPTION = "/subscriptions/11111111-1111-4111-8111-111111111111";

/** Returns the ARM id of a resource: `armId("Microsoft.KeyVault/vaults/keys")`. */
export const armId = (path: string) => `${SUBSCRIPTION}/resourceGroups/rg-other/providers/${path}`;

/** ARM ids of what a registry is connected with. */
export const IDS = {
    vault: armId("Microsoft.KeyVault/vaults/contoso-keys"),
    identity: armId("Microsoft.ManagedIdentity/userAssignedIdentities/reader"),
    subnet: armId("Microsoft.Network/virtualNetworks/hub/subnets/endpoints"),
    workspace: armId("Microsoft.OperationalInsights/workspaces/logs"),
    storageAccount: armId("Microsoft.Storage/storageAccounts/logs"),
    authorizationRule: armId("Microsoft.EventHub/namespaces/logs/authorizationRules/send"),
    zone: armId("Microsoft.Network/privateDnsZones/privatelink.azurecr.io"),
};

/** The keys that every registry has. */
export const MINIMAL = { kind: "acr", name: "contoso", resourceGroup: "rg-images", location: "westeurope" };

/** Returns the lines of what is wrong with a registry as it is written. */
export function parseProblems(keys: Values): readonly string[] {
    return parseConfig({ registry: { ...MINIMAL, ...keys }, images: {} }).problems.map(formatProblem);
}

/** Returns a registry that nothing is wrong with but what its keys say against each other. */
export function requireAcr(keys: Values): AcrSpec {
    const { registries: [written], problems } = parseConfig({ registry: { ...MINIMAL, ...keys }, images: {} });
    assert.deepEqual(problems.map(formatProblem), []);
    assert.ok(written?.spec.kind === "acr");
    return written.spec;
}

/** Returns a private endpoint. */
export const endpoint = (keys: Values = {}): Values => ({ name: "hub", subnet: IDS.subnet, ...keys });

/** Returns a webhook. */
export const webhook = (keys: Values = {}): Values => ({ name: "deploys", url: "https://hooks.example/x", ...keys });

/** Returns a credential set. */
export const credentialSet = (keys: Values = {}): Values => ({
    name: "docker-hub",
    loginServer: "docker.io",
    usernameSecret: "https://contoso-keys.vault.azure.net/secrets/user",
    passwordSecret: "https://contoso-keys.vault.azure.net/secrets/token",
    ...keys,
});

/** Returns a cache rule. */
export const cache = (keys: Values = {}): Values => ({
    name: "dotnet", from: "mcr.microsoft.com/dotnet/*", to: "dotnet/*", ...keys,
});

/** Returns a scope map. */
export const scopeMap = (keys: Values = {}): Values => ({
    name: "readers", repositories: [{ name: "team-a/*", may: ["pull"] }], ...keys,
});

/** Returns a token. */
export const token = (keys: Values = {}): Values => ({ name: "device", scopeMap: "readers", expires: "2027-01-31", ...keys });

/** Returns so many things with names of their own. */
export const times = (number: number, make: (keys: Values) => Values): readonly Values[] =>
    Array.from({ length: number }, (_, index) => make({ name: `thing${index}` }));
