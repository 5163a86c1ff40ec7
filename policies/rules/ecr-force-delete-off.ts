import { awsPropertyAt, ECR_TYPES, isEcr, type AwsPlace } from "../ecr";
import { nativeRepository, repository } from "../ecr-examples";
import { facts } from "../facts";
import { isOn } from "../property";
import type { Rule } from "../rule";
import { EXEMPT_STACKS, inExemptStack } from "../stacks";

const PUBLIC = "aws:ecrpublic/repository:Repository";
const PRIVATE_PLACE: AwsPlace = { classic: "forceDelete", native: "emptyOnDelete" };
const PUBLIC_PLACE: AwsPlace = { classic: "forceDestroy" };

/** A repository with images in it stays. */
export const ecrForceDeleteOff: Rule = {
    id: "ecr-force-delete-off",
    title: "A repository of Amazon ECR does not go with its images",
    why: "a destroy, or a replacement for another name or key, deletes every image that runs somewhere",
    severity: "low",
    level: "advisory",
    fix:
        "Leave out forceDelete (with Cloud Control: emptyOnDelete; of a public repository: forceDestroy), in this program too, " +
        "and empty a repository before it is to go.",
    url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-delete.html",
    references: [],
    appliesTo: ECR_TYPES,
    scope: "resource",
    settings: EXEMPT_STACKS,
    reads: ["forceDelete", "emptyOnDelete", "forceDestroy"],

    check(resource, { settings }) {
        if (inExemptStack(resource, settings) || !isEcr(resource, "repository", "public repository")) {
            return [];
        }
        const { path, value } = awsPropertyAt(resource, isEcr(resource, "repository") ? PRIVATE_PLACE : PUBLIC_PLACE);
        return isOn(value) ? [`${path} is true.`] : [];
    },

    good: [
        { title: "unset, which means off", resources: [repository()] },
        { title: "off", resources: [repository({ forceDelete: false })] },
        { title: "a stack of development", resources: [repository({ forceDelete: true }, { stack: "dev" })] },
        { title: "Cloud Control", resources: [nativeRepository({ emptyOnDelete: false })] },
    ],
    bad: [
        { title: "on", resources: [repository({ forceDelete: true })], violation: "forceDelete is true." },
        {
            title: "on, of Cloud Control",
            resources: [nativeRepository({ emptyOnDelete: true })],
            violation: "emptyOnDelete is true.",
        },
        {
            title: "on, of a public repository",
            resources: [facts(PUBLIC, { repositoryName: "web", forceDestroy: true })],
            violation: "forceDestroy is true.",
        },
    ],
};
