import { v5 } from "uuid";

/** Any constant GUID would do; with another one, every assignment would be made anew. */
const NAMESPACE = "5b0c4c57-0f4b-5f0e-9d0c-9a5f7f3c2f51";

/**
 * Returns the GUID that a role assignment is kept under. It does not depend on the condition: Azure takes one assignment
 * for each principal, role and scope, and lets its condition be changed in place.
 *
 * @param grantee whom, in any words that always stay the same
 * @see https://github.com/hashicorp/terraform-provider-azurerm/issues/24045
 */
export function planAssignmentId(registry: string, grantee: string, role: string): string {
    return v5([registry, grantee, role].map((part) => part.toLowerCase()).join("\n"), NAMESPACE);
}
