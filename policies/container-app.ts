import { anyPattern, GENERIC, genericNoun, typedPattern } from "./azure-type";
import { entriesOf, type Read } from "./moving-image";
import { propertyAt, type Place, type Property } from "./property";
import type { Facts } from "./rule";

const TYPED = typedPattern("app(?![a-z])", "ContainerApp|ContainerAppsSourceControl|Job");

const CLASSIC = /^azure:containerapp\/(?:app:App|job:Job)$/;

/** Type tokens of apps and jobs in Azure Container Apps, and of what builds for them, in every family. */
export const CONTAINER_APP_TYPES = anyPattern(TYPED, GENERIC, CLASSIC);

/**
 * Source: https://www.pulumi.com/registry/packages/azure/api-docs/containerapp/app/ (the classic provider has the logins
 * outside of a configuration)
 */
const REGISTRIES: Place = { arm: "configuration.registries", classic: "registries" };

/** Source: https://learn.microsoft.com/azure/templates/microsoft.app/containerapps/sourcecontrols */
const WORKFLOW: Place = { arm: "githubActionConfiguration.registryInfo" };

const CONTAINERS: readonly Place[] = ["template.initContainers", "template.containers"].map((path) => ({ arm: path, classic: path }));

/** Says whether the resource is an app or a job of Azure Container Apps, or what builds for one. */
export function isContainerApp({ type, props }: Facts): boolean {
    return GENERIC.test(type)
        ? ["containerapps", "jobs", "sourcecontrols"].includes(genericNoun(props, "microsoft.app") ?? "")
        : TYPED.test(type) || CLASSIC.test(type);
}

/** Returns the containers that run, list by list. */
export function appContainers(app: Facts): readonly Read<readonly Property[]>[] {
    return CONTAINERS.map((place) => () => entriesOf(propertyAt(app, place)));
}

/** Returns the logins at registries, that of a workflow in GitHub among them. */
export function appRegistries(app: Facts): readonly Property[] {
    return [...entriesOf(propertyAt(app, REGISTRIES)), propertyAt(app, WORKFLOW)];
}
