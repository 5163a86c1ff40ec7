import assert from "node:assert/strict";
import { ConfigError } from "../model/problem";
import { requireProgramPlan, type ProgramPlan } from "../source/program-plan";
import { IDS, MINIMAL, type Values } from "./model-acr-spec";

const plan = (registry: Values, images: Values, stack = "prod") =>
    requireProgramPlan(__dirname, { registry, images, access: [] }, { stack, sources: {} });

describe("requireProgramPlan()", () => {
    it("plans a registry of Azure for its stack", async () => {
        const protectOf = ({ registries: [first] }: ProgramPlan) => first?.kind === "acr" && first.plan.registry.protect;
        assert.equal(protectOf(await plan(MINIMAL, {})), true);
        assert.equal(protectOf(await plan(MINIMAL, {}, "dev")), false);
    });

    it("plans a local one as it is asked for", async () =>
        assert.deepEqual((await plan({ kind: "local" }, {})).registries, [{ kind: "local", spec: { kind: "local" } }]));

    it("plans several in their order, and says in which of them a mistake is", async () => {
        const list = (...registries: Values[]) => requireProgramPlan(__dirname, { registry: registries, images: {} }, { stack: "prod", sources: {} });
        assert.deepEqual((await list({ kind: "local" }, MINIMAL)).registries.map(({ kind }) => kind), ["local", "acr"]);
        await assert.rejects(list({ kind: "local" }, { ...MINIMAL, name: "con-toso", tasksBypass: true }), ({ problems }: ConfigError) => {
            assert.deepEqual(problems.map(({ key }) => key), ["registries:registry[1].name", "registries:registry[1].tasksBypass"]);
            return true;
        });
    });

    it("tells the mistakes of images and the contradictions of a registry at once", async () => {
        const run = plan({ ...MINIMAL, tasksBypass: true, replications: ["westeurope"] }, { web: {} });
        await assert.rejects(run, (error) => {
            assert.ok(error instanceof ConfigError);
            assert.deepEqual(error.problems.map(({ key }) => key), [
                "registries:images.web.context", "registries:images.web.version",
                "registries:registry.tasksBypass", "registries:registry.replications[0].location",
            ]);
            return true;
        });
    });

    const keysOf = (registry: Values) => plan(registry, {}).then(() => [], ({ problems }: ConfigError) => problems.map(({ key }) => key.replace("registries:registry.", "")));

    it("tells contradictions beside mistakes in keys that nothing else depends on", async () => {
        const { location: _, ...homeless } = MINIMAL;
        assert.deepEqual(await keysOf({ ...MINIMAL, name: "con-toso", tasksBypass: true }), ["name", "tasksBypass"]);
        assert.deepEqual(await keysOf({ ...homeless, replications: ["northeurope", "North Europe"] }), ["location", "replications[1].location"]);
        assert.deepEqual(await keysOf({ ...MINIMAL, tier: "Basic", replication: [], dataEndpoints: true }), ["replication", "dataEndpoints"]);
    });

    it("tells no contradiction to what was not understood", async () => {
        const tokens = [{ name: "robot", scopeMap: "readers", expires: "2027-01-01T00:00:00Z" }];
        assert.deepEqual(await keysOf({ ...MINIMAL, scopeMaps: [{ name: "readers" }], tokens }), ["scopeMaps[0].repositories"]);
    });

    it("refuses two identities of one name", async () => {
        const key = { key: "https://contoso-keys.vault.azure.net/keys/images", vault: IDS.vault };
        const users = {
            registry: { ...MINIMAL, customerManagedKey: key }, images: {}, pipelines: { key: { github: { repository: "contoso/shop", branch: "main" } } },
        };
        const problems = await requireProgramPlan(__dirname, users, { stack: "prod", sources: {} }).then(() => [], (error: ConfigError) => error.problems);
        assert.deepEqual(problems.map(({ key: at, required }) => `${at}: ${required}`), [
            "registries:pipelines.key: another name, as the identity contoso-key is that of a container group or of the registry's key",
        ]);
    });
});
