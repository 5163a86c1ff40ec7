import fc from "fast-check";
import type { Policy, Request, Statement } from "./iam";

const OWN = "123456789012";
const PARTNER = "210987654321";
const STRANGER = "999999999999";

const PULL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const ACTIONS = [...PULL, "ecr:PutImage", "ecr:BatchDeleteImage", "ecr:DescribeImages"];

type Line = readonly [operator: string, key: string, values: readonly string[]];

/**
 * Lines that keep to some, and lines that look like it and keep to nobody. Two of them about the organisation may keep to
 * some though neither does; nobody writes that, and rules refuse it.
 */
const LINES: readonly Line[] = [
    ["StringEquals", "aws:PrincipalOrgID", ["o-contoso"]],
    ["StringEqualsIgnoreCase", "AWS:principalorgid", ["O-Contoso", "o-fabrikam"]],
    ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", ["o-contoso/r-ab/*"]],
    ["StringEquals", "aws:PrincipalAccount", [PARTNER]],
    ["ArnLike", "aws:PrincipalArn", [`arn:aws:iam::${PARTNER}:role/*`]],
    ["IpAddress", "aws:SourceIp", ["203.0.113.0/24", "10.0.0.0/8"]],
    ["StringEquals", "aws:SourceVpce", ["vpce-1a2b3c4d"]],
    ["ArnLike", "aws:SourceArn", [`arn:aws:lambda:eu-central-1:${OWN}:function:*`]],
    ["StringLike", "aws:PrincipalOrgID", ["o-*"]],
    ["StringLike", "aws:PrincipalOrgID", ["o-contoso", "*"]],
    ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", ["o-*/r-ab/*"]],
    ["StringEqualsIfExists", "aws:PrincipalOrgID", ["o-contoso"]],
    ["ForAllValues:StringEquals", "aws:PrincipalOrgID", ["o-contoso"]],
    ["StringNotEquals", "aws:PrincipalOrgID", ["o-contoso"]],
    ["Null", "aws:PrincipalOrgID", ["false"]],
    ["StringEquals", "aws:PrincipalAccount", ["${aws:PrincipalAccount}"]],
    ["ArnLike", "aws:PrincipalArn", ["arn:aws:iam::*:role/ci"]],
    ["IpAddress", "aws:SourceIp", ["0.0.0.0/0"]],
    ["IpAddress", "aws:SourceIp", ["0.0.0.0/1", "128.0.0.0/1"]],
    ["NotIpAddress", "aws:SourceIp", ["203.0.113.0/24"]],
    ["Bool", "aws:SecureTransport", ["true"]],
];

/** Lines of a denial that spares those within. */
const SPARING: readonly Line[] = [
    ["StringNotEquals", "aws:PrincipalOrgID", ["o-contoso"]],
    ["StringNotEqualsIfExists", "aws:PrincipalOrgID", ["o-contoso"]],
    ["ArnNotLike", "aws:PrincipalArn", [`arn:aws:iam::${PARTNER}:role/*`]],
    ["StringNotLike", "aws:PrincipalOrgID", ["o-*"]],
    ["StringEquals", "aws:PrincipalOrgID", ["o-fabrikam"]],
    ["NotIpAddress", "aws:SourceIp", ["203.0.113.0/24"]],
];

/** Nobody that a policy here means: of no organisation, of another one, in another network, with a name like one's own. */
export const strangers: readonly Request[] = [
    { "aws:principalorgid": ["o-stranger"], "aws:principalorgpaths": ["o-stranger/r-ab/ou-1/"], "aws:sourceip": ["198.51.100.7"] },
    { "aws:sourceip": ["8.8.8.8"] },
    { "aws:principalorgid": ["o-stranger"], "aws:sourcevpce": ["vpce-99999999"], "aws:sourcearn": [`arn:aws:lambda:eu-central-1:${STRANGER}:function:web`] },
].flatMap((keys) =>
    ["role/stranger", "role/ci"].flatMap((role) => {
        const name = `arn:aws:iam::${STRANGER}:${role}`;
        const all = { ...keys, "aws:principalarn": [name], "aws:principalaccount": [STRANGER], "aws:securetransport": ["true"] };
        return [...ACTIONS, "ecr:DeleteRepository"].map((action) => ({ principal: { kind: "AWS" as const, name, account: STRANGER }, action, keys: all }));
    }),
);

const conditionOf = (lines: readonly Line[], single: boolean): Pick<Statement, "Condition"> =>
    lines.length === 0
        ? {}
        : { Condition: lines.reduce<Record<string, Record<string, string | readonly string[]>>>((all, [operator, key, values]) => ({ ...all, [operator]: { ...all[operator], [key]: single && values.length === 1 ? (values[0] ?? "") : values } }), {}) };

const principal = fc.constantFrom<Pick<Statement, "Principal" | "NotPrincipal">>(
    { Principal: "*" },
    { Principal: { AWS: "*" } },
    { Principal: { AWS: [`arn:aws:iam::${PARTNER}:root`, "*"] } },
    { Principal: { AWS: PARTNER } },
    { Principal: { AWS: [`arn:aws:iam::${PARTNER}:role/ci`], Service: "lambda.amazonaws.com" } },
    { Principal: { Service: "lambda.amazonaws.com" } },
    { NotPrincipal: { AWS: `arn:aws:iam::${PARTNER}:root` } },
);

const actions = fc.oneof(
    fc.constantFrom("ecr:*", "*", "ecr:Batch*", "ECR:getdownloadurlforlayer", "ecr:Put?mage"),
    fc.subarray(ACTIONS, { minLength: 1 }),
);

const allowance: fc.Arbitrary<Statement> = fc
    .record({ principal, actions, lines: fc.uniqueArray(fc.constantFrom(...LINES), { maxLength: 2, selector: ([, key]) => key.toLowerCase().slice(0, "aws:principalorg".length) }), single: fc.boolean(), not: fc.nat(9) })
    .map(({ principal: who, actions: what, lines, single, not }) => ({
        Effect: "Allow" as const,
        ...who,
        ...(not === 0 ? { NotAction: ["ecr:DeleteRepository"] } : { Action: what }),
        ...conditionOf(lines, single),
    }));

/** One that denies to everybody but those within, or to one account. */
const denial: fc.Arbitrary<Statement> = fc
    .record({ who: fc.constantFrom<Statement["Principal"] & {}>("*", { AWS: "*" }, { AWS: PARTNER }), actions, line: fc.constantFrom(...SPARING), single: fc.boolean() })
    .map(({ who, actions: what, line, single }) => ({ Effect: "Deny" as const, Principal: who, Action: what, ...conditionOf([line], single) }));

/** Policies of all shapes, with a denial among their statements or not. */
export const accessPolicy: fc.Arbitrary<Policy> = fc
    .record({ allowances: fc.array(allowance, { minLength: 1, maxLength: 3 }), denials: fc.array(denial, { maxLength: 1 }), first: fc.boolean() })
    .map(({ allowances, denials, first }) => {
        const [one, ...others] = first ? [...denials, ...allowances] : [...allowances, ...denials];
        return { Version: "2012-10-17", Statement: one !== undefined && others.length === 0 ? one : [one, ...others].filter((statement) => statement !== undefined) };
    });

/** A role that the administrators of the partner's account make up, from where its own people are. */
export const insiders: readonly Request[] = ["ecr:PutImage", "ecr:BatchDeleteImage", "ecr:DeleteRepository", "ecr:SetRepositoryPolicy", "ecr:PutLifecyclePolicy"].map((action) => {
    const name = `arn:aws:iam::${PARTNER}:role/made-up`;
    const keys = {
        "aws:principalarn": [name],
        "aws:principalaccount": [PARTNER],
        "aws:principalorgid": ["o-contoso"],
        "aws:principalorgpaths": ["o-contoso/r-ab/ou-1/"],
        "aws:sourceip": ["203.0.113.9"],
        "aws:securetransport": ["true"],
    };
    return { principal: { kind: "AWS" as const, name, account: PARTNER }, action, keys };
});

const ROLES: readonly Line[] = [["ArnLike", "aws:PrincipalArn", [`arn:aws:iam::${PARTNER}:role/deploy-*`]], ["ArnEquals", "aws:PrincipalArn", [`arn:aws:iam::${PARTNER}:role/ci`]]];
const HELD = LINES.filter(([operator, key]) => !/Not|Null/.test(operator) && !/Vpce|SourceArn/.test(key));

/** One statement that allows something to an account, to a role of it, or to all that a condition keeps to. */
export const grant: fc.Arbitrary<Policy> = fc
    .record({
        who: fc.constantFrom<Statement["Principal"] & {}>("*", { AWS: "*" }, { AWS: PARTNER }, { AWS: [`arn:aws:iam::${PARTNER}:root`] }, { AWS: `arn:aws:iam::${PARTNER}:role/ci` }, { Service: "lambda.amazonaws.com" }),
        what: actions,
        lines: fc.uniqueArray(fc.constantFrom(...HELD, ...ROLES), { maxLength: 2, selector: ([, key]) => key.toLowerCase().slice(0, "aws:principalorg".length) }),
        single: fc.boolean(),
    })
    .map(({ who, what, lines, single }) => ({ Version: "2012-10-17", Statement: { Effect: "Allow", Principal: who, Action: what, ...conditionOf(lines, single) } }));

export const PARTNER_ACCOUNT = PARTNER;
