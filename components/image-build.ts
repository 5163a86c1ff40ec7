import * as docker from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import type { ImagePlan } from "../model/image";
import type { Registry } from "./registry";

export interface ImageBuildArgs {
    /** What to build and under which tags. */
    readonly plan: ImagePlan;

    /** Where to push it. */
    readonly registry: Registry;

    /** The buildx builder that builds it. */
    readonly builder: string;
}

/** An image that BuildKit builds from a context and pushes to a registry under every planned tag. */
export class ImageBuild extends pulumi.ComponentResource {
    /** The image's name in the configuration. */
    readonly name: string;

    /** The repository with its host. */
    readonly repositoryUrl: pulumi.Output<string>;

    /** The manifest's digest, `sha256:…`. */
    readonly digest: pulumi.Output<string>;

    /** The reference that always names this very build: `host/repository@sha256:…`. */
    readonly ref: pulumi.Output<string>;

    /** The tags, without host and repository. */
    readonly tags: readonly string[];

    constructor(name: string, args: ImageBuildArgs, opts?: pulumi.ComponentResourceOptions) {
        const { plan, registry } = args;
        // Shown to the policies, as the image's own tags are unknown while the registry's host is.
        super("registries:images:ImageBuild", name, { repository: plan.repository, tags: plan.tags }, opts);
        const repositoryUrl = pulumi.interpolate`${registry.host}/${plan.repository}`;

        const image = new docker.Image(name, {
            tags: plan.tags.map((tag) => pulumi.interpolate`${repositoryUrl}:${tag}`),
            context: { location: plan.context },
            dockerfile: { location: plan.dockerfile },
            platforms: plan.platforms as docker.Platform[],
            buildArgs: plan.buildArgs,
            labels: plan.labels,
            ...(plan.target === undefined ? {} : { target: plan.target }),
            builder: { name: args.builder },
            ...(registry.credentials === undefined
                ? {}
                : { registries: [{ address: registry.host, ...registry.credentials }] }),
            push: true,
            buildOnPreview: false,
        }, {
            parent: this,
            // The provider deletes manifests by digest, and with them every tag that shares the digest:
            // https://github.com/pulumi/pulumi-docker-build/issues/606
            retainOnDelete: true,
        });

        this.name = plan.name;
        this.repositoryUrl = repositoryUrl;
        this.digest = image.digest;
        this.ref = pulumi.interpolate`${repositoryUrl}@${image.digest}`;
        this.tags = plan.tags;
        this.registerOutputs({ ref: this.ref, digest: this.digest, tags: this.tags });
    }
}
