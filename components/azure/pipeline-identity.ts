import * as authorization from "@pulumi/azure-native/authorization";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import type { PipelinePlan } from "../../model/acr/pipelines/pipeline-plan";
import { grantRole } from "./acr-grant";
import type { AcrSite } from "./acr-site";

export interface PipelineIdentityArgs {
    /** Whom to trust, and with what. */
    readonly plan: PipelinePlan;

    /** The registry that it pushes to; the identity stands beside it. */
    readonly registry: AcrSite;
}

/** An identity that pipelines take on with nothing but what they are: no key is made, so none can leak. */
export class PipelineIdentity extends pulumi.ComponentResource {
    /** The pipeline's name in the configuration. */
    readonly name: string;

    /** What a pipeline logs in as: AZURE_CLIENT_ID. */
    readonly clientId: pulumi.Output<string>;

    /** AZURE_TENANT_ID */
    readonly tenantId: pulumi.Output<string>;

    /** AZURE_SUBSCRIPTION_ID */
    readonly subscriptionId: pulumi.Output<string>;

    /** The host that it pushes to. */
    readonly loginServer: pulumi.Output<string>;

    /** What it was granted on the registry; a lock of the registry has to come after it. */
    readonly grants: readonly authorization.RoleAssignment[];

    constructor(name: string, args: PipelineIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
        super("registries:azure:PipelineIdentity", name, {}, opts);
        const { plan, registry } = args;

        const identity = new managedidentity.UserAssignedIdentity(name, {
            resourceName: plan.identity,
            resourceGroupName: registry.resourceGroupName,
            location: registry.location,
            tags: registry.tags,
        }, { parent: this });

        const made: pulumi.Resource[] = [];
        for (const { name: suffix, issuer, subject, audiences } of plan.credentials) {
            made.push(new managedidentity.FederatedIdentityCredential(`${name}-${suffix}`, {
                federatedIdentityCredentialResourceName: suffix,
                resourceName: identity.name,
                resourceGroupName: registry.resourceGroupName,
                issuer,
                subject,
                audiences: [...audiences],
            }, {
                parent: this,
                // Azure refuses to write two of one identity at the same time:
                // https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
                dependsOn: [...made],
            }));
        }

        this.grants = plan.roles.map((role) => grantRole(`${name}-${role.name}`, {
            plan: role,
            registryId: registry.id,
            grantee: { principalId: identity.principalId, principalType: "ServicePrincipal" },
        }, { parent: this }));

        this.name = plan.name;
        this.clientId = identity.clientId;
        this.tenantId = identity.tenantId;
        this.subscriptionId = authorization.getClientConfigOutput({ parent: this }).subscriptionId;
        this.loginServer = pulumi.output(registry.loginServer);
        this.registerOutputs({
            clientId: this.clientId,
            tenantId: this.tenantId,
            subscriptionId: this.subscriptionId,
            loginServer: this.loginServer,
        });
    }
}
