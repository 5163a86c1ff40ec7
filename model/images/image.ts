import { posix } from "node:path";
import { formatKey } from "../config-key";
import type { Problem } from "../problem";
import { deriveVersion, DERIVED_VERSION } from "../tags/derived-version";
import { findTagProblems, planTags } from "../tags/plan-tags";
import type { KeptTag, TagRequest } from "../tags/tag-plan";
import { expandVersion } from "../version";
import { planBuild } from "./build";
import { planCache } from "./cache";
import { parseGitContext, pinGitContext } from "./git-context";
import { findOrderProblems, orderImages } from "./image-order";
import type { ImagePlan } from "./image-plan";
import { findClashes, findSourceProblems } from "./image-problem";
import { GIT_VERSION } from "./image-schema";
import type { ImageSource } from "./image-source";
import type { ImageSpec } from "./image-spec";
import { findInputProblems } from "./input-problem";
import { noticeContext } from "./suspects";

export type { ImagePlan } from "./image-plan";
export type { ImageSource } from "./image-source";

/**
 * Returns what to build, each image after those that it is built from, else by name; and every mistake that shows only in
 * the checkout or between images. Images with a mistake of their own have no plan.
 *
 * @param names of all images that are written, those with mistakes among them; @default - those of `images`
 * @param sources one for each image, by its name
 * @param existing the tags that the images' repositories have, by the images' names; @default - none, or nobody asked
 * @throws {RangeError} If an image has no source.
 */
export function planImages(
    { images, names = Object.keys(images) }: { readonly images: Readonly<Record<string, ImageSpec>>; readonly names?: readonly string[] },
    sources: Readonly<Record<string, ImageSource>>,
    existing: Readonly<Record<string, readonly string[]>> = {},
): { readonly plans: readonly ImagePlan[]; readonly problems: readonly Problem[] } {
    const found = orderImages(images).map((name) => {
        const [spec, source] = [images[name], sources[name]];
        if (spec === undefined || source === undefined) {
            throw new RangeError(`Cannot plan image "${name}": nothing was read of its source`);
        }
        const found = [...findInputProblems(name, spec), ...findSourceProblems(name, spec, source)];
        // What git cannot say, no tag is made of.
        const problems = found.length > 0 ? found : findNameProblems(name, spec, source);
        return { name, problems, plans: problems.length > 0 ? [] : [planImage(name, spec, source, existing[name])] };
    });
    const plans = found.flatMap((image) => image.plans);
    const own = [...found].sort(({ name: one }, { name: other }) => (one < other ? -1 : 1)).flatMap(({ problems }) => problems);
    return { plans, problems: [...own, ...findOrderProblems(images, names), ...findClashes(plans)] };
}

function planImage(name: string, spec: ImageSpec, source: ImageSource, existing?: readonly string[]): ImagePlan {
    const request = requestTags(spec, source);
    const { tags, floating, kept, taken } = planTags(request, existing);
    const cache = planCache(spec.cache, { name, earlier: floating[0] ?? tags[0] });
    return {
        ...planInputs(spec, source),
        ...planBuild(name, spec, source, request.version === undefined ? undefined : expandVersion(request.version).exact),
        name,
        repository: spec.repository,
        ...(request.version === undefined ? {} : { version: request.version }),
        tags,
        floatingTags: floating,
        takenTags: taken,
        cacheTags: cache.tags,
        ...(spec.oldTags === "keep" ? {} : { oldTags: spec.oldTags }),
        cache: { from: cache.from, to: cache.to },
        notices: listNotices(name, spec, source, kept),
    };
}

function requestTags(spec: ImageSpec, source: ImageSource): TagRequest {
    const { tags: templates, channels, tagPrefix: prefix, tagSuffix: suffix } = spec;
    const { branch, commit, commitTime, dirty } = source;
    return { version: versionOf(spec, source), commit: dirty ? undefined : commit, branch, date: commitTime?.text, prefix, suffix, templates, channels };
}

function versionOf({ version }: ImageSpec, { versionTag, described, dirty }: ImageSource): string | undefined {
    if (version === DERIVED_VERSION) {
        return described === undefined ? undefined : deriveVersion({ ...described, dirty });
    }
    return version === GIT_VERSION ? versionTag : version;
}

/** The keys of an image by the parts of a request, where they have other names. */
const KEYS: Readonly<Record<string, string>> = { templates: "tags", prefix: "tagPrefix", suffix: "tagSuffix" };

function findNameProblems(name: string, spec: ImageSpec, source: ImageSource): readonly Problem[] {
    return findTagProblems(requestTags(spec, source)).map(({ path: [part, ...place], required, now }) =>
        ({ key: formatKey(["images", name, KEYS[part] ?? part, ...place.flatMap((index) => index ?? [])]), required, now }));
}

type Inputs = "context" | "dockerfile" | "dockerfileInline" | "contexts" | "platforms" | "secrets" | "ssh" | "network" | "addHosts" | "noCache" | "pull" | "target";

function planInputs(spec: ImageSpec, { remotes = {} }: ImageSource): Pick<ImagePlan, Inputs> {
    const { context, dockerfile, dockerfileInline, platforms, secrets, ssh, network, noCache, pull, target } = spec;
    const isFile = dockerfileInline === undefined && parseGitContext(context) === undefined;
    const pin = (git: string): string => pinGitContext(git, remotes[git]);
    return {
        context: parseGitContext(context) === undefined ? context : pin(context),
        ...(isFile ? { dockerfile: posix.join(context, dockerfile) } : {}),
        ...(dockerfileInline === undefined ? {} : { dockerfileInline }),
        contexts: Object.fromEntries(Object.entries(spec.contexts).sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, named]) => {
            if ("image" in named) {
                return [name, named];
            }
            return [name, { location: "git" in named ? pin(named.git) : "ref" in named ? `docker-image://${named.ref}` : named.folder }];
        })),
        platforms: [...new Set(platforms)],
        secrets, ssh, network, noCache, pull,
        addHosts: Object.entries(spec.addHosts).map(([host, address]) => `${host}:${address}`).sort(),
        ...(target === undefined ? {} : { target }),
    };
}

function listNotices(name: string, { context, platforms, cache, network }: ImageSpec, { contents }: ImageSource, kept: readonly KeptTag[]): readonly string[] {
    const written = cache !== undefined && cache.write ? cache : undefined;
    return [
        ...(contents === undefined ? [] : noticeContext(name, context, contents)),
        ...kept.map(({ tag, why }) => `image ${name}: the tag ${tag} is left out: ${why}`),
        ...(written !== undefined && new Set(platforms).size > 1
            ? [`image ${name}: of its ${new Set(platforms).size} platforms the cache keeps one, whichever is written last (https://github.com/docker/buildx/discussions/1382)`]
            : []),
        ...(network === "host" ? [`image ${name}: network: host needs a builder that allows it (insecure-entitlements = ["network.host"] in buildkitd.toml)`] : []),
    ];
}
