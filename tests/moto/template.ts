import type { AwsPlan } from "../../model/ecr/aws-plan";
import type { EcrPlan, RepositoryPlan } from "../../model/ecr/ecr-plan";
import type { EcrPublicPlan } from "../../model/ecr/public/ecr-public-plan";
import { defined, meaning, policiesOf, tagList, type AnyRegistry } from "./operation";
import { cacheRule, creationTemplate, encryption, mutability, replicationRules, roleArn, scanRules } from "./operations-ecr";
import { catalogData } from "./operations-ecr-public";
import { rolesOf } from "./operations-iam";

/** A resource in the words of AWS CloudFormation. */
export interface Resource {
    readonly Type: string;
    readonly Properties: object;
}

/** Returns what a plan makes of a private registry, as resources of AWS CloudFormation; it has none for account settings. */
export function privateResources(plan: AwsPlan<EcrPlan>): readonly Resource[] {
    const { registry } = plan;
    const { scanning, registryPolicy } = registry;
    const rules = replicationRules(registry);
    return [
        ...registry.repositories.map((repository) => resource("ECR::Repository", {
            ...repositoryOf(repository),
            ...policyOf(plan, repository.name),
        })),
        ...registryPolicy === undefined ? [] : [resource("ECR::RegistryPolicy", { PolicyText: meaning(registryPolicy) })],
        ...rules.length === 0 ? [] : [resource("ECR::ReplicationConfiguration", { ReplicationConfiguration: capitals({ rules }) })],
        ...scanning === undefined ? [] : [resource("ECR::RegistryScanningConfiguration", capitals({ scanType: scanning.type, rules: scanRules(scanning) }))],
        ...registry.pullThroughCache.map((cache) => resource("ECR::PullThroughCacheRule", capitals(cacheRule(cache)))),
        ...registry.creationTemplates.map((template) => {
            const { imageTagMutabilityExclusionFilters: _, resourceTags, ...made } = creationTemplate(template, roleArn(plan));
            return resource("ECR::RepositoryCreationTemplate", { ...capitals(made), ResourceTags: resourceTags, ...filtersOf(template) });
        }),
        ...registry.pullTimeExclusions.map((principalArn) => resource("ECR::PullTimeUpdateExclusion", capitals({ principalArn }))),
        ...identityResources(plan),
    ];
}

/** Returns what a plan makes of a public registry, as resources of AWS CloudFormation. */
export function publicResources(plan: AwsPlan<EcrPublicPlan>): readonly Resource[] {
    return [
        ...plan.registry.repositories.map((repository) => {
            const { description, ...catalog } = catalogData(repository) ?? {};
            return resource("ECR::PublicRepository", {
                RepositoryName: repository.name,
                RepositoryCatalogData: capitals({ ...catalog, ...defined({ repositoryDescription: description }) }),
                Tags: tagList(repository.tags),
                ...policyOf(plan, repository.name),
            });
        }),
        ...identityResources(plan),
    ];
}

function identityResources(plan: AwsPlan<AnyRegistry>): readonly Resource[] {
    return [
        ...plan.oidcProviders.map(({ url, audiences, tags }) => resource("IAM::OIDCProvider", { Url: url, ClientIdList: audiences, Tags: tagList(tags) })),
        ...rolesOf(plan).map(({ name, trust, policy, tags }) => resource("IAM::Role", {
            RoleName: name,
            AssumeRolePolicyDocument: meaning(trust),
            Policies: [{ PolicyName: name, PolicyDocument: meaning(policy) }],
            Tags: tagList(tags),
        })),
        ...plan.grants.identities.map(({ name, role, policy }) =>
            resource("IAM::RolePolicy", { RoleName: role, PolicyName: name, PolicyDocument: meaning(policy) })),
    ];
}

function repositoryOf(plan: RepositoryPlan): object {
    return {
        RepositoryName: plan.name,
        ImageTagMutability: plan.tagMutability,
        ...filtersOf(plan),
        ImageScanningConfiguration: { ScanOnPush: plan.scanOnPush },
        EncryptionConfiguration: capitals(encryption(plan.encryption)),
        ...plan.lifecyclePolicy === undefined ? {} : { LifecyclePolicy: { LifecyclePolicyText: plan.lifecyclePolicy } },
        Tags: tagList(plan.tags),
    };
}

/** Here filters have names of their own. */
function filtersOf(plan: Parameters<typeof mutability>[0]): object {
    const { imageTagMutabilityExclusionFilters: filters } = mutability(plan);
    return filters === undefined ? {} : {
        ImageTagMutabilityExclusionFilters: filters.map(({ filter, filterType }) =>
            ({ ImageTagMutabilityExclusionFilterType: filterType, ImageTagMutabilityExclusionFilterValue: filter })),
    };
}

function policyOf({ registry, grants }: AwsPlan<AnyRegistry>, repository: string): object {
    const policy = policiesOf(registry, grants).find(({ repositoryName }) => repositoryName === repository)?.policyText;
    return policy === undefined ? {} : { RepositoryPolicyText: meaning(policy) };
}

function resource(type: string, properties: object): Resource {
    return { Type: `AWS::${type}`, Properties: properties };
}

/** Returns what the API takes with keys as AWS CloudFormation writes them. */
function capitals(value: object): object {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [`${key.slice(0, 1).toUpperCase()}${key.slice(1)}`, capitalsOf(one)]));
}

function capitalsOf(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(capitalsOf);
    }
    return typeof value === "object" && value !== null ? capitals(value) : value;
}
