import { facts } from "../facts";
import { pushedNames, PUSHING_TYPES, SINGLE_NAME_TYPES } from "../pushed-names";
import type { Facts, Rule } from "../rule";
import { formatMovingTags, inRepositories, moves } from "../tagged";
import { readOther } from "../undecided";

const IMAGE = "docker-build:index:Image";
const INDEX = "docker-build:index:Index";
const V4 = "docker:index/image:Image";
const WEB = "contoso.azurecr.io/web";
const DIGEST = `sha256:${"0".repeat(64)}`;

/** Each repository that is pushed to gets a tag that names one build. */
export const imageTagIsVersioned: Rule = {
    id: "image-tag-is-versioned",
    title: "A pushed image has a tag that names one build",
    why: "a tag that moves changes what runs without a change in any stack, and nothing tells which build is meant",
    severity: "high",
    level: "mandatory",
    fix: "Push a tag that names one build to each repository: a full version (1.4.2), a commit (sha-0123456789ab), a date or a build number (build-123); with the setting strict, push no other tags.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-image-tag-version",
    references: ["AP 021f8078-41a0-40e6-81b6-c6597da9f3ee", "CKV_DOCKER_7", "DS-0001"],
    appliesTo: PUSHING_TYPES,
    scope: { stack: SINGLE_NAME_TYPES },
    reads: ["push", "tags", "tags[0]", "exports", "tag", "imageName", "skipPush"],
    settings: {
        strict: {
            type: "boolean",
            default: false,
            description: "Refuse every moving tag, also beside a versioned one.",
        },
    },

    check(resource, { resources, settings }) {
        const groups = inRepositories(pushedNames(resource));
        if (settings["strict"] === true) {
            const moving = groups.flat().filter(moves);
            return moving.length === 0 ? [] : [`Tags that move: ${formatMovingTags(moving)}.`];
        }
        return groups
            .filter((names) => names.every(moves) && !besideVersioned(resource, resources, names[0].repository))
            .map((names) => `All tags of one repository move: ${formatMovingTags(names)}.`);
    },

    good: [
        { title: "a version and moving tags beside it", resources: [image(["1.4.2", "1.4", "1", "latest"])] },
        { title: "a prerelease", resources: [image(["v2.0.0-rc.1"])] },
        { title: "a commit beside a branch", resources: [image(["main", "sha-0123456789ab"])] },
        { title: "a date", resources: [image(["nightly-20260131"])] },
        { title: "a digest", resources: [facts(IMAGE, { push: true, tags: [`${WEB}@${DIGEST}`] })] },
        { title: "not pushed", resources: [facts(IMAGE, { push: false, tags: [`${WEB}:latest`] })] },
        {
            title: "exported to a file",
            resources: [facts(IMAGE, { push: false, tags: [WEB], exports: [{ oci: { dest: "web.tar" } }] })],
        },
        {
            title: "exported by digest",
            resources: [
                facts(IMAGE, { push: false, exports: [{ image: { push: true, pushByDigest: true, names: [WEB] } }] }),
            ],
        },
        {
            title: "two repositories",
            resources: [
                facts(IMAGE, { push: true, tags: [`${WEB}:1.4.2`, "contoso.azurecr.io/edge/web:1.4.2", `${WEB}:1`] }),
            ],
        },
        { title: "strict", resources: [image(["1.4.2"])], settings: { strict: true } },
        { title: "an index beside a versioned one", resources: [index("latest"), index("1.4.2", "versioned")] },
        { title: "an index that stays here", resources: [facts(INDEX, { push: false, tag: `${WEB}:latest` })] },
        { title: "the docker package", resources: [facts(V4, { imageName: `${WEB}:1.4.2` })] },
        { title: "the docker package, not pushed", resources: [facts(V4, { imageName: WEB, skipPush: true })] },
        { title: "awsx without its arguments, whose child tells", resources: [facts("awsx:ecr:Image")] },
    ],
    bad: [
        {
            title: "no tag",
            resources: [facts(IMAGE, { push: true, tags: [WEB] })],
            violation: "All tags of one repository move: tags[0] (none, so latest).",
        },
        {
            title: "a port is not a tag",
            resources: [facts(IMAGE, { push: true, tags: ["registry.local:5000/web"] })],
            violation: "All tags of one repository move: tags[0] (none, so latest).",
        },
        {
            title: "only moving tags",
            resources: [image(["1.4", "v1", "Latest"])],
            violation: "All tags of one repository move: tags[0], tags[1], tags[2] (latest).",
        },
        {
            title: "a version in the other repository only",
            resources: [facts(IMAGE, { push: true, tags: [`${WEB}:1.4.2`, "contoso.azurecr.io/edge/web:stable"] })],
            violation: "All tags of one repository move: tags[1] (stable).",
        },
        {
            title: "pushed by an export",
            resources: [facts(IMAGE, { push: false, exports: [{ registry: { names: [`${WEB}:main`] } }] })],
            violation: "All tags of one repository move: exports[0].registry.names[0] (main).",
        },
        {
            title: "pushed by an export in words",
            resources: [
                facts(IMAGE, { push: false, exports: [{ raw: `type=image,"name=${WEB}:1,${WEB}:main",push=true` }] }),
            ],
            violation: "All tags of one repository move: exports[0].raw, exports[0].raw (main).",
        },
        {
            title: "strict",
            resources: [image(["1.4.2", "1.4"])],
            settings: { strict: true },
            violation: "Tags that move: tags[1].",
        },
        {
            title: "an index alone",
            resources: [index("latest"), image(["1.4.2"])],
            violation: "All tags of one repository move: tag (latest).",
        },
        {
            title: "the docker package",
            resources: [facts(V4, { imageName: WEB })],
            violation: "All tags of one repository move: imageName (none, so latest).",
        },
        {
            title: "awsx",
            resources: [facts("awsx:ecr:Image", { imageTag: "dev" })],
            violation: "All tags of one repository move: imageTag (dev).",
        },
    ],
};

/** Says whether another resource of a type with one name each gives the repository a tag that names one build. */
function besideVersioned(resource: Facts, resources: readonly Facts[], repository: string): boolean {
    return resources
        .filter(({ type, urn }) => type === resource.type && urn !== resource.urn && SINGLE_NAME_TYPES.test(type))
        .flatMap((other) => inRepositories(readOther(other, pushedNames)).flat())
        .some((name) => name.repository === repository && !moves(name));
}

function image(tags: readonly string[]): Facts {
    return facts(IMAGE, { push: true, tags: tags.map((tag) => `${WEB}:${tag}`) });
}

function index(tag: string, name?: string): Facts {
    return facts(INDEX, { push: true, tag: `${WEB}:${tag}` }, { ...(name === undefined ? {} : { name }) });
}
