import * as v from "valibot";
import { closedMap, flag, listOf, mapOf, needed, optional, text, word } from "../config-field";
import { isRepository } from "../image-ref";
import { isMap } from "../one-of";
import { isPlatform, PLATFORMS } from "../platform";
import { DERIVED_VERSION } from "../tags/derived-version";
import { TAG_KEYS } from "../tags/tag-schema";
import { isVersion } from "../version";
import { CACHE_SCHEMA } from "./cache-schema";
import { GIT_CONTEXT_TAKES } from "./git-context";
import type { ImageSpec } from "./image-spec";
import { context, isAddress, isContextName, namedContext, NETWORKS, path, ssh } from "./input-schema";
import { isAnnotation } from "./labels";
import { OLD_TAGS_CHOICES } from "./old-tags";

/** The Dockerfile of an image that names none. */
export const DEFAULT_DOCKERFILE = "Dockerfile";

/** The version of an image that takes its version from git. */
export const GIT_VERSION = "git";

/** The versions that git says. */
const FROM_GIT = [GIT_VERSION, DERIVED_VERSION];

/** What the name of an image or repository has to be. */
export const REPOSITORY_TAKES = "a repository: lower-case words joined by . _ - or /, such as team-a/web";

const VERSION_TAKES = 'a semantic version such as 1.4.2 (in quotes, as YAML reads 1.10 as the number 1.1), "git" or "derived"';

/** YAML makes numbers of some texts, and a number such as 1.10 has lost its last digit by then. */
const quotedText = text("a text (a number, true or false in quotes)", () => true);

const quotedTexts = mapOf("a map from names to texts", quotedText);

/** A map whose keys are what `accepts` says yes to. */
function keyed<S extends v.GenericSchema>(takes: string, accepts: (key: string) => boolean, value: S) {
    return v.pipe(v.custom<Readonly<Record<string, unknown>>>(isMap, takes), v.record(v.pipe(v.string(), v.check(accepts, takes)), value), v.title(takes));
}

/** The keys of one image. */
export const IMAGE_KEYS = {
    context: needed(
        "The folder that is built. Relative, so that the same checkout is the same build on every machine. Of a git repository, "
            + "the commit that a branch or tag names now is built, and a new one builds again; it takes git here, and a login as secret GIT_AUTH_TOKEN or as ssh.",
        context(`a folder's path relative to the project, with /, such as services/web; or ${GIT_CONTEXT_TAKES}`),
    ),
    dockerfile: optional(
        "The Dockerfile, which may lie outside of the context. What <Dockerfile>.dockerignore names is left out of the context, without one what .dockerignore in the context names.",
        path("a file's path relative to the context, with /, such as docker/Dockerfile"),
        DEFAULT_DOCKERFILE,
    ),
    dockerfileInline: optional("The Dockerfile itself. It is kept in the state in clear.", text("the text of a Dockerfile", (written) => written.trim() !== ""), "the file"),
    repository: optional(
        "Where in the registry the image is pushed to.",
        text(REPOSITORY_TAKES, isRepository),
        "the image's name",
    ),
    version: needed(
        "1.4.2 becomes the tags 1.4.2, 1.4 and 1; a prerelease has its full tag alone; 0.x has no tag 0. "
            + "git takes the version tag of the commit that last touched the context, if it has one. "
            + "derived takes that too, and of a commit without one makes a prerelease of the next version: five commits after "
            + "1.4.2 it is 1.4.3-dev.5.g<commit>. Either way that commit becomes a tag too, unless the context has uncommitted changes.",
        text(VERSION_TAKES, (version) => FROM_GIT.includes(version) || isVersion(version), FROM_GIT),
    ),
    ...TAG_KEYS,
    platforms: optional(
        "What the image runs on.",
        listOf("a list of platforms", text("a platform such as linux/amd64 or linux/arm64", isPlatform, PLATFORMS)),
        "the builder's own",
    ),
    buildArgs: optional("Values of the Dockerfile's ARGs. They are kept in the state in clear.", quotedTexts, "none; SOURCE_DATE_EPOCH is the commit's date"),
    secrets: optional(
        "What build steps read with RUN --mount=type=secret,id=NAME. Write them with pulumi config set --secret --path; a secret in the state, and in no layer. A new value builds again.",
        keyed("a map from ids (letters, digits, . _ -) to texts", (id) => /^[\w.-]+$/.test(id), text("a text", (secret) => secret !== "")),
        "none",
    ),
    ssh: optional(
        "What build steps log in with over SSH, with RUN --mount=type=ssh. Paths are kept in the state, and another path builds again.",
        listOf("a list of ids, such as default", ssh()),
        "none; an id alone is the agent at SSH_AUTH_SOCK",
    ),
    contexts: optional(
        "Further contexts by the names that FROM and --from have for them; a name such as nginx:1.29 takes that image's place. "
            + "A folder is filtered by its own .dockerignore; another image of this configuration is built before, and by its digest.",
        keyed("a map from names as FROM has them to contexts", isContextName, namedContext()),
        "none",
    ),
    network: optional("What build steps reach.", word("default, none or host", NETWORKS), "default, which the builder decides"),
    addHosts: optional(
        "Addresses by the host names that build steps know them by.",
        keyed("a map from host names to addresses", (host) => /^[\w.-]+$/.test(host), text("an IP address", isAddress)),
        "none",
    ),
    noCache: optional("Whether a build takes nothing from a cache. What has not changed is not built all the same.", flag(), "false"),
    pull: optional("Whether to ask for newer base images. Each up then builds and pushes, as nobody compares before.", flag(), "false"),
    cache: optional(
        "Where builds find what earlier ones made, if the builder's own cache has it not.",
        CACHE_SCHEMA,
        "only what the builder keeps",
    ),
    target: optional("The stage to build.", text("the name of a stage", (name) => name !== ""), "the last one"),
    labels: optional(
        "Labels of the image, which win over those that are found: org.opencontainers.image.title, version, revision, created (the commit's date), source, base.name and base.digest.",
        quotedTexts,
        "those that are found",
    ),
    annotations: optional(
        "Annotations of its manifest, and of the index of several platforms, which win over the labels org.opencontainers.image.…, that are annotations too.",
        keyed("a map from lower-case names to texts", (name) => /^[a-z0-9][a-z0-9._/-]*$/.test(name), text("a text of one line without type=, which the docker-build provider misreads", isAnnotation)),
        "those labels",
    ),
    oldTags: optional(
        "What becomes of its last tags once the image leaves the configuration, its repository or a registry is another one, or the stack is destroyed while the registry stays. "
            + "It holds from the next up on, so run up before. A new version or name is none of these. untag takes the tags away and leaves the image to the registry's own clean-up "
            + "or npm run images -- prune; on ECR one tag stays, and immutable ones. delete takes the image too, unless another tag, an index or something about it needs it, or that is not known.",
        word("keep, untag or delete", OLD_TAGS_CHOICES),
        "keep",
    ),
};

/** One image. */
export const IMAGE_SCHEMA = closedMap("a map with at least context and version", IMAGE_KEYS);

/** Returns what an image is where nothing is written of it. */
export function defaultImage(name: string): Omit<ImageSpec, "context" | "version"> {
    return {
        repository: name, dockerfile: DEFAULT_DOCKERFILE, tags: [], channels: [], platforms: [], buildArgs: {}, secrets: {}, ssh: [], contexts: {},
        network: "default", addHosts: {}, noCache: false, pull: false, labels: {}, annotations: {}, oldTags: "keep",
    };
}
