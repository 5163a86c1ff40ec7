import { allConfig } from "@pulumi/pulumi/runtime";
import { readLogin } from "./components/credentials";
import { ImageBuild } from "./components/image-build";
import { LocalRegistry } from "./components/local-registry";
import { planLocal } from "./model/local";
import { readConfigValues, requireProgramPlan, type ImageSources } from "./source/program-plan";
import { readLocalServices } from "./toolchain/local-services";

/**
 * Declares the registry and the images. Plain `pulumi up` calls it as what this module exports, `npm run up` as its
 * inline program.
 *
 * @param sources what is known of the checkout; @default - read now
 * @throws {ConfigError} If the configuration has mistakes; nothing is registered then.
 */
async function program(sources?: ImageSources) {
    const { config, images } = await requireProgramPlan(__dirname, readConfigValues(allConfig()), sources);
    const local = planLocal(config, readLocalServices(__dirname));

    const registry = new LocalRegistry("local", { host: local.host, credentials: local.login && readLogin(local.login) });
    const builds = images.map((plan) => new ImageBuild(plan.name, { plan, registry, builder: local.builder }));

    return {
        host: registry.host,
        images: Object.fromEntries(builds.map(({ name, ref, digest, tags }) => [name, { ref, digest, tags }])),
    };
}

export = program;
