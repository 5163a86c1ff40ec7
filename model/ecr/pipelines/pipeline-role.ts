import type { PipelineSpec } from "../../pipelines/pipeline-spec";
import type { Problem } from "../../problem";
import type { AwsRegistry } from "../access/grant";
import { formatIdentityPolicy } from "../access/identity-policy";
import { requestOf } from "../access/repository-area";
import type { EcrSpec } from "../ecr-spec";
import { listAwsOrigins, planOidcProviders } from "./pipeline-origin";
import type { OidcProviderPlan, PipelineRolePlan } from "./pipeline-plan";
import { findPipelineProblems } from "./pipeline-problem";
import { formatTrust, issuerName } from "./trust";

/** A registry, as far as pipelines depend on it. */
export interface PipelineRegistry extends AwsRegistry {
    readonly tags: Readonly<Record<string, string>>;

    readonly oidcProviders: EcrSpec["oidcProviders"];

    /** Whether another registry is on Azure, which service connections are for. */
    readonly alsoAzure: boolean;
}

/** Returns the roles of the pipelines, by name, the providers that this stack makes, and what AWS would refuse of them. */
export function planPipelineRoles(specs: Readonly<Record<string, PipelineSpec>>, registry: PipelineRegistry): {
    readonly roles: readonly PipelineRolePlan[];
    readonly oidcProviders: readonly OidcProviderPlan[];
    readonly problems: readonly Problem[];
} {
    const planned = Object.entries(specs)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, spec]) => planPipeline(name, spec, registry));
    const problems = planned.flatMap((pipeline) => pipeline.problems);
    return {
        roles: problems.length > 0 ? [] : planned.flatMap(({ role }) => role ?? []),
        oidcProviders: planOidcProviders(Object.values(specs), registry),
        problems,
    };
}

function planPipeline(name: string, spec: PipelineSpec, registry: PipelineRegistry): {
    readonly role?: PipelineRolePlan;
    readonly problems: readonly Problem[];
} {
    const origins = listAwsOrigins(spec);
    if (origins.length === 0) {
        return { problems: findPipelineProblems(name, spec, registry) };
    }
    const role: PipelineRolePlan = {
        pipeline: name,
        name: `${registry.name}-${name}`,
        trust: formatTrust(registry, origins),
        policy: formatIdentityPolicy(registry, [requestOf({ ...spec, grantee: { role: name } }, registry)], registry.taggedPrefixes),
        issuers: [...new Set(origins.map(issuerName))].sort(),
        tags: registry.tags,
    };
    return { role, problems: findPipelineProblems(name, spec, registry, role) };
}
