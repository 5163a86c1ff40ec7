import assert from "node:assert/strict";
import { ACR_RULES, findAcrProblems } from "../model/acr/rules/acr-rules";
import { formatProblem } from "../model/problem";
import { armId, cache, credentialSet, endpoint, IDS, requireAcr, scopeMap, times, token, webhook, type Values } from "./model-acr-spec";

const KEY = "https://contoso-keys.vault.azure.net/keys/images";
const HSM_KEY = "https://contoso.managedhsm.azure.net/keys/images";
const closed = { privateEndpoints: [endpoint()] };
const OTHER_SUBNET = armId("Microsoft.Network/virtualNetworks/hub/subnets/other");
const hub = { from: "docker.io/library/*", to: "library/*" };
const setting = { name: "audit", workspace: IDS.workspace };

/** What each rule has nothing against. */
const good: readonly (readonly [rule: string, keys: Values])[] = [
    ["tier-has-features", { tier: "Premium", replications: ["northeurope"], ...closed }],
    ["tier-has-features", { tier: "Basic", webhooks: times(2, webhook), scopeMaps: [scopeMap()], tokens: [token()], softDeleteDays: 7 }],
    ["tier-has-features", {
        tier: "Standard", anonymousPull: true, webhooks: times(10, webhook), permissions: "abac", scopeMaps: [scopeMap()], tokens: [token()],
    }],
    ["lists-within-limits", { webhooks: times(500, webhook) }],
    ["names-once", { webhooks: times(2, webhook), tokens: [token({ name: "thing0" })], scopeMaps: [scopeMap()] }],
    ["entries-once", { identities: [IDS.identity, `${IDS.identity}2`] }],
    ["tags-within-limits", { tags: { "cost center": "a/b?" } }],
    ["ip-rules-of-the-internet", { ipRules: ["8.8.8.8", "172.32.0.0/11"] }],
    ["ip-rules-with-public-access", { ipRules: ["8.8.8.8"], publicAccess: true }],
    ["tasks-bypass-of-restriction", { tasksBypass: true, ...closed }],
    ["tasks-bypass-of-restriction", { tasksBypass: true, ipRules: ["8.8.8.8"] }],
    ["cache-passes-restriction", { cache: [cache()], ...closed }],
    ["cache-passes-restriction", { cache: [cache()], trustedServices: false }],
    ["defender-passes-restriction", { defender: true, ...closed }],
    ["export-off-without-public-access", { export: false, publicAccess: false }],
    ["export-off-without-public-access", { export: false, ...closed }],
    ["replica-not-at-home", { replications: ["northeurope"] }],
    ["replica-once", { replications: ["northeurope", { location: "West US 2" }] }],
    ["subnet-has-addresses", { privateEndpoints: [endpoint({ subnetRange: "10.0.0.0/29" })], replications: ["northeurope"] }],
    ["subnet-has-one-range", { privateEndpoints: [
        endpoint({ subnetRange: "10.0.0.0/27" }), endpoint({ name: "b" }),
        endpoint({ name: "c", subnet: OTHER_SUBNET, subnetRange: "10.0.1.0/27" }),
    ] }],
    ["network-has-one-region", { privateEndpoints: [endpoint(), endpoint({ name: "b", location: "West Europe" })] }],
    ["endpoint-name-fits", { privateEndpoints: [endpoint({ name: "e".repeat(64 - 1 - "contoso".length) })] }],
    ["token-scope-map-exists", { tokens: [token({ scopeMap: "_repositories_pull" })] }],
    ["retention-without-soft-delete", { retentionDays: 30, softDeleteDays: 0 }],
    ["soft-delete-without-replicas", { softDeleteDays: 90 }],
    ["soft-delete-without-cache", { softDeleteDays: 0, cache: [cache()] }],
    ["quarantine-webhook-with-quarantine", { quarantine: true, webhooks: [webhook({ actions: ["quarantine"] })] }],
    ["read-only-lock-without-tokens", { lock: "CanNotDelete", tokens: [token()], scopeMaps: [scopeMap()] }],
    ["key-has-identity", { customerManagedKey: { key: KEY, vault: IDS.vault } }],
    ["key-of-hsm-has-identity", { customerManagedKey: { key: HSM_KEY, identity: IDS.identity } }],
    ["key-in-its-vault", { customerManagedKey: { key: "https://Contoso-Keys.vault.azure.net/keys/x", vault: IDS.vault } }],
    ["secrets-in-their-vault", { credentialSets: [credentialSet({ vault: IDS.vault })] }],
    ["cache-credentials-exist", { credentialSets: [credentialSet()], cache: [cache({ ...hub, credentials: "Docker-Hub" })] }],
    ["cache-credentials-fit", { credentialSets: [credentialSet()], cache: [cache({ ...hub, credentials: "docker-hub" })] }],
    ["docker-hub-by-its-name", { cache: [cache({ from: "ghcr.io/x/*" })] }],
    ["docker-hub-with-login", { credentialSets: [credentialSet()], cache: [cache({ ...hub, credentials: "docker-hub" })] }],
    ["public-upstream-without-login", { cache: [cache()] }],
    ["cache-wildcards-match", { cache: [cache({ to: "*" }), cache({ name: "other", from: "ghcr.io/x", to: "x" })] }],
    ["cache-targets-apart", { cache: [cache(), cache({ name: "other", to: "dotnet-old/*" }), cache({ name: "third", from: "ghcr.io/x", to: "dotnet/x" })] }],
    ["token-scope-map-exists", { scopeMaps: [scopeMap()], tokens: [token({ scopeMap: "Readers" })] }],
    ["scope-map-within-limits", { scopeMaps: [scopeMap({ repositories: times(250, (keys) => ({ ...keys, may: ["pull"] })) })] }],
    ["webhook-in-region", { replications: ["northeurope"], webhooks: [webhook({ location: "North Europe" })] }],
    ["diagnostics-have-sink", { diagnostics: [{ name: "a", eventHub: { authorizationRule: IDS.authorizationRule } }] }],
    ["diagnostics-sinks-apart", { diagnostics: [setting, { name: "b", storageAccount: IDS.storageAccount }] }],
    ["diagnostics-sinks-apart", { diagnostics: [
        { ...setting, logs: ["ContainerRegistryLoginEvents"] },
        { ...setting, name: "b", logs: ["ContainerRegistryRepositoryEvents"], metrics: false },
    ] }],
    ["diagnostics-within-limits", { diagnostics: [setting] }],
];

