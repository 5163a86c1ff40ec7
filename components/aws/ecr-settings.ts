import * as ecr from "@pulumi/aws/ecr";
import type * as pulumi from "@pulumi/pulumi";
import { filtersOf } from "./ecr-inputs";
import type { EcrScope } from "./ecr-scope";

/** Declares settings of the account in the region, which the rest of the registry is read with. */
export function declareAccountSettings({ name, plan: { accountSettings, region }, parent }: EcrScope): pulumi.CustomResource[] {
    return accountSettings.map((setting) => new ecr.AccountSetting(`${name}-setting-${setting.name}`, {
        ...setting,
        region,
    }, { parent, deleteBeforeReplace: true }));
}

/** Declares who may do what with the registry itself; after the settings, one of which says what a policy is about. */
export function declareRegistryPolicy({ name, plan: { registryPolicy, region }, parent }: EcrScope, settings: readonly pulumi.Resource[]): pulumi.CustomResource[] {
    return registryPolicy === undefined ? [] : [new ecr.RegistryPolicy(`${name}-policy`, {
        policy: registryPolicy,
        region,
    }, { parent, dependsOn: [...settings], deleteBeforeReplace: true })];
}

/** Declares who scans, and what; after the settings, one of which says what a basic scan is. */
export function declareScanning({ name, plan: { scanning, region }, parent }: EcrScope, settings: readonly pulumi.Resource[]): pulumi.CustomResource[] {
    return scanning === undefined ? [] : [new ecr.RegistryScanningConfiguration(`${name}-scanning`, {
        region,
        scanType: scanning.type,
        rules: scanning.rules.map(({ frequency, repositories }) => ({
            scanFrequency: frequency,
            repositoryFilters: filtersOf("WILDCARD", repositories),
        })),
    }, { parent, dependsOn: [...settings], deleteBeforeReplace: true })];
}

/** Declares whose pulls do not count. */
export function declarePullTimeExclusions({ name, plan: { pullTimeExclusions, region }, parent }: EcrScope): pulumi.CustomResource[] {
    return pullTimeExclusions.map((principalArn) => new ecr.PullTimeUpdateExclusion(`${name}-exclusion-${suffixOf(principalArn)}`, {
        principalArn,
        region,
    }, { parent, deleteBeforeReplace: true }));
}

/** Returns account and name in an ARN, as a URN takes no `::`. */
function suffixOf(arn: string): string {
    return arn.split(":").slice(4).join("-");
}
