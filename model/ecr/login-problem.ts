/** What is known of what was asked of AWS. */
export interface AwsQuestion {
    /** The region that was asked; @default - the one that is configured */
    readonly region?: string;
}

/** What stands in front of an error of AWS itself. Source: https://github.com/pulumi/pulumi/blob/v3.248.0/sdk/nodejs/runtime/invoke.ts */
const ENVELOPE = /^[^]*?(?:returned an error: |Invoke of '[^']*' failed: )/;

/** What AWS itself says; what is before it tells of requests and tries. Source: https://github.com/aws/smithy-go/blob/v1.22.2/errors.go */
const API_ERROR = /\bRequestID: [^,]*, (?:api error )?([^]*)$/;

/** As much of an error as is shown. */
const SHOWN = 300;

/** Which action somebody may not do. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const DENIED = /not authorized to perform: ([a-z-]+:[A-Za-z]+)/;

/** A cause of failures, by words of AWS or its provider, and what helps. */
type Cause = readonly [words: RegExp, advice: (question: AwsQuestion, match: RegExpMatchArray) => string];

/**
 * The first that fits holds.
 *
 * Sources of the words: https://github.com/pulumi/pulumi-aws/tree/master/provider/errors,
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html and, of regions that are not enabled,
 * https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
const CAUSES: readonly Cause[] = [
    [/explicit deny/i, () => "a policy denies it: ask whoever looks after the account"],
    [DENIED, (_, [, action = ""]) => `let an identity policy of theirs allow ${action} on the resource *: no policy of a repository can`],
    [/\bSSO\b/i, () => "the session has ended: run `aws sso login`, with --profile where you name one"],
    [/missing region|invalid configuration: missing region/i, () => "set a region by `pulumi config set aws:region` or AWS_REGION"],
    [/no valid credential sources|no EC2 IMDS role/i, () =>
        "there are none: run `aws sso login`, and name the profile in AWS_PROFILE or aws:profile"],
    [/token included in the request is expired|ExpiredToken|have expired/i, () => "they have expired: log in again, as with `aws sso login`"],
    [/token included in the request is invalid|UnrecognizedClient|InvalidClientTokenId/i, ({ region }) =>
        `AWS does not know them${region === undefined ? "" : ` in ${region}`}: log in again, and check that the region is enabled for the account`],
    [/no such host|invalid AWS region/i, ({ region }) =>
        `check ${region === undefined ? "the region's name" : `that "${region}" is a region of AWS`}, and the network`],
    [/throttl|TooManyRequests|rate exceeded/i, () => "AWS is busy: try again in a minute"],
];

/** What helps where nothing is known of the cause. */
const OTHERWISE = "check with `aws sts get-caller-identity` who you are, and the network";

/** Returns, as parts of a sentence, what came from AWS instead of an answer, and what to do. */
export function explainAwsFailure(error: unknown, question: AwsQuestion = {}): string {
    const message = error instanceof Error ? error.message : String(error);
    const advice = CAUSES.flatMap(([words, advise]) => {
        const match = words.exec(message);
        return match === null ? [] : [advise(question, match)];
    });
    return `${shorten(message)}; ${advice[0] ?? OTHERWISE}`;
}

/** Returns why there is no login to a registry. */
export function formatLoginProblem(host: string, error: unknown, question: AwsQuestion = {}): string {
    return `Cannot log in to "${host}" with the AWS credentials of whoever deploys: ${explainAwsFailure(error, question)}`;
}

function shorten(message: string): string {
    const bare = message.replace(ENVELOPE, "");
    const text = (API_ERROR.exec(bare)?.[1] ?? bare).trim().replace(/\s+/g, " ");
    return text.length > SHOWN ? `${text.slice(0, SHOWN)} …` : text;
}
