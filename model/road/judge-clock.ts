import { formatAge } from "../oci/age";
import type { Finding } from "./finding";

/**
 * Beyond this, AWS refuses what is signed, and tokens of others start too late or have ended.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
const MOST_MS = 300_000;

/**
 * Returns whether this machine's clock and that of a registry agree.
 *
 * @param here in milliseconds since 1970
 * @param there the same; not a number where the registry does not tell
 */
export function judgeClock(here: number, there: number): Finding {
    if (Number.isNaN(there)) {
        return { state: "unknown", found: "the registry does not say what time it is" };
    }
    const ahead = here - there;
    return Math.abs(ahead) <= MOST_MS
        ? { state: "ok", found: "agrees with that of the registry" }
        : { state: "failed", found: `${formatAge(Math.abs(ahead))} ${ahead > 0 ? "ahead of" : "behind"} that of the registry`, fault: "clock-skew" };
}
