import * as pulumi from "@pulumi/pulumi";
import type { AzurePlan } from "../../model/acr/azure-plan";
import type { ImageBuild } from "../image-build";
import { AcrRegistry } from "./acr-registry";
import type { AcrSite } from "./acr-site";
import { AzureContainerGroup } from "./azure-container-group";
import { PipelineIdentity } from "./pipeline-identity";

/** A registry on Azure whose users are declared, but for those that run its images. */
export interface DeclaredAzure {
    readonly registry: AcrRegistry;

    /** Declares who runs the images, then the lock of the registry, and returns what a stack puts out of all users. */
    readonly declareConsumers: (builds: readonly ImageBuild[]) => Record<string, pulumi.Input<unknown>>;
}

/** Not the registry's name in Azure: with another one, it is to be replaced, which its protection refuses, not to be a second one. */
const NAME = "acr";

/** Declares a registry on Azure, the grants of access to it, and the identities of the pipelines that push to it. */
export function declareAzure(plan: AzurePlan, images: readonly { readonly repository: string }[]): DeclaredAzure {
    const { location, tags } = plan.registry;
    const repositories = images.map(({ repository }) => repository);
    const registry = new AcrRegistry(NAME, { plan: plan.registry, login: { repositories } });
    plan.grants.forEach((grant) => registry.grant(grant));

    const { resourceGroupName } = registry.place;
    const site: AcrSite = { id: registry.id, loginServer: registry.host, resourceGroupName, location, tags };
    const pipelines = plan.pipelines.map((pipeline) =>
        new PipelineIdentity(`${NAME}-${pipeline.name}`, { plan: pipeline, registry: site }));

    const declareConsumers = (builds: readonly ImageBuild[]) => {
        const groups = plan.containerGroups.map((group) =>
            new AzureContainerGroup(group.name, { plan: group, registry: site, ref: refOf(group.image, builds) }));
        registry.lock([...pipelines, ...groups].flatMap(({ grants }) => grants));
        return {
            pipelines: Object.fromEntries(pipelines.map((pipeline) => [pipeline.name, valuesOf(pipeline)])),
            containerGroups: Object.fromEntries(groups.map(({ name: group, ip, fqdn }) => [group, { ip, fqdn }])),
        };
    };
    return { registry, declareConsumers };
}

function refOf(image: string, builds: readonly ImageBuild[]): pulumi.Output<string> {
    const ref = builds.find(({ name }) => name === image)?.refs[NAME];
    if (ref === undefined) {
        throw new RangeError(`Cannot run "${image}" as an image of this stack: no such image is built`);
    }
    return ref;
}

function valuesOf({ clientId, tenantId, subscriptionId, loginServer }: PipelineIdentity) {
    return { clientId, tenantId, subscriptionId, loginServer };
}
