import { facts } from "../facts";
import { BUILD_IMAGE, BUILD_TYPES } from "../image-builds";
import type { Rule } from "../rule";

const OUTSIDE = "exec is true.";

/** Images are built by the provider itself. */
export const imageNoExec: Rule = {
    id: "image-no-exec",
    title: "An image is built by the provider and not by a docker-buildx of the machine",
    why: "registry passwords and build secrets are written to a file for it, and build arguments stand on its command line",
    severity: "medium",
    level: "mandatory",
    fix: "Leave exec out; a builder elsewhere can be named by builder.name.",
    url: "https://www.pulumi.com/registry/packages/docker-build/api-docs/image/#exec_nodejs",
    references: [],
    appliesTo: BUILD_TYPES,
    scope: "resource",
    reads: ["exec"],

    check: ({ props }) => (props["exec"] === true ? [OUTSIDE] : []),

    good: [
        { title: "by the provider", resources: [facts(BUILD_IMAGE, { push: true, exec: false })] },
        { title: "by default", resources: [facts(BUILD_IMAGE, { push: true, builder: { name: "team" } })] },
    ],
    bad: [
        { title: "outside", resources: [facts(BUILD_IMAGE, { push: true, exec: true })], violation: OUTSIDE },
        {
            title: "outside, with a builder",
            resources: [facts(BUILD_IMAGE, { push: true, exec: true, builder: { name: "cloud-team-default" } })],
            violation: OUTSIDE,
        },
    ],
};
