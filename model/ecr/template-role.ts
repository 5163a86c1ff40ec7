import type { Problem } from "../problem";
import { problemIf, quote } from "../registry-problem";
import { repositoryArn, type AwsPlace } from "./access/aws-place";
import { formatPolicy, oneOrMore, type IdentityStatement } from "./access/policy-document";
import { wholeCache } from "./access/repository-area";
import type { CreationTemplatePlan } from "./ecr-plan";
import type { RolePlan } from "./role-plan";
import { ROOT } from "./values/repository-name";
import { isRoleName, ROLE_START_TAKES } from "./values/role-name";

/**
 * What it takes to encrypt with a key of one's own. The key that AWS manages lets all of its account do it by ECR.
 *
 * Sources: https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-custom.html,
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 */
const KEY_ACTIONS = ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"];

/** Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create-iam.html */
const TRUST = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "AmazonEcr", Effect: "Allow", Principal: { Service: "ecr.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

/**
 * Returns the role that Amazon ECR makes repositories with, for all templates that need one and name none; `undefined`
 * where there is no such template.
 *
 * @param name the start of the names of roles
 */
export function planTemplateRole(
    { name, tags, ...place }: AwsPlace & Pick<RolePlan, "name" | "tags">,
    templates: readonly CreationTemplatePlan[],
): RolePlan | undefined {
    const own = templates.filter(({ role }) => role === "create");
    return own.length === 0 ? undefined : {
        name: `${name}-ecr-templates`, trust: TRUST, policy: formatPolicy(planStatements(place, own)), tags,
    };
}

/** Returns a mistake if IAM would refuse the role's name. */
export function findRoleProblems(role: RolePlan | undefined): readonly Problem[] {
    return problemIf(role !== undefined && !isRoleName(role.name), ["name"],
        `the start of the names of roles, ${ROLE_START_TAKES}, as that of the stack makes none`,
        `nothing, which makes ${quote(role?.name ?? "")}`);
}

function planStatements(place: AwsPlace, templates: readonly CreationTemplatePlan[]): readonly IdentityStatement[] {
    const below = (Sid: string, Action: string, some: readonly CreationTemplatePlan[]) =>
        allow(Sid, [Action], some.map(({ prefix }) => repositoryArn(place, prefix === ROOT ? "*" : wholeCache(prefix))));
    const keys = templates.flatMap(({ encryption: { key } }) => key ?? []);
    return [
        ...below("CreateRepositories", "ecr:CreateRepository", templates),
        ...below("ReplicateImages", "ecr:ReplicateImage", templates.filter(({ appliedFor }) => appliedFor.includes("REPLICATION"))),
        ...below("TagRepositories", "ecr:TagResource", templates.filter(({ resourceTags }) => Object.keys(resourceTags).length > 0)),
        ...allow("UseKeys", KEY_ACTIONS, keys),
    ];
}

function allow(Sid: string, actions: readonly string[], resources: readonly string[]): readonly IdentityStatement[] {
    return resources.length === 0 ? [] : [{ Sid, Effect: "Allow", Action: oneOrMore(actions), Resource: oneOrMore(resources) }];
}
