import { parseJson, valueOf } from "../acr/login/login-outcome";

/** What a token says of itself. */
export interface TokenClaims {
    /** In milliseconds since 1970; @default - it says no end */
    readonly until?: number;

    /** What it is good for; @default - it does not say */
    readonly access?: readonly TokenAccess[];
}

/** What a token lets do with something. */
export interface TokenAccess {
    readonly type: string;

    readonly name: string;

    /** Such as `pull` and `push`. */
    readonly actions: readonly string[];
}

/**
 * Returns what a token, or a token in place of a password, says of itself; nothing of one that only its issuer can read.
 * Its signature is not looked at.
 *
 * @see https://distribution.github.io/distribution/spec/auth/jwt/
 * @see https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md#azure-container-registry-token-claim-sets
 * @see https://github.com/aws-controllers-k8s/code-generator/pull/196 (`expiration`)
 */
export function readToken(token: string): TokenClaims {
    const [, claims = ""] = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(token) ?? [];
    const jwt = parseJson(Buffer.from(claims, "base64url").toString("utf8"));
    const ofEcr = claims === "" ? parseJson(Buffer.from(token, "base64").toString("utf8")) : undefined;
    const seconds = [valueOf(jwt, "exp"), valueOf(ofEcr, "expiration")].find((value): value is number => typeof value === "number");
    const access = valueOf(jwt, "access");
    return {
        ...(seconds === undefined ? {} : { until: seconds * 1_000 }),
        ...(Array.isArray(access) ? { access: access.flatMap(readAccess) } : {}),
    };
}

/** Says whether a token lets do something with a repository; `undefined` where it does not tell. */
export function allows({ access }: TokenClaims, repository: string, action: "pull" | "push"): boolean | undefined {
    return access?.some(({ type, name, actions }) =>
        type === "repository" && name === repository && (actions.includes(action) || actions.includes("*")));
}

function readAccess(entry: unknown): readonly TokenAccess[] {
    const [type, name, actions] = ["type", "name", "actions"].map((key) => valueOf(entry, key));
    return typeof type !== "string" || typeof name !== "string" ? [] : [
        { type, name, actions: Array.isArray(actions) ? actions.filter((action): action is string => typeof action === "string") : [] },
    ];
}
