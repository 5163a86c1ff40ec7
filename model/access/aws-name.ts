import { isAwsRegion } from "../ecr/partition";
import { isRoleArn, parseArn } from "../ecr/values/arn";
import { isRoleName } from "../ecr/values/role-name";

/** Source: https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html (`Id`) */
const ORGANIZATION = /^o-[a-z0-9]{10,32}$/;

/**
 * The name of a function, in which `*` stands for any text; it never does for an account or a region.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html (`FunctionName`)
 */
const FUNCTION = /^function:[A-Za-z0-9_*-]{1,64}$/;

/** Says whether the text is the id of an organisation of AWS. */
export function isOrganization(text: string): boolean {
    return ORGANIZATION.test(text);
}

/**
 * Roles that AWS keeps, and of which IAM takes no policies.
 *
 * Sources: https://docs.aws.amazon.com/singlesignon/latest/userguide/using-service-linked-roles.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
const KEPT_BY_AWS = /^AWS(?:ReservedSSO_|ServiceRoleFor)/;

/** Says whether the text is a role's name, without its path, or a role's ARN. */
export function isRole(text: string): boolean {
    return (isRoleName(text) && !KEPT_BY_AWS.test(text)) || isRoleArn(text);
}

/** Says whether the text is the ARN of functions of AWS Lambda, all in one account and region. */
export function isFunctionArn(text: string): boolean {
    const arn = parseArn(text);
    return arn?.service === "lambda" && isAwsRegion(arn.region) && FUNCTION.test(arn.resource);
}
