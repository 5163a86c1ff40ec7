import assert from "node:assert/strict";
import { ECR_RULES, findEcrProblems } from "../model/ecr/rules/ecr-rules";
import type { PushedImage } from "../model/ecr/pushed-image";
import { formatProblem } from "../model/problem";
import { ACCOUNT, ARNS, cache, ecrCache, image, OTHER, requireEcr, template, type Values } from "./model-ecr-spec";

/** So many texts of their own. */
const times = <T>(number: number, make: (index: number) => T): readonly T[] => Array.from({ length: number }, (_, index) => make(index));

const manyTags = (number: number): Values => Object.fromEntries(times(number, (index) => [`t${index}`, ""]));
const to = (...destinations: readonly unknown[]): Values => ({ replication: [{ to: destinations }] });
const scan = (type: string, ...rules: readonly (readonly [frequency: string, ...repositories: string[]])[]): Values =>
    ({ scanning: { type, rules: rules.map(([frequency, ...repositories]) => ({ frequency, repositories })) } });
const KEY = { key: ARNS.key };
const OTHER_KEY = { key: ARNS.key.replace("eu-central-1", "eu-west-1") };
const DAYS = [{ tagPatterns: ["1.*"], pushedDays: 30 }];

/** What each rule has nothing against. */
const good: readonly (readonly [rule: string, keys: Values, images?: readonly PushedImage[]])[] = [
    ["repository-names", { repositories: { "team-a/my.app_x": {}, ab: {} } }, [image("team--a/web")]],
    ["tags-within-limits", { tags: { "Cost centre": "a/b=c+d@e:f", ...manyTags(49) } }, [image("web")]],
    ["exclusions-once", { pullTimeExclusions: [ARNS.role, ARNS.user] }],
    ["movable-tags-within-limits", {}, [image("web", "latest", "stable", "edge")]],
    ["movable-tags-within-limits", {}, [image("web", "latest"), image("worker", "edge", "next", "stable")]],
    ["movable-tags-within-limits", { movableTags: ["feature-*"] }, [image("web", ...times(9, (index) => `feature-${index}`))]],
    ["movable-tags-within-limits", { immutableTags: false }, [image("web", "a", "b", "c", "d")]],
    ["movable-tags-of-immutable", { movableTags: ["latest"], repositories: { web: { immutableTags: false } } }],
    ["movable-tags-of-immutable", { immutableTags: false, movableTags: ["latest"], repositories: { web: { immutableTags: true } } }],
    ["lifecycle-works", { lifecycle: [{ untagged: true, pushedDays: 14 }] }, [image("web")]],
    ["key-of-region", { encryption: KEY, repositories: { web: { encryption: { key: ARNS.key.replace(ACCOUNT, OTHER) } } } }],
    ["dual-layer-in-govcloud", { region: "us-gov-east-1", encryption: { dualLayer: true } }],
    ["secret-of-registry", { pullThroughCache: [cache()] }],
    ["role-of-account", { creationTemplates: [template({ role: ARNS.role })] }],
    ["exclusion-of-partition", { pullTimeExclusions: [ARNS.user] }],
    ["continuous-scanning-enhanced", scan("enhanced", ["continuous", "prod*"], ["push", "*"])],
    ["enhanced-scanning-scans", scan("basic")],
    ["scan-frequency-once", scan("enhanced", ["push", "a"], ["continuous", "b"])],
    ["scan-filters-within-limits", scan("basic", ["push", ...times(100, (index) => `r${index}`)])],
    ["basic-scanner-with-basic", { scanning: { type: "basic" }, accountSettings: { basicScanning: "AWS_NATIVE" } }],
    ["replication-within-limits", to(...times(25, (index) => ({ region: "eu-west-1", account: `${index + 100_000_000_000}` })))],
    ["replica-not-at-home", to("eu-west-1", { region: "eu-central-1", account: OTHER })],
    ["replica-in-partition", { region: "cn-north-1", ...to("cn-northwest-1") }],
    ["replica-once", { replication: [{ to: ["eu-west-1"], prefixes: ["a-"] }, { to: ["eu-west-1"], prefixes: ["b-"] }] }],
    ["replicated-prefix-once", { replication: [{ to: ["eu-west-1"], prefixes: ["team-a/", "team-b/"] }] }],
    ["replication-from-others", { replicationFrom: [OTHER, "333333333333"] }],
    ["cache-prefixes-once", { pullThroughCache: times(50, (index) => cache({ prefix: `hub${index}` })) }],
    ...["public.ecr.aws", "registry.k8s.io", "quay.io"].map((upstream) =>
        ["cache-upstream-known", { pullThroughCache: [{ prefix: "hub", upstream }] }] as const),
    ...["ghcr.io", "registry.gitlab.com", "cgr.dev", "contoso.azurecr.io", "contoso-a1b2.azurecr.io"].map((upstream) =>
        ["cache-credentials-fit", { pullThroughCache: [cache({ upstream })] }] as const),
    ["cache-upstream-elsewhere", { pullThroughCache: [ecrCache()] }],
    ["cache-role-fits", { pullThroughCache: [ecrCache({ upstream: `${OTHER}.dkr.ecr.eu-central-1.amazonaws.com`, role: ARNS.role })] }],
    ["upstream-prefix-fits", { pullThroughCache: [ecrCache({ upstreamPrefix: "team-a" }), cache({ upstreamPrefix: "contoso.com" })] }],
    ["cache-apart-from-images", { pullThroughCache: [cache()], repositories: { "hub/library/nginx": {} } }, [image("hubble/web"), image("hub")]],
    ["cache-apart-from-images", { pullThroughCache: [cache({ prefix: "ROOT" })] }, [image("web")]],
    ["template-prefix-once", { creationTemplates: [template(), template({ prefix: "ROOT" })] }],
    ["basic-scanner-current", { accountSettings: { blobMounting: false } }],
    ["policy-scope-current", { accountSettings: { registryPolicyScope: "V2" } }],
];

