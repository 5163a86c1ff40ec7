import assert from "node:assert/strict";
import { startAzureDouble, type AzureDouble } from "../azure/double";
import { DoubledStack, type Ran } from "../provider/doubled-stack";
import { AzurePlace } from "./azure-place";
import { pullManifest } from "./token-pull";

const GROUP = "22222222-2222-4222-8222-222222222222";
const HOOK = "https://hooks.example.com/8c6976e5b541";

/** A stack file of a registry without images, so that nothing is built. */
function file(registry: string, users = ""): string {
    return `config:\n  registries:registry: { kind: acr, name: contoso, resourceGroup: rg, ${registry} }\n` +
        `  registries:images: {}\n  registries:builder: none\n${users}`;
}

const HERE = "location: westeurope";

describe("changes to a registry on Azure that is there", function () {
    this.timeout(180_000);

    let double: AzureDouble;
    let stack: DoubledStack;

    async function start(context: Mocha.Context, stackFile: string, name = "prod"): Promise<void> {
        double = await startAzureDouble();
        stack = await DoubledStack.create(context, { double, stackFile, stack: name });
        assert.deepEqual((await stack.up()).errors, []);
    }

    /** What is not as it was, but for the stack and components. */
    const changed = ({ steps }: Ran) => steps
        .filter(({ type, op }) => type.startsWith("azure-native:") && op !== "same")
        .map(({ op, name }) => `${op} ${name}`).sort();

    const registry = () => double.cloud.ofType("Microsoft.ContainerRegistry/registries")[0];

    const tier = () => (registry()?.sku as { readonly name?: string } | undefined)?.name;

    afterEach(async () => {
        stack?.remove();
        await double?.stop();
    });

    it("removes a replica alone", async function () {
        await start(this, file(`${HERE}, replications: [northeurope, swedencentral]`));
        stack.configure(file(`${HERE}, replications: [northeurope]`));
        const want = ["delete acr-replica-swedencentral"];
        assert.deepEqual(changed(await stack.preview()), want);
        assert.deepEqual(changed(await stack.up()), want);
    });

    it("raises the tier in place, for a feature that needs it", async function () {
        await start(this, file(HERE));
        assert.equal(tier(), "Basic");
        stack.configure(file(`${HERE}, replications: [northeurope]`));
        const preview = await stack.preview();
        assert.deepEqual(changed(preview), ["create acr-replica-northeurope", "update acr"]);
        assert.ok(preview.steps.find(({ op }) => op === "update")?.diffs.includes("sku.name"));
        assert.deepEqual((await stack.up()).errors, []);
        assert.equal(tier(), "Premium");
    });

    it("lowers the tier in two runs, and keeps the registry where one is asked to do it all", async function () {
        await start(this, file(`${HERE}, replications: [northeurope]`));
        stack.configure(file(HERE));
        assert.deepEqual(changed(await stack.preview()), ["delete acr-replica-northeurope", "update acr"]);
        const refused = await stack.up();
        assert.equal(refused.ok, false);
        assert.equal(tier(), "Premium");
        stack.configure(file(`${HERE}, tier: Premium`));
        assert.deepEqual(changed(await stack.up()), ["delete acr-replica-northeurope"]);
        stack.configure(file(HERE));
        assert.deepEqual(changed(await stack.up()), ["update acr"]);
        assert.equal(tier(), "Basic");
    });

    it("switches to permissions for repositories in place, with other roles", async function () {
        const users = `  registries:access: [{ may: [pull], principal: ${GROUP}, type: Group }]\n`;
        await start(this, file(HERE, users));
        stack.configure(file(`${HERE}, permissions: abac`, users));
        const preview = changed(await stack.preview());
        assert.equal(preview.length, 3, preview.join());
        assert.match(preview.join("\n"), /^create acr-22222222-pull-\w{8}\ndelete acr-22222222-pull-\w{8}\nupdate acr$/);
        assert.deepEqual(changed(await stack.up()), preview);
        assert.equal(registry()?.properties["roleAssignmentMode"], "AbacRepositoryPermissions");
        assert.deepEqual(changed(await stack.preview()), []);
    });

    const elsewhere: [title: string, registry: string][] = [
        ["name", "name: other, resourceGroup: rg, location: westeurope"],
        ["resource group", "name: contoso, resourceGroup: other, location: westeurope"],
        ["location", "name: contoso, resourceGroup: rg, location: northeurope"],
    ];
    for (const [title, keys] of elsewhere) {
        it(`refuses another ${title} in a preview, until somebody says that the registry may go`, async function () {
            const at = (more = "") => `config:\n  registries:registry: { kind: acr, ${keys}${more} }\n  registries:images: {}\n  registries:builder: none\n`;
            await start(this, file(HERE));
            stack.configure(at());
            const refused = await stack.preview();
            assert.match(refused.errors.join("\n"), /protect/);
            assert.match((await stack.up()).errors.join("\n"), /protect/);
            assert.equal(registry()?.name, "contoso");
            stack.configure(file(`${HERE}, protect: false`));
            assert.deepEqual((await stack.up()).errors, []);
            stack.configure(at(", protect: false"));
            assert.deepEqual((await stack.up()).errors, []);
            assert.equal(double.cloud.ofType("Microsoft.ContainerRegistry/registries").length, 1);
            const { id = "", name, location } = registry() ?? {};
            assert.equal(`name: ${name}, resourceGroup: ${id.split("/")[4]}, location: ${location}`, keys);
        });
    }

    it("lets a registry of development go", async function () {
        await start(this, file(HERE), "dev");
        assert.deepEqual((await stack.destroy()).errors, []);
        assert.equal(registry(), undefined);
    });

    it("sees nothing new, refreshed, with endpoints that Azure adds to the registry", async function () {
        const subnet = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/hub/subnets/one";
        double = await startAzureDouble();
        double.add(subnet);
        stack = await DoubledStack.create(this, { double, stackFile: file(`${HERE}, privateEndpoints: [{ name: hub, subnet: ${subnet} }]`), stack: "prod" });
        assert.deepEqual((await stack.up()).errors, []);
        assert.deepEqual((await stack.refresh()).errors, []);
        assert.deepEqual(changed(await stack.preview()), []);
    });

    it("makes a webhook after the replica in whose region it is, and a token without passwords", async function () {
        await start(this, file(`${HERE}, replications: [northeurope], webhooks: [{ name: deploys, url: "https://x.example", location: northeurope }], ` +
            "scopeMaps: [{ name: readers, repositories: [{ name: web, may: [pull] }] }], tokens: [{ name: robot, scopeMap: readers, expires: 2030-01-01T00:00:00Z }]"));
        assert.equal(double.cloud.ofType("Microsoft.ContainerRegistry/registries/tokens").length, 1);
        assert.equal(double.cloud.ofType("Microsoft.ContainerRegistry/registries/webhooks")[0]?.location, "northeurope");
    });

    it("makes an agent pool anew where Azure cannot change it", async function () {
        const pool = (tier: string, count: number) => file(`${HERE}, agentPools: [{ name: pool, tier: ${tier}, count: ${count} }]`);
        await start(this, pool("S1", 1));
        stack.configure(pool("S1", 2));
        assert.deepEqual(changed(await stack.up()), ["update acr-pool-pool"]);
        stack.configure(pool("S2", 2));
        const { errors } = await stack.up();
        assert.deepEqual(errors, []);
        assert.equal(double.cloud.ofType("Microsoft.ContainerRegistry/registries/agentPools")[0]?.properties["tier"], "S2");
    });

    it("takes a secret of the stack file, and keeps it out of the state", async function () {
        await start(this, file(`${HERE}, webhooks: [{ name: deploys, url: "https://x.example" }]`));
        await stack.stack.setConfig("registries:registry.webhooks[0].url", { value: HOOK, secret: true }, true);
        assert.deepEqual(changed(await stack.up()), ["update acr-webhook-deploys"]);
        assert.equal(double.cloud.ofType("Microsoft.ContainerRegistry/registries/webhooks")[0]?.properties["serviceUri"], HOOK);
        assert.ok(!stack.state().includes(HOOK));
    });

    it("keeps every other secret out of the state too", async function () {
        const context = "https://github.com/contoso/shop.git#main";
        const secrets = ["of-the-header", "of-the-git-token", "of-the-argument", "of-the-value"];
        const [header, gitToken, argument, value] = secrets;
        await start(this, file(`${HERE}, webhooks: [{ name: deploys, url: "https://x.example", headers: { Authorization: ${header} } }], tasks: [` +
            `{ name: build, gitToken: ${gitToken}, build: { context: "${context}", images: ["web:1"], secretArguments: { A: ${argument} } } }, ` +
            `{ name: steps, steps: { yaml: "steps: [{ cmd: bash }]", secretValues: { B: ${value} } } }]`));
        const there = JSON.stringify([...double.resources.values()]);
        assert.deepEqual(secrets.filter((secret) => !there.includes(secret)), [], "Azure has each");
        assert.deepEqual(secrets.filter((secret) => stack.state().includes(secret)), []);
    });
});

