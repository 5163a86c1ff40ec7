import * as pulumi from "@pulumi/pulumi";

/** Returns how long to wait before another try, in seconds; `undefined` if there is to be none. */
export type PlanRetry = (errors: readonly string[]) => number | undefined;

/** Resolves after so many seconds. */
export type Wait = (seconds: number) => Promise<void>;

/**
 * Returns what makes the engine try again to create or update a resource.
 *
 * @param name unique in the whole program, as the engine calls hooks by their names
 * @param planRetry is asked after each failure, with all errors so far, the newest first
 * @see https://www.pulumi.com/docs/iac/concepts/resources/options/hooks/
 */
export function retryHook(name: string, planRetry: PlanRetry, wait: Wait = sleep): pulumi.ErrorHook {
    return new pulumi.ErrorHook(name, (failure) => retryAfterWait(failure, planRetry, wait));
}

/** Says, after the wait that was planned, whether to try again; a failed deletion is never tried again. */
export async function retryAfterWait(
    { errors, failedOperation }: Pick<pulumi.ErrorHookArgs, "errors" | "failedOperation">,
    planRetry: PlanRetry,
    wait: Wait,
): Promise<boolean> {
    const seconds = failedOperation === "delete" ? undefined : planRetry(errors);
    if (seconds === undefined) {
        return false;
    }
    await wait(seconds);
    return true;
}

function sleep(seconds: number): Promise<void> {
    return new Promise((resolve) => {
        setTimeout(resolve, seconds * 1000);
    });
}
