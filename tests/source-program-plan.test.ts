import assert from "node:assert/strict";
import { ConfigError } from "../model/problem";
import { requireProgramPlan } from "../source/program-plan";
import { MINIMAL, type Values } from "./model-acr-spec";

const plan = (registry: Values, images: Values, stack = "prod") =>
    requireProgramPlan(__dirname, { registry, images, access: [] }, { stack, sources: {} });

describe("requireProgramPlan()", () => {
    it("plans a registry of Azure for its stack", async () => {
        assert.equal((await plan(MINIMAL, {})).azure?.registry.protect, true);
        assert.equal((await plan(MINIMAL, {}, "dev")).azure?.registry.protect, false);
    });

    it("plans none for a local one", async () => assert.equal((await plan({ kind: "local" }, {})).azure, undefined));

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
});
