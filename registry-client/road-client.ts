import type { Refusal } from "../model/road/answer-fault";
import type { LimitedAnswer } from "../model/road/judge-limits";
import type { Challenge } from "../model/oci/challenge";
import { readToken, type TokenClaims } from "../model/road/token";
import type { Secret } from "./cloud-login";
import { Http, type HttpAnswer, type HttpFault, type HttpOptions } from "./http";
import { RegistryHttp, type RegistryQuestion } from "./registry-http";
import { describeAnswer } from "./tag-list";

/** An answer in the words of the road. */
export interface RoadAnswer extends Refusal, LimitedAnswer {
    readonly body: string;

    /** When it came, in milliseconds since 1970. */
    readonly at: number;
}

/** Anything that looks like a token. */
const TOKEN = /eyJ[\w-]{8,}(\.[\w-]*)*/g;

/** A registry that is asked, with all its answers. */
export class RoadClient {
    readonly answers: RoadAnswer[] = [];

    readonly #registry: RegistryHttp;

    readonly #http: Http;

    /** @param secret who asks; `undefined` for nobody */
    constructor(readonly host: string, readonly secret: Secret | undefined, options: HttpOptions) {
        this.#registry = new RegistryHttp(host, secret, options);
        this.#http = new Http(options);
    }

    /** Asks as somebody who knows nothing of logins, and so is told what is wanted. */
    async meet(): Promise<RoadAnswer> {
        return this.#keep(await this.#http.send(`https://${this.host}/v2/`));
    }

    /** Asks; where nobody answers, the status is 0. */
    async ask(question: RegistryQuestion): Promise<RoadAnswer> {
        return this.#keep(await this.#registry.ask(question));
    }

    /** Asks the registry's authority for a token, and returns what it says of itself. */
    async requestToken(challenge: Extract<Challenge, { scheme: "bearer" }>, scope: string | undefined): Promise<TokenClaims | RoadAnswer> {
        const answer = await this.#registry.requestToken(challenge, scope);
        return "token" in answer ? readToken(answer.token) : this.#keep(answer);
    }

    /** Returns what a registry names as a place of its own; `undefined` where it is elsewhere, and no login is to go there. */
    ownPath(location: string | undefined): string | undefined {
        const { origin } = new URL(`https://${this.host}`);
        const url = location === undefined ? undefined : new URL(location, origin);
        return url?.origin === origin ? `${url.pathname}${url.search}` : undefined;
    }

    async close(): Promise<void> {
        await Promise.all([this.#registry.close(), this.#http.close()]);
    }

    #keep(answer: HttpAnswer | HttpFault): RoadAnswer {
        const { status, headers, body } = "fault" in answer ? { status: 0, headers: {}, body: "" } : answer;
        const kept = { status, headers, body, said: this.#redact("fault" in answer ? `no answer: ${answer.fault}` : describeAnswer(answer)), at: Date.now() };
        this.answers.push(kept);
        return kept;
    }

    /** A registry might say what it was sent. */
    #redact(text: string): string {
        const pass = this.secret?.pass ?? "";
        return (pass === "" ? text : text.replaceAll(pass, "[secret]")).replace(TOKEN, "[token]").replace(/\s+/g, " ");
    }
}
