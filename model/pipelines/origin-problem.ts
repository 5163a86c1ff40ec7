import type { Problem } from "../problem";
import { findTwice } from "../registry-problem";
import type { TokenOrigin } from "./pipeline-subject";

/**
 * Returns each place to log in from that a pipeline has before.
 *
 * @param key the pipeline's
 * @param origins with issuers as the cloud compares them: letter by letter
 */
export function findSameOrigins(key: string, origins: readonly TokenOrigin[]): readonly Problem[] {
    return findTwice(origins.map(({ issuer, subject }) => `${issuer} ${subject}`)).map(({ index }) =>
        ({ key, required: "each place to log in from once", now: `"${origins[index]?.subject ?? ""}" more than once` }));
}
