import type { AwsPlan } from "../../model/ecr/aws-plan";
import type { CreationTemplatePlan, EcrPlan, EncryptionPlan, PullThroughCachePlan, RepositoryPlan } from "../../model/ecr/ecr-plan";
import { defined, meaning, pick, policiesOf, tagList, tagMap, type Operation } from "./operation";

/** What a private registry is made with, in an order in which it can be. */
export const ECR_OPERATIONS: readonly Operation<EcrPlan>[] = [
    {
        name: "ecr:CreateRepository",
        calls: ({ registry }) => registry.repositories.map((plan) => ({
            title: plan.name,
            send: ({ ecr }) => ecr.createRepository({
                repositoryName: plan.name,
                ...mutability(plan),
                imageScanningConfiguration: { scanOnPush: plan.scanOnPush },
                encryptionConfiguration: encryption(plan.encryption),
                tags: tagList(plan.tags),
            }),
            read: async ({ ecr }) => {
                const [made] = (await ecr.describeRepositories({ repositoryNames: [plan.name] })).repositories ?? [];
                const { tags } = await ecr.listTagsForResource({ resourceArn: made?.repositoryArn });
                return {
                    uri: made?.repositoryUri,
                    imageTagMutability: made?.imageTagMutability,
                    imageTagMutabilityExclusionFilters: made?.imageTagMutabilityExclusionFilters ?? [],
                    scanOnPush: made?.imageScanningConfiguration?.scanOnPush,
                    encryption: plan.encryption.key === undefined ? made?.encryptionConfiguration?.encryptionType : made?.encryptionConfiguration,
                    tags: tagMap(tags),
                };
            },
            want: {
                uri: `${registry.host}/${plan.name}`,
                imageTagMutabilityExclusionFilters: [],
                ...mutability(plan),
                scanOnPush: plan.scanOnPush,
                encryption: plan.encryption.key === undefined ? plan.encryption.type : encryption(plan.encryption),
                tags: plan.tags,
            },
        })),
    },
    {
        name: "ecr:PutLifecyclePolicy",
        calls: ({ registry }) => registry.repositories.flatMap(({ name: repositoryName, lifecyclePolicy: text }) => text === undefined ? [] : [{
            title: repositoryName,
            send: ({ ecr }) => ecr.putLifecyclePolicy({ repositoryName, lifecyclePolicyText: text }),
            read: async ({ ecr }) => meaning((await ecr.getLifecyclePolicy({ repositoryName })).lifecyclePolicyText),
            want: meaning(text),
            ...(/"sinceImagePulled"|"archive"/.test(text) ? { lacks: /torageClass|\(transition\) not found in enum|failed to match exactly one schema/ } : {}),
        }]),
    },
    {
        name: "ecr:StartLifecyclePolicyPreview",
        calls: ({ registry }) => registry.repositories.flatMap(({ name: repositoryName, lifecyclePolicy: text }) => text === undefined ? [] : [{
            title: repositoryName,
            send: ({ ecr }) => ecr.startLifecyclePolicyPreview({ repositoryName, lifecyclePolicyText: text }),
            read: async ({ ecr }) => meaning((await ecr.getLifecyclePolicyPreview({ repositoryName })).lifecyclePolicyText),
            want: meaning(text),
        }]),
    },
    {
        name: "ecr:SetRepositoryPolicy",
        calls: ({ registry, grants }) => policiesOf(registry, grants).map(({ repositoryName, policyText }) => ({
            title: repositoryName,
            send: ({ ecr }) => ecr.setRepositoryPolicy({ repositoryName, policyText }),
            read: async ({ ecr }) => meaning((await ecr.getRepositoryPolicy({ repositoryName })).policyText),
            want: meaning(policyText),
        })),
    },
    {
        name: "ecr:PutRegistryPolicy",
        calls: ({ registry: { registryPolicy: policyText } }) => policyText === undefined ? [] : [{
            title: "of the registry",
            send: ({ ecr }) => ecr.putRegistryPolicy({ policyText }),
            read: async ({ ecr }) => meaning((await ecr.getRegistryPolicy({})).policyText),
            want: meaning(policyText),
            ...(policyText.includes("BatchImportUpstreamImage") ? { lacks: /Invalid registry policy provided/ } : {}),
        }],
    },
    {
        name: "ecr:PutReplicationConfiguration",
        calls: ({ registry }) => {
            const rules = replicationRules(registry);
            return rules.length === 0 ? [] : [{
                title: `of ${rules.length} rules`,
                send: ({ ecr }) => ecr.putReplicationConfiguration({ replicationConfiguration: { rules } }),
                read: async ({ ecr }) => (await ecr.describeRegistry({})).replicationConfiguration?.rules,
                want: rules,
                ...(rules.length > 1 ? { lacks: /^This feature is disabled$/ } : {}),
            }];
        },
    },
    {
        name: "ecr:PutRegistryScanningConfiguration",
        calls: ({ registry: { scanning } }) => scanning === undefined ? [] : [{
            title: scanning.type,
            send: ({ ecr }) => ecr.putRegistryScanningConfiguration({ scanType: scanning.type, rules: scanRules(scanning) }),
            read: async ({ ecr }) => (await ecr.getRegistryScanningConfiguration({})).scanningConfiguration,
            want: { scanType: scanning.type, rules: scanRules(scanning) },
        }],
    },
    {
        name: "ecr:CreatePullThroughCacheRule",
        calls: ({ registry }) => registry.pullThroughCache.map((plan) => {
            const rule = cacheRule(plan);
            return {
                title: plan.prefix,
                send: ({ ecr }) => ecr.createPullThroughCacheRule(rule),
                read: async ({ ecr }) => pick(rule, (await ecr.describePullThroughCacheRules({ ecrRepositoryPrefixes: [plan.prefix] })).pullThroughCacheRules?.[0]),
                want: rule,
            };
        }),
    },
    {
        name: "ecr:CreateRepositoryCreationTemplate",
        calls: (plan) => plan.registry.creationTemplates.map((template) => {
            const made = creationTemplate(template, roleArn(plan));
            return {
                title: template.prefix,
                send: ({ ecr }) => ecr.createRepositoryCreationTemplate(made),
                read: async ({ ecr }) => pick(made, (await ecr.describeRepositoryCreationTemplates({ prefixes: [template.prefix] })).repositoryCreationTemplates?.[0]),
                want: made,
            };
        }),
    },
    {
        name: "ecr:PutAccountSetting",
        calls: ({ registry }) => registry.accountSettings.map(({ name, value }) => ({
            title: name,
            send: ({ ecr }) => ecr.putAccountSetting({ name, value }),
            read: async ({ ecr }) => (await ecr.getAccountSetting({ name })).value,
            want: value,
        })),
    },
    {
        name: "ecr:RegisterPullTimeUpdateExclusion",
        calls: ({ registry }) => registry.pullTimeExclusions.map((principalArn) => ({
            title: principalArn,
            send: ({ ecr }) => ecr.registerPullTimeUpdateExclusion({ principalArn }),
            read: async ({ ecr }) => (await ecr.listPullTimeUpdateExclusions({})).pullTimeUpdateExclusions?.includes(principalArn),
            want: true,
        })),
    },
    {
        name: "ecr:GetAuthorizationToken",
        calls: ({ registry }) => [{
            title: registry.host,
            send: ({ ecr }) => ecr.getAuthorizationToken({}),
            read: async ({ ecr }) => {
                const [data] = (await ecr.getAuthorizationToken({})).authorizationData ?? [];
                const [user, token = ""] = Buffer.from(data?.authorizationToken ?? "", "base64").toString().split(":");
                return { user, hasToken: token !== "", at: data?.proxyEndpoint };
            },
            want: { user: "AWS", hasToken: true, at: `https://${registry.host}` },
        }],
    },
];