/** What makes exactly one rule speak, and what it says. */
const bad: readonly (readonly [rule: string, keys: Values, ...want: RegExp[]])[] = [
    ["tier-has-features", { tier: "Standard", replications: ["northeurope"] },
        /^registries:registry\.replications: required is tier Premium, or to go without; it is now replications on tier Standard$/],
    ["tier-has-features", { tier: "Basic", anonymousPull: true, retentionDays: 7 },
        /^registries:registry\.anonymousPull: required is tier Standard or Premium,/, /registry\.retentionDays: .*tier Premium/],
    ["tier-has-features", { tier: "Basic", webhooks: times(11, webhook) }, /registry\.webhooks: required is tier Premium, .*now 11 webhooks on tier Basic$/],
    ["tier-has-features", { tier: "Basic", webhooks: times(3, webhook) }, /registry\.webhooks: required is tier Standard or Premium,/],
    ["tier-has-features", { tier: "Standard", publicAccess: false }, /registry\.publicAccess: .*no public access on tier Standard$/],
    ["tier-has-features", { tier: "Standard", privateEndpoints: [endpoint()], export: false }, /privateEndpoints: /, /export: /],
    ["tier-has-features", { tier: "Standard", ipRules: ["8.8.8.8"], dataEndpoints: true, quarantine: true },
        /ipRules: /, /dataEndpoints: /, /quarantine: /],
    ["tier-has-features", { tier: "Standard", customerManagedKey: { key: KEY, vault: IDS.vault } }, /customerManagedKey: /],
    ["lists-within-limits", { webhooks: times(501, webhook) }, /webhooks: required is at most 500 webhooks; it is now 501 webhooks$/],
    ["names-once", { webhooks: [webhook(), webhook({ name: "Deploys" })] },
        /webhooks\[1\]\.name: required is a name that webhooks\[0\] has not.*now "Deploys"$/],
    ["entries-once", { identities: [IDS.identity, IDS.identity.toUpperCase()] }, /identities\[1\]: /],
    ["tags-within-limits", { tags: { "a/b": "" } }, /tags\.a\/b: .*now a name of 3 characters/],
    ["tags-within-limits", { tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, ""])) }, /tags: .* 51 tags$/],
    ["ip-rules-of-the-internet", { ipRules: ["8.8.8.8", "10.1.0.0/16"] }, /ipRules\[1\]: .*private endpoint; it is now "10\.1\.0\.0\/16"$/],
    ["ip-rules-with-public-access", { ipRules: ["8.8.8.8"], publicAccess: false }, /publicAccess: required is true where.* now false$/],
    ["tasks-bypass-of-restriction", { tasksBypass: true }, /tasksBypass: .*now true$/],
    ["cache-passes-restriction", { cache: [cache()], trustedServices: false, ...closed }, /trustedServices: .*cache/],
    ["defender-passes-restriction", { defender: true, trustedServices: false, ipRules: ["8.8.8.8"] }, /trustedServices: .*Defender/],
    ["export-off-without-public-access", { export: false }, /export: .*now false with public access$/],
    ["export-off-without-public-access", { export: false, ...closed, ipRules: ["8.8.8.8"] }, /export: /],
    ["replica-not-at-home", { replications: ["northeurope", "West Europe"] }, /replications\[1\]\.location: .*now "West Europe"$/],
    ["replica-once", { replications: ["northeurope", "North Europe"] }, /replications\[1\]\.location: .*that of replications\[0\]/],
    ["subnet-has-addresses", { privateEndpoints: [endpoint({ subnetRange: "10.0.0.0/29" })], replications: ["northeurope", "francecentral"] },
        /privateEndpoints\[0\]\.subnetRange: required is a subnet with 4 free addresses: 1 .*its 3 regions; it is now "10\.0\.0\.0\/29", of which Azure leaves 3$/],
    ["subnet-has-addresses", { privateEndpoints: [endpoint(), endpoint({ name: "b", subnetRange: "10.0.0.0/29", subnet: IDS.subnet.toUpperCase() })] },
        /privateEndpoints\[1\]\.subnetRange: required is a subnet with 4 .*: 2 times 1 for the registry/],
    ["subnet-has-one-range", { privateEndpoints: [endpoint({ subnetRange: "10.0.0.0/27" }), endpoint({ name: "b", subnetRange: "10.0.0.0/26" })] },
        /privateEndpoints\[1\]\.subnetRange: .*now "10\.0\.0\.0\/26"$/],
    ["network-has-one-region", { privateEndpoints: [endpoint(), endpoint({ name: "b", subnet: OTHER_SUBNET, location: "northeurope" })] },
        /privateEndpoints\[1\]\.location: .*now "northeurope"$/],
    ["endpoint-name-fits", { privateEndpoints: [endpoint({ name: "e".repeat(64 - "contoso".length) })] }, /privateEndpoints\[0\]\.name: .*at most 56.*57 characters$/],
    ["retention-without-soft-delete", { retentionDays: 7, softDeleteDays: 7 }, /softDeleteDays: .*retentionDays.* now 7$/],
    ["soft-delete-without-replicas", { softDeleteDays: 7, replications: ["northeurope"] }, /softDeleteDays: .*replications/],
    ["soft-delete-without-cache", { softDeleteDays: 7, cache: [cache()] }, /softDeleteDays: .*cache rules/],
    ["quarantine-webhook-with-quarantine", { webhooks: [webhook({ actions: ["push", "quarantine"] })] }, /webhooks\[0\]\.actions: /],
    ["read-only-lock-without-tokens", { lock: "ReadOnly", tokens: [token()], scopeMaps: [scopeMap()] }, /lock: .*now "ReadOnly"$/],
    ["key-has-identity", { customerManagedKey: { key: KEY } }, /customerManagedKey: .*now neither$/],
    ["key-has-identity", { customerManagedKey: { key: KEY, identity: IDS.identity, vault: IDS.vault } }, /customerManagedKey: .*now both$/],
    ["key-of-hsm-has-identity", { customerManagedKey: { key: HSM_KEY, vault: IDS.vault } }, /customerManagedKey\.vault: .*identity instead/],
    ["key-in-its-vault", { customerManagedKey: { key: "https://other.vault.azure.net/keys/x", vault: IDS.vault } },
        /customerManagedKey\.vault: .*"other"; it is now "contoso-keys"$/],
    ["secrets-in-their-vault", { credentialSets: [credentialSet({ vault: IDS.vault, passwordSecret: "https://other.vault.azure.net/secrets/x" })] },
        /credentialSets\[0\]\.vault: .*"other"; it is now "contoso-keys"$/],
    ["cache-credentials-exist", { credentialSets: [credentialSet()], cache: [cache({ ...hub, credentials: "docker-hup" })] },
        /cache\[0\]\.credentials: .*did you mean "docker-hub"\?; it is now "docker-hup"$/],
    ["cache-credentials-fit", { credentialSets: [credentialSet()], cache: [cache({ from: "ghcr.io/x/*", credentials: "docker-hub" })] },
        /cache\[0\]\.credentials: .*"ghcr\.io"; it is now "docker-hub", which is for "docker\.io"$/],
    ["docker-hub-by-its-name", { cache: [cache({ from: "index.docker.io/library/*" })] }, /cache\[0\]\.from: .*"docker\.io"/],
    ["docker-hub-with-login", { cache: [cache(), cache({ name: "library", ...hub })] }, /cache\[1\]\.credentials: .*now nothing for "docker/],
    ["public-upstream-without-login",
        { credentialSets: [credentialSet({ loginServer: "mcr.microsoft.com" })], cache: [cache({ credentials: "docker-hub" })] },
        /cache\[0\]\.credentials: required is nothing, /],
    ["cache-wildcards-match", { cache: [cache({ to: "dotnet" })] }, /cache\[0\]\.to: .*ends in \/\*/],
    ["cache-targets-apart", { cache: [cache({ to: "*" }), cache({ name: "other", to: "x/*" })] }, /cache\[1\]\.to: .*cache\[0\].*now "x\/\*"$/],
    ["cache-targets-apart", { cache: [cache({ to: "x/y/*" }), cache({ name: "other", to: "x/*" })] }, /cache\[1\]\.to: /],
    ["cache-targets-apart", { cache: ["one11", "two22"].map((name) => cache({ name, from: `ghcr.io/${name}`, to: "x" })) }, /cache\[1\]\.to: /],
    ["token-scope-map-exists", { scopeMaps: [scopeMap()], tokens: [token({ scopeMap: "raeders" })] },
        /tokens\[0\]\.scopeMap: .*did you mean "readers"\?; it is now "raeders"$/],
    ["scope-map-within-limits", { scopeMaps: [scopeMap({ repositories: times(251, (keys) => ({ ...keys, may: ["pull"] })) })] },
        /scopeMaps\[0\]\.repositories: .*now 502 actions$/],
    ["webhook-in-region", { replications: ["northeurope"], webhooks: [webhook({ location: "eastus" })] },
        /webhooks\[0\]\.location: .*westeurope, northeurope; it is now "eastus"$/],
    ["diagnostics-have-sink", { diagnostics: [{ name: "audit" }] }, /diagnostics\[0\]: .*now none of them$/],
    ["diagnostics-sinks-apart", { diagnostics: [setting, { name: "b", workspace: IDS.workspace.toUpperCase() }] }, /diagnostics\[1\]\.workspace: /],
    ["diagnostics-within-limits", { diagnostics: Array.from({ length: 6 }, (_, index) => ({ name: `s${index}`, workspace: `${IDS.workspace}${index}` })) },
        /diagnostics: .*now 6 settings$/],
];

