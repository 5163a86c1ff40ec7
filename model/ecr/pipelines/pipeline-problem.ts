import { formatKey } from "../../config-key";
import { findSameOrigins } from "../../pipelines/origin-problem";
import type { PipelineSpec } from "../../pipelines/pipeline-spec";
import type { Problem } from "../../problem";
import { count, quote } from "../../registry-problem";
import { findLengthProblem } from "../access/policy-length";
import { findScopeProblems } from "../access/grant-problem";
import type { RepositoryNames } from "../access/repository-area";
import type { RolePlan } from "../role-plan";
import { ROLE_NAME_MAX } from "../values/role-name";
import { listAwsOrigins } from "./pipeline-origin";
import { issuerName } from "./trust";

/** In characters, unless AWS has raised it; Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const TRUST_LENGTH_MAX = 2_048;

/**
 * What cannot stand in a policy as it is: signs past Latin-1, and the start of a variable, which would be filled in.
 *
 * Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (names) and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
const UNWRITABLE = /[^\u0020-\u00FF]|\$\{/;

/** What findings depend on of a registry. */
interface Registry extends RepositoryNames {
    readonly alsoAzure: boolean;
}

/**
 * Returns what AWS would refuse of a pipeline.
 *
 * @param role what it comes to; @default - it has nothing to do with AWS
 */
export function findPipelineProblems(name: string, spec: PipelineSpec, registry: Registry, role?: RolePlan): readonly Problem[] {
    const path = ["pipelines", name];
    return [
        ...(registry.alsoAzure || spec.azurePipelines.length === 0 ? [] : [{
            key: formatKey([...path, "azurePipelines"]),
            required: "nothing, as service connections log in to Azure alone, where no registry is: github or gitlab",
            now: count(spec.azurePipelines.length, "service connection"),
        }]),
        ...(role === undefined ? [] : [
            ...findRoleProblems(path, role),
            ...findOriginProblems(path, spec),
            ...findScopeProblems(path, { ...spec, grantee: { role: name } }, registry),
        ]),
    ];
}

function findRoleProblems(path: readonly string[], { name, trust, policy }: RolePlan): readonly Problem[] {
    const key = formatKey(path);
    return [
        ...(name.length <= ROLE_NAME_MAX ? [] : [{
            key,
            required: `a shorter name, or \`name\` of the registry, as that of the role, ${quote(name)}, may have ${ROLE_NAME_MAX} characters`,
            now: `${name.length} characters`,
        }]),
        ...(trust.length <= TRUST_LENGTH_MAX ? [] : [{
            key,
            required: `fewer places to log in from, as a role's trust may have ${TRUST_LENGTH_MAX} characters; another pipeline may have the rest`,
            now: `${trust.length} characters`,
        }]),
        ...findLengthProblem(key, policy, `of the role ${name}`),
    ];
}

function findOriginProblems(path: readonly string[], spec: PipelineSpec): readonly Problem[] {
    const origins = listAwsOrigins(spec);
    const key = formatKey(path);
    return [
        ...findSameOrigins(key, origins.map((origin) => ({ ...origin, issuer: issuerName(origin) }))),
        ...origins.filter(({ subject }) => UNWRITABLE.test(subject)).map(({ subject }) =>
            ({ key, required: "names of the signs that IAM takes as they are: those of Latin-1, and no ${", now: quote(subject) })),
        // Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html (`Url`)
        ...origins.filter((origin) => /[:[]/.test(issuerName(origin))).map((origin) =>
            ({ key: formatKey([...path, "gitlab"]), required: "a host without a port, as IAM takes none", now: quote(issuerName(origin)) })),
    ];
}
