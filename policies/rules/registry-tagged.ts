import { ACR_TYPES, isRegistry } from "../acr";
import { anyPattern } from "../azure-type";
import { ECR_TYPES, isEcr } from "../ecr";
import { nativeRepository, repository } from "../ecr-examples";
import { CLASSIC, genericRegistry, registry } from "../examples";
import { facts } from "../facts";
import { listOf, recordOf, textOf } from "../props";
import { valueAt } from "../property";
import type { Facts, Rule } from "../rule";
import { anyHolds } from "../undecided";

const OWNER = { required: ["owner"] };
const PUBLIC = "aws:ecrpublic/repository:Repository";

/** What the provider makes of its own default tags and the resource's is in the latter. */
const LISTS = ["tags", "tagsAll"];

/** A registry tells whose it is. */
export const registryTagged: Rule = {
    id: "registry-tagged",
    title: "A container registry and a repository of Amazon ECR have the tags that the team demands",
    why: "nobody knows otherwise whom to ask, and who pays",
    severity: "low",
    level: "advisory",
    fix: "Add the tags to the resource, or to the default tags of its provider.",
    url: "https://learn.microsoft.com/azure/cloud-adoption-framework/ready/azure-best-practices/resource-tagging",
    references: ["AZR-000166", "AP 871b6d14-10aa-478d-b590-94f262ecfa99", "ECR.4"],
    appliesTo: anyPattern(ACR_TYPES, ECR_TYPES),
    scope: "resource",
    // As long as no tags are demanded there is a verdict without reading any.
    reads: [],
    settings: {
        required: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "The names of tags that each registry and repository has to have; on Azure in any case.",
        },
    },

    check(resource, { settings }) {
        const required = listOf(settings["required"]).map(textOf);
        if (required.length === 0 || !isTaggable(resource)) {
            return [];
        }
        const normalize = (name: string) => (isEcr(resource, "repository", "public repository") ? name : name.toLowerCase());
        const has = (list: string, name: string) => tagNames(resource.props[list]).map(normalize).includes(normalize(name));
        const missing = required.filter((name) => !anyHolds(...LISTS.map((list) => () => has(list, name))));
        return missing.length === 0 ? [] : [`Tags that are missing: ${missing.join(", ")}.`];
    },

    good: [
        { title: "nothing demanded", resources: [registry()] },
        { title: "a registry", resources: [registry({ tags: { Owner: "platform", other: "…" } })], settings: OWNER },
        { title: "a registry, free-form", resources: [genericRegistry({}, { tags: { owner: "platform" } })], settings: OWNER },
        { title: "a registry, classic", resources: [facts(CLASSIC, { tags: { owner: "platform" } })], settings: OWNER },
        { title: "a repository", resources: [repository({ tags: { owner: "platform" } })], settings: OWNER },
        { title: "a repository with the provider's", resources: [repository({ tagsAll: { owner: "platform" } })], settings: OWNER },
        {
            title: "a repository of Cloud Control",
            resources: [nativeRepository({ tags: [{ key: "owner", value: "platform" }] })],
            settings: OWNER,
        },
        {
            title: "what has no tags",
            resources: [facts("aws:ecr/repositoryPolicy:RepositoryPolicy", { repository: "web" })],
            settings: OWNER,
        },
    ],
    bad: [
        { title: "none", resources: [registry()], settings: OWNER, violation: "Tags that are missing: owner." },
        {
            title: "some",
            resources: [registry({ tags: { owner: "platform" } })],
            settings: { required: ["owner", "costCenter", "stage"] },
            violation: "Tags that are missing: costCenter, stage.",
        },
        {
            title: "AWS takes another case for another tag",
            resources: [repository({ tags: { Owner: "platform" } })],
            settings: OWNER,
            violation: "Tags that are missing: owner.",
        },
        {
            title: "a repository of Cloud Control",
            resources: [nativeRepository({ tags: [{ key: "stage", value: "prod" }] })],
            settings: OWNER,
            violation: "Tags that are missing: owner.",
        },
        {
            title: "a public repository",
            resources: [facts(PUBLIC, { repositoryName: "web" })],
            settings: OWNER,
            violation: "Tags that are missing: owner.",
        },
    ],
};

function isTaggable(resource: Facts): boolean {
    return isRegistry(resource) || isEcr(resource, "repository", "public repository");
}

/** Cloud Control has a list, the others have names; what a tag says is not read, as it may not be known yet. */
function tagNames(tags: unknown): readonly string[] {
    return Array.isArray(tags) ? tags.map((tag) => textOf(valueAt(tag, "key"))) : Object.keys(recordOf(tags));
}
