import { awsPropertyAt, isEcr, isNative } from "./ecr";
import type { Property } from "./property";
import type { Facts } from "./rule";

/** Returns the policy that says who may do what with a repository, a registry, or what a template makes. */
export function accessPolicyOf(resource: Facts): Property | undefined {
    if (isEcr(resource, "repository policy", "registry policy")) {
        return awsPropertyAt(resource, { classic: "policy", native: "policyText" });
    }
    if (isEcr(resource, "creation template")) {
        return awsPropertyAt(resource, { classic: "repositoryPolicy" });
    }
    return isNative(resource) && isEcr(resource, "repository", "public repository")
        ? awsPropertyAt(resource, { classic: "", native: "repositoryPolicyText" })
        : undefined;
}

/** Returns the policy that says which images go; of no classic repository, which has it as a resource of its own. */
export function lifecyclePolicyOf(resource: Facts): Property | undefined {
    if (isEcr(resource, "lifecycle policy")) {
        return awsPropertyAt(resource, { classic: "policy" });
    }
    if (isEcr(resource, "creation template")) {
        return awsPropertyAt(resource, { classic: "lifecyclePolicy" });
    }
    return isNative(resource) && isEcr(resource, "repository")
        ? awsPropertyAt(resource, { classic: "", native: "lifecyclePolicy.lifecyclePolicyText" })
        : undefined;
}
