import * as ecr from "@pulumi/aws/ecr";
import type * as pulumi from "@pulumi/pulumi";
import type { CreationTemplatePlan } from "../../model/ecr/ecr-plan";
import { encryptionOf, mutabilityOf } from "./ecr-inputs";
import type { EcrScope } from "./ecr-scope";
import { declareRole, type DeclaredRole } from "./iam-role";

/** Declares what repositories are like that Amazon ECR makes by itself, and the role that it makes them with. */
export function declareCreationTemplates(scope: EcrScope): pulumi.CustomResource[] {
    const { name, plan, parent } = scope;
    const role = plan.templateRole && declareRole(`${name}-template-role`, plan.templateRole, parent);
    return [
        ...(role?.resources ?? []),
        ...plan.creationTemplates.map((template) => declareTemplate(scope, template, role)),
    ];
}

function declareTemplate({ name, plan: { region }, parent }: EcrScope, plan: CreationTemplatePlan, made: DeclaredRole | undefined): pulumi.CustomResource {
    const { description, lifecyclePolicy, repositoryPolicy, resourceTags } = plan;
    const customRoleArn = plan.role === "create" ? made?.role.arn : plan.role;
    return new ecr.RepositoryCreationTemplate(`${name}-template-${plan.prefix}`, {
        prefix: plan.prefix,
        region,
        appliedFors: [...plan.appliedFor],
        ...mutabilityOf(plan),
        encryptionConfigurations: [encryptionOf(plan.encryption)],
        ...(description === undefined ? {} : { description }),
        ...(lifecyclePolicy === undefined ? {} : { lifecyclePolicy }),
        ...(repositoryPolicy === undefined ? {} : { repositoryPolicy }),
        // Left out where there are none, as ECR wants a role for a template that has tags.
        ...(Object.keys(resourceTags).length === 0 ? {} : { resourceTags }),
        ...(customRoleArn === undefined ? {} : { customRoleArn }),
    }, {
        parent,
        dependsOn: plan.role === "create" ? [...made?.resources ?? []] : [],
        deleteBeforeReplace: true,
    });
}

/** Declares the repositories that are filled from other registries; after the templates, which their first pull goes by. */
export function declareCaches({ name, plan: { pullThroughCache, region }, parent }: EcrScope, templates: readonly pulumi.Resource[]): pulumi.CustomResource[] {
    return pullThroughCache.map(({ prefix, upstreamUrl, upstreamPrefix, credentialArn, roleArn }) => new ecr.PullThroughCacheRule(`${name}-cache-${prefix}`, {
        ecrRepositoryPrefix: prefix,
        region,
        upstreamRegistryUrl: upstreamUrl,
        ...(upstreamPrefix === undefined ? {} : { upstreamRepositoryPrefix: upstreamPrefix }),
        ...(credentialArn === undefined ? {} : { credentialArn }),
        ...(roleArn === undefined ? {} : { customRoleArn: roleArn }),
        // A prefix is taken for as long as its rule is there.
    }, { parent, dependsOn: [...templates], deleteBeforeReplace: true }));
}
