import type { Problem } from "../../problem";
import type { PushedImage } from "../pushed-image";
import type { EcrRule } from "../rules/ecr-rule";
import { findNameProblems } from "../rules/repository-names";
import { findTagProblems, findTooManyTags } from "../rules/resource-tags";
import type { EcrPublicSpec } from "./ecr-public-spec";

/** Source: https://docs.aws.amazon.com/AmazonECRPublic/latest/APIReference/API_CreateRepository.html (`repositoryName`) */
const NAME = /^(?=.{2,205}$)[a-z0-9]+(?:[._/-][a-z0-9]+)*$/;

const NAME_TAKES = "a repository of 2 to 205 characters: lower-case words joined by one of . _ - or /, such as team-a/web";

/** What the keys of a public registry, and the images that are pushed to it, have to say together. */
export interface EcrPublicRule extends Omit<EcrRule, "check"> {
    /** Returns each way in which a registry goes against it. */
    readonly check: (spec: EcrPublicSpec, images: readonly PushedImage[]) => readonly Problem[];
}

/** All that a public registry's keys and images have to say together. */
export const ECR_PUBLIC_RULES: readonly EcrPublicRule[] = [
    {
        id: "public-repository-names",
        source: "https://docs.aws.amazon.com/AmazonECRPublic/latest/APIReference/API_CreateRepository.html",
        check: (spec, images) => findNameProblems(spec, images, { takes: NAME_TAKES, accepts: (name) => NAME.test(name) }),
    },
    {
        id: "public-tags-within-limits",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/public/ecr-public-using-tags.html",
        check: ({ tags }) => [...findTooManyTags(["tags"], tags), ...findTagProblems(["tags"], tags)],
    },
];
