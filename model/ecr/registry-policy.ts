import type { AccessSpec } from "../access/access-spec";
import type { AwsGrantee } from "../access/grantee";
import { accountArn, privatePlace, repositoryArn } from "./access/aws-place";
import { IMPORT_ACTIONS } from "./access/aws-right";
import type { RepositoryGrant } from "./access/grant-plan";
import { cacheRights } from "./access/identity-policy";
import { formatPolicy, formatSid, oneOrMore, type RegistryStatement } from "./access/policy-document";
import { isNamedRole, requestOf, wholeCache } from "./access/repository-area";
import { formatRepositoryPolicy, groupGrants, principalsOf } from "./access/repository-policy";
import type { EcrSpec } from "./ecr-spec";

type Access = readonly AccessSpec<AwsGrantee>[];

/** What a policy depends on of a registry. */
type Spec = Pick<EcrSpec, "account" | "region" | "pullThroughCache" | "replicationFrom">;

/**
 * What another account's registry needs to copy images here.
 *
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html
 */
const REPLICATION_ACTIONS = ["ecr:CreateRepository", "ecr:ReplicateImage"];

/**
 * Returns the policy of a registry, as JSON: who may replicate to it, and who of other accounts may make its caches fetch
 * images. `undefined` where nobody does, so that the policy is left as it is.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html
 */
export function planRegistryPolicy(spec: Spec, access: Access): string | undefined {
    const statements = [...planReplication(spec), ...planImports(spec, access)];
    return statements.length === 0 ? undefined : formatPolicy(statements);
}

/**
 * Returns the policy of each repository that a cache makes, as JSON, for its creation template; `undefined` where nobody
 * but roles by their names is granted anything there, which have policies of their own.
 *
 * @param prefix of the cache, or of a template for a part of it
 */
export function planCachePolicy(spec: Spec, prefix: string, access: Access): string | undefined {
    const grants = listCacheGrants(spec, prefix, access);
    return grants.length === 0 ? undefined : formatRepositoryPolicy(privatePlace(spec), grants);
}

/** Accounts that replicate the same are in one statement, which is named after the first of them. */
function planReplication(spec: Spec): readonly RegistryStatement[] {
    const place = privatePlace(spec);
    const accounts = new Map<string, readonly string[]>();
    for (const { account, prefixes } of spec.replicationFrom) {
        accounts.set(account, [...(accounts.get(account) ?? []), ...(prefixes.length === 0 ? [""] : prefixes)]);
    }
    const sources = [...accounts].map(([account, starts]) => ({
        account, resource: oneOrMore((starts.includes("") ? [""] : starts).map((start) => repositoryArn(place, `${start}*`))),
    }));
    return groupBy(sources, ({ resource }) => JSON.stringify(resource)).map(([first, ...others]) => {
        const names = [first, ...others].map(({ account }) => account).sort();
        return {
            Sid: `Replicate${names[0]}`,
            Effect: "Allow",
            Principal: { AWS: oneOrMore(names.map((account) => accountArn(place.partition, account))) },
            Action: oneOrMore(REPLICATION_ACTIONS),
            Resource: first.resource,
        };
    });
}

/** Whoever pulls what is not there yet has to be let fetch it, too, which Lambda is never. */
function planImports(spec: Spec, access: Access): readonly RegistryStatement[] {
    const place = privatePlace(spec);
    const imports = spec.pullThroughCache.flatMap(({ prefix }) => {
        const pulls = listCacheGrants(spec, prefix, access).filter(({ may, grantee }) => may.includes("pull") && !("lambda" in grantee));
        const groups = groupGrants(place, pulls.map(({ grantee }) => ({ may: ["pull"], grantee })));
        return groups.map((group) => ({ prefix, kind: group.kind, principals: principalsOf(group) }));
    });
    return groupBy(imports, ({ principals }) => JSON.stringify(principals)).map(([first, ...others]) => ({
        Sid: `${first.kind}Import${formatSid(first.prefix)}`,
        Effect: "Allow",
        ...first.principals,
        Action: oneOrMore(IMPORT_ACTIONS),
        Resource: oneOrMore([first, ...others].map(({ prefix }) => repositoryArn(place, wholeCache(prefix)))),
    }));
}

function listCacheGrants({ pullThroughCache }: Spec, prefix: string, access: Access): readonly RepositoryGrant[] {
    const names = { repositories: [], caches: pullThroughCache.map((cache) => cache.prefix) };
    return access
        .map((spec) => requestOf(spec, names))
        .filter(({ grantee, caches }) => !isNamedRole(grantee) && caches.some((name) => `${prefix}/`.startsWith(name.replace(/\*$/, ""))))
        .map(({ may, grantee }) => ({ may: cacheRights(may), grantee }));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, ...T[]])[] {
    const groups = new Map<string, readonly [T, ...T[]]>();
    for (const item of items) {
        const [first, ...others] = groups.get(keyOf(item)) ?? [];
        groups.set(keyOf(item), first === undefined ? [item] : [first, ...others, item]);
    }
    return [...groups.values()];
}
