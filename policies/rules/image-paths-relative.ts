import { isAbsolute } from "../build-location";
import { facts } from "../facts";
import { AWSX_IMAGE, BUILD_IMAGE, buildProperties, BUILT_TYPES, DOCKER_IMAGE, type BuildProperty } from "../image-builds";
import { isPlanned } from "../planned";
import { recordOf, textOf } from "../props";
import type { Facts, Props, Rule } from "../rule";
import { gather, ifDecided } from "../undecided";

const PATHS = {
    build: ["context.location", "dockerfile.location"],
    docker: ["build.context", "build.dockerfile"],
    awsx: ["context", "dockerfile"],
};

/** A build is the same wherever the checkout lies. */
export const imagePathsRelative: Rule = {
    id: "image-paths-relative",
    title: "An image is built from paths relative to the program, or from elsewhere",
    why: "paths are compared as they are written, so that each machine builds anew what another has built",
    severity: "medium",
    level: "advisory",
    fix: "Write the path relative to the folder of Pulumi.yaml, such as services/web, without __dirname and the like.",
    url: "https://github.com/pulumi/pulumi-docker-build/blob/v0.0.22/provider/internal/image.go",
    references: [],
    appliesTo: BUILT_TYPES,
    scope: "resource",
    reads: ["context.location", "dockerfile.location", "context.named.assets.location", "build.context", "context"],

    check(resource) {
        const paths = [...buildProperties(resource, PATHS), ...namedContexts(resource)];
        return gather(paths.map(({ path, read }) => () => (isAbsolute(textOf(read())) ? [absolute(path)] : [])));
    },

    good: [
        { title: "relative", resources: [image({ location: "services/web" }, { location: "./services/web/Dockerfile" })] },
        { title: "the folder of the program, by default", resources: [facts(BUILD_IMAGE, { push: true })] },
        { title: "above it", resources: [image({ location: "../web" })] },
        { title: "a git repository", resources: [image({ location: "https://github.com/contoso/shop.git#v1.4.2:web" })] },
        { title: "a git repository over SSH", resources: [image({ location: "git@github.com:contoso/shop.git" })] },
        { title: "an inline Dockerfile", resources: [image({ location: "web" }, { inline: "FROM scratch\nCOPY / /" })] },
        {
            title: "named contexts",
            resources: [image({ location: "web", named: { base: { location: "docker-image://nginx:1.29" }, assets: { location: "assets" } } })],
        },
        { title: "the docker package", resources: [facts(DOCKER_IMAGE, { build: { context: "web", dockerfile: "web/Dockerfile" } })] },
        { title: "awsx", resources: [facts(AWSX_IMAGE, { context: "./web" })] },
        { title: "awsx without its arguments, whose child tells", resources: [facts(AWSX_IMAGE)] },
    ],
    bad: [
        { title: "a context", resources: [image({ location: "/home/ci/shop/web" })], violation: absolute("context.location") },
        { title: "a context on Windows", resources: [image({ location: "C:\\shop\\web" })], violation: absolute("context.location") },
        { title: "a share on Windows", resources: [image({ location: "\\\\contoso\\shop" })], violation: absolute("context.location") },
        { title: "a context by its URL", resources: [image({ location: "file:///srv/shop/web" })], violation: absolute("context.location") },
        {
            title: "a Dockerfile",
            resources: [image({ location: "web" }, { location: "/home/ci/shop/Dockerfile" })],
            violation: absolute("dockerfile.location"),
        },
        {
            title: "a named context",
            resources: [image({ location: "web", named: { assets: { location: "~/assets" } } })],
            violation: absolute("context.named.assets.location"),
        },
        {
            title: "the docker package",
            resources: [facts(DOCKER_IMAGE, { build: { context: "/srv/web" } })],
            violation: absolute("build.context"),
        },
        { title: "awsx", resources: [facts(AWSX_IMAGE, { context: "/srv/web" })], violation: absolute("context") },
    ],
};

function namedContexts(image: Facts): readonly BuildProperty[] {
    const named = recordOf(recordOf(image.props["context"])["named"]);
    return Object.keys(named).map((name) => {
        const read = () => recordOf(named[name])["location"];
        // What this program's own component does not know yet are images, by their digests.
        return { path: `context.named.${name}.location`, read: isPlanned(image) ? () => ifDecided(read) : read };
    });
}

function absolute(path: string): string {
    return `${path} is an absolute path.`;
}

function image(context: Props, dockerfile?: Props): Facts {
    return facts(BUILD_IMAGE, { push: true, context, ...(dockerfile === undefined ? {} : { dockerfile }) });
}
