import { parseChallenge, type Challenge } from "../model/oci/challenge";
import type { Refusal } from "../model/road/answer-fault";
import type { Finding } from "../model/road/finding";
import type { TokenOutcome } from "../model/road/judge-access";
import { judgeLogin } from "../model/road/judge-login";
import { endpointOf, loginKeyOf } from "../model/oci/docker-hub";
import { readToken } from "../model/road/token";
import type { LocalServices } from "../toolchain/local-services";
import { mapAtOnce } from "./at-once";
import type { Secret } from "./cloud-login";
import type { HttpOptions } from "./http";
import { findLogin } from "./login";
import { RoadClient, type RoadAnswer } from "./road-client";
import { readDockerSecret } from "./docker-secret";

/** What a login has come to. */
export interface LoggedIn {
    readonly finding: Finding;

    /** Asks as whoever has the login; to be closed by whoever takes it. */
    readonly client: RoadClient;

    /** What the registry asks for; @default - no login */
    readonly challenge: Challenge | undefined;

    /** For `pull`, by repository. */
    readonly tokens: ReadonlyMap<string, TokenOutcome>;
}

/** What a login depends on. */
export interface LoginPlace {
    readonly host: string;

    /** As the host knows them that answers. */
    readonly repositories: readonly string[];

    readonly http: HttpOptions;

    readonly services: LocalServices | undefined;

    readonly env: NodeJS.ProcessEnv;
}

/**
 * Finds out whose login is sent, until when it lives, and whether the registry takes it.
 *
 * @param asked what `/v2/` answered to nobody
 */
export async function logIn(place: LoginPlace, asked: RoadAnswer): Promise<LoggedIn> {
    const { host, services, env, http, repositories } = place;
    const challenge = asked.status === 401 ? parseChallenge(asked.headers["www-authenticate"] ?? "") : undefined;
    const { from, tried, secret: found } = await findLogin(loginKeyOf(host), services, env);
    const read = found ?? await readDockerSecret(loginKeyOf(host), env);
    // Where `/v2/` is open to everybody, a repository may not be: it is sent to whoever asks for it.
    const secret: Secret | undefined = read !== undefined && "pass" in read ? read : undefined;
    const client = new RoadClient(endpointOf(host), secret, http);
    const tokens = await requestTokens(client, challenge, repositories);
    const until = secret === undefined ? undefined : readToken(secret.pass).until;
    const ends = [...tokens.values()].flatMap((token) => (token !== undefined && "until" in token && token.until !== undefined ? [token.until] : []));
    const finding = judgeLogin({
        from, tried, wanted: challenge !== undefined, fault: read !== undefined && "fault" in read ? read.fault : undefined,
        until, tokensUntil: ends.length === 0 ? undefined : Math.min(...ends), now: Date.now(),
        answer: await readOutcome(client, challenge, tokens),
    });
    return { finding, client, challenge, tokens };
}

/** Without a repository, what the registry itself asks for is what a token is wanted for. */
async function requestTokens(client: RoadClient, challenge: Challenge | undefined, repositories: readonly string[]): Promise<ReadonlyMap<string, TokenOutcome>> {
    if (challenge?.scheme !== "bearer") {
        return new Map();
    }
    const scopes: readonly (readonly [string, string])[] = repositories.length > 0 ? repositories.map((name) => [name, `repository:${name}:pull`])
        : challenge.scope === undefined ? [] : [["", challenge.scope]];
    return new Map(await mapAtOnce(scopes, async ([name, scope]) => [name, await client.requestToken(challenge, scope)] as const));
}

/** One repository that a token is given for shows that the login is good. */
async function readOutcome(client: RoadClient, challenge: Challenge | undefined, tokens: ReadonlyMap<string, TokenOutcome>): Promise<Refusal | "accepted" | undefined> {
    if (challenge?.scheme === "bearer") {
        const outcomes = [...tokens.values()];
        return outcomes.some((token) => token !== undefined && !("status" in token)) ? "accepted"
            : outcomes.find((token): token is TokenOutcome & Refusal => token !== undefined && "status" in token);
    }
    const answer = challenge === undefined ? undefined : await client.ask({ path: "" });
    return answer?.status === 200 ? "accepted" : answer;
}
