/** Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftresources */
const RESOURCE_GROUP = /^[\p{L}\p{Nd}_().-]{1,90}(?<!\.)$/u;

/** Source: https://learn.microsoft.com/rest/api/resources/resources/get-by-id (`resourceId`) */
const ARM_ID = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+)\/((?:[^/]+\/[^/]+\/)*[^/]+\/[^/]+)$/i;

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Says whether Azure takes the text as the name of a resource group. */
export function isResourceGroup(text: string): boolean {
    return RESOURCE_GROUP.test(text);
}

/** Says whether the text is the ARM id of a resource of this type, such as `Microsoft.KeyVault/vaults`, in any case. */
export function isArmId(text: string, type: string): boolean {
    const [, subscription = "", group = "", provider = "", path = ""] = ARM_ID.exec(text) ?? [];
    const types = path.split("/").filter((_, index) => index % 2 === 0);
    return GUID.test(subscription)
        && isResourceGroup(group)
        && !/\s/.test(text)
        && [provider, ...types].join("/").toLowerCase() === type.toLowerCase();
}

/** Returns the last part of an ARM id: the resource's name. */
export function armName(id: string): string {
    return id.split("/").at(-1) ?? "";
}

/** Returns the id of what a resource is a part of: of a subnet its virtual network. */
export function armParent(id: string): string {
    return id.split("/").slice(0, -2).join("/");
}

/** Says whether two ARM ids, or names in Azure, are the same: case does not count. */
export function isSame(one: string, other: string): boolean {
    return one.toLowerCase() === other.toLowerCase();
}

/** Returns the resource group of an ARM id. */
export function armGroup(id: string): string {
    return id.split("/")[4] ?? "";
}

/** Returns the GUID of the subscription of an ARM id. */
export function armSubscription(id: string): string {
    return id.split("/")[2] ?? "";
}
