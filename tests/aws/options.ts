/** What a test decides about AWS before it starts. */
export interface DoubleOptions {
    /** Whose credentials the provider has; @default ACCOUNT */
    readonly account?: string;

    /** Of the provider, where neither the stack nor a resource names one; @default REGION */
    readonly region?: string;

    /** Roles of the account that are there before, by name. */
    readonly roles?: readonly string[];

    /** ARNs that are nobody's; any other one of another account is taken to be somebody's. */
    readonly noPrincipals?: readonly string[];

    /** How often ECR does not find a role that was just made; @default 0 */
    readonly principalTries?: number;

    /** ARNs of secrets that Secrets Manager does not have; any other one is taken to be there. */
    readonly noSecrets?: readonly string[];

    /** How many private repositories a region takes; @default 100000 */
    readonly repositories?: number;

    /** How long a token of ECR lasts; @default 43200 */
    readonly tokenSeconds?: number;

    /** What the names of public repositories start with; @default ALIAS */
    readonly alias?: string;
}

/** The account of whoever deploys; the one that the examples name. */
export const ACCOUNT = "123456789012";

/** The region of whoever deploys. */
export const REGION = "eu-central-1";

/** The alias of the account's public registry. */
export const ALIAS = "a1b2c3d4";

/** Where the public registry's API is, and nowhere else. @see https://docs.aws.amazon.com/general/latest/gr/ecr-public.html */
export const PUBLIC_REGION = "us-east-1";
