import { v5 } from "uuid";
import { formatKey } from "../../config-key";
import type { Problem } from "../../problem";
import { coverRights } from "../access/role";
import { LEGACY_SCOPE, planRole, type RegistryRoles } from "../access/role-plan";
import type { FederatedCredentialPlan, PipelinePlan } from "./pipeline-plan";
import { findSameOrigins } from "../../pipelines/origin-problem";
import type { PipelineSpec } from "../../pipelines/pipeline-spec";
import { azurePipelinesOrigin, githubOrigin, gitlabOrigin, type TokenOrigin } from "../../pipelines/pipeline-subject";

/**
 * The only audience that Azure takes.
 *
 * Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations#errors
 */
const AUDIENCE = "api://AzureADTokenExchange";

/** Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity */
const CREDENTIALS_MAX = 20;

/** In characters; of the same source. */
const SUBJECT_LENGTH_MAX = 600;

/** Digits that keep the names of an identity's credentials apart. */
const NAME_DIGITS = 8;

type Origin = TokenOrigin & { readonly from: string };

/** Returns the identities of the pipelines, by name, and what Azure would refuse of them. */
export function planPipelines(
    specs: Readonly<Record<string, PipelineSpec>>,
    registry: RegistryRoles,
): { readonly pipelines: readonly PipelinePlan[]; readonly problems: readonly Problem[] } {
    const sorted = Object.entries(specs).sort(([one], [other]) => (one < other ? -1 : 1));
    const problems = sorted.flatMap(([name, spec]) => findProblems(name, spec, registry));
    return { pipelines: problems.length > 0 ? [] : sorted.map(([name, spec]) => planPipeline(name, spec, registry)), problems };
}

function planPipeline(name: string, spec: PipelineSpec, registry: RegistryRoles): PipelinePlan {
    const repositories = spec.repositories === undefined ? [] : [spec.repositories];
    return {
        name,
        identity: `${registry.registry}-${name}`,
        credentials: originsOf(spec).map(planCredential),
        roles: coverRights(spec.may, registry.permissions).map((right) =>
            planRole(registry, { key: `pipeline ${name}` }, right, repositories)),
    };
}

function originsOf({ github, azurePipelines, gitlab }: PipelineSpec): Origin[] {
    return [
        ...github.map((spec) => ({ from: "github", ...githubOrigin(spec) })),
        ...azurePipelines.map((spec) => ({ from: "azure-pipelines", ...azurePipelinesOrigin(spec) })),
        ...gitlab.map((spec) => ({ from: "gitlab", ...gitlabOrigin(spec) })),
    ];
}

function planCredential({ from, issuer, subject }: Origin): FederatedCredentialPlan {
    const id = v5(`${issuer}\n${subject}`, v5.URL);
    return { name: `${from}-${id.slice(0, NAME_DIGITS)}`, issuer, subject, audiences: [AUDIENCE] };
}

function findProblems(name: string, spec: PipelineSpec, { permissions }: RegistryRoles): Problem[] {
    const key = formatKey(["pipelines", name]);
    const origins = originsOf(spec);
    return [
        ...(permissions === "legacy" && spec.repositories !== undefined ? [{
            key: formatKey(["pipelines", name, "repositories"]),
            required: `nothing, as ${LEGACY_SCOPE}`,
            now: JSON.stringify(spec.repositories),
        }] : []),
        ...(origins.length > CREDENTIALS_MAX ? [{
            key,
            required: `at most ${CREDENTIALS_MAX} places to log in from, as an identity takes no more; another pipeline may have the rest`,
            now: `${origins.length} of them`,
        }] : []),
        ...findSameOrigins(key, origins),
        ...origins.filter(({ subject }) => subject.length > SUBJECT_LENGTH_MAX).map(({ subject }) => ({
            key,
            required: `names that make a subject of at most ${SUBJECT_LENGTH_MAX} characters`,
            now: `a subject of ${subject.length} characters`,
        })),
    ];
}
