import assert from "node:assert/strict";
import type { AzureDouble } from "../azure/double";
import type { DoubleOptions } from "../azure/options";
import type { Report } from "../../automation/report";
import { rulesOf } from "./checkout";
import { AzurePlace } from "./azure-place";
import { pullManifest } from "./token-pull";

const SUBSCRIPTION = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups";
const CLUSTER = `${SUBSCRIPTION}/rg-apps/providers/Microsoft.ContainerService/managedClusters/shop`;
const VAULT = `${SUBSCRIPTION}/rg-keys/providers/Microsoft.KeyVault/vaults/contoso-keys`;
const WORKSPACE = `${SUBSCRIPTION}/rg-logs/providers/Microsoft.OperationalInsights/workspaces/logs`;

/** An example, and what it has to come to. */
interface Example {
    readonly name: string;
    readonly stack: "dev" | "prod";
    /** What is there before. */
    readonly existing?: readonly string[];
    readonly options?: DoubleOptions;
    /** What there is of registries' parts and users afterwards, by the end of its type, with how many. */
    readonly made: Readonly<Record<string, number>>;
    readonly images: readonly string[];
}

const EXAMPLES: readonly Example[] = [
    { name: "azure-basic", stack: "dev", made: { registries: 1, roleAssignments: 0 }, images: ["site"] },
    {
        name: "azure-standard", stack: "prod",
        existing: [WORKSPACE, `${SUBSCRIPTION}/rg-apps/providers/Microsoft.ManagedIdentity/userAssignedIdentities/builder`],
        made: { registries: 1, webhooks: 1, tasks: 1, diagnosticSettings: 1, roleAssignments: 3, federatedIdentityCredentials: 1 },
        images: ["settings", "site"],
    },
    {
        name: "azure-premium-private", stack: "prod",
        existing: [
            WORKSPACE, VAULT,
            `${SUBSCRIPTION}/rg-network/providers/Microsoft.Network/virtualNetworks/hub/subnets/endpoints`,
            `${SUBSCRIPTION}/rg-network/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io`,
        ],
        made: {
            registries: 1, replications: 2, privateEndpoints: 1, privateDnsZoneGroups: 1, locks: 1, diagnosticSettings: 1, userAssignedIdentities: 1,
            // Of the key's identity on the vault.
            roleAssignments: 1,
        },
        images: ["site"],
    },
    {
        name: "azure-abac", stack: "prod", existing: [WORKSPACE],
        made: { registries: 1, tasks: 1, diagnosticSettings: 1, roleAssignments: 5 },
        images: ["site"],
    },
    {
        name: "azure-cache", stack: "prod", existing: [VAULT, WORKSPACE],
        made: { registries: 1, credentialSets: 1, cacheRules: 2, tasks: 1, diagnosticSettings: 1, roleAssignments: 1 },
        images: [],
    },
    { name: "azure-aci", stack: "dev", made: { registries: 1, containerGroups: 1, roleAssignments: 1 }, images: ["site"] },
    {
        name: "azure-aks", stack: "prod", existing: [WORKSPACE], options: { clusters: { [CLUSTER]: "44444444-4444-4444-8444-444444444444" } },
        made: { registries: 1, tasks: 1, diagnosticSettings: 1, roleAssignments: 1 },
        images: ["site"],
    },
];

describe("the examples on Azure, end to end", function () {
    this.timeout(300_000);

    let place: AzurePlace;

    before(async function () {
        place = await AzurePlace.start(this);
    });

    after(() => place?.end());

    for (const { name, stack, existing = [], options, made, images } of EXAMPLES) {
        describe(name, () => {
            let double: AzureDouble;

            const run = (verb: string): Promise<Report> => place.checkout.done(verb, "--stack", stack);

            before(async () => {
                double = await place.openCloud(name, options);
                existing.forEach((id) => double.add(id));
                place.checkout.write(`Pulumi.${stack}.yaml`, place.checkout.read(`examples/${name}/Pulumi.${stack}.yaml`));
            });

            after(() => place.closeCloud());

            it("obeys the policies, before anything is made", async () => {
                const there = double.resources.size;
                const report = await run("preview");
                assert.deepEqual(rulesOf(report, "mandatory"), []);
                assert.deepEqual(rulesOf(report, "advisory"), []);
                assert.equal(double.resources.size, there);
            });

            it("is made, with its images pushed and pinned", async () => {
                const { outputs } = await run("up");
                const types = [...double.resources.keys()].map((id) => id.split("/").at(-2));
                for (const [type, count] of Object.entries(made)) {
                    assert.equal(types.filter((found) => found === type).length, count, `${type} in ${types.join()}`);
                }
                const refs = Object.entries(outputs["images"] as Record<string, { readonly ref: string }>);
                assert.deepEqual(refs.map(([image]) => image).sort(), images);
                for (const [image, { ref }] of refs) {
                    assert.equal((await pullManifest(place.server, ref)).status, 200, image);
                }
            });

            it("does not change the second time", async () => {
                const asked = double.calls.length;
                const { changes, policies } = await run("up");
                assert.deepEqual(Object.entries(changes).filter(([op, count]) => op !== "same" && count > 0), []);
                assert.deepEqual(policies, []);
                assert.deepEqual(double.calls.slice(asked).filter(({ operation, preview }) => !preview && /create|update|delete/.test(operation)), []);
            });

            it(stack === "dev" ? "goes when it is destroyed" : "is not destroyed, as it is protected", async () => {
                const { code, errors } = await place.checkout.report("destroy", "--stack", stack);
                const registries = [...double.resources.keys()].filter((id) => id.split("/").at(-2) === "registries");
                if (stack === "dev") {
                    assert.deepEqual([code, errors, registries], [0, [], []]);
                } else {
                    assert.deepEqual([code, registries.length], [1, 1]);
                    assert.match(errors.join("\n"), /protect/);
                }
            });
        });
    }
});
