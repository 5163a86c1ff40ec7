import { child, childOf, classic, CLASSIC, generic, genericRegistry, registry, withRegistry } from "../policies/examples";
import { facts } from "../policies/facts";
import type { Facts, Props } from "../policies/rule";
import { UNKNOWN } from "./analyzed";
import { testCases, type Case } from "./rule-cases";

const PLAIN = "5 to 50 letters and digits";
const DASHED = "5 to 50 letters, digits and hyphens";
const UNDERLINED = "5 to 50 letters, digits, hyphens and underlines";
const SHORT = "3 to 20 letters, digits and hyphens";
const HOME = { location: "westeurope" };
const BASIC = { sku: { name: "Basic" } };
const ABAC = { roleAssignmentMode: "AbacRepositoryPermissions" };
const CLOSED = { publicNetworkAccess: "Disabled" };
const REGISTRY_SCOPE = "/providers/Microsoft.ContainerRegistry/registries/contoso";
const HUB = { sourceRepository: "docker.io/library/node" };

const tokenPassword = (name: string) => classic("TokenPassword", { [name]: {} });
const task = (step: object) => child("Task", { step });
const purge = (command: string) => task({ encodedTaskContent: Buffer.from(`steps:\n  - cmd: ${command}`).toString("base64") });
const cached = (sourceRepository: string) => child("CacheRule", { sourceRepository });

/** Names at both ends of what Azure takes, and one beyond each. */
function names(type: string, property: string, wording: string, [shortest, longest]: readonly [number, number], odd: string): readonly Case[] {
    const named = (name: string): [Facts] => [child(type, { [property]: name })];
    const refused = [`${property} is not of ${wording}.`];
    return [
        [`the shortest ${property}`, named("a".repeat(shortest)), []],
        [`the longest ${property}`, named("a1".repeat(longest / 2)), []],
        [`a shorter ${property}`, named("a".repeat(shortest - 1)), refused],
        [`a longer ${property}`, named("a".repeat(longest + 1)), refused],
        [`a ${property} with ${odd} at its start`, named(`${odd}aaaaa`), refused],
        [`a ${property} with ${odd} at its end`, named(`aaaaa${odd}`), refused],
    ];
}

testCases("acr-name-valid", [
    ...names("Registry", "registryName", PLAIN, [5, 50], "-"),
    ...names("Replication", "replicationName", PLAIN, [5, 50], "-"),
    ...names("Webhook", "webhookName", PLAIN, [5, 50], "-"),
    ...names("ConnectedRegistry", "connectedRegistryName", PLAIN, [5, 50], "_"),
    ...names("Token", "tokenName", DASHED, [5, 50], "_"),
    ...names("CacheRule", "cacheRuleName", DASHED, [5, 50], "_"),
    ...names("CredentialSet", "credentialSetName", DASHED, [5, 50], "_"),
    ...names("ScopeMap", "scopeMapName", UNDERLINED, [5, 50], "."),
    ...names("Task", "taskName", UNDERLINED, [5, 50], "."),
    ...names("AgentPool", "agentPoolName", SHORT, [3, 20], "_"),
    ["what has no rule for names", [child("ExportPipeline", { exportPipelineName: "-" })], []],
    ["what is nothing of a registry", [generic("registries/others", {}, { resourceName: "-" })], []],
    ["a name that Pulumi makes", [child("Webhook")], []],
]);

testCases("acr-cache-upstream-allowed", [
    ["Docker Hub with a login of the classic provider", [classic("RegistryCacheRule", { sourceRepo: "docker.io/library/node", credentialSetId: "id" })], []],
    ["Docker Hub without", [child("CacheRule", HUB)], ["sourceRepository is on Docker Hub, and no credential set is given."]],
    ["a host that ends like Docker Hub's", [cached("my-docker.io/library/node")], []],
    ["one of two upstreams", [cached("ghcr.io/contoso/web")], [], { upstreams: ["mcr.microsoft.com", "ghcr.io/contoso"] }],
    ["an upstream that is given with slashes", [cached("ghcr.io/contoso/web")], [], { upstreams: ["ghcr.io/contoso//"] }],
    ["a repository beside the one that is given", [cached("ghcr.io/contoso-web")], ["sourceRepository is not of an allowed upstream."], { upstreams: ["ghcr.io/contoso/"] }],
    ["a part of an upstream", [cached("ghcr.io/contoso")], ["sourceRepository is not of an allowed upstream."], { upstreams: ["ghcr.io/contoso/web"] }],
]);

const encryptedWith = (keyIdentifier: string) => registry({ encryption: { status: "enabled", keyVaultProperties: { keyIdentifier } } });

