import { posix } from "node:path";
import { formatKey } from "../config-key";
import type { Problem } from "../problem";
import { parseGitContext } from "./git-context";
import type { ImagePlan } from "./image-plan";
import { DERIVED_VERSION } from "../tags/derived-version";
import { GIT_VERSION } from "./image-schema";
import type { ImageSource } from "./image-source";
import type { ImageSpec } from "./image-spec";

/** Returns what of an image cannot be built, or not be named, from what is in the checkout. */
export function findSourceProblems(name: string, spec: ImageSpec, source: ImageSource): Problem[] {
    const { context, dockerfile } = spec;
    if (!source.contextExists) {
        const required = "an existing folder, relative to the project";
        return [{ key: formatKey(["images", name, "context"]), required, now: `"${context}", which is none` }];
    }
    const file = posix.join(context, dockerfile);
    const dockerfileProblem = {
        key: formatKey(["images", name, "dockerfile"]),
        required: "an existing Dockerfile, relative to the context",
        now: `"${dockerfile}", and there is no file ${file}`,
    };
    const key = formatKey(["images", name, "version"]);
    const missing = (source.missingContexts ?? []).map((found): Problem => ({
        key: formatKey(["images", name, "contexts", found]),
        required: "an existing folder, relative to the project",
        now: `"${folderOf(spec, found)}", which is none`,
    }));
    const gitProblems = findRemoteProblems(name, spec, source);
    return [
        ...(source.dockerfileExists ? [] : [dockerfileProblem]),
        ...missing,
        ...findIgnoreProblems(name, spec, source),
        ...gitProblems,
        // What could not be asked cannot name a version either.
        ...(isFromGit(spec) && gitProblems.length === 0 ? findGitProblems(spec, source) : []).map((problem) => ({ key, ...problem })),
    ];
}

function findIgnoreProblems(name: string, { context, dockerfile }: ImageSpec, { unfitIgnoreFile: whose }: ImageSource): Problem[] {
    return whose === undefined ? [] : [{
        key: formatKey(["images", name, whose]),
        required: "an ignore file of at most 1 MB, or none",
        now: `with ${posix.join(context, whose === "context" ? ".dockerignore" : `${dockerfile}.dockerignore`)}, which is too long or no file`,
    }];
}

function folderOf({ contexts }: ImageSpec, name: string): string {
    const context = contexts[name];
    return context !== undefined && "folder" in context ? context.folder : name;
}

/** Returns each git repository elsewhere in which what is to be built could not be found. */
function findRemoteProblems(name: string, { context, contexts }: ImageSpec, { remotes = {} }: ImageSource): Problem[] {
    const places = [
        { path: ["context"], git: context },
        ...Object.entries(contexts).flatMap(([key, named]) => ("git" in named ? [{ path: ["contexts", key], git: named.git }] : [])),
    ];
    return places.flatMap(({ path, git }) => {
        const remote = parseGitContext(git) === undefined ? undefined : remotes[git];
        return remote === undefined || "commit" in remote ? [] : [{
            key: formatKey(["images", name, ...path]),
            required: "a git repository that can be read from here, and a branch, tag or full commit id in it",
            now: `"${git}", but ${remote.message}`,
        }];
    });
}

function isFromGit({ version }: ImageSpec): boolean {
    return version === GIT_VERSION || version === DERIVED_VERSION;
}

function findGitProblems({ context, version }: ImageSpec, { commit, dirty, shallow, gitMessage, described }: ImageSource): Omit<Problem, "key">[] {
    const problems: Omit<Problem, "key">[] = [];
    if (dirty) {
        problems.push({
            required: "a context without uncommitted changes (commit them), or a version such as 1.4.2",
            now: `"${version}", with uncommitted changes in ${context} or its Dockerfile`,
        });
    }
    if (shallow || described?.shallow === true) {
        problems.push({
            required: "the history of the context (git fetch --unshallow, or fetch-depth: 0 in a workflow), "
                + "or a version such as 1.4.2",
            now: `"${version}", in a shallow clone that may end after ${described === undefined ? `the last change of ${context}` : "the last version tag"}`,
        });
    }
    if (commit === undefined && !shallow && !dirty) {
        problems.push({
            required: "a context and Dockerfile that are committed to git, or a version such as 1.4.2",
            now: `"${version}", but ${gitMessage ?? `git keeps not all of ${context} and its Dockerfile`}`,
        });
    }
    return problems;
}

/** Returns one problem for each two images that would push the same tag of the same repository, and for each cache in the place of its image. */
export function findClashes(plans: readonly ImagePlan[]): Problem[] {
    return plans.flatMap((later, index) => [
        ...later.cacheTags.filter((tag) => later.tags.includes(tag)).map((tag) => ({
            key: formatKey(["images", later.name, "cache", "registry"]),
            required: "another tag than those of the image, which it would take the place of",
            now: JSON.stringify(tag),
        })),
        ...plans.slice(0, index).filter(({ repository }) => repository === later.repository).flatMap((earlier) => findClash(earlier, later)),
    ]);
}

function findClash(earlier: ImagePlan, later: ImagePlan): Problem[] {
    const [before, after] = [[...earlier.tags, ...earlier.cacheTags], [...later.tags, ...later.cacheTags]];
    const tags = after.filter((tag) => before.includes(tag));
    return tags.length === 0 ? [] : [{
        key: formatKey(["images", later.name, "repository"]),
        required: `a repository or tags that no other image pushes: image "${earlier.name}" pushes the same`,
        now: `"${later.repository}" with the tags ${tags.join(", ")}`,
    }];
}
