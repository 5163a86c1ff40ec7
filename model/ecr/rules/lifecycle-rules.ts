import { onceEach, type Problem } from "../../problem";
import { problemIf, type RegistryPath as Path } from "../../registry-problem";
import type { EcrSpec } from "../ecr-spec";
import { findLifecycleProblems } from "../lifecycle/lifecycle-problem";
import type { PushedImage } from "../pushed-image";
import { listRepositories, settingsOf, writtenOf } from "../repository-list";
import type { RepositorySettings } from "../repository-spec";
import type { EcrRule } from "./ecr-rule";

function check(path: Path, { lifecycle, movableTags }: Pick<RepositorySettings, "lifecycle" | "movableTags">, images: readonly PushedImage[]): readonly Problem[] {
    return findLifecycleProblems(lifecycle, { images, movableTags }).flatMap(({ path: below, required, now }) =>
        problemIf(true, [...path, "lifecycle", ...below], required, now));
}

/** Those repositories together that are all the registry's, as their images are told of in one problem. */
function checkLifecycles(spec: EcrSpec, images: readonly PushedImage[]): readonly Problem[] {
    const imagesOf = (names: readonly string[]) => images.filter(({ repository }) => names.includes(repository));
    const names = listRepositories(spec, images);
    const own = names.filter((name) => writtenOf(spec, name).lifecycle !== undefined || writtenOf(spec, name).movableTags !== undefined);
    const repositories = own.flatMap((name) => {
        const path = writtenOf(spec, name).lifecycle === undefined ? [] : ["repositories", name];
        return check(path, settingsOf(spec, name), imagesOf([name]));
    });
    const templates = spec.creationTemplates.flatMap((template, index) => check(["creationTemplates", index], template, []));
    return onceEach([...check([], spec, imagesOf(names.filter((name) => !own.includes(name)))), ...repositories, ...templates]);
}

/** What lifecycles need. */
export const LIFECYCLE_RULES: readonly EcrRule[] = [
    {
        id: "lifecycle-works",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html",
        check: checkLifecycles,
    },
];
