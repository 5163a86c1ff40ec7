import type { RegistryFault } from "../advice/fault";

/** What a registry or its authority said, as far as it counts here. */
export interface Refusal {
    /** Of HTTP; 0 where there was no answer. */
    readonly status: number;

    /** In words, without secrets. */
    readonly said: string;
}

/** An end of AWS' tokens comes with 403. Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/common-errors-docker.html */
const ENDED = /token has expired/i;

/** Source: https://learn.microsoft.com/azure/container-registry/container-registry-troubleshoot-access */
const CLOSED_NETWORK = /client with IP/i;

/**
 * Returns what is wrong where a registry does not do what it is asked.
 *
 * @param unknown what is not there, if the answer is 404
 */
export function faultOf({ status, said }: Refusal, unknown: "repository-unknown" | "not-found" = "repository-unknown"): RegistryFault {
    switch (status) {
        case 401:
            return "unauthorized";
        case 403:
            return ENDED.test(said) ? "unauthorized" : CLOSED_NETWORK.test(said) ? "network-closed" : "forbidden";
        case 404:
            return unknown;
        case 429:
            return "throttled";
        default:
            return status >= 500 ? "server-error" : "registry-unreachable";
    }
}
