import { isEcr, mayShareRegion, repositoryNameOf } from "./ecr";
import { textOf } from "./props";
import type { Facts } from "./rule";
import { readOther } from "./undecided";

/**
 * Says whether a policy is that of a repository of the stack: the one that its `repository` was made from, as the name may
 * be unknown in a preview; else the one of that name.
 *
 * @throws {UndecidedError} If one of the names is not known, and nothing else tells.
 */
export function isPolicyOf(policy: Facts, repository: Facts, resources: readonly Facts[]): boolean {
    const from = policy.propertyDependencies["repository"] ?? [];
    const sources = resources.filter((other) => from.includes(other.urn) && isEcr(other, "repository"));
    if (sources.length > 0) {
        return sources.some(({ urn }) => urn === repository.urn);
    }
    const name = readOther(policy, () => textOf(policy.props["repository"]));
    return name !== "" && mayShareRegion(policy, repository) && name === textOf(repositoryNameOf(repository).value);
}