testCases("acr-customer-key", [
    ["a key of a short name", [encryptedWith("https://contoso.vault.azure.net/keys/k")], []],
    ["a version of a key of a short name", [encryptedWith("https://contoso.vault.azure.net/keys/k/v")], ["encryption.keyVaultProperties.keyIdentifier names a version."]],
    ["what is no registry", [child("Task", { encryption: {} })], []],
]);

testCases("acr-premium-for-features", [
    ...["AgentPool", "ConnectedRegistry", "ExportPipeline", "ImportPipeline"].map(
        (type): Case => [`${type} of a Basic registry`, withRegistry(registry(BASIC), (owner) => childOf(owner, type)), ["sku.name of registry is Basic."]],
    ),
    ["a webhook of a Basic registry", withRegistry(registry(BASIC), (owner) => childOf(owner, "Webhook")), []],
]);

const PREMIUM = { sku: { name: "Premium" } };
const UNAPPROVED = "Undecided: whether its private endpoint is approved is not known before.";
const linked = (connections: object): [Facts, Facts] => {
    const owner = registry(PREMIUM);
    const from = Object.fromEntries(Object.keys(connections).map((property) => [property, [owner]]));
    return [owner, facts("azure-native:network:PrivateEndpoint", { ...connections }, { name: "endpoint", from })];
};
const stateOf = (status: string) => ({ privateLinkServiceConnectionState: { status } });

testCases("acr-private-link", [
    ["an endpoint that nobody has approved yet", linked({ manualPrivateLinkServiceConnections: [{}] }), [UNAPPROVED]],
    ["an endpoint that somebody has rejected", linked({ manualPrivateLinkServiceConnections: [stateOf("Rejected")] }), [UNAPPROVED]],
    ["an endpoint that somebody has approved", linked({ manualPrivateLinkServiceConnections: [stateOf("Rejected"), stateOf("Approved")] }), []],
    ["an endpoint that needs no approval", linked({ privateLinkServiceConnections: [stateOf("Pending")] }), []],
    ["an endpoint without a connection", linked({ privateLinkServiceConnections: [] }), ["No private endpoint of this stack leads to it."]],
]);

testCases("acr-purge-has-filter", [
    ["a filter that is all there is", [purge("acr purge --filter=web:.*")], []],
    ["a filter at the end", [purge("acr purge --ago 7d -f")], []],
    ["a word that starts like a filter", [purge("acr purge --filters web:.*")], ["A purge has no filter."]],
    ["a word that ends like a filter", [purge("acr purge x--filter web:.*")], ["A purge has no filter."]],
]);

const replicated = (location: unknown, home: object = HOME) => withRegistry(registry({ ...home }), (owner) => childOf(owner, "Replication", { location }));

testCases("acr-replica-elsewhere", [
    ["no region, of a registry without one", replicated(undefined, {}), []],
    ["a registry of a family that has no replications in itself", [genericRegistry({ georeplications: [{ location: "westeurope" }] }, HOME)], []],
    ["a region in other letters", replicated("WESTEUROPE"), ["location is the region of registry."]],
    ["a region with blanks that is allowed", replicated("North  Europe"), [], { regions: ["NorthEurope"] }],
    ["each fault of each classic one", [facts(CLASSIC, { ...HOME, georeplications: [{ location: "westeurope" }, { location: "eastus" }] })], [
        "georeplications[0].location is the region of example.",
        "georeplications[1].location is not an allowed region.",
    ], { regions: ["westeurope"] }],
]);

