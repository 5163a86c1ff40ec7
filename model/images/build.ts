import { formatAttributes } from "./attributes";
import { findBase } from "./base-image";
import type { ImagePlan } from "./image-plan";
import type { ImageSource } from "./image-source";
import type { ImageSpec } from "./image-spec";
import { planAnnotations, planLabels, qualifyBase, type BaseImage } from "./labels";

/**
 * The build argument that BuildKit takes the time of what it makes from.
 *
 * Source: https://docs.docker.com/build/ci/github-actions/reproducible-builds/
 */
const EPOCH = "SOURCE_DATE_EPOCH";

/**
 * Returns what is said of an image, and the one export that pushes it. Where the commit is known, nothing in the image is
 * later than it: not its configuration, and with `rewrite-timestamp` none of the files that the build adds to its base.
 *
 * The export is written out, as `push: true` takes no options, and another one beside it is refused.
 *
 * @param version the exact version, if there is one
 * @see https://github.com/moby/buildkit/blob/v0.31.1/docs/build-repro.md#source_date_epoch
 */
export function planBuild(
    name: string,
    spec: ImageSpec,
    source: ImageSource,
    version: string | undefined,
): Pick<ImagePlan, "buildArgs" | "labels" | "output" | "base"> {
    const commit = source.dirty || source.commit === undefined ? undefined : { id: source.commit, time: source.commitTime?.text };
    const base = planBase(spec, source);
    const labels = planLabels({
        title: name, version, commit, source: source.origin, base: base !== undefined && "name" in base ? base : undefined,
    }, spec.labels);
    const buildArgs = commit === undefined || source.commitTime === undefined ? spec.buildArgs : { [EPOCH]: `${source.commitTime.seconds}`, ...spec.buildArgs };
    return {
        buildArgs,
        labels,
        output: formatOutput(planAnnotations(labels, spec.annotations), { isIndex: new Set(spec.platforms).size > 1, isDated: EPOCH in buildArgs }),
        ...(base !== undefined && "image" in base ? { base } : {}),
    };
}

/** Of several platforms, both the index and each manifest below it is annotated: tools look at the one or the other. */
function formatOutput(annotations: Readonly<Record<string, string>>, { isIndex, isDated }: { readonly isIndex: boolean; readonly isDated: boolean }): string {
    const levels = isIndex ? ["annotation-index", "annotation"] : ["annotation"];
    return formatAttributes({
        type: "registry",
        "rewrite-timestamp": isDated ? "true" : undefined,
        ...Object.fromEntries(levels.flatMap((level) => Object.entries(annotations).map(([key, value]) => [`${level}.${key}`, value]))),
    });
}

function planBase(spec: ImageSpec, { dockerfileText }: ImageSource): BaseImage | { readonly image: string } | undefined {
    const text = spec.dockerfileInline ?? dockerfileText;
    const from = text === undefined ? undefined : findBase(text, spec);
    if (from === undefined) {
        return undefined;
    }
    // As buildx does it, so that `nginx` in a Dockerfile is a context named nginx:latest or docker.io/library/nginx.
    const { name } = qualifyBase(from);
    const context = Object.entries(spec.contexts).find(([key]) => key === from || qualifyBase(key).name === name)?.[1];
    if (context === undefined) {
        return qualifyBase(from);
    }
    return "image" in context ? context : "ref" in context ? qualifyBase(context.ref) : undefined;
}
