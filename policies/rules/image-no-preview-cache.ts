import { cacheTargets } from "../cache-targets";
import { facts } from "../facts";
import { BUILD_IMAGE, BUILD_TYPES } from "../image-builds";
import type { Facts, Props, Rule } from "../rule";
import { allHold } from "../undecided";

const CACHE = { cacheTo: [{ registry: { ref: "contoso.azurecr.io/web:buildcache" } }] };
const EXPORTED = { push: false, exports: [{ registry: {} }], ...CACHE };

/** A preview changes no cache. */
export const imageNoPreviewCache: Rule = {
    id: "image-no-preview-cache",
    title: "A preview of an image writes no cache",
    why: "a preview builds, pushes nothing and writes its caches all the same, so that a pull request changes what releases are built from",
    severity: "medium",
    level: "advisory",
    fix: "Set buildOnPreview: false, or write caches from up alone.",
    url: "https://www.pulumi.com/registry/packages/docker-build/api-docs/image/#buildonpreview_nodejs",
    references: [],
    appliesTo: BUILD_TYPES,
    scope: "resource",
    reads: ["buildOnPreview", "push", "load", "cacheTo"],

    // With push or load, the provider takes some input for unknown and does not build:
    // https://github.com/pulumi/pulumi-docker-build/issues/252
    check({ props }) {
        const writes = allHold(
            () => props["buildOnPreview"] !== false,
            () => props["push"] !== true,
            () => props["load"] !== true,
            () => cacheTargets(props).length > 0,
        );
        return writes ? cacheTargets(props).map(({ path }) => written(path)) : [];
    },

    good: [
        { title: "no builds in previews", resources: [image({ ...EXPORTED, buildOnPreview: false })] },
        { title: "pushed", resources: [image({ ...CACHE, push: true, buildOnPreview: true })] },
        { title: "loaded", resources: [image({ ...CACHE, push: false, load: true })] },
        { title: "no cache", resources: [image({ push: false, exports: [{ registry: {} }] })] },
        { title: "a cache in the image itself", resources: [image({ ...EXPORTED, cacheTo: [{ inline: {} }, { raw: "type=inline" }] })] },
        { title: "a cache that is disabled", resources: [image({ ...EXPORTED, cacheTo: [{ raw: "type=gha", disabled: true }] })] },
    ],
    bad: [
        { title: "builds in previews by default", resources: [image(EXPORTED)], violation: written("cacheTo[0].registry") },
        {
            title: "builds in previews, exported as the command line has it",
            resources: [image({ ...EXPORTED, exports: [{ raw: "type=registry" }], buildOnPreview: true })],
            violation: written("cacheTo[0].registry"),
        },
        {
            title: "a cache as the command line has it",
            resources: [image({ push: false, cacheTo: [{ raw: "type=gha,scope=web" }] })],
            violation: written("cacheTo[0].raw"),
        },
    ],
};

function written(path: string): string {
    return `${path} is written by previews.`;
}

function image(props: Props): Facts {
    return facts(BUILD_IMAGE, props);
}
