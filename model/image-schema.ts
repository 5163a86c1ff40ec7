import { posix } from "node:path";
import * as v from "valibot";
import { closedMap, listOf, mapOf, needed, optional, text } from "./config-field";
import { isRepository, isTag } from "./image-ref";
import { isPlatform, PLATFORMS } from "./platform";
import { isVersion } from "./version";

/** The Dockerfile of an image that names none. */
export const DEFAULT_DOCKERFILE = "Dockerfile";

/** The version of an image that takes its version from git. */
export const GIT_VERSION = "git";

/** What the name of an image or repository has to be. */
export const REPOSITORY_TAKES = "a repository: lower-case words joined by . _ - or /, such as team-a/web";

const VERSION_TAKES = 'a semantic version such as 1.4.2 (in quotes, as YAML reads 1.10 as the number 1.1), or "git"';

/** The docker-build provider compares paths as they are written, so an absolute one would rebuild on every machine. */
function isRelativePath(written: string): boolean {
    return written !== "" && !/^\/|^[a-zA-Z]:|:\/\/|^[^/]+@[^/]+:|[\\\p{Cc}]/u.test(written);
}

/** A path in its shortest form, so that `./web/` and `web` are one. */
function path(takes: string) {
    return v.pipe(
        text(takes, isRelativePath),
        v.transform((written) => posix.join(written, ".").replace(/(?<=.)\/$/, "")),
        v.title(takes),
    );
}

/** YAML makes numbers of some texts, and a number such as 1.10 has lost its last digit by then. */
const quotedTexts = mapOf("a map from names to texts", text("a text (a number, true or false in quotes)", () => true));

/** The keys of one image. */
export const IMAGE_KEYS = {
    context: needed(
        "The folder that is built. Relative, so that the same checkout is the same build on every machine.",
        path("a folder's path relative to the project, with /, such as services/web"),
    ),
    dockerfile: optional(
        "The Dockerfile, which may lie outside of the context.",
        path("a file's path relative to the context, with /, such as docker/Dockerfile"),
        DEFAULT_DOCKERFILE,
    ),
    repository: optional(
        "Where in the registry the image is pushed to.",
        text(REPOSITORY_TAKES, isRepository),
        "the image's name",
    ),
    version: needed(
        "1.4.2 becomes the tags 1.4.2, 1.4 and 1; a prerelease has its full tag alone; 0.x has no tag 0. "
            + "git takes the version tag of the commit that last touched the context, if it has one. "
            + "Either way that commit becomes a tag too, unless the context has uncommitted changes.",
        text(VERSION_TAKES, (version) => version === GIT_VERSION || isVersion(version), [GIT_VERSION]),
    ),
    tags: optional(
        "More tags. `latest` is set only if it is written here.",
        listOf("a list of tags", text("a tag in quotes: 1 to 128 of A-Z a-z 0-9 . _ -, not . or - first", isTag)),
        "none",
    ),
    platforms: optional(
        "What the image runs on.",
        listOf("a list of platforms", text("a platform such as linux/amd64 or linux/arm64", isPlatform, PLATFORMS)),
        "the builder's own",
    ),
    buildArgs: optional("Values of the Dockerfile's ARGs. They are kept in the state in clear.", quotedTexts, "none"),
    target: optional("The stage to build.", text("the name of a stage", (name) => name !== ""), "the last one"),
    labels: optional("Labels of the image.", quotedTexts, "none"),
};

/** One image. */
export const IMAGE_SCHEMA = closedMap("a map with at least context and version", IMAGE_KEYS);
