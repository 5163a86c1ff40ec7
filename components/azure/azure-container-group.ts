import type * as authorization from "@pulumi/azure-native/authorization";
import * as containerinstance from "@pulumi/azure-native/containerinstance";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import { planPullRetry } from "../../model/acr/access/retry";
import type { ContainerGroupPlan } from "../../model/acr/containers/container-group-plan";
import { grantRole } from "./acr-grant";
import type { AcrSite } from "./acr-site";
import { retryHook } from "./retry-hook";

export interface AzureContainerGroupArgs {
    /** What to run and how. */
    readonly plan: ContainerGroupPlan;

    /** The registry that it pulls from; the group stands beside it. */
    readonly registry: AcrSite;

    /** The image by its digest: `host/repository@sha256:…`. */
    readonly ref: pulumi.Input<string>;
}

/** A container on Azure Container Instances that pulls its image as an identity of its own. */
export class AzureContainerGroup extends pulumi.ComponentResource {
    /** The group's name in the configuration. */
    readonly name: string;

    /** `undefined` where the group has no address. */
    readonly ip: pulumi.Output<string | undefined>;

    /** `undefined` where the group has no public name. */
    readonly fqdn: pulumi.Output<string | undefined>;

    /** What it was granted on the registry; a lock of the registry has to come after it. */
    readonly grants: readonly authorization.RoleAssignment[];

    constructor(name: string, args: AzureContainerGroupArgs, opts?: pulumi.ComponentResourceOptions) {
        super("registries:azure:AzureContainerGroup", name, {}, opts);
        const { plan, registry } = args;

        const identity = new managedidentity.UserAssignedIdentity(`${name}-identity`, {
            resourceName: plan.identity,
            resourceGroupName: registry.resourceGroupName,
            location: registry.location,
            tags: registry.tags,
        }, { parent: this });

        this.grants = plan.roles.map((role) => grantRole(`${name}-${role.name}`, {
            plan: role,
            registryId: registry.id,
            grantee: { principalId: identity.principalId, principalType: "ServicePrincipal" },
        }, { parent: this }));

        const group = new containerinstance.ContainerGroup(name, {
            containerGroupName: plan.name,
            resourceGroupName: registry.resourceGroupName,
            location: registry.location,
            tags: registry.tags,
            osType: "Linux",
            restartPolicy: plan.restartPolicy,
            identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
            imageRegistryCredentials: [{ server: registry.loginServer, identity: identity.id }],
            containers: [{
                name: plan.name,
                image: args.ref,
                resources: plan.resources,
                ports: [...plan.ports],
                environmentVariables: [
                    ...plan.environmentVariables,
                    ...plan.secureEnvironmentVariables.map(({ name: variable, secureValue }) =>
                        ({ name: variable, secureValue: pulumi.secret(secureValue) })),
                ],
                ...(plan.command === undefined ? {} : { command: [...plan.command] }),
            }],
            ...(plan.ipAddress === undefined ? {} : { ipAddress: { ...plan.ipAddress, ports: [...plan.ipAddress.ports] } }),
            subnetIds: [...plan.subnetIds],
        }, {
            parent: this,
            dependsOn: [...this.grants],
            // Azure restarts a group for a new image or variable, and takes these only of a new one:
            // https://learn.microsoft.com/azure/container-instances/container-instances-update#properties-that-require-container-delete
            replaceOnChanges: ["containers[*].resources", "restartPolicy", "subnetIds", "ipAddress.type"],
            deleteBeforeReplace: true,
            hooks: { onError: [retryHook(`registries-pull-${plan.identity}`, planPullRetry)] },
        });

        this.name = plan.name;
        this.ip = group.ipAddress.apply((address) => address?.ip);
        this.fqdn = group.ipAddress.apply((address) => address?.fqdn);
        this.registerOutputs({ ip: this.ip, fqdn: this.fqdn });
    }
}
