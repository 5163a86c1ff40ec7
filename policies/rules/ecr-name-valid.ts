import { ECR_REPOSITORY_TAKES, isEcrRepository, isTemplatePrefix } from "../../model/ecr/values/repository-name";
import { awsPropertyAt, ECR_TYPES, isEcr, repositoryNameOf } from "../ecr";
import { nativeRepository, REPOSITORY, repository, template } from "../ecr-examples";
import { facts } from "../facts";
import type { Rule } from "../rule";

/** A repository has a name that Amazon ECR takes. */
export const ecrNameValid: Rule = {
    id: "ecr-name-valid",
    title: "A repository of Amazon ECR has a name that ECR takes, and that images can be named by",
    why: "ECR refuses others in the middle of an update, and an image reference has at most 255 characters of a name",
    severity: "low",
    level: "advisory",
    fix: 
        "Write lower-case words joined by . _ - or /, such as team-a/web, of 2 to 255 characters in all; a name that is made " +
        "from a logical name keeps its capitals.",
    url: "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html",
    references: [],
    appliesTo: ECR_TYPES,
    scope: "resource",
    reads: ["name", "repositoryName", "prefix"],

    check(resource) {
        if (isEcr(resource, "creation template")) {
            const { path, value } = awsPropertyAt(resource, { classic: "prefix" });
            // A / at the end is what ECR adds by itself.
            return typeof value !== "string" || isTemplatePrefix(value.replace(/\/$/, "")) ? [] : [takes(path)];
        }
        if (!isEcr(resource, "repository")) {
            return [];
        }
        const { path, value } = repositoryNameOf(resource);
        return typeof value !== "string" || isEcrRepository(value) ? [] : [takes(path)];
    },

    good: [
        { title: "a word", resources: [repository()] },
        { title: "below others", resources: [repository({ name: "team-a/web.api_2" })] },
        { title: "a name that Pulumi makes", resources: [facts(REPOSITORY)] },
        { title: "Cloud Control", resources: [nativeRepository()] },
        { title: "a template", resources: [template({ prefix: "team-a/" })] },
        { title: "a template for all", resources: [template()] },
    ],
    bad: [
        { title: "a capital", resources: [repository({ name: "Web" })], violation: takes("name") },
        { title: "one character", resources: [nativeRepository({ repositoryName: "w" })], violation: takes("repositoryName") },
        { title: "a / at the start", resources: [repository({ name: "/web" })], violation: takes("name") },
        { title: "a template", resources: [template({ prefix: "team_-a" })], violation: takes("prefix") },
    ],
};

function takes(path: string): string {
    return `${path} is not ${ECR_REPOSITORY_TAKES}.`;
}
