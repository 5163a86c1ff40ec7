import { facts } from "../facts";
import { BUILD_IMAGE, BUILD_TYPES } from "../image-builds";
import { annotationNames, pushes } from "../image-exports";
import { isPlanned } from "../planned";
import { listOf, recordOf, textOf } from "../props";
import type { Facts, Props, Rule } from "../rule";
import { EXEMPT_STACKS, inExemptStack } from "../stacks";

const PREFIX = "org.opencontainers.image.";

/** What an image says of itself, unless set otherwise. */
const WANTED = ["title", "version", "revision", "source"].map((name) => PREFIX + name);

const LABELS = Object.fromEntries(WANTED.map((name) => [name, "…"]));
const ANNOTATIONS = WANTED.map((name) => `annotation.${name}=…`).join();

/** The image that the component of awsx makes. Source: https://www.pulumi.com/registry/packages/awsx/api-docs/ecr/image/#inputs */
const OF_AWSX = /\bawsx:ecr:Image\$docker-build:index:Image::/;

/** An image says what it is and what it was built from. */
export const imageLabelled: Rule = {
    id: "image-labelled",
    title: "A pushed image says by labels what it is and what it was built from",
    why: "a container that runs somewhere leads to no sources otherwise",
    severity: "low",
    level: "advisory",
    fix: "Set the labels org.opencontainers.image.title, version, revision and source, or annotations of these names.",
    url: "https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md#pre-defined-annotation-keys",
    references: [],
    appliesTo: BUILD_TYPES,
    scope: "resource",
    reads: ["labels", "push", "exports"],
    settings: {
        labels: { type: "array", items: { type: "string" }, default: WANTED, description: "Names of the labels that an image has." },
        ...EXEMPT_STACKS,
    },

    check(resource, { settings }) {
        // This program's own component writes all that can be known of the checkout; that of awsx takes no labels.
        if (isPlanned(resource) || OF_AWSX.test(resource.urn) || inExemptStack(resource, settings)) {
            return [];
        }
        const { props } = resource;
        const wanted = settings["labels"] === undefined ? WANTED : listOf(settings["labels"]).map(textOf);
        const unlabelled = missing(wanted, Object.keys(recordOf(props["labels"])));
        const left = unlabelled.length > 0 && pushes(props) ? missing(unlabelled, annotationNames(props)) : [];
        return left.length === 0 ? [] : [lacks(left)];
    },

    good: [
        { title: "labels", resources: [image({ push: true, labels: { ...LABELS, team: "web" } })] },
        { title: "annotations", resources: [image({ push: false, exports: [{ registry: { annotations: LABELS } }] })] },
        {
            title: "annotations as the command line has them",
            resources: [image({ push: false, exports: [{ raw: `type=registry,${ANNOTATIONS}` }] })],
        },
        {
            title: "labels and annotations",
            resources: [
                image({
                    labels: { [`${PREFIX}title`]: "web", [`${PREFIX}version`]: "1.4.2" },
                    exports: [{ raw: `type=image,push=true,annotation-index.${PREFIX}revision=…,annotation-manifest[linux/amd64].${PREFIX}source=…` }],
                }),
            ],
        },
        { title: "not pushed", resources: [image({ push: false, load: true })] },
        { title: "exported to a file", resources: [image({ push: false, exports: [{ oci: { dest: "web.tar" } }] })] },
        { title: "of awsx, which takes no labels", resources: [{ ...image({ push: true }), urn: `urn:pulumi:prod::shop::awsx:ecr:Image$${BUILD_IMAGE}::shop` }] },
        { title: "for developers", resources: [facts(BUILD_IMAGE, { push: true }, { stack: "dev" })] },
        { title: "other labels, as set", resources: [image({ push: true, labels: { team: "web" } })], settings: { labels: ["team"] } },
    ],
    bad: [
        { title: "no labels", resources: [image({ push: true })], violation: lacks(WANTED) },
        {
            title: "some labels",
            resources: [image({ push: true, labels: { [`${PREFIX}title`]: "web", [`${PREFIX}source`]: "…" } })],
            violation: lacks([`${PREFIX}version`, `${PREFIX}revision`]),
        },
        { title: "exported", resources: [image({ push: false, exports: [{ registry: {} }] })], violation: lacks(WANTED) },
        {
            title: "exported as the command line has it",
            resources: [image({ push: false, exports: [{ raw: `type=registry,annotation.${PREFIX}title=web` }] })],
            violation: lacks(WANTED.slice(1)),
        },
        {
            title: "other labels, as set",
            resources: [image({ push: true, labels: LABELS })],
            settings: { labels: ["team"] },
            violation: lacks(["team"]),
        },
    ],
};

function missing(wanted: readonly string[], there: readonly string[]): readonly string[] {
    return wanted.filter((name) => !there.includes(name));
}

function lacks(names: readonly string[]): string {
    return `It has no ${names.map((name) => name.replace(PREFIX, "")).join(", ")}.`;
}

function image(props: Props): Facts {
    return facts(BUILD_IMAGE, props);
}
