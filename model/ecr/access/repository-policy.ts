import type { AwsGrantee } from "../../access/grantee";
import type { Right } from "../../access/right";
import { accountArn, serviceOf, type AwsPlace } from "./aws-place";
import { actionsFor, formatRights, joinRights, LAMBDA_ACTIONS } from "./aws-right";
import type { RepositoryGrant } from "./grant-plan";
import { formatPolicy, oneOrMore, type Principals, type RepositoryStatement } from "./policy-document";

/** Kinds of those whom one statement can name together. */
type Kind = "Organization" | "Lambda" | "";

/** Those of a kind who may do the same. */
interface Group {
    readonly kind: Kind;
    readonly rights: readonly Right[];
    /** As a policy names them. */
    readonly names: readonly string[];
}

/**
 * Returns the policy of a repository: one statement for all who may do the same. What somebody may by several grants is
 * put together; the order of the grants does not matter.
 *
 * @param place the registry's plan, or what of it is known
 * @throws {RangeError} If nobody may do anything that not everybody may, or a role is known by its name alone.
 */
export function formatRepositoryPolicy(place: AwsPlace, grants: readonly RepositoryGrant[]): string {
    return formatPolicy(groupGrants(place, grants).flatMap((group) => statementOf(place, group)));
}

/** Says whether a repository's policy has to say anything for a grant: not of what everybody may with a public one. */
export function needsRepositoryPolicy(place: AwsPlace, { may }: RepositoryGrant): boolean {
    return actionsFor(may, serviceOf(place)).length > 0;
}

/** Returns whom grants are for, put together by what they may. */
export function groupGrants(place: AwsPlace, grants: readonly RepositoryGrant[]): readonly Group[] {
    const named = new Map<string, Group>();
    for (const { grantee, may } of grants) {
        const [kind, name] = nameGrantee(place, grantee);
        const rights = joinRights([...(named.get(`${kind} ${name}`)?.rights ?? []), ...may]);
        named.set(`${kind} ${name}`, { kind, rights, names: [name] });
    }
    const groups = new Map<string, Group>();
    for (const { kind, rights, names } of named.values()) {
        const key = `${kind}${formatRights(rights)}`;
        groups.set(key, { kind, rights, names: [...(groups.get(key)?.names ?? []), ...names] });
    }
    return [...groups.values()];
}

function statementOf(place: AwsPlace, group: Group): readonly RepositoryStatement[] {
    const actions = group.kind === "Lambda" ? LAMBDA_ACTIONS : actionsFor(group.rights, serviceOf(place));
    return actions.length === 0 ? [] : [{
        Sid: `${group.kind}${formatRights(group.rights)}`,
        Effect: "Allow",
        ...principalsOf(group),
        Action: oneOrMore(actions),
    }];
}

/** Returns how a statement names them. */
export function principalsOf({ kind, names }: Pick<Group, "kind" | "names">): Principals {
    if (kind === "Organization") {
        return { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": oneOrMore(names) } } };
    }
    return kind === "Lambda"
        ? { Principal: { Service: "lambda.amazonaws.com" }, Condition: { StringLike: { "aws:SourceArn": oneOrMore(names) } } }
        : { Principal: { AWS: oneOrMore(names) } };
}

function nameGrantee({ partition }: AwsPlace, grantee: AwsGrantee): readonly [Kind, string] {
    if ("organization" in grantee) {
        return ["Organization", grantee.organization];
    }
    if ("lambda" in grantee) {
        return ["Lambda", grantee.lambda];
    }
    if ("account" in grantee) {
        return ["", accountArn(partition, grantee.account)];
    }
    if (!grantee.role.startsWith("arn:")) {
        throw new RangeError(`Cannot name "${grantee.role}" in a repository's policy: it is no ARN`);
    }
    return ["", grantee.role];
}
