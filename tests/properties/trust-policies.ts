import fc from "fast-check";
import type { Policy, Request, Statement } from "./iam";

const ACCOUNT = "123456789012";
const ASSUME = "sts:AssumeRoleWithWebIdentity";

/** Those who sign for pipelines of everybody, with how they write whose pipeline it is. */
const ISSUERS = [
    { host: "token.actions.githubusercontent.com", start: "repo:", branch: "ref:refs/heads/main" },
    { host: "token.actions.contoso.ghe.com", start: "repo:", branch: "ref:refs/heads/main" },
    { host: "gitlab.com", start: "project_path:", branch: "ref_type:branch:ref:main" },
    { host: "gitlab.contoso.com", start: "project_path:", branch: "ref_type:branch:ref:main" },
] as const;

type Issuer = (typeof ISSUERS)[number];

/** What stands behind the issuer's first word: of one's own repositories alone, or of others too. */
const OWN = ["contoso/shop:BRANCH", "contoso/shop:*", "contoso/shop:environment:prod*", "contoso/shop:pull_request", "contoso/api:*", "contoso/shop", "contoso/api:??"];
const OTHERS = ["contoso/*", "contoso/shop*", "contoso/*:BRANCH", "*/shop:*", "*", "contoso/sho?:*", "?ontoso/shop:*", "*:environment:production", "*:BRANCH", "contoso*/shop:*"];

/** Repositories of others, some with names that begin, end or look like one's own. */
const FOREIGN = ["evil/shop", "evil/contoso", "contoso/shop-evil", "contoso/other", "contoso/shox", "xontoso/shop", "contoso-evil/shop", "contosoevil/shop"];

/** Tokens that pipelines of others can get, by the names of all issuers. */
export const foreigners: readonly Request[] = ISSUERS.flatMap(({ host, start, branch }) => {
    const token = (claims: Readonly<Record<string, string>>): Request => ({
        principal: { kind: "Federated", name: arnOf(host) },
        action: ASSUME,
        keys: Object.fromEntries(Object.entries({ aud: "sts.amazonaws.com", ...claims }).map(([claim, text]) => [`${host}:${claim}`, [text]])),
    });
    const tokens = FOREIGN.flatMap((path) =>
        [branch, "environment:production", "pull_request", "environment:contoso/shop"].map((rest) => token({ sub: `${start}${path}:${rest}`, repository: path, repository_id: "999" })),
    );
    // Nothing in AWS promises that a token has any other claim.
    return [...tokens, token({})];
});

function arnOf(host: string): string {
    return `arn:aws:iam::${ACCOUNT}:oidc-provider/${host}`;
}

function subjectOf({ start, branch }: Issuer, rest: string): string {
    return start + rest.replace("BRANCH", branch);
}

const condition = fc.record({
    operator: fc.constantFrom("StringLike", "ForAnyValue:StringLike", "StringEquals", "StringEqualsIgnoreCase", "StringLikeIfExists", "ForAllValues:StringLike", "StringNotLike"),
    own: fc.subarray(OWN, { minLength: 1, maxLength: 2 }),
    others: fc.subarray(OTHERS, { maxLength: 1 }),
    whole: fc.nat(9),
    claim: fc.constantFrom("sub" as const, "sub" as const, "repository" as const, "repository_id" as const),
    audience: fc.boolean(),
    upper: fc.boolean(),
});

/** A condition that keeps to some subjects, to an audience, or to nothing. */
function conditionOf(issuer: Issuer, { operator, own, others, whole, claim, audience, upper }: typeof condition extends fc.Arbitrary<infer T> ? T : never): Statement["Condition"] {
    // Without wildcards, only whole subjects are anybody's.
    const isExact = /Equals/.test(operator);
    if (claim !== "sub" && issuer.start === "repo:") {
        const texts = claim === "repository_id" ? ["741852963"] : isExact || others.length === 0 ? ["contoso/shop", "contoso/api"] : ["contoso/shop", "contoso/*"];
        return { [operator]: { [`${issuer.host}:${claim}`]: texts } };
    }
    const values = isExact ? own.map((text) => subjectOf(issuer, text)).filter((text) => !/[*?]/.test(text)) : [...own, ...others].map((text) => subjectOf(issuer, text));
    const list = values.length === 0 ? [subjectOf(issuer, "contoso/shop:BRANCH")] : values;
    const key = upper ? `${issuer.host.toUpperCase()}:SUB` : `${issuer.host}:sub`;
    return {
        ...(audience ? { StringEquals: { [`${issuer.host}:aud`]: "sts.amazonaws.com" } } : {}),
        // One of ten has no subject at all.
        ...(whole === 0 ? {} : operator === "StringEquals" && audience ? { StringEquals: { [`${issuer.host}:aud`]: "sts.amazonaws.com", [key]: list } } : { [operator]: { [key]: list.length === 1 ? (list[0] ?? "") : list } }),
    };
}

const statement: fc.Arbitrary<Statement> = fc
    .record({
        issuer: fc.constantFrom(...ISSUERS),
        effect: fc.constantFrom("Allow" as const, "Allow" as const, "Allow" as const, "Deny" as const),
        action: fc.constantFrom<string | readonly string[]>(ASSUME, [ASSUME, "sts:TagSession"], "sts:*", "sts:AssumeRole*", "sts:AssumeRole"),
        condition,
        both: fc.nat(9),
    })
    .map(({ issuer, effect, action, condition: wanted, both }) => ({
        Effect: effect,
        Principal: { Federated: both === 0 ? ISSUERS.map(({ host }) => arnOf(host)) : arnOf(issuer.host) },
        Action: action,
        Condition: conditionOf(issuer, wanted) ?? {},
    }));

/** What a role trusts: pipelines, and beside them a service or an issuer of one's own. */
export const trustPolicy: fc.Arbitrary<Policy> = fc
    .record({ statements: fc.array(statement, { minLength: 1, maxLength: 2 }), others: fc.boolean() })
    .map(({ statements, others }) => {
        // A denial of whom another statement trusts is beyond what a rule can tell, as subjects are many.
        const allowed = statements.some(({ Effect }) => Effect === "Allow") ? statements.filter(({ Effect }) => Effect === "Allow") : statements;
        const service: Statement = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
        return { Version: "2012-10-17", Statement: others ? [service, ...allowed] : allowed };
    });
