import { isAbout, isAllow, statementsOf } from "../aws-statement";
import { awsPropertyAt } from "../ecr";
import { allow, policyDocument, ROLE } from "../ecr-examples";
import { facts } from "../facts";
import { trustsAnyPipeline } from "../pipeline-issuer";
import type { Facts, Props, Rule } from "../rule";
import { allHold, gather } from "../undecided";

const GITHUB = "token.actions.githubusercontent.com";
const ASSUME = "sts:AssumeRoleWithWebIdentity";
const BRANCH = "repo:contoso/shop:ref:refs/heads/main";
const AUDIENCE = { [`${GITHUB}:aud`]: "sts.amazonaws.com" };

/** A role that pipelines take on is one for pipelines of known repositories. */
export const oidcTrustBounded: Rule = {
    id: "oidc-trust-bounded",
    title: "A role that trusts GitHub or GitLab names the repository of the pipeline",
    why:
        "pipelines of other repositories can take on the role and do all that it may; those of anybody with an account there, " +
        "if no organisation is named either",
    severity: "high",
    level: "mandatory",
    fix:
        "Add StringEquals on the issuer's sub, such as token.actions.githubusercontent.com:sub with " +
        "repo:contoso/shop:environment:production (GitLab: project_path:contoso/shop:ref_type:branch:ref:main), to every " +
        "statement; in this program, registries:pipelines.",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_for-idp_oidc.html",
    references: ["CKV_AWS_358"],
    appliesTo: /^(?:aws:iam(?:\/[^:]*)?|aws-native:iam):Role$/,
    scope: "resource",
    reads: ["assumeRolePolicy", "assumeRolePolicyDocument", "assumeRolePolicy.Statement[0].Condition"],

    check(resource) {
        const place = { classic: "assumeRolePolicy", native: "assumeRolePolicyDocument" };
        return gather(
            statementsOf(awsPropertyAt(resource, place)).map((read) => () => {
                const statement = read();
                return allHold(
                    () => isAllow(statement),
                    () => isAbout(statement, ASSUME),
                    () => trustsAnyPipeline(statement),
                )
                    ? [`${statement.path} names no repository of the pipeline.`]
                    : [];
            }),
        );
    },

    good: [
        { title: "a branch", resources: [role(trust(GITHUB, { StringEquals: { ...AUDIENCE, [`${GITHUB}:sub`]: BRANCH } }))] },
        {
            title: "all of a repository, known by ids too",
            resources: [role(trust(GITHUB, { StringLike: { [`${GITHUB}:sub`]: ["repo:contoso/shop:*", "repo:contoso@1/shop@2:*"] } }))],
        },
        {
            title: "GitLab",
            resources: [role(trust("gitlab.com", { StringLike: { "gitlab.com:sub": "project_path:contoso/team/shop:ref_type:branch:ref:*" } }))],
        },
        {
            title: "Cloud Control",
            resources: [
                facts("aws-native:iam:Role", { assumeRolePolicyDocument: policyDocument(trust(GITHUB, { StringEquals: { [`${GITHUB}:sub`]: BRANCH } })) }),
            ],
        },
        {
            title: "a repository by its id, or by its name, beside all of an organisation",
            resources: [
                role(
                    trust(GITHUB, { StringEquals: { [`${GITHUB}:repository_id`]: "741852963" }, StringLike: { [`${GITHUB}:sub`]: "repo:contoso/*" } }),
                    trust(GITHUB, { StringEquals: { [`${GITHUB}:repository`]: ["contoso/shop", "contoso/search"] } }),
                ),
            ],
        },
        { title: "a service", resources: [role(allow({ Service: "ecs-tasks.amazonaws.com" }, { Action: "sts:AssumeRole" }))] },
        {
            title: "two issuers, and a subject that only one of them gives",
            resources: [
                role({
                    ...trust(GITHUB, { StringLike: { [`${GITHUB}:sub`]: "repo:contoso/shop:*" } }),
                    Principal: { Federated: [GITHUB, "gitlab.com"].map((issuer) => `arn:aws:iam::123456789012:oidc-provider/${issuer}`) },
                }),
            ],
        },
        { title: "people, by another issuer", resources: [role(trust("login.contoso.example", {}))] },
        { title: "nobody of GitHub", resources: [role({ ...trust(GITHUB, {}), Effect: "Deny" })] },
    ],
    bad: [
        { title: "an audience alone", resources: [role(trust(GITHUB, { StringEquals: AUDIENCE }))], violation: open(0) },
        {
            title: "a second statement",
            resources: [
                role(
                    trust(GITHUB, { StringEquals: { [`${GITHUB}:sub`]: BRANCH } }),
                    trust(GITHUB, { StringLike: { [`${GITHUB}:sub`]: [BRANCH, "repo:contoso/*"] } }),
                ),
            ],
            violation: open(1),
        },
        {
            title: "a condition that holds where nothing is said",
            resources: [role(trust(GITHUB, { "ForAllValues:StringLike": { [`${GITHUB}:sub`]: BRANCH } }))],
            violation: open(0),
        },
        {
            title: "what any repository can have",
            resources: [role(trust(GITHUB, { StringEquals: { [`${GITHUB}:sub`]: "environment:production" } }))],
            violation: open(0),
        },
        {
            title: "all repositories of an organisation, by their names",
            resources: [role(trust(GITHUB, { StringLike: { [`${GITHUB}:repository`]: "contoso/*" } }))],
            violation: open(0),
        },
        {
            title: "the subject of another issuer",
            resources: [role(trust("gitlab.com", { StringEquals: { [`${GITHUB}:sub`]: "project_path:contoso/shop:ref_type:tag:ref:1" } }))],
            violation: open(0),
        },
        {
            title: "a document",
            resources: [facts(ROLE, { assumeRolePolicy: policyDocument(trust(GITHUB, { StringLike: { [`${GITHUB}:sub`]: "repo:*" } })) })],
            violation: open(0),
        },
    ],
};

function role(...statements: readonly Props[]): Facts {
    return facts(ROLE, { assumeRolePolicy: JSON.stringify(policyDocument(...statements)) });
}

function trust(issuer: string, Condition: Props): Props {
    return allow({ Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` }, { Action: ASSUME, Condition });
}

function open(index: number): string {
    return `assumeRolePolicy.Statement[${index}] names no repository of the pipeline.`;
}
