import assert from "node:assert/strict";
import { PipelineIdentity } from "../components/azure/pipeline-identity";
import { planPipelines } from "../model/acr/pipelines/pipeline";
import type { PipelineSpec } from "../model/pipelines/pipeline-spec";
import { record, valueOf, type Answers } from "./record";

const SUBSCRIPTION = "11111111-1111-4111-8111-111111111111";
const REGISTRY = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-images/providers/Microsoft.ContainerRegistry/registries/contoso`;
const PUSH = "8311e382-0749-4cb8-b61a-304f252e45ec";

const ANSWERS: Answers = {
    "azure-native:managedidentity:UserAssignedIdentity": ({ resourceName }) =>
        ({ name: resourceName, principalId: "principal", clientId: "client", tenantId: "tenant" }),
    "azure-native:managedidentity:FederatedIdentityCredential": () => ({}),
    "azure-native:authorization:RoleAssignment": () => ({}),
};
const CALLS: Answers = { "azure-native:authorization:getClientConfig": () => ({ subscriptionId: SUBSCRIPTION }) };

const spec: PipelineSpec = {
    may: ["push"],
    github: [{ repository: "contoso/shop", environment: "production" }, { repository: "contoso/shop", branch: "main" }],
    azurePipelines: [],
    gitlab: [{ project: "contoso/shop", branch: "main" }],
};

function planDeploy() {
    const { pipelines: [plan], problems } = planPipelines({ deploy: spec }, { registry: "contoso", permissions: "legacy" });
    assert.deepEqual(problems, []);
    assert.ok(plan !== undefined);
    return plan;
}

const plan = planDeploy();
const [first, second, third] = plan.credentials.map(({ name }) => `deploy-${name}`);
const [grant] = plan.roles.map(({ name }) => `deploy-${name}`);

function declare(): PipelineIdentity {
    const registry = {
        id: REGISTRY, loginServer: "contoso.azurecr.io", resourceGroupName: "rg-images", location: "westeurope", tags: { team: "platform" },
    };
    return new PipelineIdentity("deploy", { plan, registry });
}

describe("PipelineIdentity", () => {
    for (const preview of [false, true]) {
        it(`registers the identity, whom it trusts and what it may ${preview ? "in a first preview" : "in an update"}`, async () => {
            const { resources } = await record(() => void declare(), ANSWERS, { preview, calls: CALLS });
            assert.deepEqual(resources.map(({ type, name, options }) => `${type} ${name} < ${options.parent}`), [
                `azure-native:authorization:RoleAssignment ${grant} < registries:azure:PipelineIdentity deploy`,
                ...[first, second, third].sort().map((name) =>
                    `azure-native:managedidentity:FederatedIdentityCredential ${name} < registries:azure:PipelineIdentity deploy`),
                "azure-native:managedidentity:UserAssignedIdentity deploy < registries:azure:PipelineIdentity deploy",
                "registries:azure:PipelineIdentity deploy < ",
            ]);
        });
    }

    it("names the identity, and puts it beside the registry", async () => {
        const { resources } = await record(() => void declare(), ANSWERS, { calls: CALLS });
        const identity = resources.find(({ type }) => type.endsWith(":UserAssignedIdentity"));
        assert.deepEqual(identity?.inputs, {
            resourceName: "contoso-deploy", resourceGroupName: "rg-images", location: "westeurope", tags: { team: "platform" },
        });
    });

    it("trusts just the planned tokens", async () => {
        const { resources } = await record(() => void declare(), ANSWERS, { calls: CALLS });
        const credential = resources.find(({ name }) => name === first);
        assert.deepEqual(credential?.inputs, {
            federatedIdentityCredentialResourceName: plan.credentials[0]?.name,
            resourceName: "contoso-deploy",
            resourceGroupName: "rg-images",
            issuer: "https://token.actions.githubusercontent.com",
            subject: "repo:contoso/shop:environment:production",
            audiences: ["api://AzureADTokenExchange"],
        });
    });

    it("makes one credential after another, as Azure refuses two at once", async () => {
        const { resources } = await record(() => void declare(), ANSWERS, { calls: CALLS });
        const after = (name: string | undefined) => resources.find((resource) => resource.name === name)?.options.dependsOn
            .filter((other) => other.includes(":FederatedIdentityCredential")).map((other) => other.split(" ")[1]);
        assert.deepEqual([after(first), after(second), after(third)], [[], [first], [first, second].sort()]);
    });

    it("grants the new principal push on the registry alone, and waits for Entra ID to know it", async () => {
        const { resources, result } = await record(() => declare().grants.length, ANSWERS, { calls: CALLS });
        const assignment = resources.find(({ name }) => name === grant);
        assert.deepEqual(assignment?.inputs, {
            roleAssignmentName: plan.roles[0]?.assignment,
            roleDefinitionId: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${PUSH}`,
            principalId: "principal",
            principalType: "ServicePrincipal",
            scope: REGISTRY,
        });
        assert.deepEqual(assignment?.options.onError, [`registries-principal-${plan.roles[0]?.assignment}`]);
        assert.equal(result, 1);
    });

    it("hands out what a pipeline needs, none of it a secret", async () => {
        const { result } = await record(async () => {
            const { clientId, tenantId, subscriptionId, loginServer, name } = declare();
            const values = await Promise.all([clientId, tenantId, subscriptionId, loginServer].map((output) => valueOf(output)));
            return [name, ...values];
        }, ANSWERS, { calls: CALLS });
        assert.deepEqual(result, ["deploy", "client", "tenant", SUBSCRIPTION, "contoso.azurecr.io"]);
    });
});
