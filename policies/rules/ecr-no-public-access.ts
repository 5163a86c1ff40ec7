import { isAboutOthers, isNarrowed } from "../aws-condition";
import { isAbout, isAllow, isDeny, isForEverybody, statementsOf, textsOf, type Statement } from "../aws-statement";
import { ECR_TYPES } from "../ecr";
import { allow, FOREIGN_ROOT, nativeRepository, policyDocument, REGISTRY_POLICY, repositoryPolicy, template } from "../ecr-examples";
import { accessPolicyOf } from "../ecr-policy";
import { facts } from "../facts";
import { valueAt } from "../property";
import type { Rule } from "../rule";
import { allHold, gather } from "../undecided";

const ORGANIZATION = { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };
const OUTSIDE = { StringNotEquals: { "aws:PrincipalOrgID": ["o-a1b2c3d4e5"] } };
const DENY = { Effect: "Deny", Principal: "*", Action: "ecr:*" };
const ARN = "arn:aws:ecr:eu-central-1:123456789012:repository/base/*";

/** Nobody but those who are told may do anything with a repository. */
export const ecrNoPublicAccess: Rule = {
    id: "ecr-no-public-access",
    title: "A policy of Amazon ECR allows nothing to everybody",
    why: "anybody with an account of AWS, whoever that is, gets the images or can put others in their place",
    severity: "critical",
    level: "mandatory",
    fix:
        "Name roles or accounts as Principal, or add a condition on aws:PrincipalOrgID with StringEquals; in this program, " +
        "registries:access with role, account or organization. Images for everybody belong to Amazon ECR Public (kind: ecr-public).",
    url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
    references: ["CKV_AWS_32", "AWS-0032", "nag ECR1", "PRW ecr_repositories_not_publicly_accessible"],
    appliesTo: ECR_TYPES,
    scope: "resource",
    reads: ["policy", "policy.Statement[0].Principal", "repositoryPolicyText", "repositoryPolicy"],

    check(resource) {
        const policy = accessPolicyOf(resource);
        const statements = policy === undefined ? [] : statementsOf(policy);
        return gather(
            statements.map((read) => () => {
                const statement = read();
                const isOpen = allHold(
                    () => isAllow(statement),
                    () => isForEverybody(statement),
                    () => !isNarrowed(statement),
                    () => !statements.some((other) => shuts(other(), statement)),
                );
                return isOpen ? [`${statement.path} allows everybody${exceptionOf(statement)}.`] : [];
            }),
        );
    },

    good: [
        { title: "another account", resources: [repositoryPolicy(allow({ AWS: FOREIGN_ROOT }))] },
        { title: "an organisation", resources: [repositoryPolicy(allow("*", { Condition: ORGANIZATION }))] },
        {
            title: "a part of an organisation, of whose paths a request may have several",
            resources: [repositoryPolicy(allow("*", { Condition: { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/*" } } }))],
        },
        {
            title: "functions of an account",
            resources: [
                repositoryPolicy(
                    allow({ Service: "lambda.amazonaws.com" }),
                    allow("*", { Condition: { ArnLike: { "AWS:SourceArn": "arn:aws:lambda:*:123456789012:function:*" } } }),
                ),
            ],
        },
        { title: "everybody is denied something", resources: [repositoryPolicy({ ...DENY, Action: "ecr:PutImage" })] },
        {
            title: "whoever is not of the organisation is denied all",
            resources: [repositoryPolicy(allow("*"), { ...DENY, Condition: OUTSIDE })],
        },
        {
            title: "Cloud Control",
            resources: [nativeRepository({ repositoryPolicyText: policyDocument(allow({ AWS: FOREIGN_ROOT })) })],
        },
        {
            title: "a registry that takes replicas",
            resources: [facts(REGISTRY_POLICY, { policy: policyDocument(allow({ AWS: FOREIGN_ROOT }, { Action: "ecr:ReplicateImage", Resource: ARN })) })],
        },
        { title: "no policy", resources: [nativeRepository()] },
    ],
    bad: [
        { title: "everybody", resources: [repositoryPolicy(allow("*"))], violation: "policy.Statement[0] allows everybody." },
        {
            title: "everybody as identities of AWS, in a list, behind others",
            resources: [repositoryPolicy(allow({ AWS: FOREIGN_ROOT }), allow({ AWS: [FOREIGN_ROOT, "*"] }))],
            violation: "policy.Statement[1] allows everybody.",
        },
        {
            title: "a document with one statement that is in no list",
            resources: [facts(REGISTRY_POLICY, { policy: { Statement: allow({ AWS: "*" }, { Action: "ecr:*", Resource: ARN }) } })],
            violation: "policy.Statement allows everybody.",
        },
        {
            title: "all but one",
            resources: [repositoryPolicy({ Effect: "Allow", NotPrincipal: { AWS: FOREIGN_ROOT }, Action: "ecr:*" })],
            violation: "policy.Statement[0] allows everybody but whom NotPrincipal names.",
        },
        {
            title: "a condition that holds for whoever is of no organisation",
            resources: [repositoryPolicy(allow("*", { Condition: { StringEqualsIfExists: ORGANIZATION.StringEquals } }))],
            violation: "policy.Statement[0] allows everybody.",
        },
        {
            title: "any organisation, any address, and a condition on something else",
            resources: [
                repositoryPolicy(
                    allow("*", {
                        Condition: { StringLike: { "aws:PrincipalOrgID": "o-*" }, IpAddress: { "aws:SourceIp": "0.0.0.0/0" }, Bool: { "aws:SecureTransport": "true" } },
                    }),
                ),
            ],
            violation: "policy.Statement[0] allows everybody.",
        },
        {
            title: "whoever is not of the organisation is denied something else",
            resources: [repositoryPolicy(allow("*"), { ...DENY, Action: "ecr:PutImage", Condition: OUTSIDE })],
            violation: "policy.Statement[0] allows everybody.",
        },
        {
            title: "a template",
            resources: [template({ repositoryPolicy: JSON.stringify(policyDocument(allow("*"))) })],
            violation: "repositoryPolicy.Statement[0] allows everybody.",
        },
        {
            title: "Cloud Control",
            resources: [nativeRepository({ repositoryPolicyText: policyDocument(allow("*")) })],
            violation: "repositoryPolicyText.Statement[0] allows everybody.",
        },
    ],
};

/** Says whether a statement denies what another one allows to all but those whom a condition tells. */
function shuts(denial: Statement, allowance: Statement): boolean {
    return (
        isDeny(denial) &&
        isForEverybody(denial) &&
        !("NotPrincipal" in denial.elements) &&
        isAboutOthers(denial) &&
        !("NotAction" in allowance.elements) &&
        textsOf(valueAt(allowance.elements, "Action")).every((action) => isAbout(denial, action)) &&
        ["*", undefined].includes(textsOf(valueAt(denial.elements, "Resource"))[0])
    );
}

function exceptionOf({ elements }: Statement): string {
    return "NotPrincipal" in elements ? " but whom NotPrincipal names" : "";
}
