import { formatFinding, type LifecycleFinding } from "../../model/ecr/lifecycle/lifecycle-finding";
import { lintLifecycleDocument } from "../../model/ecr/lifecycle/lint-lifecycle";
import { parseLifecycleDocument } from "../../model/ecr/lifecycle/parse-lifecycle";
import { ECR_TYPES } from "../ecr";
import { nativeRepository, template } from "../ecr-examples";
import { lifecyclePolicyOf } from "../ecr-policy";
import { facts } from "../facts";
import type { Facts, Props, Rule } from "../rule";

const POLICY = "aws:ecr/lifecyclePolicy:LifecyclePolicy";
const EXPIRE = { type: "expire" };
const UNTAGGED = rule(1, { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 30 });
const LAST = rule(2, { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 100 });
const NEVER = rule(3, { tagStatus: "tagged", tagPatternList: ["pr+*"], countType: "imageCountMoreThan", countNumber: 7 });
const UNCOUNTED = rule(1, { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 0 });
const COUNT_WRONG = "rules[0].selection.countNumber (priority 1): required is a whole number, 1 or more; it is now 0.";

/** What goes from a repository is what its rules say. */
export const ecrLifecycleSound: Rule = {
    id: "ecr-lifecycle-sound",
    title: "A lifecycle policy of Amazon ECR is one that ECR takes, and each of its rules can do something",
    why: "ECR refuses the policy, or images stay that were meant to go",
    severity: "medium",
    level: "advisory",
    fix: "Write each field as the message says; in this program, lifecycle, which gives priorities by itself and is checked before anything is made.",
    url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html",
    references: [],
    appliesTo: ECR_TYPES,
    scope: "resource",
    reads: ["policy", "policy.rules[0].selection.countNumber", "lifecyclePolicy"],

    check(resource) {
        const { value } = lifecyclePolicyOf(resource) ?? {};
        if ((value ?? "") === "") {
            return [];
        }
        const { document, findings } = parseLifecycleDocument(typeof value === "string" ? value : JSON.stringify(value));
        return [...findings, ...(document === undefined ? [] : lintLifecycleDocument(document))].map(formatSafely);
    },

    good: [
        { title: "what ECR takes", resources: [policy(UNTAGGED, LAST)] },
        { title: "a document", resources: [facts(POLICY, { policy: { rules: [UNTAGGED] } })] },
        { title: "Cloud Control", resources: [nativeRepository({ lifecyclePolicy: { lifecyclePolicyText: textOf(UNTAGGED) } })] },
        { title: "a template", resources: [template({ lifecyclePolicy: textOf(LAST) })] },
        { title: "no policy", resources: [template()] },
    ],
    bad: [
        { title: "a number that ECR refuses", resources: [policy(UNCOUNTED)], violation: COUNT_WRONG },
        {
            title: "a document",
            resources: [facts(POLICY, { policy: { rules: [UNCOUNTED] } })],
            violation: COUNT_WRONG,
        },
        {
            title: "no JSON",
            resources: [nativeRepository({ lifecyclePolicy: { lifecyclePolicyText: "rules: []" } })],
            violation: "the policy: required is JSON; it is now something else.",
        },
        {
            title: "a pattern that no tag can match, which ECR takes",
            resources: [template({ lifecyclePolicy: textOf(NEVER) })],
            violation:
                "rules[0].selection.tagPatternList[0] (priority 3): required is a pattern that a tag can match: " +
                "of letters, digits, and but at its start . and -; it is now something else.",
        },
    ],
};

/** What is written may be a secret, so none of it is shown but numbers. */
function formatSafely({ now, ...finding }: LifecycleFinding): string {
    return `${formatFinding({ ...finding, now: now.includes('"') ? "something else" : now })}.`;
}

function policy(...rules: readonly Props[]): Facts {
    return facts(POLICY, { repository: "web", policy: textOf(...rules) });
}

function textOf(...rules: readonly Props[]): string {
    return JSON.stringify({ rules });
}

function rule(rulePriority: number, selection: Props): Props {
    return { rulePriority, selection, action: EXPIRE };
}
