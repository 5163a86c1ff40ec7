import assert from "node:assert/strict";
import { ArmError } from "../azure/arm-error";
import { startAzureDouble, type AzureDouble } from "../azure/double";
import { DoubledStack, type Ran } from "../provider/doubled-stack";
import type { DoubleOptions } from "../azure/options";

const PIPELINE = "  registries:pipelines: { deploy: { github: { repository: contoso/shop, environment: production } } }\n";

function file(registry = "", users = "", name = "contoso"): string {
    return `config:\n  registries:registry: { kind: acr, name: ${name}, resourceGroup: rg, location: westeurope${registry} }\n` +
        `  registries:images: {}\n  registries:builder: none\n${users}`;
}

describe("a registry on Azure where something goes wrong", function () {
    this.timeout(180_000);

    let double: AzureDouble;
    let stack: DoubledStack;

    async function start(context: Mocha.Context, stackFile: string, options: DoubleOptions = {}): Promise<void> {
        double = await startAzureDouble(options);
        stack = await DoubledStack.create(context, { double, stackFile, stack: "prod" });
    }

    const changed = ({ steps }: Ran) => steps
        .filter(({ type, op }) => type.startsWith("azure-native:") && op !== "same").map(({ op, name }) => `${op} ${name}`).sort();

    /** Another run mends what is left, and a third finds nothing to do. */
    async function converges(): Promise<readonly string[]> {
        const mended = await stack.up();
        assert.deepEqual(mended.errors, []);
        assert.deepEqual(changed(await stack.up()), []);
        return changed(mended);
    }

    const count = (type: string) => double.cloud.ofType(`Microsoft.ContainerRegistry/${type}`).length;

    afterEach(async () => {
        stack?.remove();
        await double?.stop();
    });

    it("waits for an identity that Entra ID does not know yet", async function () {
        await start(this, file("", PIPELINE), { principalTries: 2 });
        const { errors, outputs } = await stack.up();
        assert.deepEqual(errors, []);
        const refused = double.calls.filter(({ failed, token }) => failed && token.endsWith(":RoleAssignment"));
        assert.equal(refused.length, 2);
        const values = (outputs["pipelines"] as Record<string, Record<string, string>>)["deploy"];
        assert.deepEqual(Object.keys(values ?? {}).sort(), ["clientId", "loginServer", "subscriptionId", "tenantId"]);
        assert.deepEqual(changed(await stack.up()), []);
    });

    it("says that the name is somebody else's, and goes on under another", async function () {
        await start(this, file("", "", "taken"), { namesTaken: ["taken"] });
        assert.match((await stack.up()).errors.join("\n"), /AlreadyInUse/);
        assert.equal(count("registries"), 0);
        stack.configure(file());
        assert.deepEqual(await converges(), ["create acr"]);
    });

    it("goes on after Azure had too much to do for a replica", async function () {
        await start(this, file(", replications: [northeurope]"));
        double.faults = [{ operation: "create", id: /replications/, times: 4, error: new ArmError(503, "ServiceUnavailable", "try later") }];
        assert.match((await stack.up()).errors.join("\n"), /acr-replica-northeurope: .*ServiceUnavailable/);
        assert.equal(count("registries"), 1);
        assert.deepEqual(await converges(), ["create acr-replica-northeurope"]);
    });

    it("goes on after a registry that was made without an answer in time", async function () {
        await start(this, file(", replications: [northeurope]"));
        double.faults = [{ operation: "create", id: /registries\/contoso$/, times: 4, happened: "unfinished", error: new ArmError(504, "GatewayTimeout", "no answer") }];
        assert.match((await stack.up()).errors.join("\n"), /acr: .*GatewayTimeout/);
        const mended = await converges();
        assert.ok(mended.includes("create acr-replica-northeurope"), mended.join());
        assert.equal(count("registries"), 1);
    });

    it("deletes nothing under a lock, and says so", async function () {
        await start(this, file(", replications: [northeurope], lock: CanNotDelete"));
        assert.deepEqual((await stack.up()).errors, []);
        stack.configure(file(", tier: Premium, lock: CanNotDelete"));
        assert.match((await stack.up()).errors.join("\n"), /ScopeLocked/);
        assert.equal(count("registries/replications"), 1);
        // First the lock, then what it was on.
        stack.configure(file(", replications: [northeurope]"));
        assert.deepEqual((await stack.up()).errors, []);
        stack.configure(file(", tier: Premium"));
        assert.deepEqual((await stack.up()).errors, []);
        assert.equal(count("registries/replications"), 0);
    });

    it("tries once where Azure refuses a role for another reason", async function () {
        const gone = "99999999-9999-4999-8999-999999999999";
        const users = `  registries:access: [{ may: [pull], principal: ${gone}, type: Group }]\n`;
        await start(this, file("", users));
        double.faults = [{ operation: "create", id: /roleAssignments/, error: new ArmError(400, "RoleAssignmentLimitExceeded", "too many") }];
        const failed = await stack.up();
        assert.match(failed.errors.join("\n"), /RoleAssignmentLimitExceeded/);
        assert.equal(double.calls.filter(({ failed: refused, token }) => refused && token.endsWith(":RoleAssignment")).length, 1);
        assert.equal((await converges()).length, 1);
    });
});
