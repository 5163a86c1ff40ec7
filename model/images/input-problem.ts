import { formatKey } from "../config-key";
import type { Problem } from "../problem";
import { parseGitContext } from "./git-context";
import { DEFAULT_DOCKERFILE } from "./image-schema";
import type { ImageSpec } from "./image-spec";

/** Returns what the keys of an image say against each other. */
export function findInputProblems(name: string, { context, dockerfile, dockerfileInline, ssh }: ImageSpec): readonly Problem[] {
    const problem = (path: readonly (string | number)[], required: string, now: string): Problem =>
        ({ key: formatKey(["images", name, ...path]), required, now });
    const isNamed = dockerfile !== DEFAULT_DOCKERFILE;
    const isGit = parseGitContext(context) !== undefined;
    const ids = ssh.map(({ id }) => id);
    return [
        ...(isNamed && dockerfileInline !== undefined ? [problem(["dockerfile"], "nothing beside dockerfileInline", JSON.stringify(dockerfile))] : []),
        ...(isNamed && dockerfileInline === undefined && isGit
            ? [problem(["dockerfile"], "nothing beside a git repository, in whose folder the docker-build provider takes the file Dockerfile alone; "
                + "name the folder after the # and :, or write dockerfileInline", JSON.stringify(dockerfile))]
            : []),
        ...ids.flatMap((id, index) => (ids.indexOf(id) < index ? [problem(["ssh", index], `another id than ssh[${ids.indexOf(id)}] has`, JSON.stringify(id))] : [])),
    ];
}
