import { isPublicEcrHost, parseEcrHost } from "../../model/ecr/ecr-host";
import { isFalse } from "../attributes";
import { cacheTargets, type CacheTarget } from "../cache-targets";
import { facts } from "../facts";
import { BUILD_IMAGE, BUILD_TYPES } from "../image-builds";
import { isPlanned } from "../planned";
import { textOf } from "../props";
import type { Facts, Props, Rule } from "../rule";
import { ifDecided } from "../undecided";

const ECR = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const REF = `${ECR}/web:buildcache`;
const FITTING = { imageManifest: true, ociMediaTypes: true };

/** A cache in Amazon ECR has a form that ECR takes. */
export const imageCacheFitsEcr: Rule = {
    id: "image-cache-fits-ecr",
    title: "A build cache in Amazon ECR is an image manifest with OCI media types",
    why: "ECR refuses it otherwise, after everything is built; the provider asks for a manifest list unless told otherwise",
    severity: "high",
    level: "mandatory",
    fix: "Set imageManifest: true and ociMediaTypes: true (as the command line has it: image-manifest=true,oci-mediatypes=true).",
    url: "https://aws.amazon.com/blogs/containers/announcing-remote-cache-support-in-amazon-ecr-for-buildkit-clients/",
    references: [],
    appliesTo: BUILD_TYPES,
    scope: "resource",
    reads: ["cacheTo", "cacheTo[0].registry.ref", "cacheTo[0].registry.imageManifest", "cacheTo[0].raw"],

    check(resource) {
        const read = () => cacheTargets(resource.props).filter((target) => !fits(target) && isOnEcr(target));
        const refused = isPlanned(resource) ? (ifDecided(read) ?? []) : read();
        return refused.map(({ path }) => unfit(path));
    },

    good: [
        { title: "an image manifest", resources: [cached({ registry: { ref: REF, mode: "max", ...FITTING } })] },
        { title: "OCI media types by default", resources: [cached({ registry: { ref: REF, imageManifest: true } })] },
        {
            title: "as the command line has it",
            resources: [cached({ raw: `type=registry,ref=${REF},image-manifest=true,oci-mediatypes=true,mode=max` })],
        },
        { title: "as BuildKit has it by default", resources: [cached({ raw: `type=registry,ref=${REF}` })] },
        { title: "another registry", resources: [cached({ registry: { ref: "contoso.azurecr.io/web:buildcache" } })] },
        { title: "a host that only looks like one", resources: [cached({ registry: { ref: `${ECR}.contoso.com/web:buildcache` } })] },
        { title: "another kind of cache", resources: [cached({ s3: { bucket: "cache", region: "eu-central-1" } })] },
        { title: "in the image itself", resources: [cached({ inline: {} })] },
        { title: "disabled", resources: [cached({ registry: { ref: REF }, disabled: true })] },
        { title: "no cache", resources: [facts(BUILD_IMAGE, { push: true })] },
        { title: "one that is only read", resources: [facts(BUILD_IMAGE, { push: true, cacheFrom: [{ registry: { ref: REF } }] })] },
    ],
    bad: [
        { title: "by the provider's default", resources: [cached({ registry: { ref: REF } })], violation: unfit("cacheTo[0].registry") },
        {
            title: "a manifest list",
            resources: [cached({ registry: { ref: REF, imageManifest: false, ociMediaTypes: true } })],
            violation: unfit("cacheTo[0].registry"),
        },
        {
            title: "Docker's media types",
            resources: [cached({ registry: { ref: REF, imageManifest: true, ociMediaTypes: false } })],
            violation: unfit("cacheTo[0].registry"),
        },
        {
            title: "as the command line has it",
            resources: [cached({ raw: `type=registry,"ref=${REF}",image-manifest=false` })],
            violation: unfit("cacheTo[0].raw"),
        },
        {
            title: "a host over IPv6 in China",
            resources: [cached({ registry: { ref: "123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn/web:cache" } })],
            violation: unfit("cacheTo[0].registry"),
        },
        {
            title: "ECR Public",
            resources: [cached({ registry: { ref: "public.ecr.aws/contoso/web:cache" } })],
            violation: unfit("cacheTo[0].registry"),
        },
        {
            title: "the second of two",
            resources: [cached({ gha: { scope: "web" } }, { registry: { ref: REF } })],
            violation: unfit("cacheTo[1].registry"),
        },
    ],
};

/**
 * The provider sends `image-manifest=false` where nothing is said, the command line leaves it to BuildKit.
 *
 * Sources: https://github.com/pulumi/pulumi-docker-build/blob/v0.0.22/provider/internal/cache.go (`CacheWithOCI`),
 * https://github.com/moby/buildkit/blob/v0.31.1/cache/remotecache/registry/registry.go (`ResolveCacheExporterFunc`)
 */
function fits({ path, type, options }: CacheTarget): boolean {
    if (type !== "registry") {
        return true;
    }
    return path.endsWith(".raw")
        ? !isFalse(textOf(options["image-manifest"])) && !isFalse(textOf(options["oci-mediatypes"]))
        : options["imageManifest"] === true && options["ociMediaTypes"] !== false;
}

function isOnEcr({ options }: CacheTarget): boolean {
    const [host = ""] = textOf(options["ref"]).trim().toLowerCase().split("/");
    return parseEcrHost(host) !== undefined || isPublicEcrHost(host);
}

function unfit(path: string): string {
    return `${path} writes what Amazon ECR refuses.`;
}

function cached(...cacheTo: readonly Props[]): Facts {
    return facts(BUILD_IMAGE, { push: true, cacheTo });
}
