import { isAzureAccess } from "../access/access-spec";
import type { RegistryUsers } from "../config";
import { formatKey } from "../config-key";
import type { ImagePlan } from "../images/image";
import { listPushed } from "../images/pushed-images";
import type { Problem } from "../problem";
import { planGrants } from "./access/grant";
import type { GrantPlan } from "./access/grant-plan";
import type { AcrPlan } from "./acr-plan";
import type { AcrSpec } from "./acr-spec";
import { planContainerGroups, pulledRegistryOf } from "./containers/container-group";
import type { ContainerGroupPlan } from "./containers/container-group-plan";
import { planPipelines } from "./pipelines/pipeline";
import type { PipelinePlan } from "./pipelines/pipeline-plan";
import { planAcr } from "./plan-acr";
import { listTaskAccess } from "./tasks/task-role";

/** A registry on Azure with all who use it. */
export interface AzurePlan {
    readonly registry: AcrPlan;
    readonly grants: readonly GrantPlan[];
    readonly pipelines: readonly PipelinePlan[];
    readonly containerGroups: readonly ContainerGroupPlan[];
}

/** Each identity that is made is somebody's own: two under one name would be one, with the rights of both. */
function findSameIdentities(
    registry: AcrPlan | undefined,
    pipelines: readonly PipelinePlan[],
    containerGroups: readonly ContainerGroupPlan[],
): readonly Problem[] {
    const key = registry?.customerManagedKey?.identity;
    const others = [...(key !== undefined && "create" in key ? [key.create] : []), ...containerGroups.map(({ identity }) => identity)];
    return pipelines.filter(({ identity }) => others.includes(identity)).map(({ name, identity }) => ({
        key: formatKey(["pipelines", name]),
        required: `another name, as the identity ${identity} is that of a container group or of the registry's key`,
        now: JSON.stringify(name),
    }));
}

/**
 * Returns what to make on Azure, unless there are problems. What is wrong with the users of a registry is told in the same
 * run as what is wrong with the registry, but for what depends on its network.
 *
 * @param stack the stack's name
 */
export function planAzure(
    spec: AcrSpec,
    { access, pipelines, containerGroups }: RegistryUsers,
    { stack, images }: { readonly stack: string; readonly images: readonly ImagePlan[] },
): { readonly plan: AzurePlan | undefined; readonly problems: readonly Problem[] } {
    const { name: registry, permissions } = spec;
    const acr = planAcr(spec, { stack, images: listPushed(images) });
    const granted = planGrants([...access.filter(isAzureAccess), ...listTaskAccess(acr.plan?.tasks ?? [])], { registry, permissions });
    const piped = planPipelines(pipelines, { registry, permissions });
    const run = acr.plan && planContainerGroups(containerGroups, images, pulledRegistryOf(acr.plan));
    const problems = [
        ...[acr, granted, piped, run].flatMap((part) => part?.problems ?? []),
        ...findSameIdentities(acr.plan, piped.pipelines, run?.containerGroups ?? []),
    ];
    const plan = acr.plan === undefined || run === undefined || problems.length > 0 ? undefined : {
        registry: acr.plan, grants: granted.grants, pipelines: piped.pipelines, containerGroups: run.containerGroups,
    };
    return { plan, problems };
}