const granted = (guid: string, owner: Facts): [Facts, Facts] => [
    facts("azure-native:authorization:RoleAssignment", { roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${guid}`, scope: REGISTRY_SCOPE }, { from: { scope: [owner] } }),
    owner,
];

testCases("acr-role-fits-mode", [
    ...[
        ["AcrPull", "7f951dda-4ed3-4680-a7ca-43fe172d538d"],
        ["AcrPush", "8311e382-0749-4cb8-b61a-304f252e45ec"],
        ["AcrDelete", "c2f4ef07-c644-48eb-af81-4b1b4947fb11"],
    ].flatMap(([role = "", guid = ""]): readonly Case[] => [
        [`${role} with ABAC`, granted(guid, registry(ABAC)), [`The role is ${role}, but registry is with ABAC.`]],
        [`${role} without`, granted(guid, registry()), []],
    ]),
    ...[
        ["Reader", "b93aa761-3e63-49ed-ac28-beffa264f7ac"],
        ["Writer", "2a1e307c-b015-4ebd-883e-5b7698a07328"],
        ["Contributor", "2efddaa5-3f1f-4df3-97df-af3f13818f4c"],
        ["Catalog Lister", "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7"],
    ].flatMap(([role = "", guid = ""]): readonly Case[] => [
        [`Repository ${role} without ABAC`, granted(guid, registry()), [`The role is Container Registry Repository ${role}, but registry is without ABAC.`]],
        [`Repository ${role} with ABAC`, granted(guid, registry(ABAC)), []],
    ]),
]);

testCases("acr-scope-map-bounded", [
    ["a repository that is called like all", [child("ScopeMap", { actions: ["x/repositories/*/content/write", "repositories/*/content/writer"] })], []],
]);

testCases("acr-task-has-identity", [
    ["an agent pool of the classic provider", withRegistry(facts(CLASSIC, { publicNetworkAccessEnabled: false }), (owner) => classic("RegistryTask", { agentPoolName: "pool" }, owner)), []],
    ["a user-assigned identity of the classic provider", withRegistry(facts(CLASSIC, { publicNetworkAccessEnabled: false }), (owner) => classic("RegistryTask", { identity: { type: "SystemAssigned, UserAssigned" } }, owner)), []],
    ["no identity where the registry lets tasks pass", withRegistry(genericRegistry({ ...CLOSED, networkRuleBypassAllowedForTasks: true }), (owner) => childOf(owner, "Task")), [
        "registry is restricted, and the task has nothing to get in.",
    ]],
    ["neither a login nor a way in", withRegistry(genericRegistry({ ...CLOSED, ...ABAC }), (owner) => childOf(owner, "Task")), [
        "registry is with ABAC, and the task has no identity for it.",
        "registry is restricted, and the task has nothing to get in.",
    ]],
]);

const login = (password: object) => child("Task", { credentials: { customRegistries: { registry: { password } } } });

testCases("acr-task-no-inline-secret", [
    ["a password of Key Vault in other letters", [login({ type: "VAULTSECRET" })], []],
    ["a type that only contains Key Vault's", [login({ type: "NoVaultsecret" })], ["In clear: a password in credentials.customRegistries."]],
    ["a type that only starts like Key Vault's", [login({ type: "Vaultsecrets" })], ["In clear: a password in credentials.customRegistries."]],
    ["a registry without a password, classic", [classic("RegistryTask", { registryCredential: { customs: [{ loginServer: "x.io", identity: "id" }] } })], []],
    ["what is no task", [child("Webhook", { step: { arguments: [{ name: "NPM_TOKEN", value: "…" }] } })], []],
]);

testCases("acr-token-expires", [
    ["the second password, classic", [tokenPassword("password2")], ["password2.expiry is not set."]],
    ["a third, which there is not", [tokenPassword("password3")], []],
]);

testCases("acr-webhook-https", [
    ["an address with https behind its start", [child("Webhook", { serviceUri: "http://hooks.example/?to=https://hooks.example" })], ["serviceUri is not an https address."]],
    ["what is no webhook", [child("Task", { serviceUri: "http://hooks.example" })], []],
]);

const LEVEL = { level: "CanNotDelete" };
const UNLOCKED = ["No lock of this stack keeps it from being deleted."];
const lock = (kind: string, props: Props, from: Readonly<Record<string, readonly Facts[]>> = {}, module = "authorization") =>
    facts(`azure-native:${module}:ManagementLock${kind}`, props, { name: `lock${kind}`, from });
const scoped = (scope: string, props: Props = LEVEL) => lock("ByScope", { ...props, scope });
const own = registry({ registryName: "contoso", resourceGroupName: "images" });
const NAMED = { resourceProviderNamespace: "Microsoft.ContainerRegistry", resourceType: "registries", resourceName: "contoso" };
const group = facts("azure-native:resources:ResourceGroup", {}, { name: "group" });
const classicGroup = facts("azure:core/resourceGroup:ResourceGroup", {}, { name: "group" });
const inGroup = (owner: Facts) => registry({ resourceGroupName: UNKNOWN }, { from: { resourceGroupName: [owner] } });

testCases("acr-locked", [
    ["a lock whose scope is the subscription", [own, scoped("/subscriptions/1")], []],
    ["a lock whose scope is the subscription, with a slash", [own, scoped("/Subscriptions/1234/")], []],
    ["a lock whose scope is its group, with a slash", [own, scoped("/subscriptions/1234/resourcegroups/images/")], []],
    ["a lock whose scope is another group", [own, scoped("/subscriptions/1/resourceGroups/image")], UNLOCKED],
    ["a lock whose scope is something else in its group", [own, scoped("/subscriptions/1/resourceGroups/images/providers/Microsoft.Storage/storageAccounts/contoso")], UNLOCKED],
    ["a lock whose scope is no group", [own, scoped("/providers/x/subscriptions/1")], UNLOCKED],
    ["a lock whose scope is nothing", [own, scoped("")], UNLOCKED],
    ["a lock whose scope is a registry elsewhere", [own, scoped("/subscriptions/1/resourceGroups/images/providers/Microsoft.ContainerRegistry/registries/fabrikam")], UNLOCKED],
    ["a lock of a level that keeps nothing, behind one that does", [own, lock("AtResourceLevel", { ...NAMED, ...LEVEL }), lock("AtResourceLevel", { ...NAMED, level: "NotSpecified" })], []],
    ["a lock of a level that keeps nothing, before one that does", [own, lock("AtResourceLevel", { ...NAMED, level: "NotSpecified" }), lock("AtResourceLevel", { ...NAMED, ...LEVEL })], []],
    ["a lock of a level that is not known, before one that does", [own, lock("AtResourceLevel", { ...NAMED, level: UNKNOWN }), lock("AtResourceLevel", { ...NAMED, ...LEVEL })], []],
    ["a lock of a level that is not known, behind one that does", [own, lock("AtResourceLevel", { ...NAMED, ...LEVEL }), lock("AtResourceLevel", { ...NAMED, level: UNKNOWN })], []],
    ["a lock of a level that is not known", [own, lock("AtResourceLevel", { ...NAMED, level: UNKNOWN })], ["Undecided: level of lockAtResourceLevel is not known yet."]],
    ["a lock on another kind of resource of that name", [own, lock("AtResourceLevel", { ...NAMED, ...LEVEL, resourceType: "storageAccounts" })], UNLOCKED],
    ["a lock on what is made from it", [own, lock("AtResourceLevel", { ...NAMED, ...LEVEL, resourceName: UNKNOWN }, { resourceName: [own] })], []],
    ["a lock on what is made from another one", [own, lock("AtResourceLevel", { ...NAMED, ...LEVEL }, { resourceName: [registry({}, { name: "other" })] }), registry({}, { name: "other" })], UNLOCKED],
    ["a lock on the group that it is made in", [inGroup(group), group, lock("AtResourceGroupLevel", { ...LEVEL, resourceGroupName: UNKNOWN }, { resourceGroupName: [group] })], []],
    ["a lock by the id of the group that it is made in, classic", [inGroup(classicGroup), classicGroup, lock("ByScope", { ...LEVEL, scope: UNKNOWN }, { scope: [classicGroup] })], []],
    ["a lock by the id of another group than it is made in", [inGroup(group), group, lock("ByScope", { ...LEVEL, scope: UNKNOWN }, { scope: [classicGroup] }), classicGroup], UNLOCKED],
    ["a lock on the group of its name, whatever it is made from", [own, group, lock("AtResourceGroupLevel", { ...LEVEL, resourceGroupName: "IMAGES" }, { resourceGroupName: [group] })], []],
    ...["ByScope", "AtResourceLevel", "AtResourceGroupLevel", "AtSubscriptionLevel"].map((kind): Case => [
        `${kind} of another service`,
        [own, lock(kind, { ...LEVEL, ...NAMED, resourceGroupName: "images", scope: "/subscriptions/1" }, {}, "other")],
        UNLOCKED,
    ]),
]);

const CATEGORIES = ["ContainerRegistryLoginEvents", "ContainerRegistryRepositoryEvents"];
const unlogged = (...categories: readonly string[]) => [`No diagnostic setting of this stack keeps: ${categories.join(", ")}.`];
const setting = (props: Props, module = "monitor", resourceUri = `/subscriptions/1/resourceGroups/images${REGISTRY_SCOPE}`) =>
    facts(`azure-native:${module}:DiagnosticSetting`, { resourceUri, ...props }, { name: "setting" });
const kept = CATEGORIES.map((category) => ({ category, enabled: true }));

testCases("acr-logged", [
    ["both categories", [own, setting({ logs: kept })], []],
    ["both categories of the older module", [own, setting({ logs: kept }, "insights")], []],
    ["one category each of two settings", [own, ...kept.map((log) => setting({ logs: [log] }))], []],
    ["one category", [own, setting({ logs: kept.slice(1) })], unlogged("ContainerRegistryLoginEvents")],
    ["both categories of another service", [own, setting({ logs: kept }, "other")], unlogged(...CATEGORIES)],
    ["both categories of a registry elsewhere", [own, setting({ logs: kept }, "monitor", `/subscriptions/1/resourceGroups/images${REGISTRY_SCOPE}2`)], unlogged(...CATEGORIES)],
    ["both categories of another registry", [own, registry({ registryName: "fabrikam" }, { name: "other" }), setting({ logs: kept }, "monitor", "/subscriptions/1/resourceGroups/images/providers/Microsoft.ContainerRegistry/registries/fabrikam")], unlogged(...CATEGORIES)],
]);