/** What makes exactly one rule speak, and what it says. */
const bad: readonly (readonly [rule: string, keys: Values, images: readonly PushedImage[], ...want: RegExp[]])[] = [
    ["repository-names", { repositories: { "Team/web": {}, "a.b": {}, x: {} } }, [image("y"), image("x")],
        /^registries:registry\.repositories\.Team\/web: required is a repository of 2 to 255 characters.*now "Team\/web"$/, /repositories\.x: /,
        /^registries:images: required is of each image a repository .*now "y"$/],
    ["tags-within-limits", { tags: { Team: "a", team: "b" } }, [image("web")], /registry\.tags\.team: required is a name that differs .* by more than its case/],
    ["tags-within-limits", { tags: manyTags(51), creationTemplates: [template({ tags: { "AWS:x": "" } })] }, [image("web")],
        /registry\.tags: required is at most 50 tags; it is now 51 tags$/, /creationTemplates\[0\]\.tags\.AWS:x: .*does not start with aws:/],
    ["tags-within-limits", { tags: manyTags(50), repositories: { web: { tags: { own: "" } }, tool: { tags: { "a|b": "x".repeat(257) } } } }, [],
        /repositories\.tool\.tags: .*51 tags$/, /repositories\.tool\.tags\.a\|b: .*a name of 3 characters, and 257 of text$/, /repositories\.web\.tags: .*51 tags$/],
    ["exclusions-once", { pullTimeExclusions: [ARNS.role, ARNS.role] }, [], /pullTimeExclusions\[1\]: .*another than pullTimeExclusions\[0\]/],
    ["exclusions-once", { pullTimeExclusions: times(101, (index) => `${ARNS.user}${index}`) }, [], /pullTimeExclusions: .*at most 100 ARNs/],
    ["movable-tags-within-limits", { movableTags: ["cache-*"] }, [image("web", "latest", "stable", "edge")],
        /registry\.repositories\.web\.movableTags: required is at most 5 tags or patterns .*now 6: cache-\*, 1, 1\.4, edge, latest and stable$/],
    ["movable-tags-within-limits", { movableTags: ["*"] }, [image("web"), image("worker")], /registry\.movableTags\[0\]: .*or immutableTags: false; it is now "\*"$/],
    ["movable-tags-within-limits", { movableTags: ["1.*"] }, [image("web"), image("worker")],
        /registry\.movableTags\[0\]: .*no tag of a single build.*now "1\.\*", which matches 1\.4\.2$/],
    ["movable-tags-within-limits", { repositories: { web: { movableTags: ["latest", "sha-*"] } } }, [image("web")],
        /repositories\.web\.movableTags\[1\]: .*which matches sha-0123456789ab$/],
    ["movable-tags-within-limits", { creationTemplates: [template({ immutableTags: true, movableTags: ["**", "a", "b", "c", "d", "e"] })] }, [],
        /creationTemplates\[0\]\.movableTags\[0\]: /, /creationTemplates\[0\]\.movableTags: .*now 6: /],
    ["movable-tags-of-immutable", { immutableTags: false, movableTags: ["latest"], repositories: { web: { movableTags: ["a"] } }, creationTemplates: [template({ movableTags: ["b"] })] }, [],
        /registry\.movableTags: required is nothing where immutableTags is false/, /repositories\.web\.movableTags: /, /creationTemplates\[0\]\.movableTags: /],
    ["lifecycle-works", { lifecycle: DAYS }, [image("web"), image("worker")], /registry\.lifecycle\[0\].*web:1\.4\.2, worker:1\.4\.2/],
    ["lifecycle-works", { lifecycle: DAYS, repositories: { web: { movableTags: ["cache"] } } }, [image("web"), image("worker")],
        /registry\.lifecycle\[0\].*worker:1\.4\.2/, /registry\.lifecycle\[0\].*web:1\.4\.2/],
    ["lifecycle-works", { repositories: { web: { lifecycle: DAYS } } }, [image("web"), image("worker")], /registry\.repositories\.web\.lifecycle\[0\]/],
    ["key-of-region", { encryption: OTHER_KEY, repositories: { web: { encryption: OTHER_KEY } }, creationTemplates: [template({ encryption: OTHER_KEY })] }, [],
        /registry\.encryption\.key: required is a key of the registry's region, so its ARN starts with arn:aws:kms:eu-central-1:; .*eu-west-1/,
        /repositories\.web\.encryption\.key: /, /creationTemplates\[0\]\.encryption\.key: /],
    ["dual-layer-in-govcloud", { encryption: { dualLayer: true }, repositories: { web: { encryption: { dualLayer: true } } } }, [],
        /registry\.encryption\.dualLayer: .*GovCloud.*now true$/, /repositories\.web\.encryption\.dualLayer: /],
    ["secret-of-registry", { pullThroughCache: [cache({ credentials: ARNS.secret.replace(ACCOUNT, OTHER) })] }, [],
        new RegExp(`pullThroughCache\\[0\\]\\.credentials: .*arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:; `)],
    ["role-of-account", { creationTemplates: [template({ role: ARNS.role.replace(ACCOUNT, OTHER) })] }, [],
        new RegExp(`creationTemplates\\[0\\]\\.role: .*arn:aws:iam::${ACCOUNT}:; `)],
    ["exclusion-of-partition", { pullTimeExclusions: [ARNS.role.replace("arn:aws:", "arn:aws-cn:")] }, [], /pullTimeExclusions\[0\]: .*starts with arn:aws:iam::; /],
    ["continuous-scanning-enhanced", scan("basic", ["continuous", "*"]), [], /scanning\.rules\[0\]\.frequency: .*type enhanced.*"continuous"$/],
    ["enhanced-scanning-scans", scan("enhanced"), [], /scanning\.rules: .*an empty list$/],
    ["scan-frequency-once", scan("basic", ["push", "a"], ["push", "b"]), [], /scanning\.rules\[1\]\.frequency: .*scanning\.rules\[0\]/],
    ["scan-filters-within-limits", scan("basic", ["push", "r0", ...times(100, (index) => `r${index}`)]), [], /rules\[0\]\.repositories: .*101 patterns$/, /repositories\[1\]: .*"r0"$/],
    ["basic-scanner-with-basic", { scanning: { type: "enhanced" }, accountSettings: { basicScanning: "AWS_NATIVE" } }, [], /accountSettings\.basicScanning: .*Inspector/],
    ["replication-within-limits", { replication: times(11, () => ({ to: ["eu-west-1"] })) }, [], /registry\.replication: .*at most 10 rules; it is now 11 rules$/],
    ["replication-within-limits", to(...times(26, (index) => ({ region: "eu-west-1", account: `${index + 100_000_000_000}` }))), [], /replication: .*26 destinations$/],
    ["replication-within-limits", { replicationFrom: [{ account: OTHER, prefixes: times(101, (index) => `p${index}/`) }] }, [], /replicationFrom\[0\]\.prefixes: .*101 starts$/],
    ["replica-not-at-home", to({ region: "eu-central-1", account: ACCOUNT }), [], /replication\[0\]\.to\[0\]: .*now "eu-central-1"$/],
    ["replica-in-partition", to("us-gov-west-1"), [], /to\[0\]: required is a region of aws, .*now "us-gov-west-1"$/],
    ["replica-once", to("eu-west-1", { region: "eu-west-1", account: ACCOUNT }), [], new RegExp(`to\\[1\\]: .*another than to\\[0\\].*now ${ACCOUNT} in eu-west-1$`)],
    ["replicated-prefix-once", { replication: [{ to: ["eu-west-1"], prefixes: ["team-a/", "team-", "x-", "x-"] }] }, [],
        /prefixes\[0\]: .*prefixes\[1\].*"team-"; it is now "team-a\/"$/, /prefixes\[3\]: .*prefixes\[2\]/],
    ["replication-from-others", { replicationFrom: [ACCOUNT, OTHER, { account: OTHER, prefixes: ["a-"] }] }, [],
        /replicationFrom\[0\]\.account: .*anyway/, /replicationFrom\[2\]\.account: .*replicationFrom\[1\]/],
    ["cache-prefixes-once", { pullThroughCache: [cache(), cache({ upstream: "ghcr.io" })] }, [], /pullThroughCache\[1\]\.prefix: .*now "hub"$/],
    ["cache-prefixes-once", { pullThroughCache: times(51, (index) => cache({ prefix: `hub${index}` })) }, [], /pullThroughCache: .*at most 50 caches/],
    ["cache-upstream-known", { pullThroughCache: ["docker.io", "ecr-public.aws.com", "guay.io"].map((upstream, index) => cache({ upstream, prefix: `hub${index}` })) }, [],
        /\[0\]\.upstream: .*Docker Hub is registry-1\.docker\.io; it is now "docker\.io"$/, /\[1\]\.upstream: .*Amazon ECR Public is public\.ecr\.aws;/, /\[2\]\.upstream: .*mean "quay\.io"/],
    ["cache-upstream-known", { pullThroughCache: [ecrCache({ upstream: `${ACCOUNT}.dkr.ecr-fips.us-east-1.amazonaws.com` })] }, [], /\[0\]\.upstream: /],
    ["cache-upstream-elsewhere", { pullThroughCache: [ecrCache({ upstream: `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com` })] }, [], /\[0\]\.upstream: .*another registry than this one/],
    ["cache-upstream-elsewhere", { pullThroughCache: [ecrCache({ upstream: `${ACCOUNT}.dkr.ecr.cn-north-1.amazonaws.com.cn` })] }, [], /\[0\]\.upstream: .*a registry of aws;/],
    ["cache-credentials-fit", { pullThroughCache: [{ prefix: "hub", upstream: "registry-1.docker.io" }, ecrCache({ credentials: ARNS.secret })] }, [],
        /\[0\]\.credentials: .*needs a login; it is now nothing for "registry-1\.docker\.io"$/, /\[1\]\.credentials: required is nothing for another Amazon ECR/],
    ["cache-role-fits", { pullThroughCache: [ecrCache({ upstream: `${OTHER}.dkr.ecr.eu-west-1.amazonaws.com` }), cache({ role: ARNS.role }), ecrCache({ prefix: "x1", role: ARNS.role })] }, [],
        /\[0\]\.role: .*the other account/, /\[1\]\.role: required is nothing but/, /\[2\]\.role: required is nothing but/],
    ["upstream-prefix-fits", { pullThroughCache: [ecrCache({ prefix: "ROOT", upstreamPrefix: "team-a" })] }, [], /\[0\]\.upstreamPrefix: .*now "team-a"$/],
    ["cache-apart-from-images", { pullThroughCache: [cache()] }, [image("hub/web")], /\[0\]\.prefix: .*now "hub", below which is "hub\/web"$/],
    ["template-prefix-once", { creationTemplates: [template(), template({ appliesTo: ["push"] })] }, [], /creationTemplates\[1\]\.prefix: .*creationTemplates\[0\]/],
    ["basic-scanner-current", { accountSettings: { basicScanning: "CLAIR" } }, [], /accountSettings\.basicScanning: .*AWS_NATIVE.*now "CLAIR"$/],
    ["policy-scope-current", { accountSettings: { registryPolicyScope: "V1" } }, [], /accountSettings\.registryPolicyScope: .*V2.*now "V1"$/],
];

