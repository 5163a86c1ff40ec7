import { onceEach, type Problem } from "../../problem";
import { problemIf, type RegistryPath as Path } from "../../registry-problem";
import type { EcrSpec } from "../ecr-spec";
import type { PushedImage } from "../pushed-image";
import type { RepositorySettings } from "../repository-spec";
import { listRepositories, settingsOf, writtenOf } from "../repository-list";
import { findMutabilityProblems } from "../tag-mutability";
import type { EcrRule } from "./ecr-rule";

const MUTABILITY = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html";

function checkMovable(spec: EcrSpec, images: readonly PushedImage[]): readonly Problem[] {
    const repositories = listRepositories(spec, images).flatMap((name) => {
        const whole = ["repositories", name, "movableTags"];
        const written = writtenOf(spec, name).movableTags === undefined ? ["movableTags"] : whole;
        return findMutabilityProblems({ written, whole }, settingsOf(spec, name), images.filter(({ repository }) => repository === name));
    });
    const templates = spec.creationTemplates.flatMap((template, index) =>
        findMutabilityProblems({ written: ["creationTemplates", index, "movableTags"] }, template, []));
    const ofRegistry = findMutabilityProblems({ written: ["movableTags"] }, spec, []);
    return onceEach([...ofRegistry, ...repositories, ...templates]);
}

/** Nothing can be an exception where all tags may be moved. */
function checkPointless(spec: EcrSpec): readonly Problem[] {
    const check = (path: Path, immutableTags: boolean, { movableTags = [] }: Partial<RepositorySettings>) => problemIf(
        !immutableTags && movableTags.length > 0, [...path, "movableTags"], "nothing where immutableTags is false, as all tags may be moved", "a list");
    const isTaken = Object.values(spec.repositories).some(({ immutableTags, movableTags }) => immutableTags === true && movableTags === undefined);
    return [
        ...check([], spec.immutableTags || isTaken, spec),
        ...Object.entries(spec.repositories).flatMap(([name, written]) =>
            check(["repositories", name], settingsOf(spec, name).immutableTags, written)),
        ...spec.creationTemplates.flatMap((template, index) => check(["creationTemplates", index], template.immutableTags, template)),
    ];
}

/** What tags that may be moved need. */
export const TAG_RULES: readonly EcrRule[] = [
    { id: "movable-tags-within-limits", source: MUTABILITY, check: checkMovable },
    { id: "movable-tags-of-immutable", source: MUTABILITY, check: checkPointless },
];
