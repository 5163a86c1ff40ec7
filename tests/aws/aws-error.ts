/** An error of an API of AWS. */
export class AwsError extends Error {
    /**
     * @param code for machines, such as `RepositoryNotFoundException`
     * @param text for people
     * @param status of HTTP
     */
    constructor(readonly code: string, readonly text: string, readonly status = 400) {
        super(`${code}: ${text}`);
    }
}

/** Codes that every service has, which the SDK does not know as types of their own and so calls API errors. */
const COMMON = /^(AccessDenied|Throttling|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InternalFailure|ServiceUnavailable|ValidationError|TooManyRequests|RequestLimitExceeded)/;

/** Any one; nobody reads it. */
const REQUEST_ID = "7aeff72a-519e-4dfd-8028-329080e390b5";

/** How often the provider asks in all, as its `maxRetries` says by default. @see https://www.pulumi.com/registry/packages/aws/installation-configuration/ */
export const ATTEMPTS = 25;

/** Returns true for errors that the SDK for Go tries again by itself. @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
export function isRetried({ code, status }: AwsError): boolean {
    return /^(Throttling|TooManyRequests|RequestLimitExceeded)/.test(code) || [500, 502, 503, 504].includes(status);
}

/**
 * Returns an error as the SDK for Go puts it.
 *
 * @param service such as `ECR`
 * @param action such as `CreateRepository`
 * @see https://github.com/terraform-aws-modules/terraform-aws-ecr/issues/44
 */
export function formatError(error: AwsError, service: string, action: string): string {
    const tried = isRetried(error) ? `exceeded maximum number of attempts, ${ATTEMPTS}, ` : "";
    const kind = COMMON.test(error.code) ? "api error " : "";
    return `operation error ${service}: ${action}, ${tried}https response error StatusCode: ${error.status}, RequestID: ${REQUEST_ID}, ${kind}${error.message}`;
}

/** Returns an error of the provider as Pulumi puts it. @see https://github.com/nitrictech/cli/issues/273 */
export function formatFailure(text: string): string {
    return `1 error occurred:\n\t* ${text}\n\n`;
}

/** @see https://github.com/chanzuckerberg/single-cell-data-portal/pull/3781 */
export function invalidParameter(name: string, constraint: string): AwsError {
    return new AwsError("InvalidParameterException", `Invalid parameter at '${name}' failed to satisfy constraint: '${constraint}'`);
}

/** @see https://github.com/plexsystems/sinker/issues/55 */
export function repositoryNotFound(name: string, account: string): AwsError {
    return new AwsError("RepositoryNotFoundException", `The repository with name '${name}' does not exist in the registry with id '${account}'`);
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html */
export const THROTTLED = new AwsError("ThrottlingException", "Rate exceeded");

/** @see https://github.com/pulumi/pulumi-aws/issues/3866 */
export const EXPIRED = new AwsError("ExpiredTokenException", "The security token included in the request is expired", 403);

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function accessDenied(principal: string, action: string, resource: string): AwsError {
    return new AwsError("AccessDeniedException", `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`);
}