describe("the rules of a private registry of Amazon ECR", () => {
    for (const [id, keys, images = []] of good) {
        it(`${id} takes ${JSON.stringify(keys).slice(0, 80)}`, () => {
            assert.ok(ECR_RULES.some((rule) => rule.id === id), id);
            assert.deepEqual(findEcrProblems(requireEcr(keys), images).map(formatProblem), []);
        });
    }

    for (const [id, keys, images, ...want] of bad) {
        it(`${id} refuses ${JSON.stringify(keys).slice(0, 80)}`, () => {
            const lines = ECR_RULES.flatMap((rule) => rule.check(requireEcr(keys), images).map((problem) => ({ id: rule.id, line: formatProblem(problem) })));
            assert.deepEqual([...new Set(lines.map((found) => found.id))], [id], JSON.stringify(lines));
            assert.equal(lines.length, want.length, JSON.stringify(lines));
            want.forEach((pattern, index) => assert.match(lines[index]?.line ?? "", pattern));
        });
    }

    it("have ids of their own, a source, and both a good and a bad row", () => {
        const ids = ECR_RULES.map(({ id }) => id);
        assert.equal(new Set(ids).size, ids.length);
        assert.deepEqual([...new Set(good.map(([id]) => id))].sort(), [...ids].sort());
        assert.deepEqual([...new Set(bad.map(([id]) => id))].sort(), [...ids].sort());
        ECR_RULES.forEach(({ source }) => assert.match(source, /^https:\/\//));
    });
});
