/** An error of Azure Resource Manager, in the words that azure-native puts it. */
export class ArmError extends Error {
    /**
     * @param status of HTTP
     * @param code for machines, such as `ScopeLocked`
     * @param text for people
     * @param retryAfterSeconds what a 429 says of when to come again
     * @see https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/azure/client_azcore.go
     */
    constructor(
        readonly status: number,
        readonly code: string,
        readonly text: string,
        readonly retryAfterSeconds?: number,
    ) {
        super(`Status=${status} Code="${code}" Message="${text}"`);
    }
}

/** What azure-native says where it waited for Azure in vain. */
export const TIMED_OUT = "operation timed out";

/** Statuses, and a code of a 409, after which azure-native tries again by itself: three times. */
export function isRetried({ status, code }: ArmError): boolean {
    return [408, 429, 500, 502, 503, 504].includes(status) || (status === 409 && code === "AnotherOperationInProgress");
}

/** @see https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-not-found */
export function groupNotFound(name: string): ArmError {
    return new ArmError(404, "ResourceGroupNotFound", `Resource group '${name}' could not be found.`);
}

/** @see https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-parent-resource */
export function parentNotFound(type: string, parent: string): ArmError {
    const child = type.slice(type.indexOf("/") + 1);
    return new ArmError(404, "ParentResourceNotFound",
        `Failed to perform 'write' on resource(s) of type '${child}', because the parent resource '${parent}' could not be found.`);
}

/** @see https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-not-found */
export function resourceNotFound(id: string): ArmError {
    const [, group = "", path = ""] = /\/resourceGroups\/([^/]+)\/providers\/(.+)$/i.exec(id) ?? [];
    return new ArmError(404, "ResourceNotFound", `The Resource '${path || id}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`);
}

/** @see https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources */
export function scopeLocked(id: string, action: "delete" | "write", locked: readonly string[]): ArmError {
    return new ArmError(409, "ScopeLocked",
        `The scope '${id}' cannot perform ${action} operation because following scope(s) are locked: '${locked.join("', '")}'. Please remove the lock and try again.`);
}
