import { PolicyPack } from "@pulumi/policy";
import { policiesOf } from "./adapter";
import { ExemptionUse } from "./exemption-use";
import { rules } from "./rules";
import { readSetUp, type SetUp } from "./set-up";

// Serves at once, so nothing else is done here and no test imports this file.
const { initialConfig, exemptions, today } = setUp();
new PolicyPack("pulumi-registries", { policies: policiesOf(rules, new ExemptionUse(exemptions, today)) }, initialConfig);

/** A mistake in the project's file is for people, so they are not shown where in the pack it came up. */
function setUp(): SetUp {
    try {
        return readSetUp(rules, process.env, new Date());
    } catch (error) {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        return process.exit(1);
    }
}
