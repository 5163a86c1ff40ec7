import type { AwsPlace } from "../access/aws-place";
import { formatPolicy, formatSid, oneOrMore, type TrustStatement } from "../access/policy-document";
import type { TokenOrigin } from "../../pipelines/pipeline-subject";

/** Whom a role trusts: tokens with just this issuer, audience and subject. */
export interface AwsOrigin extends TokenOrigin {
    readonly audience: string;
}

/** The account whose role trusts. */
export type TrustingAccount = Pick<AwsPlace, "account" | "partition">;

/** Returns the name of an issuer at AWS: its URL without `https://`, in lower case. */
export function issuerName({ issuer }: Pick<TokenOrigin, "issuer">): string {
    return issuer.replace(/^https:\/\//, "").toLowerCase();
}

/**
 * Returns who may take on a role, as JSON: of each issuer, tokens for AWS with one of the subjects, letter by letter.
 * Without a subject nobody can be named, so that no role is open to all of an issuer.
 *
 * @throws {RangeError} If there is no origin.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html on why no
 * thumbprint has to be known, and https://docs.github.com/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export function formatTrust(account: TrustingAccount, origins: readonly AwsOrigin[]): string {
    const issuers = [...new Set(origins.map(issuerName))];
    return formatPolicy(issuers.map((issuer) => trustOf(account, issuer, origins.filter((origin) => issuerName(origin) === issuer))));
}

function trustOf({ account, partition }: TrustingAccount, issuer: string, origins: readonly AwsOrigin[]): TrustStatement {
    return {
        Sid: formatSid(issuer),
        Effect: "Allow",
        Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${issuer}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
            StringEquals: {
                [`${issuer}:aud`]: oneOrMore(origins.map(({ audience }) => audience)),
                [`${issuer}:sub`]: oneOrMore(origins.map(({ subject }) => subject)),
            },
        },
    };
}
