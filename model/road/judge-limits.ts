import type { Finding } from "./finding";

/** What is looked at of an answer. */
export interface LimitedAnswer {
    readonly status: number;

    /** By their names in small letters. */
    readonly headers: Readonly<Record<string, string>>;
}

/**
 * Returns whether a registry answers as often as it is asked. It may count down in headers, with the length of the time
 * that it counts for behind the number: `76;w=21600`.
 *
 * @see https://docs.docker.com/docker-hub/usage/pulls/#view-hourly-pull-rate-and-limit
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-06
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 (`Retry-After`)
 */
export function judgeLimits(answers: readonly LimitedAnswer[]): Finding {
    const refused = answers.filter(({ status }) => status === 429);
    const wait = refused.map(({ headers }) => headers["retry-after"]).find((text) => text !== undefined);
    const after = wait === undefined ? "" : /^\d+$/.test(wait) ? `, again after ${wait} s` : `, again after ${wait}`;
    if (refused.length > 0) {
        return { state: "failed", found: `too many requests, it says (429): ${refused.length} of ${answers.length} were refused${after}`, fault: "throttled" };
    }
    const counted = answers.findLast(({ headers }) => headers["ratelimit-remaining"] !== undefined)?.headers;
    if (counted === undefined) {
        return { state: "ok", found: `none of ${answers.length} requests was refused` };
    }
    const [left, most] = [readCount(counted["ratelimit-remaining"]), readCount(counted["ratelimit-limit"])];
    const found = `${left.count} of ${most.count} are left${left.seconds === undefined ? "" : ` in ${left.seconds} s`}`;
    return left.count === "0" ? { state: "failed", found, fault: "throttled" } : { state: "ok", found };
}

function readCount(text = ""): { readonly count: string; readonly seconds?: string | undefined } {
    const [, count = "?", seconds] = /^\s*(\d+)(?:.*?;\s*w=(\d+))?/.exec(text) ?? [];
    return { count, seconds };
}
