import * as docker from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import type { ImagePlan } from "../model/images/image";
import { formatBuildInputs, type BuiltImage } from "./build-inputs";
import { formatLogin } from "./credentials";
import { repositoryOf, type Registry } from "./registry";

export interface ImageBuildArgs {
    /** What to build and under which tags. */
    readonly plan: ImagePlan;

    /** Where to push it, by names of one's own; at least one. It is built once. */
    readonly registries: readonly { readonly name: string; readonly registry: Registry }[];

    /** The buildx builder that builds it. */
    readonly builder: string;

    /** The images that were declared before, by their names; @default - none */
    readonly images?: ReadonlyMap<string, BuiltImage>;
}

/** An image that BuildKit builds from a context and pushes to every registry under every planned tag. */
export class ImageBuild extends pulumi.ComponentResource implements BuiltImage {
    /** The image's name in the configuration. */
    readonly name: string;

    /** The manifest's digest, `sha256:…`. */
    readonly digest: pulumi.Output<string>;

    /** The references that always name this very build, `host/repository@sha256:…`, by the registries' names. */
    readonly refs: Readonly<Record<string, pulumi.Output<string>>>;

    /** The reference in the first registry that always names this very build. */
    readonly ref: pulumi.Output<string>;

    /** The reference in the first registry by the first tag. */
    readonly tagged: pulumi.Output<string>;

    /** The tags, without host and repository. */
    readonly tags: readonly string[];

    /** What becomes of the tags once the image is gone from the configuration; kept where nothing is said. */
    readonly oldTags: ImagePlan["oldTags"];

    constructor(name: string, args: ImageBuildArgs, opts?: pulumi.ComponentResourceOptions) {
        const { plan } = args;
        // Shown to the policies, as the image's own tags are unknown while the registry's host is.
        super("registries:images:ImageBuild", name, { repository: plan.repository, tags: plan.tags }, opts);
        const repositories = args.registries.map(({ name: where, registry }) => ({ where, ...repositoryOf(registry, plan.repository) }));

        const first = repositories[0]?.url ?? pulumi.output("");
        const image = new docker.Image(name, {
            tags: repositories.flatMap(({ url }) => plan.tags.map((tag) => pulumi.interpolate`${url}:${tag}`)),
            ...formatBuildInputs(plan, { url: first, images: args.images ?? new Map() }),
            builder: { name: args.builder },
            ...loginsTo(args.registries.map(({ registry }) => registry)),
            // Its own export pushes.
            push: false,
            // A preview would write caches too: https://github.com/pulumi/pulumi-docker-build/blob/v0.0.22/provider/internal/image.go
            buildOnPreview: false,
        }, {
            parent: this,
            dependsOn: repositories.flatMap(({ resources }) => resources),
            // The same reference into a repository that was made anew says nothing of what is lost.
            replaceWith: repositories.flatMap(({ resource }) => resource ?? []),
            // The provider deletes manifests by digest, and with them every tag that shares the digest:
            // https://github.com/pulumi/pulumi-docker-build/issues/606
            retainOnDelete: true,
        });

        plan.notices.forEach((notice) => void pulumi.log.warn(notice, this));

        this.name = plan.name;
        this.digest = image.digest;
        this.refs = Object.fromEntries(repositories.map(({ where, url }) => [where, pulumi.interpolate`${url}@${image.digest}`]));
        this.ref = pulumi.interpolate`${first}@${image.digest}`;
        this.tagged = pulumi.interpolate`${first}:${plan.tags[0] ?? "latest"}`;
        this.tags = plan.tags;
        this.oldTags = plan.oldTags;
        this.registerOutputs({ refs: this.refs, digest: this.digest, tags: this.tags });
    }
}

/** Without any, the input is left out: to the provider an empty list is another one. */
function loginsTo(registries: readonly Registry[]): Pick<docker.ImageArgs, "registries"> {
    const logins = registries.flatMap(({ host, credentials }) => (credentials === undefined ? [] : [formatLogin(host, credentials)]));
    return logins.length === 0 ? {} : { registries: logins };
}
