import * as ecr from "@pulumi/aws/ecr";
import type * as pulumi from "@pulumi/pulumi";
import { filtersOf, type EcrScope } from "./ecr-scope";

/** Declares who may do what with the registry itself; after the settings, one of which says what a policy is about. */
export function declareRegistryPolicy({ name, plan: { registryPolicy, region }, parent }: EcrScope, settings: readonly pulumi.Resource[]): pulumi.CustomResource[] {
    return registryPolicy === undefined ? [] : [new ecr.RegistryPolicy(`${name}-policy`, {
        policy: registryPolicy,
        region,
    }, { parent, dependsOn: [...settings], deleteBeforeReplace: true })];
}

/**
 * Declares where images are copied to: only those that are pushed after.
 *
 * @param before what has to be allowed and set before the first copy
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 */
export function declareReplication({ name, plan: { replication, region }, parent }: EcrScope, before: readonly pulumi.Resource[]): pulumi.CustomResource[] {
    const rules = replication.map(({ destinations, prefixes }) => ({
        destinations: destinations.map(({ region: to, account }) => ({ region: to, registryId: account })),
        ...(prefixes.length === 0 ? {} : { repositoryFilters: filtersOf("PREFIX_MATCH", prefixes) }),
    }));
    return rules.length === 0 ? [] : [new ecr.ReplicationConfiguration(`${name}-replication`, {
        region,
        replicationConfiguration: { rules },
    }, { parent, dependsOn: [...before], deleteBeforeReplace: true })];
}
