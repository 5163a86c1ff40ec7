import { posix } from "node:path";
import type { ImageSpec } from "./config";
import { formatKey } from "./config-key";
import type { ImagePlan, ImageSource } from "./image";
import { GIT_VERSION } from "./image-schema";
import type { Problem } from "./problem";

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
    return [
        ...(source.dockerfileExists ? [] : [dockerfileProblem]),
        ...(spec.version === GIT_VERSION ? findGitProblems(context, source) : []).map((problem) => ({ key, ...problem })),
    ];
}

function findGitProblems(context: string, { commit, dirty, shallow, gitMessage }: ImageSource): Omit<Problem, "key">[] {
    const problems: Omit<Problem, "key">[] = [];
    if (dirty) {
        problems.push({
            required: "a context without uncommitted changes (commit them), or a version such as 1.4.2",
            now: `"git", with uncommitted changes in ${context} or its Dockerfile`,
        });
    }
    if (shallow) {
        problems.push({
            required: "the history of the context (git fetch --unshallow, or fetch-depth: 0 in a workflow), "
                + "or a version such as 1.4.2",
            now: `"git", in a shallow clone that may end after the last change of ${context}`,
        });
    }
    if (commit === undefined && !shallow && !dirty) {
        problems.push({
            required: "a context and Dockerfile that are committed to git, or a version such as 1.4.2",
            now: `"git", but ${gitMessage ?? `git keeps not all of ${context} and its Dockerfile`}`,
        });
    }
    return problems;
}

/** Returns one problem for each two images that would push the same tag of the same repository. */
export function findClashes(plans: readonly ImagePlan[]): Problem[] {
    return plans.flatMap((later, index) => plans.slice(0, index)
        .filter(({ repository }) => repository === later.repository)
        .flatMap((earlier) => findClash(earlier, later)));
}

function findClash(earlier: ImagePlan, later: ImagePlan): Problem[] {
    const tags = later.tags.filter((tag) => earlier.tags.includes(tag));
    return tags.length === 0 ? [] : [{
        key: formatKey(["images", later.name, "repository"]),
        required: `a repository or tags that no other image pushes: image "${earlier.name}" pushes the same`,
        now: `"${later.repository}" with the tags ${tags.join(", ")}`,
    }];
}