describe("an image on Azure that gets another name", function () {
    this.timeout(300_000);

    let place: AzurePlace;

    before(async function () {
        place = await AzurePlace.start(this);
        await place.openCloud("renamed");
    });

    after(async () => {
        await place?.closeCloud();
        await place?.end();
    });

    it("is pushed under the new one, and stays under the old one", async () => {
        const { checkout, server } = place;
        const example = checkout.read("examples/azure-basic/Pulumi.dev.yaml");
        checkout.write("Pulumi.dev.yaml", example);
        const before = await checkout.report("up", "--stack", "dev");
        assert.deepEqual(before.errors, [], before.stderr);
        checkout.write("Pulumi.dev.yaml", checkout.read("Pulumi.dev.yaml").replace(/^( +)site:/m, "$1pages:"));
        const { changes } = await checkout.report("preview", "--stack", "dev");
        assert.deepEqual([changes.create, changes.delete, changes.replace], [2, 2, 0]);
        const renamed = await checkout.report("up", "--stack", "dev");
        assert.deepEqual(renamed.errors, [], renamed.stderr);
        const refs = [before, renamed].flatMap(({ outputs }) => Object.values(outputs["images"] as Record<string, { ref: string }>)).map(({ ref }) => ref);
        assert.deepEqual(refs.map((ref) => /\/(\w+)@/.exec(ref)?.[1]), ["site", "pages"]);
        for (const ref of refs) {
            assert.equal((await pullManifest(server, ref)).status, 200, ref);
        }
    });
});
