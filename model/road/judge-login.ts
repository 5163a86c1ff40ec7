import { formatAge } from "../oci/age";
import { faultOf, type Refusal } from "./answer-fault";
import type { Finding } from "./finding";

/** What is known of a login, but for the login itself. */
export interface LoginFacts {
    /** Whose it is, in words. */
    readonly from: string;

    /** What was looked for before, and why it gave nothing. */
    readonly tried: readonly string[];

    /** Whether the registry asks for one. */
    readonly wanted: boolean;

    /** Why it could not be read; @default - it could */
    readonly fault?: string | undefined;

    /** When what is sent ends, and when the tokens end that the registry gives for it, in milliseconds since 1970; @default - nobody says */
    readonly until?: number | undefined;
    readonly tokensUntil?: number | undefined;

    /** In milliseconds since 1970. */
    readonly now: number;

    /** What the registry says to it; `undefined` where there was nothing to ask about. */
    readonly answer: Refusal | "accepted" | undefined;
}

/** Returns whose login is sent, until when it lives, and whether the registry takes it. */
export function judgeLogin(login: LoginFacts): Finding {
    const { from, tried, wanted, fault, until, now, answer } = login;
    const before = tried.length === 0 ? "" : ` (${tried.join("; ")})`;
    if (!wanted) {
        return { state: "ok", found: "none is asked for" };
    }
    if (fault !== undefined) {
        return { state: "failed", found: `${from}: ${fault}${before}`, fault: "unauthorized" };
    }
    if (until !== undefined && until <= now) {
        return { state: "failed", found: `${from}: it ended ${formatAge(now - until)} ago${before}`, fault: "unauthorized" };
    }
    const told = `${from}${formatEnds(login)}`;
    if (answer === "accepted") {
        return { state: "ok", found: told };
    }
    return answer === undefined
        ? { state: "unknown", found: `${told}; the registry was not asked, as there is no image to ask about` }
        : { state: "failed", found: `${told}: ${answer.said}${before}`, fault: faultOf(answer) };
}

function formatEnds({ until, tokensUntil, now }: LoginFacts): string {
    const own = until === undefined ? "" : `, for ${formatAge(until - now)} more`;
    return tokensUntil === undefined ? own : `${own}; its tokens last ${formatAge(tokensUntil - now)}`;
}
