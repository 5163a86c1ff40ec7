import assert from "node:assert/strict";
import * as v from "valibot";
import { ECR_PARTS } from "../model/ecr/schema/ecr-parts";
import { ECR_KEYS, ECR_MAP, standInEcr } from "../model/ecr/schema/ecr-schema";
import { ACCOUNT, ARNS, cache, ecrCache, MINIMAL, OTHER, parseProblems, requireEcr, template, type Values } from "./model-ecr-spec";

describe("a private registry of Amazon ECR", () => {
    it("has defaults", () => {
        assert.deepEqual(requireEcr({}), {
            ...MINIMAL, immutableTags: true, movableTags: [], scanOnPush: true, forceDelete: false, lifecycle: [], tags: {},
            repositories: {}, replication: [], replicationFrom: [], pullThroughCache: [], creationTemplates: [], accountSettings: {},
            pullTimeExclusions: [], oidcProviders: { github: "existing", gitlab: "existing" },
        });
    });

    const SETTINGS = { movableTags: [], lifecycle: [], tags: {} };
    const good: readonly (readonly [title: string, keys: Values, want: Values])[] = [
        ["encryption with the key that AWS manages", { encryption: {} }, { encryption: { dualLayer: false } }],
        ["encryption in two layers", { encryption: { key: ARNS.key, dualLayer: true } }, {}],
        ["a key of GovCloud", { region: "us-gov-west-1", encryption: { key: "arn:aws-us-gov:kms:us-gov-west-1:012345678901:key/a-1" } },
            { encryption: { key: "arn:aws-us-gov:kms:us-gov-west-1:012345678901:key/a-1", dualLayer: false } }],
        ["a repository with nothing behind its name", { repositories: { "team-a/web": null, tool: {}, worker: { immutableTags: false } } },
            { repositories: { "team-a/web": {}, tool: {}, worker: { immutableTags: false } } }],
        ["a repository's own lifecycle", { repositories: { web: { lifecycle: [{ untagged: true, keep: 1 }] } } },
            { repositories: { web: { lifecycle: [{ untagged: true, keep: 1, archive: false }] } } }],
        ["basic scanning of all", { scanning: { type: "basic" } }, { scanning: { type: "basic", rules: [{ frequency: "push", repositories: ["*"] }] } }],
        ["enhanced scanning of all", { scanning: { type: "enhanced" } },
            { scanning: { type: "enhanced", rules: [{ frequency: "continuous", repositories: ["*"] }] } }],
        ["scanning by hand", { scanning: { type: "basic", rules: [] } }, {}],
        ["replication to a region, and to another account", { replication: [{ to: ["eu-west-1", { region: "eu-central-1", account: OTHER }] }] },
            { replication: [{ to: [{ region: "eu-west-1" }, { region: "eu-central-1", account: OTHER }], prefixes: [] }] }],
        ["starts of names", { replication: [{ to: ["eu-west-1"], prefixes: ["team-a/", "prod-", "we"] }] },
            { replication: [{ to: [{ region: "eu-west-1" }], prefixes: ["team-a/", "prod-", "we"] }] }],
        ["sources of replication", { replicationFrom: [OTHER, { account: "333333333333", prefixes: ["team-a/"] }] },
            { replicationFrom: [{ account: OTHER, prefixes: [] }, { account: "333333333333", prefixes: ["team-a/"] }] }],
        ["an upstream prefix of all", { pullThroughCache: [ecrCache({ upstreamPrefix: "ROOT" })] }, { pullThroughCache: [ecrCache()] }],
        ["a cache with all keys", { pullThroughCache: [ecrCache({ role: ARNS.role, upstreamPrefix: "team-a" }), cache({ prefix: "ROOT" })] }, {}],
        ["a template for a cache, whose tags move", { creationTemplates: [template()] },
            { creationTemplates: [{ ...template(), immutableTags: false, ...SETTINGS }] }],
        ["a template for pushes, whose tags do not", { creationTemplates: [template({ prefix: "ROOT", appliesTo: ["push", "push"], role: ARNS.role })] },
            { creationTemplates: [{ prefix: "ROOT", appliesTo: ["push"], role: ARNS.role, immutableTags: true, ...SETTINGS }] }],
        ["what is written of a template's tags", { creationTemplates: [template({ immutableTags: true, movableTags: ["latest"] })] },
            { creationTemplates: [{ ...template(), ...SETTINGS, immutableTags: true, movableTags: ["latest"] }] }],
        ["ARNs as long as they may be", {
            pullThroughCache: [cache({ credentials: ARNS.secret.padEnd(612, "x"), role: ARNS.role.padEnd(201, "x") })], pullTimeExclusions: [ARNS.role.padEnd(200, "x")],
        }, {}],
        ["a provider that the stack owns", { oidcProviders: { github: "create" } }, { oidcProviders: { github: "create", gitlab: "existing" } }],
        ["the rest", {
            name: "contoso", protect: false, immutableTags: false, movableTags: ["cache-*", "latest"], scanOnPush: false, forceDelete: true, tags: { a: "" },
            accountSettings: { basicScanning: "AWS_NATIVE", blobMounting: true, registryPolicyScope: "V2" }, pullTimeExclusions: [ARNS.role, ARNS.user],
        }, {}],
    ];
    for (const [title, keys, want] of good) {
        it(`takes ${title}`, () => assert.deepEqual(requireEcr(keys), { ...requireEcr({}), ...keys, ...want }));
    }

    const bad: readonly (readonly [title: string, keys: Values, ...want: RegExp[]])[] = [
        ["nothing but its kind", { account: undefined, region: undefined },
            /^registries:registry\.account: .*12 digits in quotes, as a number would lose zeros .*nothing$/, /\.region: .*such as eu-central-1; .*nothing$/],
        ["an account without quotes", { account: 12345678901 }, /\.account: .*in quotes.*the number 12345678901$/],
        ["an account of 11 digits", { account: "12345678901" }, /\.account: .*12 digits/],
        ["a region that is none", { region: "eu-central" }, /\.region: .*"eu-central"$/],
        ["a name that no role has", { name: "a b", protect: "yes" }, /\.name: .*"a b"$/, /\.protect: required is true or false/],
        ["the alias of a key", { encryption: { key: `arn:aws:kms:eu-central-1:${ACCOUNT}:alias/images` } }, /\.encryption\.key: .*not of an alias/],
        ["a key alone", { encryption: ARNS.key }, /\.encryption: required is a map of key and dualLayer, which may be empty; it is now "arn/],
        ["filters that are none", { movableTags: ["a/b", "*a*b*", "", "x".repeat(129), "a*b*"] },
            /movableTags\[0\]: .*at most 2 \*/, /movableTags\[1\]: /, /movableTags\[2\]: .*empty$/, /movableTags\[3\]: /],
        ["a number for a tag", { tags: { a: 1 } }, /tags\.a: .*in quotes/],
        ["a repository that is a text", { repositories: { web: "x" } }, /repositories\.web: required is a map of what differs/],
        ["a repository's mistyped key", { repositories: { web: { imutableTags: true, force_delete: true } } },
            /repositories\.web\.imutableTags: .*mean "immutableTags"/, /repositories\.web\.force_delete: .*mean "forceDelete"/],
        ["a repository's wrong lifecycle", { repositories: { web: { lifecycle: [{ untagged: true }] } } }, /repositories\.web\.lifecycle\[0\]\.keep: /],
        ["repositories in a list", { repositories: ["web"] }, /repositories: .*a map .*a list$/],
        ["scanning of no type", { scanning: { rules: [{ frequency: "daily", repositories: [] }] } },
            /scanning\.type: .*nothing$/, /rules\[0\]\.frequency: required is push or continuous/, /rules\[0\]\.repositories: .*at least one/],
        ["patterns that are none", { scanning: { type: "basic", rules: [{ frequency: "push", repositories: ["Web", "a//b", "a/", "team-a/*"] }] } },
            /repositories\[0\]: /, /repositories\[1\]: /, /repositories\[2\]: /],
        ["replication to nowhere", { replication: [{ to: [] }, { to: ["europe", {}] }] },
            /replication\[0\]\.to: .*at least one/, /replication\[1\]\.to\[0\]: .*"europe"$/, /to\[1\]\.region: .*nothing$/],
        ["starts that no name has", { replication: [{ to: ["eu-west-1"], prefixes: ["a", "/x", "Team"] }] }, /prefixes\[0\]: /, /prefixes\[1\]: /, /prefixes\[2\]: /],
        ["a source that is a number", { replicationFrom: [210987654321, "1"] }, /replicationFrom\[0\]: .*in quotes.*number/, /replicationFrom\[1\]: /],
        ["a cache's bad prefixes", { pullThroughCache: [cache({ prefix: "hub/" }), cache({ prefix: "a".repeat(31) }), cache({ prefix: "h" })] },
            /\[0\]\.prefix: .*without the \/ at the end/, /\[1\]\.prefix: /, /\[2\]\.prefix: /],
        ["a cache's other mistakes", { pullThroughCache: [{ prefix: "hub", upstream: "https://ghcr.io", role: ARNS.user }] },
            /\[0\]\.upstream: .*a registry's host/, /\[0\]\.role: .*the ARN of a role/],
        ["a secret of another name", { pullThroughCache: [cache({ credentials: ARNS.secret.replace("ecr-pullthroughcache/", "") })] },
            /\[0\]\.credentials: .*\(not the secret\) whose name starts with ecr-pullthroughcache\/.*not shown/],
        ["a secret whose ARN is too long", { pullThroughCache: [cache({ credentials: ARNS.secret.padEnd(613, "x") })] }, /\[0\]\.credentials: .*at most 612 characters/],
        ["a template for nothing", { creationTemplates: [template({ appliesTo: [], prefix: "hub/", description: "x".repeat(256) })] },
            /\[0\]\.prefix: /, /\[0\]\.description: .*at most 255/, /\[0\]\.appliesTo: .*at least one/],
        ["a template's mistyped occasion", { creationTemplates: [template({ appliesTo: ["pull-through"] })] }, /appliesTo\[0\]: .*mean "pull-through-cache"/],
        ["settings that are none", { accountSettings: { basicScanning: "aws_native", mounting: true } }, /basicScanning: .*mean "AWS_NATIVE"/, /accountSettings\.mounting: /],
        ["an exclusion that is no principal", { pullTimeExclusions: [ARNS.key] }, /pullTimeExclusions\[0\]: /],
        ["an exclusion whose ARN is too long", { pullTimeExclusions: [ARNS.role.padEnd(201, "x")] }, /pullTimeExclusions\[0\]: .*at most 200 characters/],
        ["an owner that is none", { oidcProviders: { github: true } }, /oidcProviders\.github: .*create or existing/],
        ["keys of other tools", {
            repository_image_tag_mutability: "IMMUTABLE", image_tag_mutability: "MUTABLE", repository_force_delete: true, repository_encryption_type: "KMS",
            kms_key: ARNS.key, registry_pull_through_cache_rules: {}, "scan-type": "BASIC", location: "x", repositoryName: "web", repositoryType: "public",
        }, /here it is immutableTags; /, /here it is immutableTags; /, /here it is forceDelete; /, /here it is encryption; /, /here it is encryption with key; /,
            /here it is pullThroughCache; /, /here it is scanning with type; /, /here it is region; /, /here it is repositories, a map/, /here it is kind: ecr-public; /],
    ];
    for (const [title, keys, ...want] of bad) {
        it(`refuses ${title}`, () => {
            const lines = parseProblems(ECR_MAP, { ...MINIMAL, ...keys });
            assert.equal(lines.length, want.length, lines.join("\n"));
            want.forEach((pattern, index) => assert.match(lines[index] ?? "", pattern));
        });
    }

    it("stands in for what no other key depends on", () => {
        const written = { ...MINIMAL, tags: { a: 1 }, protect: "yes", accountSettings: 1, unknown: 1, repositories: { web: {} } };
        assert.deepEqual(standInEcr(written, ["tags", "protect", "accountSettings", "unknown"]), requireEcr({ protect: true, repositories: { web: {} } }));
    });

    const hiding: readonly (readonly [key: string, value: unknown])[] = [
        ["account", 1], ["region", "x"], ["immutableTags", "x"], ["repositories", []], ["replication", {}], ["pullThroughCache", {}],
    ];
    for (const [key, value] of hiding) {
        it(`stands in for no ${key}`, () => assert.equal(standInEcr({ ...MINIMAL, [key]: value }, [key]), undefined));
    }

    it("says of every part where it is", () => {
        for (const [above, keys] of ECR_PARTS) {
            const [first = ""] = above.split(/[.[]/);
            assert.ok(Object.hasOwn(ECR_KEYS, first), above);
            assert.ok(Object.values(keys).every((key) => v.getTitle(key) !== undefined && v.getDescription(key) !== undefined), above);
        }
    });
});
