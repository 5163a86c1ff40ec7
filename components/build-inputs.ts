import type * as docker from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import type { CacheEntryPlan } from "../model/images/cache";
import type { ImagePlan } from "../model/images/image";

/** Another image of the stack, which this one is built from. */
export interface BuiltImage {
    /** `host/repository@sha256:…` */
    readonly ref: pulumi.Output<string>;

    /** `host/repository:tag` */
    readonly tagged: pulumi.Output<string>;

    readonly digest: pulumi.Output<string>;
}

/** What the inputs of a build depend on besides its plan. */
export interface BuildSurroundings {
    /** Where the image is pushed to first, with its host. */
    readonly url: pulumi.Output<string>;

    /** The images that were built before, by their names. */
    readonly images: ReadonlyMap<string, BuiltImage>;
}

/** Labels that name what an image starts from. Source: https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md */
const BASE_LABELS = { name: "org.opencontainers.image.base.name", digest: "org.opencontainers.image.base.digest" };

type Inputs = Omit<docker.ImageArgs, "tags" | "registries" | "builder" | "push" | "buildOnPreview">;

/**
 * Returns what the docker-build provider is given of a build. What is empty is left out: to the provider it would be
 * another input than none.
 *
 * @throws {RangeError} If an image that it is built from was not declared before.
 */
export function formatBuildInputs(plan: ImagePlan, { url, images }: BuildSurroundings): Inputs {
    const require = (image: string): BuiltImage => {
        const built = images.get(image);
        if (built === undefined) {
            throw new RangeError(`Cannot build "${plan.name}" from the image "${image}": it is not declared yet`);
        }
        return built;
    };
    const named = Object.entries(plan.contexts).map(([name, context]) => [name, {
        location: "image" in context ? pulumi.interpolate`docker-image://${require(context.image).ref}` : context.location,
    }] as const);
    const { dockerfile, dockerfileInline, addHosts, secrets, ssh, target } = plan;
    return {
        context: { location: plan.context, ...unlessEmpty("named", Object.fromEntries(named)) },
        ...(dockerfile === undefined && dockerfileInline === undefined ? {}
            : { dockerfile: dockerfileInline === undefined ? { location: dockerfile } : { inline: dockerfileInline } }),
        platforms: plan.platforms as docker.Platform[],
        buildArgs: plan.buildArgs,
        ...(Object.keys(secrets).length === 0 ? {} : { secrets: pulumi.secret(secrets) }),
        ...unlessEmpty("ssh", ssh.map(({ id, paths }) => ({ id, ...unlessEmpty("paths", [...paths]) }))),
        ...unlessEmpty("addHosts", [...addHosts]),
        ...(plan.network === "default" ? {} : { network: plan.network as docker.NetworkMode }),
        ...(plan.noCache ? { noCache: true } : {}),
        ...(plan.pull ? { pull: true } : {}),
        ...unlessEmpty("cacheFrom", plan.cache.from.map((entry) => formatCache(entry, url))),
        ...unlessEmpty("cacheTo", plan.cache.to.map((entry) => formatCache(entry, url))),
        ...(target === undefined ? {} : { target }),
        labels: plan.base === undefined ? plan.labels : labelBase(plan.labels, require(plan.base.image)),
        exports: [{ raw: plan.output }],
    };
}

function formatCache({ attributes, tag, isSecret }: CacheEntryPlan, url: pulumi.Output<string>): { raw: pulumi.Input<string> } {
    const raw = tag === undefined ? attributes : pulumi.interpolate`${attributes},ref=${url}:${tag}`;
    return { raw: isSecret ? pulumi.secret(raw) : raw };
}

function labelBase(labels: ImagePlan["labels"], { tagged, digest }: BuiltImage): Record<string, pulumi.Input<string>> {
    return { [BASE_LABELS.digest]: digest, [BASE_LABELS.name]: tagged, ...labels };
}

function unlessEmpty<K extends string, T extends object>(key: K, value: T): { [P in K]?: T } {
    return (Object.keys(value).length === 0 ? {} : { [key]: value }) as { [P in K]?: T };
}
