import { ECR_TYPES, isEcr } from "../ecr";
import { nativeRepository, REPOSITORY, repository, template } from "../ecr-examples";
import { lifecyclePolicyOf } from "../ecr-policy";
import { isPolicyOf, lifecyclePoliciesFor } from "../ecr-repository-of";
import { facts } from "../facts";
import type { Facts, Rule } from "../rule";
import { EXEMPT_STACKS, inExemptStack } from "../stacks";
import { anyHolds } from "../undecided";

const POLICY = "aws:ecr/lifecyclePolicy:LifecyclePolicy";
const RULES = '{"rules":[]}';
const NONE = "No lifecycle policy of this stack is its own.";

/** A repository gets rid of what nobody needs. */
export const ecrHasLifecycle: Rule = {
    id: "ecr-has-lifecycle",
    title: "A repository of Amazon ECR gets rid of old images",
    why: "every build leaves layers behind, which cost money and, unpatched, invite to be run",
    severity: "medium",
    level: "advisory",
    fix:
        "Add a LifecyclePolicy for the repository (with Cloud Control: lifecyclePolicy; of a template too); in this program, " +
        "lifecycle, of the registry or of a repository, such as [{ untagged: true, pushedDays: 30 }].",
    url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
    references: ["ECR.3", "CT.ECR.PR.1", "PRW ecr_repositories_lifecycle_policy_enabled"],
    appliesTo: ECR_TYPES,
    scope: "stack",
    settings: EXEMPT_STACKS,
    reads: ["repository", "lifecyclePolicy"],

    check(resource, { resources, settings }) {
        if (inExemptStack(resource, settings) || !isEcr(resource, "repository", "creation template")) {
            return [];
        }
        const inline = lifecyclePolicyOf(resource);
        if (inline !== undefined) {
            return (inline.value ?? "") === "" ? [`${inline.path} is not set.`] : [];
        }
        const policies = lifecyclePoliciesFor(resource, resources);
        return anyHolds(...policies.map((policy) => () => isPolicyOf(policy, resource, resources))) ? [] : [NONE];
    },

    good: [
        { title: "by its name", resources: [repository(), facts(POLICY, { repository: "web", policy: RULES })] },
        { title: "by its output as the name", resources: withPolicy(facts(REPOSITORY)) },
        { title: "Cloud Control", resources: [nativeRepository({ lifecyclePolicy: { lifecyclePolicyText: RULES } })] },
        { title: "a template", resources: [template({ lifecyclePolicy: RULES })] },
        { title: "a stack of development", resources: [repository({}, { stack: "dev" })] },
    ],
    bad: [
        { title: "none", resources: [repository()], violation: NONE },
        {
            title: "that of another one",
            resources: [repository(), ...withPolicy(repository({ name: "api" }, { name: "other" }))],
            violation: NONE,
        },
        {
            title: "that of one with its name in another region",
            resources: [
                repository({ region: "eu-west-1" }),
                facts(POLICY, { repository: "web", region: "eu-central-1", policy: RULES }),
            ],
            violation: NONE,
        },
        {
            title: "none, of Cloud Control",
            resources: [nativeRepository()],
            violation: "lifecyclePolicy.lifecyclePolicyText is not set.",
        },
        { title: "none of a template", resources: [template()], violation: "lifecyclePolicy is not set." },
    ],
};

function withPolicy(owner: Facts): [Facts, Facts] {
    return [owner, facts(POLICY, { policy: RULES }, { name: "policy", from: { repository: [owner] } })];
}
