import type * as pulumi from "@pulumi/pulumi";
import { planLocalRegistry, type LocalFacts } from "../model/local";
import type { RegistryPlan } from "../model/registry-plan";
import type { ImageBuild } from "./image-build";
import { LocalRegistry } from "./local-registry";
import type { Registry } from "./registry";

/** A registry whose users are declared, but for those that run its images. */
export interface DeclaredRegistry {
    /** Its kind, of which a stack has one. */
    readonly name: RegistryPlan["kind"];

    readonly registry: Registry;

    /** Declares what comes after the images, and returns what a stack puts out of all users. */
    readonly declareConsumers: (builds: readonly ImageBuild[]) => Record<string, pulumi.Input<unknown>>;
}

/** What each cloud's registries are declared by. Loaded only where they are needed: the SDKs take their time. */
const azure = () => require("./azure/azure") as typeof import("./azure/azure");
const aws = () => require("./aws/aws") as typeof import("./aws/aws");
const caller = () => require("./aws/caller") as typeof import("./aws/caller");

/**
 * Declares the registries, the grants of access to them, and the identities of the pipelines that push to them.
 *
 * @param images what is to be pushed
 * @param services of this machine, where there are any
 * @throws {pulumi.RunError} If whoever deploys is somewhere else than a registry is to be; nothing is declared then.
 */
export async function declareRegistries(
    plans: readonly RegistryPlan[],
    images: readonly { readonly repository: string }[],
    services: LocalFacts | undefined,
): Promise<readonly DeclaredRegistry[]> {
    const accounts = new Set(plans.flatMap((plan) => ("plan" in plan && "account" in plan.plan.registry ? [plan.plan.registry.account] : [])));
    await Promise.all([...accounts].map((account) => caller().requireAccount(account)));
    return plans.map((plan) => ({ name: plan.kind, ...declareRegistry(plan, images, services) }));
}

function declareRegistry(plan: RegistryPlan, images: readonly { readonly repository: string }[], services: LocalFacts | undefined): Omit<DeclaredRegistry, "name"> {
    switch (plan.kind) {
        case "local":
            return { registry: new LocalRegistry("local", { plan: planLocalRegistry(plan.spec, services) }), declareConsumers: () => ({}) };
        case "acr":
            return azure().declareAzure(plan.plan, images);
        case "ecr":
            return aws().declareAws(plan.plan);
        case "ecr-public":
            return aws().declareAwsPublic(plan.plan);
    }
}
