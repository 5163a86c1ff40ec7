import { facts } from "../facts";
import { pushedNames, PUSHING_TYPES, SINGLE_NAME_TYPES } from "../pushed-names";
import type { Facts, Props, Rule } from "../rule";
import { besideVersioned, formatMovingTags, inRepositories, moves } from "../tagged";

const INDEX = "docker-build:index:Index";
const DOCKER = "docker:index/image:Image";
const STRICT = { strict: true };
const AWSX = "awsx:ecr:Image";
const BUILD = "registries:images:ImageBuild";
const WEB = "contoso.azurecr.io/web";
const EDGE = "contoso.azurecr.io/edge/web";

/** Each repository that is pushed to gets a tag that names one build. */
export const imageTagIsVersioned: Rule = {
    id: "image-tag-is-versioned",
    title: "A pushed image has a tag that names one build",
    why: "a tag that moves changes what runs without a change in any stack, and nothing tells which build is meant",
    severity: "high",
    level: "mandatory",
    fix:
        "Push a tag that names one build to each repository: a full version (1.4.2), a commit (sha-0123456789ab), " +
        "a date (20260131) or a build number (build-123; a number alone from five digits on); with the setting strict, push " +
        "no other tags.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-image-tag-version",
    references: [],
    appliesTo: PUSHING_TYPES,
    scope: ({ type }) => (SINGLE_NAME_TYPES.test(type) ? "stack" : "resource"),
    reads: ["push", "tags", "tags[0]", "exports", "tag", "imageName", "skipPush"],
    settings: { strict: { type: "boolean", default: false, description: "Refuse moving tags beside versioned ones." } },

    check(resource, { resources, settings }) {
        const groups = inRepositories(pushedNames(resource));
        if (settings["strict"] === true) {
            const moving = groups.flat().filter(moves);
            return moving.length === 0 ? [] : [`Tags that move: ${formatMovingTags(moving)}.`];
        }
        return groups
            .filter((names) => names.every(moves) && !besideVersioned(resource, resources, names[0].repository))
            .map((names) => allMove(formatMovingTags(names)));
    },

    good: [
        { title: "a version and moving tags beside it", resources: [pushed(":1.4.2", ":1.4", ":1", ":latest")] },
        { title: "a prerelease", resources: [pushed(":v2.0.0-rc.1")] },
        { title: "a commit beside a branch", resources: [pushed(":main", ":sha-0123456789ab")] },
        { title: "a date", resources: [pushed(":nightly-20260131")] },
        { title: "a digest", resources: [pushed(`@sha256:${"0".repeat(64)}`)] },
        { title: "two repositories", resources: [image({ push: true, tags: [`${WEB}:1.4.2`, `${EDGE}:1.4.2`, WEB] })] },
        { title: "not pushed", resources: [image({ push: false, tags: [WEB] })] },
        { title: "exported to a file", resources: [exported({ oci: { dest: "web.tar" } })] },
        {
            title: "pushed by digest",
            resources: [exported({ image: { push: true, pushByDigest: true, names: [WEB] } })],
        },
        { title: "strict", resources: [pushed(":1.4.2")], settings: STRICT },
        { title: "an index beside a versioned one", resources: [index(":latest"), index(":1.4.2", "versioned")] },
        { title: "an index that is not pushed", resources: [facts(INDEX, { push: false, tag: WEB })] },
        { title: "the docker package", resources: [facts(DOCKER, { imageName: `${WEB}:1.4.2` })] },
        {
            title: "the docker package, not pushed",
            resources: [facts(DOCKER, { imageName: WEB, skipPush: true })],
        },
        { title: "this program's own component", resources: [facts(BUILD, { repository: "web", tags: ["1.4.2", "1"] })] },
        { title: "awsx without its arguments, whose child tells", resources: [facts(AWSX)] },
    ],
    bad: [
        { title: "no tag", resources: [pushed("")], violation: allMove("tags[0] (none, so latest)") },
        {
            title: "a port, which is not a tag",
            resources: [image({ push: true, tags: ["registry.local:5000/web"] })],
            violation: allMove("tags[0] (none, so latest)"),
        },
        {
            title: "moving tags alone",
            resources: [pushed(":1.4", ":v1", ":Latest")],
            violation: allMove("tags[0], tags[1], tags[2] (latest)"),
        },
        {
            title: "a version in the other repository only",
            resources: [image({ push: true, tags: [`${WEB}:1.4.2`, `${EDGE}:stable`] })],
            violation: allMove("tags[1] (stable)"),
        },
        {
            title: "pushed by an export",
            resources: [exported({ registry: { names: [`${WEB}:main`] } })],
            violation: allMove("exports[0].registry.names[0] (main)"),
        },
        {
            title: "pushed by an export as the command line has it",
            resources: [exported({ raw: `type=image,"name=${WEB}:1,${WEB}:main",push=true` })],
            violation: allMove("exports[0].raw, exports[0].raw (main)"),
        },
        {
            title: "strict",
            resources: [pushed(":1.4.2", ":1.4")],
            settings: STRICT,
            violation: "Tags that move: tags[1].",
        },
        {
            title: "an index alone",
            resources: [index(":latest"), pushed(":1.4.2")],
            violation: allMove("tag (latest)"),
        },
        {
            title: "the docker package",
            resources: [facts(DOCKER, { imageName: WEB })],
            violation: allMove("imageName (none, so latest)"),
        },
        {
            title: "this program's own component",
            resources: [facts(BUILD, { repository: "web", tags: ["1", "latest"] })],
            violation: allMove("tags[0], tags[1] (latest)"),
        },
        { title: "awsx", resources: [facts(AWSX, { imageTag: "dev" })], violation: allMove("imageTag (dev)") },
    ],
};

function allMove(tags: string): string {
    return `All tags of one repository move: ${tags}.`;
}

function pushed(...versions: readonly string[]): Facts {
    return image({ push: true, tags: versions.map((version) => `${WEB}${version}`) });
}

function exported(target: Props): Facts {
    return image({ push: false, exports: [target] });
}

function image(props: Props): Facts {
    return facts("docker-build:index:Image", props);
}

function index(version: string, name = "index"): Facts {
    return facts(INDEX, { push: true, tag: `${WEB}${version}` }, { name });
}