/** Returns the role that creation templates name, if the plan makes it. */
export function roleArn({ registry }: AwsPlan<EcrPlan>): string | undefined {
    return registry.templateRole === undefined ? undefined : `arn:${registry.partition}:iam::${registry.account}:role/${registry.templateRole.name}`;
}

/** Returns the rules of a registry's replication as the API takes them. */
export function replicationRules({ replication }: EcrPlan) {
    return replication.map(({ destinations, prefixes }) => ({
        destinations: destinations.map(({ region, account }) => ({ region, registryId: account })),
        ...(prefixes.length === 0 ? {} : { repositoryFilters: prefixes.map((filter) => ({ filter, filterType: "PREFIX_MATCH" as const })) }),
    }));
}

/** Returns the rules of a registry's scanning as the API takes them. */
export function scanRules({ rules }: NonNullable<EcrPlan["scanning"]>) {
    return rules.map(({ frequency, repositories }) => ({
        scanFrequency: frequency,
        repositoryFilters: repositories.map((filter) => ({ filter, filterType: "WILDCARD" as const })),
    }));
}

/** Returns a pull-through cache as the API takes it. */
export function cacheRule({ prefix, upstreamUrl, upstreamPrefix, credentialArn, roleArn: customRoleArn }: PullThroughCachePlan) {
    return {
        ecrRepositoryPrefix: prefix,
        upstreamRegistryUrl: upstreamUrl,
        ...defined({ upstreamRepositoryPrefix: upstreamPrefix, credentialArn, customRoleArn }),
    };
}

/** Returns a creation template as the API takes it. @param made the role that the plan makes for it */
export function creationTemplate(plan: CreationTemplatePlan, made: string | undefined) {
    return {
        prefix: plan.prefix,
        appliedFor: [...plan.appliedFor],
        ...mutability(plan),
        encryptionConfiguration: encryption(plan.encryption),
        resourceTags: tagList(plan.resourceTags),
        ...defined({
            description: plan.description,
            lifecyclePolicy: plan.lifecyclePolicy,
            repositoryPolicy: plan.repositoryPolicy,
            customRoleArn: plan.role === "create" ? made : plan.role,
        }),
    };
}

/** Returns which tags may be moved, as the API takes it. */
export function mutability({ tagMutability, exclusionFilters }: Pick<RepositoryPlan, "tagMutability" | "exclusionFilters">) {
    return {
        imageTagMutability: tagMutability,
        ...(exclusionFilters.length === 0 ? {}
            : { imageTagMutabilityExclusionFilters: exclusionFilters.map((filter) => ({ filterType: "WILDCARD" as const, filter })) }),
    };
}

/** Returns what images are encrypted with, as the API takes it. */
export function encryption({ type, key }: EncryptionPlan) {
    return { encryptionType: type, ...defined({ kmsKey: key }) };
}

