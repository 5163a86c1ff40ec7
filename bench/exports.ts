import { closeSync, openSync, writeSync } from "node:fs";

/** Properties of resources of many kinds, by their types; a third of them are of no rule's business, as in most stacks. */
const KINDS: readonly (readonly [string, (n: number) => object])[] = [
    ["azure-native:containerregistry:Registry", (n) => ({ registryName: `contoso${n}`, resourceGroupName: "rg-images", sku: { name: "Premium" } })],
    ["azure-native:containerregistry:Replication", (n) => ({ registryName: `contoso${n - 1}`, location: "northeurope" })],
    ["azure-native:authorization:RoleAssignment", (n) => ({ scope: `${REGISTRIES}/contoso${n - 2}`, roleDefinitionId: PULL, principalType: "Group" })],
    ["aws:ecr/repository:Repository", (n) => ({ name: `web-${n}`, imageTagMutability: "IMMUTABLE" })],
    ["aws:ecr/lifecyclePolicy:LifecyclePolicy", (n) => ({ repository: `web-${n - 1}`, policy: RULES })],
    ["docker-build:index:Image", (n) => ({ push: true, tags: [`contoso${n - 5}.azurecr.io/web:1.4.2`], context: { location: "." } })],
    ["kubernetes:apps/v1:Deployment", (n) => ({ metadata: { name: `web-${n}` }, spec: { template: { spec: { containers: [{ name: "web", image: `contoso${n - 6}.azurecr.io/web:1.4.2` }] } } } })],
    ["aws:ecs/taskDefinition:TaskDefinition", (n) => ({ family: "web", containerDefinitions: JSON.stringify([{ name: "web", image: `contoso${n - 7}.azurecr.io/web:1.4.2` }]) })],
    ["azure-native:storage:StorageAccount", (n) => ({ accountName: `contoso${n}`, sku: { name: "Standard_LRS" } })],
    ["aws:s3/bucket:Bucket", (n) => ({ bucket: `contoso-${n}` })],
    ["kubernetes:core/v1:Service", (n) => ({ metadata: { name: `web-${n}` }, spec: { ports: [{ port: 80 }] } })],
    ["random:index/randomId:RandomId", () => ({ byteLength: 8 })],
];

const REGISTRIES = "/subscriptions/s/resourceGroups/rg-images/providers/Microsoft.ContainerRegistry/registries";
const PULL = "/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d";
const RULES = JSON.stringify({ rules: [{ rulePriority: 1, selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 30 }, action: { type: "expire" } }] });

/** What providers say of a resource besides its inputs. */
const OUTPUTS = { description: "x".repeat(500), properties: Array.from({ length: 20 }, (_, n) => ({ name: `property-${n}`, value: n })) };

/** Writes what `pulumi stack export` writes of a stack with so many resources; 3 KB a resource. */
export function writeExport(file: string, count: number): void {
    const output = openSync(file, "w");
    try {
        writeSync(output, '{"version":3,"deployment":{"manifest":{},"resources":[\n');
        for (let n = 0; n < count; n += 1) {
            writeSync(output, `${n === 0 ? "" : ",\n"}${JSON.stringify(resource(n), null, 4)}`);
        }
        writeSync(output, "]}}\n");
    } finally {
        closeSync(output);
    }
}

function resource(n: number): object {
    const [type, inputsOf] = KINDS[n % KINDS.length] ?? fail();
    const inputs = inputsOf(n);
    return {
        ...{ urn: `urn:pulumi:prod::shop::${type}::resource-${n}`, custom: true, id: `resource-${n}`, type, inputs },
        ...{ outputs: { ...inputs, ...OUTPUTS }, parent: "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod", created: "2026-01-01T00:00:00Z" },
    };
}

function fail(): never {
    throw new RangeError("Cannot make a resource without a kind");
}
