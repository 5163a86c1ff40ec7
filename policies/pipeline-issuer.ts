import { comparisonsOf, isDemand } from "./aws-condition";
import { principalsOf, type Statement } from "./aws-statement";

/** Those who say what pipelines are: one for all of their customers, so that a token alone tells nothing. */
interface Issuer {
    /** Its name, as ARNs of IAM have it. */
    readonly name: RegExp;

    /** Claims by which a condition names one repository, each with what it may be, whatever follows. */
    readonly claims: Readonly<Record<string, RegExp>>;
}

/**
 * GitHub, with what an enterprise or its own host adds, and GitLab, also on a host of one's own with that name.
 *
 * Sources: https://docs.github.com/actions/reference/security/oidc, https://docs.gitlab.com/ci/cloud_services/aws/ and
 * https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims/ (other claims than sub)
 */
const ISSUERS: readonly Issuer[] = [
    {
        name: /^token\.actions\.(?:githubusercontent\.com|[^./]+\.ghe\.com)(?:\/|$)/i,
        claims: {
            sub: /^(?:[^*?]*:)?(?:(?:repo|repository):[^*?:/]+\/[^*?:/]+|repository_id:\d+)(?::|$)/,
            repository: /^[^*?:/]+\/[^*?:/]+$/,
            repository_id: /^\d+$/,
        },
    },
    { name: /^(?:gitlab\.com|gitlab\.[^/]+)(?:\/|$)/i, claims: { sub: /^project_path:[^*?:/]+(?:\/[^*?:/]+)+(?::|$)/ } },
];

/**
 * Says whether a statement trusts an issuer and names no repository. A subject that one of several issuers has to give is one
 * that no token of the others has.
 */
export function trustsAnyPipeline(statement: Statement): boolean {
    const issuers = issuersOf(statement);
    return issuers.length > 0 && !issuers.some(([name, issuer]) => isPinned(statement, name, issuer));
}

/** Returns whom of those a statement trusts, by the name that its condition has for them. */
function issuersOf(statement: Statement): readonly (readonly [string, Issuer])[] {
    const names = principalsOf(statement).flatMap(({ kind, name }) => (kind === "Federated" ? (/:oidc-provider\/(.+)$/.exec(name)?.[1] ?? []) : []));
    return names.flatMap((name) => ISSUERS.filter((issuer) => issuer.name.test(name)).map((issuer) => [name, issuer] as const));
}

function isPinned(statement: Statement, name: string, { claims }: Issuer): boolean {
    const demands = comparisonsOf(statement).filter(isDemand);
    return Object.entries(claims).some(([claim, pattern]) =>
        demands.some(({ key, values }) => key === `${name.toLowerCase()}:${claim}` && values.every((value) => pattern.test(value))),
    );
}