function rulesThatSpeak(keys: Values): readonly string[] {
    const spec = requireAcr(keys);
    return ACR_RULES.filter(({ check }) => check(spec).length > 0).map(({ id }) => id);
}

describe("ACR_RULES", () => {
    for (const { id, source } of ACR_RULES) {
        it(`has a good and a bad row for ${id}`, () => {
            assert.match(source, /^https:\/\/learn\.microsoft\.com\//);
            assert.ok(good.some(([rule]) => rule === id) && bad.some(([rule]) => rule === id));
        });
    }

    it("have ids of their own", () => assert.equal(new Set(ACR_RULES.map(({ id }) => id)).size, ACR_RULES.length));

    for (const [rule, keys] of good) {
        it(`${rule} takes ${JSON.stringify(keys).slice(0, 100)}`, () => assert.deepEqual(rulesThatSpeak(keys), []));
    }

    for (const [rule, keys, ...want] of bad) {
        it(`${rule} refuses ${JSON.stringify(keys).slice(0, 100)}`, () => {
            assert.deepEqual(rulesThatSpeak(keys), [rule]);
            const lines = findAcrProblems(requireAcr(keys)).map(formatProblem);
            assert.equal(lines.length, want.length, lines.join("\n"));
            want.forEach((pattern, index) => assert.match(lines[index] ?? "", pattern));
        });
    }

    it("tell two mistakes at once, and no secret", () => {
        const secret = webhook({ url: "https://hooks.example/s3cret", headers: { Authorization: "s3cret" }, location: "eastus" });
        const lines = findAcrProblems(requireAcr({ webhooks: [secret, secret], tasksBypass: true })).map(formatProblem);
        assert.equal(lines.length, 4, lines.join("\n"));
        assert.doesNotMatch(lines.join("\n"), /s3cret/);
    });

    it("count a registry of nothing but its name as good", () => assert.deepEqual(rulesThatSpeak({}), []));
});
