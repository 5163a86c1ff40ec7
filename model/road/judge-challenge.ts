import type { Challenge } from "../oci/challenge";
import { faultOf, type Refusal } from "./answer-fault";
import type { Finding } from "./finding";

/**
 * Returns whether what answers at `/v2/` is a registry, and what it wants to see.
 *
 * @param challenge what its answer asks for, if it is one of the ways that registries have
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#determining-support
 */
export function judgeChallenge(answer: Refusal, challenge: Challenge | undefined): Finding {
    if (answer.status === 200) {
        return { state: "ok", found: "a registry, which asks for no login" };
    }
    if (answer.status === 401 && challenge !== undefined) {
        const asked = challenge.scheme === "basic" ? "a password with every request" : `a token of ${challenge.realm}`;
        return { state: "ok", found: `a registry, which asks for ${asked}` };
    }
    if (answer.status === 403 || answer.status === 429 || answer.status >= 500) {
        return { state: "failed", found: answer.said, fault: faultOf(answer) };
    }
    return { state: "failed", found: `${answer.said}: no registry answers so`, fault: "registry-unreachable" };
}
