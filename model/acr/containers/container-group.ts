import { formatKey } from "../../config-key";
import { formatSuggestion } from "../../nearest-word";
import type { Problem } from "../../problem";
import { planRole, type RegistryRoles } from "../access/role-plan";
import type { AcrPlan } from "../acr-plan";
import type { ContainerGroupPlan, ContainerPort } from "./container-group-plan";
import type { ContainerGroupSpec } from "./container-group-spec";

/** A registry, as far as containers that pull from it depend on it. */
export interface PulledRegistry extends RegistryRoles {
    /** Whether its network is closed, or open to some addresses only. */
    readonly restricted: boolean;

    /** Whether trusted services, as Azure Container Instances is one, pass a restricted network. */
    readonly trustedServices: boolean;
}

/** Returns what containers have to know of a planned registry. */
export function pulledRegistryOf({ name, permissions, properties }: Pick<AcrPlan, "name" | "permissions" | "properties">): PulledRegistry {
    const { publicNetworkAccess, networkRuleSet, networkRuleBypassOptions } = properties;
    return {
        registry: name,
        permissions,
        restricted: publicNetworkAccess === "Disabled" || networkRuleSet?.defaultAction === "Deny",
        trustedServices: networkRuleBypassOptions === "AzureServices",
    };
}

/** An image that can be run. */
export interface RunnableImage {
    readonly name: string;

    /** Without host. */
    readonly repository: string;
}

/**
 * Returns the container groups, by name, and what cannot be run. Each group has an identity of its own that may pull: in
 * ABAC mode just the repository of its image, else the whole registry, as roles hold for all of it.
 */
export function planContainerGroups(
    specs: Readonly<Record<string, ContainerGroupSpec>>,
    images: readonly RunnableImage[],
    registry: PulledRegistry,
): { readonly containerGroups: readonly ContainerGroupPlan[]; readonly problems: readonly Problem[] } {
    const sorted = Object.entries(specs).sort(([one], [other]) => (one < other ? -1 : 1));
    const found = sorted.map(([name, spec]) => ({ name, spec, image: images.find((image) => image.name === spec.image) }));
    const problems = [
        ...(sorted.length > 0 ? findNetworkProblems(registry) : []),
        ...found.flatMap(({ name, spec, image }) => (image === undefined ? [unknownImage(name, spec, images)] : [])),
    ];
    const plans = found.flatMap(({ name, spec, image }) => (image === undefined ? [] : [planContainerGroup(name, spec, image, registry)]));
    return { containerGroups: problems.length > 0 ? [] : plans, problems };
}

/** Source: https://learn.microsoft.com/azure/container-instances/using-azure-container-registry-mi#configure-registry-authentication */
function findNetworkProblems({ restricted, trustedServices }: PulledRegistry): Problem[] {
    return !restricted || trustedServices ? [] : [{
        key: formatKey(["registry", "trustedServices"]),
        required: "true, as Azure Container Instances pulls from a restricted network as a trusted service, "
            + "or no containerGroups",
        now: "false",
    }];
}

function unknownImage(name: string, { image }: ContainerGroupSpec, images: readonly RunnableImage[]): Problem {
    const names = images.map((known) => known.name);
    return {
        key: formatKey(["containerGroups", name, "image"]),
        required: `an image of registries:images${formatSuggestion(image, names)}`,
        now: JSON.stringify(image),
    };
}

function planContainerGroup(name: string, spec: ContainerGroupSpec, image: RunnableImage, registry: RegistryRoles): ContainerGroupPlan {
    const ports = spec.ports.map((port): ContainerPort => ({ port, protocol: "TCP" }));
    const repositories = registry.permissions === "abac" ? [image.repository] : [];
    const ipAddress = planAddress(spec, ports);
    return {
        name,
        image: image.name,
        identity: `${registry.registry}-${name}-run`,
        roles: [planRole(registry, { key: `container group ${name}` }, "pull", repositories)],
        resources: { requests: { cpu: spec.cpu, memoryInGB: spec.memoryGiB } },
        ports,
        environmentVariables: sortedEntries(spec.environment).map(([variable, value]) => ({ name: variable, value })),
        secureEnvironmentVariables: sortedEntries(spec.secureEnvironment)
            .map(([variable, secureValue]) => ({ name: variable, secureValue })),
        ...(spec.command.length === 0 ? {} : { command: spec.command }),
        restartPolicy: spec.restartPolicy,
        ...(ipAddress === undefined ? {} : { ipAddress }),
        subnetIds: spec.subnet === undefined ? [] : [{ id: spec.subnet }],
    };
}

function planAddress(
    { public: isPublic, dnsLabel }: ContainerGroupSpec,
    ports: readonly ContainerPort[],
): ContainerGroupPlan["ipAddress"] {
    return ports.length === 0 ? undefined : {
        type: isPublic ? "Public" : "Private",
        ports,
        ...(dnsLabel === undefined ? {} : { dnsNameLabel: dnsLabel }),
    };
}

/** So that the order in the stack file changes nothing. */
function sortedEntries(map: Readonly<Record<string, string>>): [string, string][] {
    return Object.entries(map).sort(([one], [other]) => (one < other ? -1 : 1));
}
