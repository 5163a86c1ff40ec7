import * as ecr from "@pulumi/aws/ecr";
import type * as pulumi from "@pulumi/pulumi";
import { filtersOf } from "./ecr-inputs";
import type { EcrScope } from "./ecr-scope";

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
