import * as authorization from "@pulumi/azure-native/authorization";
import type * as pulumi from "@pulumi/pulumi";
import type { AcrScope } from "./acr-scope";

/** Declares the lock on the registry: the last to come, so that it is in nothing's way, and the first to go. */
export function declareLock({ name, plan, registry, parent }: AcrScope, after: readonly pulumi.Resource[]): pulumi.Resource[] {
    return plan.lock === undefined ? [] : [new authorization.ManagementLockByScope(`${name}-lock`, {
        scope: registry.id,
        lockName: `${plan.name}-lock`,
        level: plan.lock,
    }, { parent, dependsOn: [...after] })];
}
