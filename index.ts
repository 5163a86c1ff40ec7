import { allConfig, getStack } from "@pulumi/pulumi/runtime";
import { requireLogin } from "./components/credentials";
import { ImageBuild } from "./components/image-build";
import { LocalRegistry } from "./components/local-registry";
import { planBuilder, planLocalRegistry } from "./model/local";
import { readConfigValues, requireProgramPlan, type ImageSources } from "./source/program-plan";
import { readLocalServices } from "./toolchain/local-services";

/**
 * Declares the registry, who may use it, and the images. Plain `pulumi up` calls it as what this module exports,
 * `npm run up` as its inline program.
 *
 * @param sources what is known of the checkout; @default - read now
 * @throws {ConfigError} If the configuration has mistakes; nothing is registered then.
 */
async function program(sources?: ImageSources) {
    const { config, images, azure: plan } =
        await requireProgramPlan(__dirname, readConfigValues(allConfig()), { stack: getStack(), sources });
    const services = readLocalServices(__dirname);
    const builder = planBuilder(config, services);

    // Loaded only where it is needed: the SDK of Azure takes its time.
    const azure = plan && (require("./components/azure/azure") as typeof import("./components/azure/azure")).declareAzure(plan, images);
    const registry = azure?.registry ?? new LocalRegistry("local", { plan: planLocalRegistry(config.registry, services) });
    await (images.length > 0 && requireLogin(registry.credentials));
    const builds = images.map((image) => new ImageBuild(image.name, { plan: image, registry, builder }));

    return {
        host: registry.host,
        images: Object.fromEntries(builds.map(({ name, ref, digest, tags }) => [name, { ref, digest, tags }])),
        ...azure?.declareConsumers(builds),
    };
}

export = program;
