import { isProps, textOf, type Props } from "../provider/wire";
import { isArn } from "./arn";
import { AwsError, invalidParameter, repositoryNotFound } from "./aws-error";
import type { AwsCloud } from "./cloud";
import { refuseLifecycle } from "./lifecycle-rules";
import { isStatement, manyOf, principalsOf, statementsOf } from "./policy-json";
import type { Rule } from "./rule";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html */
const MAX_REPOSITORY_POLICY = 10_240;

/** What a registry's policy is about in its first scope. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html */
const V1_ACTIONS = /^ecr:(ReplicateImage|CreateRepository|BatchImportUpstreamImage)$/;

/** @see https://github.com/awsdocs/amazon-ecr-user-guide/pull/20 */
const INVALID_REPOSITORY_POLICY = invalidParameter("PolicyText", "Invalid repository policy provided");

/** @see https://github.com/pulumi/pulumi-aws/issues/2326 */
const INVALID_REGISTRY_POLICY = invalidParameter("PolicyText", "Invalid registry policy provided");

/** @see https://github.com/hashicorp/terraform-provider-aws/issues/39064 */
const PRINCIPAL_NOT_FOUND = invalidParameter("PolicyText", "Principal not found");

/** Returns true for what the provider waits out, as a new role is not known everywhere at once. */
export function isPropagating({ message }: AwsError): boolean {
    return [INVALID_REPOSITORY_POLICY, PRINCIPAL_NOT_FOUND].some((error) => error.message === message);
}

/** Returns why ECR refuses a policy of a repository. */
export function refuseRepositoryPolicy(text: string, cloud: AwsCloud, service = "ecr"): AwsError | undefined {
    const statements = statementsOf(text);
    const actions = new RegExp(`^${service}:[A-Za-z*]+$`);
    const good = statements?.every((statement) => isStatement(statement)
        && statement["Resource"] === undefined && statement["NotResource"] === undefined
        && isPrincipal(statement["Principal"] ?? statement["NotPrincipal"])
        && manyOf(statement["Action"] ?? statement["NotAction"]).every((action) => actions.test(String(action)) || action === "*"));
    return good !== true || text.length > MAX_REPOSITORY_POLICY ? INVALID_REPOSITORY_POLICY : refusePrincipals(statements ?? [], cloud);
}

/** Refuses a policy whose principals are not there: roles of this account, and those that a test says are not. */
function refusePrincipals(statements: readonly Props[], cloud: AwsCloud): AwsError | undefined {
    for (const principal of statements.flatMap(principalsOf)) {
        const left = cloud.principals.get(principal) ?? 0;
        if (left > 0) {
            cloud.principals.set(principal, left - 1);
        }
        if (left > 0 || !exists(principal, cloud)) {
            return PRINCIPAL_NOT_FOUND;
        }
    }
    return undefined;
}

function exists(principal: string, cloud: AwsCloud): boolean {
    const [, account, role] = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(principal) ?? [];
    const known = account !== cloud.account || role === undefined || cloud.find("aws:iam/role:Role", role, "") !== undefined;
    return (isArn(principal) || /^\d{12}$/.test(principal)) && known && !(cloud.options.noPrincipals ?? []).includes(principal);
}

function isPrincipal(principal: unknown): boolean {
    return principal === "*" || (isProps(principal) && Object.keys(principal).length > 0 && Object.keys(principal).every((key) => /^(AWS|Service|Federated)$/.test(key)));
}

/** A policy or lifecycle needs its repository. */
const needsRepository = (token: string): Rule => ({ cloud, place, props }) => {
    const name = textOf(props["repository"] ?? props["repositoryName"]);
    return cloud.find(token, name, place.region) === undefined ? repositoryNotFound(name, place.account) : undefined;
};

export const repositoryPolicyRules: readonly Rule[] = [
    needsRepository("aws:ecr/repository:Repository"),
    ({ cloud, props }) => refuseRepositoryPolicy(textOf(props["policy"]), cloud),
];

export const publicRepositoryPolicyRules: readonly Rule[] = [
    needsRepository("aws:ecrpublic/repository:Repository"),
    ({ cloud, props }) => refuseRepositoryPolicy(textOf(props["policy"]), cloud, "ecr-public"),
];

export const lifecycleRules: readonly Rule[] = [
    needsRepository("aws:ecr/repository:Repository"),
    ({ props }) => refuseLifecycle(textOf(props["policy"])),
];

/** A registry's policy names resources, and in its first scope three actions alone. */
export const registryPolicyRules: readonly Rule[] = [
    ({ cloud, place, props }) => {
        const scope = cloud.find("aws:ecr/accountSetting:AccountSetting", "REGISTRY_POLICY_SCOPE", place.region)?.props["value"] ?? "V1";
        const actions = scope === "V2" ? /^ecr:[A-Za-z*]+$/ : V1_ACTIONS;
        const good = statementsOf(textOf(props["policy"]))?.every((statement) => isStatement(statement)
            && isPrincipal(statement["Principal"])
            && manyOf(statement["Resource"]).length > 0
            && manyOf(statement["Resource"]).every((resource) => isRepositoryArn(String(resource), place.account, place.region))
            && manyOf(statement["Action"]).every((action) => actions.test(String(action))));
        return good === true ? undefined : INVALID_REGISTRY_POLICY;
    },
    ({ cloud, props }) => refusePrincipals(statementsOf(textOf(props["policy"])) ?? [], cloud),
];

function isRepositoryArn(resource: string, account: string, region: string): boolean {
    return resource === "*" || new RegExp(`^arn:aws[\\w-]*:ecr:(${region}|\\*):(${account}|\\*):repository/.+$`).test(resource);
}

