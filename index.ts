import { allConfig, getStack } from "@pulumi/pulumi/runtime";
import { requireLogin } from "./components/credentials";
import { declareImages } from "./components/declare-images";
import { declareRegistries } from "./components/declare-registries";
import { formatOutputs } from "./components/outputs";
import { planBuilder } from "./model/local";
import { readConfigValues, requireProgramPlan, type ImageSources } from "./source/program-plan";
import { readLocalServices } from "./toolchain/local-services";

/**
 * Declares the registries, who may use them, and the images. Plain `pulumi up` calls it as what this module exports,
 * `npm run up` as its inline program.
 *
 * @param sources what is known of the checkout; @default - read now
 * @throws {ConfigError} If the configuration has mistakes; nothing is registered then.
 */
async function program(sources?: ImageSources) {
    const { config, images, registries: plans } =
        await requireProgramPlan(__dirname, readConfigValues(allConfig()), { stack: getStack(), sources });
    const services = readLocalServices(__dirname);
    const planned = images.map((image) => ({ plan: image, builder: planBuilder(config, services, image) }));

    const registries = await declareRegistries(plans, images, services);
    if (images.length > 0) {
        await Promise.all(registries.map(({ registry }) => requireLogin(registry.credentials)));
    }
    const builds = declareImages(planned, registries);
    return formatOutputs(registries, builds);
}

export = program;
