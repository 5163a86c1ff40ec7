import { allConfig, getStack } from "@pulumi/pulumi/runtime";
import { requireLogin } from "./components/credentials";
import { declareImages } from "./components/declare-images";
import { declareRegistries } from "./components/declare-registries";
import { formatOutputs } from "./components/outputs";
import type { ProgramRun } from "./components/program-run";
import { findPlaces, refuseUnseen, requireTags } from "./components/registry-places";
import { planImages } from "./model/images/image";
import { planBuilder } from "./model/local";
import { readConfigValues, requireProgramPlan } from "./source/program-plan";
import { readLocalServices } from "./toolchain/local-services";

/**
 * Declares the registries, who may use them, and the images. Plain `pulumi up` calls it as what this module exports,
 * `npm run up` as its inline program.
 *
 * @throws {ConfigError} If the configuration has mistakes; nothing is registered then.
 */
async function program({ sources, services = readLocalServices(__dirname), existing, seen = new Map(), tell }: ProgramRun = {}) {
    const plan = await requireProgramPlan(__dirname, readConfigValues(allConfig()), { stack: getStack(), sources });
    const builders = new Map(plan.images.map((image) => [image.name, planBuilder(plan.config, services, image)]));

    const registries = await declareRegistries(plan.registries, plan.images, services);
    if (plan.images.length > 0) {
        await Promise.all(registries.map(({ registry }) => requireLogin(registry.credentials)));
    }
    const places = existing === undefined ? await findPlaces(registries, plan.images, services) : [];
    const tags = existing ?? await requireTags(places, plan.images, services);
    // Again, as it is known now which tags there are.
    const images = planImages(plan.config, plan.sources, tags).plans.map((image) =>
        ({ plan: image, builder: builders.get(image.name) ?? "" }));
    refuseUnseen(images.map(({ plan: image }) => image), seen);
    tell?.({ images, places });

    const builds = declareImages(images, registries);
    return formatOutputs(registries, builds);
}

export = program;
