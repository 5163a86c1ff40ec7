import { isProps, listOf, propsOf, textOf, type Props } from "../provider/wire";
import { AwsError } from "./aws-error";
import { isStatement, manyOf, statementsOf } from "./policy-json";
import type { Rule } from "./rule";

/**
 * Issuers that many share. IAM recommends that a trust policy says whose tokens it means; the double insists.
 *
 * @see https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
const SHARED_ISSUERS = ["token.actions.githubusercontent.com", "gitlab.com"];

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_INLINE_POLICY = 10_240;

const malformed = (text: string) => new AwsError("MalformedPolicyDocument", text);

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const roleRules: readonly Rule[] = [
    ({ props }) => /^[\w+=,.@-]{1,64}$/.test(textOf(props["name"])) ? undefined
        : new AwsError("ValidationError", "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-"),
    ({ props }) => refuseTrust(textOf(props["assumeRolePolicy"])),
    ({ props }) => /^(\/|\/[\w+=,.@/-]*\/)$/.test(textOf(props["path"] ?? "/")) ? undefined : new AwsError("ValidationError", "The specified value for path is invalid."),
];

function refuseTrust(text: string): AwsError | undefined {
    const statements = statementsOf(text);
    return statements === undefined || !statements.every(isStatement) ? malformed("This policy contains invalid Json")
        : statements.some((statement) => statement["Resource"] !== undefined) ? malformed("Has prohibited field Resource")
        : !statements.every((statement) => isProps(statement["Principal"])) ? malformed("Missing required field Principal")
        : !statements.every((statement) => manyOf(statement["Action"]).every((action) => /^sts:/.test(String(action)))) ? malformed("AssumeRole policy may only specify STS AssumeRole actions.")
        : statements.map(refuseFederation).find((found) => found !== undefined);
}

/** The words are the double's. */
function refuseFederation(statement: Props): AwsError | undefined {
    const provider = manyOf(propsOf(statement["Principal"])["Federated"]).map(String).join(" ");
    const issuer = SHARED_ISSUERS.find((name) => provider.endsWith(`oidc-provider/${name}`));
    const subjects = Object.values(propsOf(statement["Condition"])).flatMap((test) => manyOf(propsOf(test)[`${issuer ?? ""}:sub`]));
    return issuer === undefined || (subjects.length > 0 && !subjects.some((subject) => /^[*?]/.test(String(subject)) || String(subject).startsWith("repo:*"))) ? undefined
        : malformed(`A trust policy for ${issuer} has a condition on ${issuer}:sub that names an owner.`);
}

/** In IAM's words where it has them in public. */
export const rolePolicyRules: readonly Rule[] = [
    ({ cloud, props }) => cloud.find("aws:iam/role:Role", textOf(props["role"]), "") !== undefined ? undefined
        : new AwsError("NoSuchEntity", `The role with name ${textOf(props["role"])} cannot be found.`, 404),
    ({ props }) => {
        const text = textOf(props["policy"]);
        const statements = statementsOf(text);
        return statements === undefined ? malformed("Syntax errors in policy.")
            : statements.some((statement) => statement["Principal"] !== undefined || statement["NotPrincipal"] !== undefined) ? malformed("Policy document should not specify a principal.")
            : !statements.every((statement) => manyOf(statement["Resource"] ?? statement["NotResource"]).length > 0) ? malformed("Policy statement must contain resources.")
            : !statements.every(isStatement) ? malformed("Policy statement must contain actions.")
            : text.replace(/\s/g, "").length > MAX_INLINE_POLICY ? new AwsError("LimitExceeded", `Maximum policy size of ${MAX_INLINE_POLICY} bytes exceeded for role ${textOf(props["role"])}`, 409)
            : undefined;
    },
];

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
export const oidcRules: readonly Rule[] = [
    ({ props }) => /^https:\/\/[^/?#\s]+(\/[^?#\s]*)?$/.test(textOf(props["url"])) ? undefined : new AwsError("ValidationError", "Invalid Open ID Connect Provider URL"),
    ({ props }) => listOf(props["clientIdLists"]).length <= 100 ? undefined : new AwsError("LimitExceeded", "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100", 409),
];
