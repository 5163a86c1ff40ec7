import assert from "node:assert/strict";
import { ManagementLockByScope, RoleAssignment } from "@pulumi/azure-native/authorization";
import { Replication, Webhook } from "@pulumi/azure-native/containerregistry";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import { Resource, ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { ArmError } from "../azure/arm-error";
import { startAzureDouble, type AzureDouble } from "../azure/double";
import { DoubledStack, type Ran } from "../provider/doubled-stack";
import { IDENTITY_ID, REGISTRY_ID } from "../azure/examples";
import { principalOf } from "../azure/identities";
import type { DoubleOptions } from "../azure/options";
import type { Props } from "../provider/wire";

const ACR_PULL = "/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d";

const SECRET_URL = "https://hooks.example.com/8c6976e5b541";

describe("the double of azure-native under the real engine", function () {
    this.timeout(120_000);

    let double: AzureDouble;
    let stack: DoubledStack;

    /** What the program below is to declare; tests change it between runs. */
    let wanted: { tier: string; name: string; replicas: string[]; protect: boolean; lock: boolean; hooks?: () => pulumi.ResourceHookBinding };

    /** What the program saw of values that Azure decides. */
    let seen: Record<string, unknown>;

    async function program() {
        const hooks = wanted.hooks?.();
        const group = new ResourceGroup("group", { resourceGroupName: "rg", location: "westeurope" });
        const registry = new Resource("registry", {
            resourceGroupName: group.name,
            resourceProviderNamespace: "Microsoft.ContainerRegistry",
            parentResourcePath: "",
            resourceType: "registries",
            resourceName: wanted.name,
            apiVersion: "2025-11-01",
            location: "westeurope",
            sku: { name: wanted.tier },
            properties: { adminUserEnabled: false, roleAssignmentMode: "LegacyRegistryPermissions" },
        }, { protect: wanted.protect });
        const replicas = wanted.replicas.map((location) => new Replication(location, {
            resourceGroupName: group.name, registryName: registry.name, replicationName: location, location,
        }));
        const hook = new Webhook("hook", {
            resourceGroupName: group.name, registryName: registry.name, webhookName: "pushes", location: "westeurope", actions: ["push"], serviceUri: pulumi.secret(SECRET_URL),
        });
        const identity = new UserAssignedIdentity("identity", { resourceGroupName: group.name, resourceName: "puller", location: "westeurope" }, hooks === undefined ? {} : { hooks });
        const grant = new RoleAssignment("grant", {
            scope: registry.id, roleAssignmentName: "11111111-2222-4333-8444-555555555555", principalId: identity.principalId, principalType: "ServicePrincipal", roleDefinitionId: ACR_PULL,
        }, hooks === undefined ? {} : { hooks });
        if (wanted.lock) {
            new ManagementLockByScope("lock", { scope: registry.id, lockName: "keep", level: "CanNotDelete" }, { dependsOn: [...replicas, hook, grant] });
        }
        registry.properties.apply((properties: Props) => (seen["loginServer"] = properties["loginServer"]));
        identity.principalId.apply((id) => (seen["principalId"] = id));
        return { id: registry.id, loginServer: registry.properties.apply((properties: Props) => properties["loginServer"]) };
    }

    async function start(context: Mocha.Context, options: DoubleOptions = {}): Promise<void> {
        wanted = { tier: "Premium", name: "contoso", replicas: ["northeurope"], protect: true, lock: true };
        seen = {};
        double = await startAzureDouble(options);
        stack = await DoubledStack.create(context, { double, program });
    }

    async function stop(): Promise<void> {
        stack?.remove();
        await double?.stop();
    }

    const ops = ({ steps }: Ran) => Object.fromEntries(steps.filter(({ type }) => type.startsWith("azure-native:")).map(({ name, op }) => [name, op]));
    const all = (op: string) => Object.fromEntries(["group", "registry", "northeurope", "hook", "identity", "grant", "lock"].map((name) => [name, op]));
    const changed = (ran: Ran) => Object.fromEntries(Object.entries(ops(ran)).filter(([, op]) => op !== "same"));

    describe("from nothing to nothing", () => {
        before(async function () {
            await start(this);
        });

        after(stop);

        it("previews with nothing there, and touches nothing", async () => {
            const ran = await stack.preview();
            assert.deepEqual(ran.errors, []);
            assert.deepEqual(ops(ran), all("create"));
            assert.equal("principalId" in seen, false, "what Azure decides is unknown");
            assert.deepEqual([seen["loginServer"], "loginServer" in seen], [undefined, true], "but for what it adds to properties of any type, which is absent");
            assert.equal(double.resources.size, 0);
        });

        it("creates everything, in an order that Azure takes", async () => {
            const ran = await stack.up();
            assert.deepEqual(ran.errors, []);
            assert.deepEqual(ops(ran), all("create"));
            assert.deepEqual([ran.outputs["id"], ran.outputs["loginServer"]], [REGISTRY_ID, "contoso.azurecr.io"]);
            assert.equal(seen["principalId"], principalOf(IDENTITY_ID));
            assert.equal(double.resources.size, 7);
            assert.ok(double.resources.has(`${REGISTRY_ID}/replications/northeurope`));
        });

        it("keeps secrets out of the state", () => {
            assert.equal(double.cloud.require(`${REGISTRY_ID}/webhooks/pushes`).properties["serviceUri"], SECRET_URL);
            assert.ok(!stack.state().includes(SECRET_URL));
        });

        it("changes nothing the second time", async () => {
            const before = double.calls.length;
            assert.deepEqual(changed(await stack.up()), {});
            assert.deepEqual(double.calls.slice(before).filter(({ operation }) => !/check|diff/.test(operation)), []);
        });

        it("sees nothing new, refreshed", async () => {
            const ran = await stack.refresh();
            assert.deepEqual(ran.errors, []);
            assert.deepEqual(changed(ran), {});
            assert.deepEqual(changed(await stack.preview()), {});
        });

        it("keeps a replica while the registry is locked", async () => {
            wanted.replicas = [];
            const ran = await stack.up();
            assert.match(ran.errors.join("\n"), /northeurope: .*Code="ScopeLocked"/s);
            assert.ok(double.resources.has(`${REGISTRY_ID}/replications/northeurope`));
        });

        it("cannot lower the tier in the run that deletes the replica, as deletes come last", async () => {
            // The lock has to go in a run of its own: the state no longer says that it came after the replica.
            Object.assign(wanted, { lock: false, replicas: ["northeurope"] });
            assert.deepEqual(changed(await stack.up()), { lock: "delete" });
            Object.assign(wanted, { replicas: [], tier: "Standard" });
            const ran = await stack.up();
            assert.match(ran.errors.join("\n"), /registry: .*the registry has the replications northeurope/);
            wanted.tier = "Premium";
            const mended = await stack.up();
            assert.deepEqual(mended.errors, []);
            assert.deepEqual(changed(mended), { northeurope: "delete" });
        });

        it("updates in place", async () => {
            wanted.tier = "Standard";
            const ran = await stack.up();
            assert.deepEqual(ran.errors, []);
            assert.deepEqual(changed(ran), { registry: "update" });
            assert.deepEqual(ran.steps.find(({ name }) => name === "registry")?.diffs, ["sku.name"]);
            assert.deepEqual(double.cloud.require(REGISTRY_ID).sku, { name: "Standard" });
        });

        it("says what Azure refuses, and goes on from there", async () => {
            wanted.replicas = ["northeurope"];
            assert.deepEqual((await stack.preview()).errors, [], "a preview does not ask Azure");
            const ran = await stack.up();
            assert.match(ran.errors.join("\n"), /northeurope: .*Code="SkuNotSupported"/);
            Object.assign(wanted, { tier: "Premium", lock: true });
            assert.deepEqual(changed(await stack.up()), { registry: "update", northeurope: "create", lock: "create" });
        });

        it("refuses to replace what is protected", async () => {
            wanted.name = "fabrikam";
            const ran = await stack.preview();
            assert.match(ran.errors.join("\n"), /registry.*protect/s);
            assert.ok(double.resources.has(REGISTRY_ID));
            wanted.name = "contoso";
        });

        it("destroys everything, the lock first", async () => {
            wanted.protect = false;
            assert.deepEqual((await stack.up()).errors, []);
            const ran = await stack.destroy();
            assert.deepEqual(ran.errors, []);
            assert.deepEqual([...double.resources.keys()], []);
            const deleted = double.calls.filter(({ operation, failed }) => operation === "delete" && !failed).map(({ name }) => name).slice(-7);
            assert.deepEqual([deleted[0], deleted.at(-1)], ["lock", "group"]);
        });
    });

    const isNotFound = ({ errors }: pulumi.ErrorHookArgs) => /PrincipalNotFound/.test(errors[0] ?? "");

    describe("with misfortunes", () => {
        afterEach(stop);

        it("tries again what an error hook says, as often as it says, and not more", async function () {
            await start(this, { principalTries: 2 });
            const told: pulumi.ErrorHookArgs[] = [];
            // A hook registers itself with the engine, so that it can be made only while the program runs.
            wanted.hooks = () => ({ onError: [new pulumi.ErrorHook("principal", (args) => told.push(args) <= 5 && isNotFound(args))] });
            const ran = await stack.up();
            assert.deepEqual(ran.errors, []);
            assert.deepEqual(told.map(({ name, failedOperation, errors }) => [name, failedOperation, errors.length]), [["grant", "create", 1], ["grant", "create", 2]]);
            assert.match(told[0]?.errors[0] ?? "", /Status=400 Code="PrincipalNotFound" Message="Principal /);
            assert.deepEqual(double.calls.filter(({ name, operation, preview }) => name === "grant" && operation === "create" && !preview).map(({ failed }) => failed), [true, true, false]);
        });

        it("waits for an error hook that waits", async function () {
            await start(this, { principalTries: 1 });
            let waited = false;
            wanted.hooks = () => ({ onError: [new pulumi.ErrorHook("principal", async (args) => {
                await new Promise((resolve) => setTimeout(resolve, 300));
                waited = true;
                return isNotFound(args);
            })] });
            assert.deepEqual((await stack.up()).errors, []);
            assert.ok(waited);
        });

        it("fails as ever where the error hook does not ask for more", async function () {
            await start(this, { noPrincipals: [principalOf(IDENTITY_ID)] });
            let tries = 0;
            wanted.hooks = () => ({ onError: [new pulumi.ErrorHook("principal", (args) => (tries += 1) < 3 && isNotFound(args))] });
            const ran = await stack.up();
            assert.match(ran.errors.join("\n"), /grant: .*Code="PrincipalNotFound"/);
            assert.equal(tries, 3);
            assert.equal(ran.steps.some(({ name }) => name === "lock"), false, "what depends on it is not begun");
        });

        it("does not know of what was made when its answer was lost", async function () {
            await start(this);
            double.faults = [{ operation: "create", id: /\/registries\/contoso$/, happened: "unanswered" }];
            assert.match((await stack.up()).errors.join("\n"), /registry: operation timed out/);
            assert.ok(double.resources.has(REGISTRY_ID));
            assert.match((await stack.up()).errors.join("\n"), /registry: cannot create already existing resource '.*\/registries\/contoso'/);
        });

        it("keeps what was begun when it took too long, and finishes it the next time", async function () {
            await start(this);
            double.faults = [{ operation: "create", id: /\/registries\/contoso$/, happened: "unfinished" }];
            assert.match((await stack.up()).errors.join("\n"), /operation timed out/);
            const ran = await stack.up();
            assert.deepEqual(ran.errors, []);
            assert.equal(ops(ran)["registry"], "update");
            assert.deepEqual(changed(await stack.preview()), {});
        });

        it("does not notice what azure-native tries again by itself", async function () {
            await start(this);
            double.faults = [{ operation: "create", id: /\/registries\/contoso$/, times: 3, error: new ArmError(429, "TooManyRequests", "Too many requests.", 30) }];
            assert.deepEqual((await stack.up()).errors, []);
            assert.equal(double.faults.length, 0);
        });
    });
});
