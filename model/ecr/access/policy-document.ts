/** One text, or at least two in a list, as AWS itself writes what may be either. */
export type OneOrMore = string | readonly string[];

/** Whom a statement names: identities of IAM, a service that pulls for somebody's resource, or all of an organisation. */
export type Principals =
    | { readonly Principal: { readonly AWS: OneOrMore } }
    | {
        readonly Principal: { readonly Service: string };
        readonly Condition: { readonly StringLike: { readonly "aws:SourceArn": OneOrMore } };
    }
    /** Everybody is only ever said with the organisation that they are of. */
    | {
        readonly Principal: "*";
        readonly Condition: { readonly StringEquals: { readonly "aws:PrincipalOrgID": OneOrMore } };
    };

/** What every statement has. */
interface Allowed {
    /** Tells it from the others of its document: letters and digits. */
    readonly Sid: string;
    readonly Effect: "Allow";
    readonly Action: OneOrMore;
}

/** What an identity of IAM may do, as its own policy says it. */
export type IdentityStatement = Allowed & { readonly Resource: OneOrMore };

/** What somebody may do with a repository. AWS takes no `Resource` in it. */
export type RepositoryStatement = Allowed & Principals & { readonly Resource?: never };

/** What somebody may do with repositories of a registry. */
export type RegistryStatement = Allowed & Principals & { readonly Resource: OneOrMore };

/** Who may take on a role by a token of an OpenID Connect provider. */
export type TrustStatement = Allowed & {
    readonly Principal: { readonly Federated: string };
    readonly Action: "sts:AssumeRoleWithWebIdentity";
    /** By the claims' names with the provider before them. */
    readonly Condition: { readonly StringEquals: Readonly<Record<string, OneOrMore>> };
};

/** Which language a document is written in; Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html */
const VERSION = "2012-10-17";

/** The order of a statement's keys, so that the same is always written the same. */
const KEYS = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];

/** Returns a list without what is there twice, sorted; what is alone as itself. */
export function oneOrMore(texts: readonly string[]): OneOrMore {
    const [first = "", ...others] = [...new Set(texts)].sort();
    return others.length === 0 ? first : [first, ...others];
}

/** Returns the name of a host or of a repository as a part of a statement's. Signs are in upper case, which names have not. */
export function formatSid(name: string): string {
    return name.toLowerCase().replace(/[^a-z0-9]/g, (sign) => sign.charCodeAt(0).toString(16).toUpperCase());
}

/**
 * Returns the JSON of a policy, the same for the same statements in any order.
 *
 * @throws {RangeError} If there is no statement, which AWS refuses.
 */
export function formatPolicy(
    statements: readonly (IdentityStatement | RepositoryStatement | RegistryStatement | TrustStatement)[],
): string {
    if (statements.length === 0) {
        throw new RangeError("Cannot write a policy without a statement: AWS refuses it");
    }
    const sorted = [...statements].sort((one, other) => (one.Sid < other.Sid ? -1 : 1));
    return JSON.stringify({ Version: VERSION, Statement: sorted.map(inOrder) });
}

function inOrder(statement: object): object {
    const at = (key: string) => KEYS.indexOf(key);
    return Object.fromEntries(Object.entries(statement).sort(([one], [other]) => at(one) - at(other)));
}
