import { allow, policyDocument, ROLE } from "../policies/ecr-examples";
import { facts } from "../policies/facts";
import type { Facts, Props } from "../policies/rule";
import { testCases, type Case } from "./rule-cases";

const GITHUB = "token.actions.githubusercontent.com";
const PROVIDER = "arn:aws:iam::123456789012:oidc-provider";
const OPEN = ["assumeRolePolicy.Statement[0] names no repository of the pipeline."];

const role = (statement: Props): [Facts] => [facts(ROLE, { assumeRolePolicy: policyDocument(statement) })];
const trust = (issuer: string, Condition: Props, Principal: Props = { Federated: `${PROVIDER}/${issuer}` }) =>
    role(allow(Principal, { Action: "sts:AssumeRoleWithWebIdentity", Condition }));
const claims = (issuer: string, claim: string, said: readonly string[], ...values: readonly string[]) =>
    values.map((value): Case => [`${claim} ${value} of ${issuer}`, trust(issuer, { StringLike: { [`${issuer}:${claim}`]: value } }), said]);

testCases("oidc-trust-bounded", [
    ...claims(GITHUB, "sub", [], "repo:contoso/shop", "repo:contoso/shop:*", "repository:contoso/shop:ref:*", "repository_id:741852963", "repository_id:7:*", "environment:prod:repo:contoso/shop"),
    ...claims(GITHUB, "sub", OPEN, "*", "repo:contoso", "repo:contoso/*", "repo:contoso/sh*:*", "repo:*/shop:*", "repo:contos?/shop:*", "repo:contoso/shop/x", "repo:/shop:*", "repo:contoso/:*"),
    ...claims(GITHUB, "sub", OPEN, "*:repo:contoso/shop:*", "environment:?:repo:contoso/shop", "xrepo:contoso/shop:*", "repository_id:7*", "repository_id::*", "repository_id:x"),
    ...claims(GITHUB, "repository", [], "contoso/shop"),
    ...claims(GITHUB, "repository", OPEN, "contoso", "contoso/*", "c*/shop", "contoso/sh?p", "contoso/shop/x", "contoso/shop:x", "x:contoso/shop", "/shop", "contoso/"),
    ...claims(GITHUB, "repository_id", [], "7", "741852963"),
    ...claims(GITHUB, "repository_id", OPEN, "7*", "*7", "x7", "7x", "?"),
    ...claims(GITHUB, "repository_owner", OPEN, "contoso"),
    ...claims(`${GITHUB}/contoso`, "sub", [], "repo:contoso/shop:*"),
    ...claims("token.actions.contoso.ghe.com", "sub", [], "repo:contoso/shop:*"),
    ...claims("TOKEN.actions.contoso.GHE.com", "sub", OPEN, "repo:contoso/*"),
    ...claims(`${GITHUB}/contoso`, "sub", OPEN, "repo:contoso/*"),
    ...claims("gitlab.com", "sub", [], "project_path:contoso/shop", "project_path:contoso/team/shop:*"),
    ...claims("gitlab.contoso.com", "sub", [], "project_path:contoso/shop:ref_type:branch:*"),
    ...claims("gitlab.com", "sub", OPEN, "project_path:contoso", "project_path:contoso:*", "project_path:contoso/*", "project_path:contoso/sh?p:*", "project_path:*/shop:*", "xproject_path:contoso/shop", "project_path:contoso/"),
    ...claims("gitlab.com", "repository", OPEN, "contoso/shop"),
    ...claims("gitlab.contoso.com/x", "sub", OPEN, "project_path:contoso/*"),
    ...[`x${GITHUB}`, `${GITHUB}.example`, "token.actions.a.b.ghe.com", "token.actions.contoso.ghe.com.example", "token.actions..ghe.com", "my-gitlab.com", "gitlab.", "example/gitlab.com"].map(
        (issuer): Case => [`people, by ${issuer}`, trust(issuer, {}), []],
    ),
    ["an account that is called like an issuer", trust(GITHUB, {}, { AWS: `${PROVIDER}/${GITHUB}` }), []],
    ["an issuer without its place in IAM", trust(GITHUB, {}, { Federated: GITHUB }), []],
    ["two conditions, of which one names the repository", trust(GITHUB, { StringLike: { [`${GITHUB}:sub`]: "*" }, StringEquals: { [`${GITHUB}:repository`]: "contoso/shop" } }), []],
    ["one of two values", trust(GITHUB, { StringLike: { [`${GITHUB}:sub`]: ["repo:contoso/*", "repo:contoso/shop:*"] } }), OPEN],
    ["the opposite", trust(GITHUB, { StringNotLike: { [`${GITHUB}:sub`]: "repo:contoso/shop:*" } }), OPEN],
    ["a role by its older type", [{ ...trust(GITHUB, {})[0], type: "aws:iam:Role" }], OPEN],
    ["another action", role(allow({ Federated: `${PROVIDER}/${GITHUB}` }, { Action: "sts:TagSession" })), []],
]);
