import { facts } from "../facts";
import { BUILD_IMAGE, buildProperties, DOCKER_IMAGE } from "../image-builds";
import { textOf } from "../props";
import type { Rule } from "../rule";
import { gather } from "../undecided";

const NETWORK = { build: ["network"], docker: ["build.network"], awsx: [] };

/** Builds have a network of their own. */
export const imageNoHostNetwork: Rule = {
    id: "image-no-host-network",
    title: "An image is built without the network of the machine that builds it",
    why: "each step of the build reaches what listens on that machine alone, and what only that machine may reach",
    severity: "medium",
    level: "advisory",
    fix: "Leave network out, or set it to none; give the steps what they need by addHosts or named contexts.",
    url: "https://docs.docker.com/reference/cli/docker/buildx/build/#network",
    references: [],
    appliesTo: /^docker-build:index:Image$|^docker:index\/image:Image$/,
    scope: "resource",
    reads: ["network", "build.network"],

    check(resource) {
        return gather(
            buildProperties(resource, NETWORK).map(
                ({ path, read }) => () => (textOf(read()).trim().toLowerCase() === "host" ? [`${path} is host.`] : []),
            ),
        );
    },

    good: [
        { title: "by default", resources: [facts(BUILD_IMAGE, { push: true })] },
        { title: "a network of its own", resources: [facts(BUILD_IMAGE, { push: true, network: "default" })] },
        { title: "no network", resources: [facts(BUILD_IMAGE, { push: true, network: "none" })] },
        { title: "the docker package", resources: [facts(DOCKER_IMAGE, { build: { context: "web" } })] },
    ],
    bad: [
        { title: "that of the machine", resources: [facts(BUILD_IMAGE, { push: true, network: "host" })], violation: "network is host." },
        {
            title: "the docker package",
            resources: [facts(DOCKER_IMAGE, { build: { network: "host" } })],
            violation: "build.network is host.",
        },
    ],
};
