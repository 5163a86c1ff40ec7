import { join, resolve } from "node:path";
import * as docker from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { parseGitContext } from "../model/images/git-context";
import type { ImagePlan } from "../model/images/image";
import { formatUnpushed } from "../model/images/proof";
import type { RegistryPlace } from "../registry-client/tag-survey";
import { formatBuildInputs, type BuiltImage } from "./build-inputs";
import { formatLogin } from "./credentials";
import type { FoundImages } from "./program-run";

/** An image that is in a registry, as the outputs of a stack have it. */
export type PushedImage = { readonly [K in keyof BuiltImage]: string };

/** What builds need that push nothing. */
export interface ProofSurroundings {
    /** The folder that contexts are relative to; the program itself runs elsewhere. */
    readonly root: string;

    /** Where base images and caches may have to be pulled from. */
    readonly places: readonly RegistryPlace[];

    /** What images may start from, by the images' names. */
    readonly pushed: Readonly<Record<string, PushedImage>>;
}

/** What stands for the host of an image that goes nowhere. */
const NOWHERE = "nowhere.invalid";

/** Declares builds whose images go nowhere, and returns the images' digests by their names. */
export function declareProofs(images: FoundImages["images"], { root, places, pushed }: ProofSurroundings): Record<string, pulumi.Output<string>> {
    const known = new Map(Object.entries(pushed).map(([name, { ref, tagged, digest }]) =>
        [name, { ref: pulumi.output(ref), tagged: pulumi.output(tagged), digest: pulumi.output(digest) }]));
    const logins = places.flatMap(({ host, login }) => (login === undefined ? [] : [formatLogin(host, login)]));
    return Object.fromEntries(images.map(({ plan, builder }) => {
        const [place] = places;
        const path = place?.paths[plan.name];
        const url = place === undefined || path === undefined ? undefined : `${place.host}/${path}`;
        const image = new docker.Image(plan.name, {
            ...formatBuildInputs(rooted(plan, root, url !== undefined), { url: pulumi.output(url ?? NOWHERE), images: known }),
            tags: [`${NOWHERE}/${plan.repository}:${plan.tags[0] ?? "latest"}`],
            exports: [{ raw: formatUnpushed(plan.output) }],
            builder: { name: builder },
            ...(logins.length === 0 ? {} : { registries: logins }),
            push: false,
            buildOnPreview: false,
        });
        return [plan.name, image.digest];
    }));
}

/** Writes no cache beside the image, and reads none that is in a folder or in a registry that is not there. */
function rooted(plan: ImagePlan, root: string, hasRegistry: boolean): ImagePlan {
    const from = plan.cache.from.filter(({ attributes, tag }) => !attributes.startsWith("type=local") && (hasRegistry || tag === undefined));
    const place = (location: string): string =>
        (location.startsWith("docker-image://") || parseGitContext(location) !== undefined ? location : join(root, location));
    return {
        ...plan,
        context: place(plan.context),
        ...(plan.dockerfile === undefined ? {} : { dockerfile: join(root, plan.dockerfile) }),
        contexts: Object.fromEntries(Object.entries(plan.contexts).map(([name, context]) =>
            [name, "image" in context ? context : { location: place(context.location) }])),
        // Relative to where the program runs.
        ssh: plan.ssh.map(({ id, paths }) => ({ id, paths: paths.map((path) => resolve(root, path)) })),
        // An inline cache is a part of the image.
        cache: { from, to: plan.cache.to.filter(({ attributes }) => attributes.startsWith("type=inline")) },
    };
}
