import fc from "fast-check";

/** A cache that a build writes, with what Amazon ECR would say of it. */
export interface CacheWish {
    readonly kind: "registry" | "raw" | "local" | "gha" | "inline";
    readonly host: Host;
    readonly manifest: boolean | undefined;
    readonly oci: boolean | undefined;
    readonly disabled: boolean;
}

/** Source of the forms: https://docs.aws.amazon.com/general/latest/gr/ecr.html */
const HOSTS = [
    ...["123456789012.dkr.ecr.eu-central-1.amazonaws.com", "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com", "123456789012.dkr-ecr.eu-central-1.on.aws"].map((name) => ({ name, ecr: true })),
    ...["123456789012.dkr.ecr.us-gov-west-1.amazonaws.com", "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "public.ecr.aws/a1b2c3d4"].map((name) => ({ name, ecr: true })),
    ...["contoso.azurecr.io", "docker.io/contoso", "12345678901.dkr.ecr.eu-central-1.amazonaws.com", "123456789012.dkr.ecr.eu-central-1.amazonaws.com.example.org"].map((name) => ({ name, ecr: false })),
];
type Host = (typeof HOSTS)[number];

/** What a context may be, as somebody reads it who knows the folders: the program is two below the repository's top. */
const CONTEXTS = [
    ...["services/web", "./web", "web/", "../web", "../../services/web", "..\\web"].map((location) => ({ location, is: "folder" })),
    ...[".", "./", "..", "../..", "web/..", "./.", "../../.."].map((location) => ({ location, is: "whole" })),
    ...["../../../web", "../../../../x/y"].map((location) => ({ location, is: "outside" })),
    ...["https://github.com/contoso/shop.git#main:web", "git@github.com:contoso/shop.git", "github.com/contoso/shop", "ssh://git@example.org/shop.git"].map((location) => ({ location, is: "remote" })),
    ...["/home/ci/shop", "C:\\shop\\web", "D:/shop", "~/shop", "\\\\server\\share", "file:///home/ci"].map((location) => ({ location, is: "absolute" })),
] as const;

/** Names of arguments as anybody reads them. */
const NAMES = [
    ...["NPM_TOKEN", "DB_PASSWORD", "apiKey", "AWS_SECRET_ACCESS_KEY", "SSH_PRIVATE_KEY", "GITHUB_PAT", "github_token", "CLIENT_SECRET", "registryPassword", "NUGET_API_KEY"].map((name) => ({ name, secret: true })),
    ...["NODE_VERSION", "BASE", "TOKEN_URL", "SSH_KEY_PATH", "SECRET_NAME", "BUILD_DATE", "TARGETARCH", "AUTHOR", "PATHS", "KEYBOARD", "COMPASS"].map((name) => ({ name, secret: false })),
];

const alphanumeric = (length: number) => fc.string({ unit: fc.constantFrom(..."abcdefghijkLMNOPQRSTUV0123456789"), minLength: length, maxLength: length });

/** Values: of no use to anybody, of no known form, and such as services hand out. */
const value = fc.oneof(
    fc.constantFrom("", "true", "false", "1", "none").map((text) => ({ text, is: "harmless" })),
    alphanumeric(24).map((text) => ({ text: `plain.${text}`, is: "unknown" })),
    alphanumeric(36).map((text) => ({ text: `ghp_${text}`, is: "credential" })),
    fc.string({ unit: fc.constantFrom(..."ABCDEFGHIJKLMNOP234567"), minLength: 16, maxLength: 16 }).filter((text) => !text.endsWith("EXAMPLE")).map((text) => ({ text: `AKIA${text}`, is: "credential" })),
    alphanumeric(20).map((text) => ({ text: `https://ci:${text}@example.org/x`, is: "credential" })),
);

const LABELS = ["title", "version", "revision", "source"];
const maybe = fc.option(fc.boolean(), { nil: undefined });

/** A build as somebody wants it. */
export interface BuildWish {
    readonly push: boolean | undefined;
    readonly load: boolean | undefined;
    readonly exports: readonly { readonly kind: "registry" | "oci"; readonly disabled: boolean }[];
    readonly exec: boolean | undefined;
    readonly network: "default" | "none" | "host" | "HOST" | undefined;
    readonly buildOnPreview: boolean | undefined;
    readonly platforms: readonly string[];
    readonly caches: readonly CacheWish[];
    readonly context: (typeof CONTEXTS)[number];
    readonly dockerfile: (typeof CONTEXTS)[number] | undefined;
    readonly args: readonly { readonly name: string; readonly secret: boolean; readonly value: string; readonly is: string }[];
    readonly labels: readonly string[];
    readonly annotations: readonly string[];
    readonly stack: "dev" | "contoso";
}

export const buildWish: fc.Arbitrary<BuildWish> = fc.record({
    push: maybe,
    load: maybe,
    exports: fc.array(fc.record({ kind: fc.constantFrom("registry" as const, "oci" as const), disabled: fc.boolean() }), { maxLength: 2 }),
    exec: maybe,
    network: fc.constantFrom("default" as const, "none" as const, "host" as const, "HOST" as const, undefined),
    buildOnPreview: maybe,
    platforms: fc.array(fc.constantFrom("linux/amd64", "linux/arm64"), { maxLength: 3 }),
    caches: fc.array(
        fc.record({ kind: fc.constantFrom("registry" as const, "raw" as const, "local" as const, "gha" as const, "inline" as const), host: fc.constantFrom(...HOSTS), manifest: maybe, oci: maybe, disabled: fc.boolean() }),
        { maxLength: 2 },
    ),
    context: fc.constantFrom(...CONTEXTS),
    dockerfile: fc.option(fc.constantFrom(...CONTEXTS.filter(({ is }) => is !== "whole")), { nil: undefined }),
    args: fc.uniqueArray(
        fc.record({ name: fc.constantFrom(...NAMES), given: value }).map(({ name, given }) => ({ ...name, value: given.text, is: given.is })),
        { maxLength: 3, selector: ({ name }) => name },
    ),
    labels: fc.subarray(LABELS),
    annotations: fc.subarray(LABELS),
    stack: fc.constantFrom("dev" as const, "contoso" as const),
});

/** Returns what is wrong with a build. */
export function faultsOfBuild(wish: BuildWish): readonly string[] {
    const written = wish.caches.filter(({ kind, disabled }) => kind !== "inline" && !disabled);
    const results = [wish.push, wish.load].filter((on) => on === true).length + wish.exports.length;
    const pushing = wish.exports.filter(({ kind, disabled }) => kind === "registry" && !disabled);
    // Each export that is on has the annotations; an image with several of them is refused anyway.
    const named = [...wish.labels, ...(wish.exports.some(({ disabled }) => !disabled) ? wish.annotations : [])];
    const faults: Readonly<Record<string, boolean>> = {
        "image-cache-fits-ecr": written.some(isRefused),
        "image-context-bounded": wish.context.is === "whole" || wish.context.is === "outside",
        "image-exports-once": results > 1,
        "image-labelled": wish.stack !== "dev" && (wish.push === true || pushing.length > 0) && LABELS.some((label) => !named.includes(label)),
        "image-no-exec": wish.exec === true,
        "image-no-host-network": wish.network?.toLowerCase() === "host",
        "image-no-preview-cache": wish.buildOnPreview !== false && wish.push !== true && wish.load !== true && written.length > 0,
        "image-no-secret-build-args": wish.args.some(({ secret, is }) => is === "credential" || (secret && is === "unknown")),
        "image-one-platform-cache": new Set(wish.platforms).size > 1 && written.length > 0,
        "image-paths-relative": [wish.context, wish.dockerfile].some((path) => path?.is === "absolute"),
    };
    return Object.entries(faults).filter(([, isFault]) => isFault).map(([rule]) => `${rule} image`);
}

/**
 * The provider asks for no image manifest unless told to; the command line leaves to BuildKit what is not said.
 *
 * @see https://aws.amazon.com/blogs/containers/announcing-remote-cache-support-in-amazon-ecr-for-buildkit-clients/
 */
function isRefused({ kind, host, manifest, oci }: CacheWish): boolean {
    const fits = kind === "raw" ? manifest !== false && oci !== false : manifest === true && oci !== false;
    return host.ecr && (kind === "registry" || kind === "raw") && !fits;
}
