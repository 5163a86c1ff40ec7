import { devNull } from "node:os";
import { disconnect, setAllConfig } from "@pulumi/pulumi/runtime";
import type { ProgramRun } from "../../components/program-run";
import { ConfigError } from "../../model/problem";
import type { RegistryPlan } from "../../model/registry-plan";
import type { ProgramPlan } from "../../source/program-plan";
import { InputError } from "./input-error";
import { recordResources, type Answers } from "./recorder";
import type { ShownResources } from "./resources";
import type { StackConfig } from "./stack-config";

/** The program of this repository. */
type Program = (run: ProgramRun) => Promise<unknown>;

/** What stands for the services of this machine, of which none is needed: nothing is pushed. */
const SERVICES = { host: "127.0.0.1:5000", username: "registries", passwordFile: devNull, builder: "registries", caFile: devNull };

/**
 * Runs the program as a first preview of a stack does, in this process, and returns what it registers. As the runtime's
 * state is one for the whole process, stacks are run one after the other.
 *
 * @throws {InputError | ConfigError} If the program does not get through.
 */
export async function runProgram(project: string, { stack, config, file }: StackConfig, plan: ProgramPlan): Promise<ShownResources> {
    const program = require("../../index") as Program;
    const resources = await recordResources({ project, stack }, callerAnswers(plan.registries));
    setAllConfig({ ...config });
    const [fault] = await quietly(async () => {
        await program({ sources: plan.sources, services: SERVICES, existing: {} });
        await disconnect();
    });
    if (fault !== undefined) {
        throw fault instanceof ConfigError ? fault : new InputError(`Cannot evaluate ${file}: ${fault instanceof Error ? fault.message : String(fault)}`);
    }
    return { resources, others: [] };
}

/** An id of nobody. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

/** Whoever deploys is known in a preview, and no rule cares who it is; on AWS it has to be the account of the configuration. */
function callerAnswers(registries: readonly RegistryPlan[]): Answers {
    const accounts = registries.flatMap((plan) => ("plan" in plan && "account" in plan.plan.registry ? [plan.plan.registry.account] : []));
    return {
        "aws:index/getCallerIdentity:getCallerIdentity": { accountId: accounts[0] },
        "azure-native:authorization:getClientConfig": { clientId: NOBODY, objectId: NOBODY, subscriptionId: NOBODY, tenantId: NOBODY },
    };
}

/**
 * Runs something without a word, as without an engine the runtime writes what a program tells to the console.
 *
 * @returns the errors among what it would have told
 */
async function quietly(run: () => Promise<void>): Promise<readonly unknown[]> {
    const { log, warn, error } = console;
    const errors: unknown[] = [];
    const hear = (said: unknown) => void errors.push(said);
    Object.assign(console, { log: () => {}, warn: () => {}, error: hear });
    // An input that rejects is nobody's to catch.
    process.on("unhandledRejection", hear);
    try {
        await run();
        // Rejections are told after all promises have had their turn.
        await new Promise(setImmediate);
    } catch (thrown) {
        hear(thrown);
    } finally {
        process.off("unhandledRejection", hear);
        Object.assign(console, { log, warn, error });
    }
    return errors;
}
