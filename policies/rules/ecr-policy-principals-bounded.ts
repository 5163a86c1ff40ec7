import { comparisonsOf, isDemand, isNarrowed } from "../aws-condition";
import { isAbout, isAllow, isForEverybody, principalsOf, statementsOf, textsOf, type Statement } from "../aws-statement";
import { ECR_TYPES } from "../ecr";
import { allow, FOREIGN_ROOT, nativeRepository, policyDocument, REGISTRY_POLICY, repositoryPolicy } from "../ecr-examples";
import { accessPolicyOf } from "../ecr-policy";
import { facts } from "../facts";
import { valueAt } from "../property";
import type { Rule } from "../rule";
import { allHold, anyHolds, gather } from "../undecided";

/**
 * What changes images, or what may become of them. Not ReplicateImage, which nobody but a whole account can be let.
 *
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
const CHANGES = ["PutImage", "BatchDeleteImage", "DeleteRepository", "SetRepositoryPolicy", "PutImageTagMutability", "PutLifecyclePolicy"];

const PUSH = { Action: ["ecr:PutImage", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload"] };
const ORGANIZATION = { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };
const OWN_ROOT = "arn:aws:iam::123456789012:root";
const OWN_ARN = "arn:aws:ecr:eu-central-1:123456789012:repository/*";
const DEPLOYER = { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::210987654321:role/deploy-*" } };

/** No whole account of others may change images. */
export const ecrPolicyPrincipalsBounded: Rule = {
    id: "ecr-policy-principals-bounded",
    title: "A policy of Amazon ECR lets roles push and delete, and no whole accounts",
    why: "whoever administers the other account decides who may replace or delete the images",
    severity: "medium",
    level: "advisory",
    fix:
        "Name the roles that push as Principal, or in a condition on aws:PrincipalArn; in this program, grant push and delete " +
        "with registries:access to a role's ARN, or to registries:pipelines. Name accounts of one's own in the setting accounts.",
    url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html",
    references: [],
    appliesTo: ECR_TYPES,
    scope: "resource",
    reads: ["policy", "policy.Statement[0].Action", "repositoryPolicyText"],
    settings: {
        accounts: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Ids of accounts that may change images as a whole, such as the registry's own.",
        },
    },

    check(resource, { settings }) {
        const policy = accessPolicyOf(resource);
        const own = textsOf(settings["accounts"]);
        return gather(
            (policy === undefined ? [] : statementsOf(policy)).map((read) => () => {
                const statement = read();
                const isWide = allHold(
                    () => isAllow(statement),
                    () => changesImages(statement),
                    () => namesWhole(statement, [...own, ...ownersOf(statement)]),
                    () => !namesIdentities(statement),
                );
                return isWide ? [wide(statement.path)] : [];
            }),
        );
    },

    good: [
        { title: "another account, to pull", resources: [repositoryPolicy(allow({ AWS: FOREIGN_ROOT }))] },
        { title: "a role, to push", resources: [repositoryPolicy(allow({ AWS: "arn:aws:iam::210987654321:role/ci" }, PUSH))] },
        {
            title: "some roles of another account, to push",
            resources: [repositoryPolicy(allow({ AWS: FOREIGN_ROOT }, { ...PUSH, Condition: DEPLOYER }))],
        },
        { title: "an organisation, to pull", resources: [repositoryPolicy(allow("*", { Condition: ORGANIZATION }))] },
        {
            title: "another account's registry, to replicate",
            resources: [
                facts(REGISTRY_POLICY, { policy: policyDocument(allow({ AWS: FOREIGN_ROOT }, { Action: "ecr:ReplicateImage", Resource: OWN_ARN })) }),
            ],
        },
        {
            title: "the registry's own account",
            resources: [facts(REGISTRY_POLICY, { policy: policyDocument(allow({ AWS: OWN_ROOT }, { Action: "ecr:*", Resource: OWN_ARN })) })],
        },
        {
            title: "an account of one's own",
            resources: [repositoryPolicy(allow({ AWS: "210987654321" }, PUSH))],
            settings: { accounts: ["210987654321"] },
        },
        {
            title: "another account is denied all",
            resources: [repositoryPolicy({ Effect: "Deny", Principal: { AWS: FOREIGN_ROOT }, Action: "ecr:*" })],
        },
    ],
    bad: [
        { title: "to push", resources: [repositoryPolicy(allow({ AWS: FOREIGN_ROOT }, PUSH))], violation: wide("policy.Statement[0]") },
        {
            title: "to delete, by its id, in a second statement",
            resources: [repositoryPolicy(allow({ AWS: FOREIGN_ROOT }), allow({ AWS: ["210987654321"] }, { Action: "ecr:BatchDelete*" }))],
            violation: wide("policy.Statement[1]"),
        },
        {
            title: "all but to pull",
            resources: [repositoryPolicy({ Effect: "Allow", Principal: { AWS: FOREIGN_ROOT }, NotAction: "ecr:BatchGetImage" })],
            violation: wide("policy.Statement[0]"),
        },
        {
            title: "an organisation",
            resources: [repositoryPolicy(allow("*", { ...PUSH, Condition: ORGANIZATION }))],
            violation: wide("policy.Statement[0]"),
        },
        {
            title: "Cloud Control",
            resources: [nativeRepository({ repositoryPolicyText: policyDocument(allow({ AWS: FOREIGN_ROOT }, { Action: "*" })) })],
            violation: wide("repositoryPolicyText.Statement[0]"),
        },
    ],
};

function changesImages(statement: Statement): boolean {
    return CHANGES.some((action) => isAbout(statement, `ecr:${action}`) || isAbout(statement, `ecr-public:${action}`));
}

/** Everybody without any condition is what another rule is about. */
function namesWhole(statement: Statement, own: readonly string[]): boolean {
    return anyHolds(
        () => isForEverybody(statement) && isNarrowed(statement),
        () => accountsOf(statement).some((account) => !own.includes(account)),
    );
}

/** Returns the accounts that a statement names as a whole. */
function accountsOf(statement: Statement): readonly string[] {
    const accounts = principalsOf(statement).map(({ name }) => /^(?:arn:[^:]*:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1]);
    return accounts.flatMap((account) => account ?? []);
}

/** Returns the accounts of the repositories that a statement is about. */
function ownersOf({ elements }: Statement): readonly string[] {
    return textsOf(valueAt(elements, "Resource")).flatMap((arn) => /^arn:[^:]*:ecr:[^:]*:(\d{12}):/.exec(arn)?.[1] ?? []);
}

function namesIdentities(statement: Statement): boolean {
    return comparisonsOf(statement).some(
        (line) => isDemand(line) && line.key === "aws:principalarn" && line.values.every((value) => /:(?:role|user)\/[^*?]/.test(value)),
    );
}

function wide(path: string): string {
    return `${path} lets a whole account or organisation change images.`;
}
