import assert from "node:assert/strict";
import { cache, credentialSet, endpoint, IDS, parseProblems, requireAcr, scopeMap, token, webhook, type Values } from "./model-acr-spec";

const KEY = "https://contoso-keys.vault.azure.net/keys/images";
const vaultKey = (keys: Values) => ({ customerManagedKey: { key: KEY, vault: IDS.vault, ...keys } });

describe("parseConfig() with an Azure Container Registry", () => {
    it("fills in the defaults", () => {
        assert.deepEqual(requireAcr({}), {
            kind: "acr", name: "contoso", resourceGroup: { name: "rg-images", existing: false }, location: "westeurope",
            tags: {}, permissions: "legacy", anonymousPull: false, ipRules: [], trustedServices: true, tasksBypass: false,
            replications: [], privateEndpoints: [], dataEndpoints: false, quarantine: false, export: true, armTokens: true,
            credentialSets: [], cache: [], scopeMaps: [], tokens: [], webhooks: [], diagnostics: [], systemIdentity: false,
            identities: [], defender: false, agentPools: [], tasks: [],
        });
    });

    const good: readonly (readonly [title: string, keys: Values, want: Values])[] = [
        ["an existing resource group", { resourceGroup: { existing: "rg.(old)" } }, { resourceGroup: { name: "rg.(old)", existing: true } }],
        ["regions as texts and maps", { replications: ["northeurope", { location: "x", routing: false }, { location: "West US" }] },
            { replications: [{ location: "northeurope", routing: true }, { location: "x", routing: false }, { location: "West US", routing: true }] }],
        ["a webhook's defaults", { webhooks: [webhook({ scope: "team-a/web:*" })] },
            { webhooks: [webhook({ actions: ["push"], headers: {}, enabled: true, scope: "team-a/web:*" })] }],
        ["a token that ends on a day", { tokens: [token({ expires: "2028-02-29" })] }, { tokens: [token({ enabled: true, expires: "2028-02-29T00:00:00Z" })] }],
        ["a token that ends at a moment", { tokens: [token({ expires: "2027-12-31T23:59:59Z", enabled: false })] },
            { tokens: [token({ enabled: false, expires: "2027-12-31T23:59:59Z" })] }],
        ["a diagnostic setting's defaults", { diagnostics: [{ name: "audit", workspace: IDS.workspace }] },
            { diagnostics: [{ name: "audit", workspace: IDS.workspace, logs: [], metrics: true }] }],
        ["a key with a version, in Azure China", vaultKey({ key: `https://x-1.vault.azure.cn/keys/a/${"0a".repeat(16)}` }),
            { customerManagedKey: { key: `https://x-1.vault.azure.cn/keys/a/${"0a".repeat(16)}`, vault: IDS.vault } }],
        ["the rest", {
            tier: "Premium", tags: { a: "" }, protect: false, permissions: "abac", publicAccess: true, ipRules: ["8.8.8.0/24"],
            retentionDays: 0, softDeleteDays: 0, lock: "ReadOnly", scopeMaps: [scopeMap({ description: "d" })],
            cache: [cache({ from: "docker.io/*", to: "*" })], credentialSets: [credentialSet({ vault: IDS.vault })],
            privateEndpoints: [endpoint({ subnetRange: "10.0.0.0/27", location: "x", dnsZone: IDS.zone })],
        }, {}],
    ];
    for (const [title, keys, want] of good) {
        it(`takes ${title}`, () => assert.deepEqual(requireAcr(keys), { ...requireAcr({}), ...keys, ...want }));
    }

    const bad: readonly (readonly [title: string, keys: Values, ...want: RegExp[]])[] = [
        ["nothing but its kind", { name: undefined, resourceGroup: undefined, location: undefined },
            /^registries:registry\.name: .*5 to 50 letters and digits; .*nothing$/, /\.resourceGroup: .*\{existing: .*nothing$/, /\.location: .*nothing$/],
        ["a name with a hyphen", { name: "contoso-prod" }, /\.name: .*"contoso-prod"$/],
        ["a short name", { name: "acr1" }, /\.name: .*"acr1"$/],
        ["a long name", { name: "a".repeat(51) }, /\.name: /],
        ["a group's bad name", { resourceGroup: "rg." }, /\.resourceGroup: .*"rg\."$/],
        ["a group's bad key", { resourceGroup: { exists: "rg" } },
            /\.resourceGroup\.existing: .*nothing$/, /\.resourceGroup\.exists: .*"existing"\?; it is now "exists"$/],
        ["a group that is a number", { resourceGroup: 7 }, /\.resourceGroup: .*\{existing: its name\}; it is now the number 7$/],
        ["a tier that there is not", { tier: "premum" }, /\.tier: .*did you mean "Premium"\?; it is now "premum"$/],
        ["a switch that is a text", { protect: "yes" }, /\.protect: required is true or false; it is now "yes"$/],
        ["days that are none", { retentionDays: 366, softDeleteDays: 1.5 }, /\.retentionDays: .*0 to 365.* 366$/, /\.softDeleteDays: .*1\.5$/],
        ["soft delete for too long", { softDeleteDays: 91 }, /\.softDeleteDays: .*1 to 90/],
        ["addresses that are none", { ipRules: ["8.8.8.256", "8.8.8.8/24", "2001:db8::/32", "0.0.0.0/0", "8.8.8.8"] },
            /\.ipRules\[0\]: /, /\.ipRules\[1\]: /, /\.ipRules\[2\]: .*IPv4/, /\.ipRules\[3\]: /],
        ["a replication without a region", { replications: [{ routing: false }, "west-europe", 7] },
            /replications\[0\]\.location: .*nothing$/, /replications\[1\]: .*"west-europe"$/, /replications\[2\]: .*or a map.* 7$/],
        ["ARM ids of other things", { privateEndpoints: [endpoint({ subnet: IDS.vault, dnsZone: IDS.zone.replace("azurecr", "vault"), subnetRange: "10.0.0.0/30" })] },
            /\[0\]\.subnet: .*virtualNetworks\/…\/subnets\/…; /, /\[0\]\.subnetRange: /, /\[0\]\.dnsZone: .*privatelink\.azurecr\.io/],
        ["an ARM id of no subscription", { identities: [IDS.identity.replace("11111111-", "")] }, /\.identities\[0\]: /],
        ["a key's URL that is none", vaultKey({ key: "https://contoso-keys.vault.azure.net/secrets/x" }), /customerManagedKey\.key: .*keys\/…/],
        ["a webhook without https", { webhooks: [webhook({ url: "http://me:s3cret@hooks.example" })] }, /webhooks\[0\]\.url: .*https:\/\/; .*not shown/],
        ["a webhook's other mistakes", { webhooks: [webhook({ name: "my-hook", headers: { Authorization: 12345 }, actions: ["psh"], scope: "web" })] },
            /\[0\]\.name: .*"my-hook"$/, /\[0\]\.actions\[0\]: .*mean "push"/, /\[0\]\.scope: .*repository:tag/, /\[0\]\.headers\.Authorization: .*not shown/],
        ["a webhook that is a text", { webhooks: ["https://s3cret"] }, /webhooks\[0\]: .*not shown/],
        ["webhooks in a text", { webhooks: "https://s3cret" }, /webhooks: .*not shown/],
        ["a secret for its URL", { credentialSets: [credentialSet({ passwordSecret: "s3cret" })] },
            /credentialSets\[0\]\.passwordSecret: .*\(not the secret\).*not shown/],
        ["a secret of a managed HSM", { credentialSets: [credentialSet({ usernameSecret: "https://contoso.managedhsm.azure.net/secrets/x" })] },
            /usernameSecret: /],
        ["cache paths that are none", { cache: [cache({ from: "library/ubuntu", to: "a*" })] }, /cache\[0\]\.from: /, /cache\[0\]\.to: /],
        ["a prefix without a slash", { scopeMaps: [scopeMap({ repositories: [{ name: "team*", may: [] }] })] },
            /repositories\[0\]\.name: .*ends in \/\*/, /repositories\[0\]\.may: .*at least one/],
        ["days that no calendar has", { tokens: ["2027-02-29", "2027-13-01", "2027-01-31T24:00:00Z", "2027-01-31T00:00:00+01:00", "soon"].map((expires, index) =>
            token({ name: `token${index}`, expires })) }, /tokens\[0\]\.expires: /, /tokens\[1\]/, /tokens\[2\]/, /tokens\[3\]/, /tokens\[4\]/],
        ["a log that there is not", { diagnostics: [{ name: "a", logs: ["ContainerRegistryLoginEvent"] }] }, /logs\[0\]: .*mean "ContainerRegistryLoginEvents"/],
        ["a mistyped key", { replicatoins: [] }, /\.replicatoins: .*did you mean "replications"\?; it is now "replicatoins"$/],
        ["keys of other tools", { sku: "Premium", adminUserEnabled: true, "allow-trusted-services": true, georeplications: [], public_network_access_enabled: true },
            /\.sku: .*here it is tier; /, /\.adminUserEnabled: .*no admin user; /, /here it is trustedServices; /, /here it is replications; /, /here it is publicAccess; /],
    ];
    for (const [title, keys, ...want] of bad) {
        it(`refuses ${title}`, () => {
            const lines = parseProblems(keys);
            assert.equal(lines.length, want.length, lines.join("\n"));
            want.forEach((pattern, index) => assert.match(lines[index] ?? "", pattern));
            assert.doesNotMatch(lines.join("\n"), /s3cret|12345/);
        });
    }

    it("takes a moment as the engine hands on what stands in a stack file without quotes", () => {
        const [robot] = requireAcr({ scopeMaps: [scopeMap()], tokens: [token({ expires: "2030-01-01 06:30:00 +0000 UTC" })] }).tokens;
        assert.equal(robot?.expires, "2030-01-01T06:30:00Z");
    });
});
