/**
 * What Azure says while a principal that was just made has not reached every directory server. Azure's own code for it,
 * and the sentence that goes with it.
 *
 * Source: https://learn.microsoft.com/azure/role-based-access-control/troubleshooting (`PrincipalNotFound`)
 */
const PRINCIPAL_UNKNOWN = /PrincipalNotFound|Principal \S+ does not exist in the directory/;

/**
 * What Azure Container Instances says of an image that it may not read, as after a grant that has not taken effect yet.
 *
 * Source: https://learn.microsoft.com/azure/container-instances/container-instances-troubleshooting#unable-to-pull-image
 */
const IMAGE_CLOSED = /InaccessibleImage/;

/**
 * What Azure Container Registry says of a key that it may not use, as after a grant that has not taken effect yet.
 *
 * Source: https://github.com/MicrosoftDocs/azure-docs/issues/61015
 */
const KEY_CLOSED = /Failed to access KeyId/;

/** Waits double from one second up to this. */
const WAIT_SECONDS_MAX = 30;

/** Tries after the first: with the waits between them, about five minutes. */
const RETRIES_MAX = 14;

/**
 * Returns how long to wait before a role is assigned once more, in seconds; `undefined` if another try would be in vain.
 *
 * @param errors of this assignment so far, the newest first
 */
export function planPrincipalRetry(errors: readonly string[]): number | undefined {
    return planRetry(errors, PRINCIPAL_UNKNOWN);
}

/**
 * Returns how long to wait before a container is started once more, in seconds; `undefined` if another try would be in vain.
 *
 * @param errors of this container group so far, the newest first
 */
export function planPullRetry(errors: readonly string[]): number | undefined {
    return planRetry(errors, IMAGE_CLOSED);
}

/**
 * Returns how long to wait before a registry with a key of one's own is created once more, in seconds; `undefined` if
 * another try would be in vain.
 *
 * @param errors of this registry so far, the newest first
 */
export function planKeyRetry(errors: readonly string[]): number | undefined {
    return planRetry(errors, KEY_CLOSED);
}

function planRetry(errors: readonly string[], passing: RegExp): number | undefined {
    const isPassing = passing.test(errors[0] ?? "");
    return isPassing && errors.length <= RETRIES_MAX ? Math.min(2 ** (errors.length - 1), WAIT_SECONDS_MAX) : undefined;
}
