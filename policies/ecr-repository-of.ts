import { isEcr, mayShareRegion, repositoryNameOf } from "./ecr";
import { perStack, Places, resourcesAt } from "./per-stack";
import { textOf } from "./props";
import type { Facts } from "./rule";
import { ifDecided, readOther } from "./undecided";

/**
 * Says whether a policy is that of a repository of the stack: the one that its `repository` was made from, as the name may
 * be unknown in a preview; else the one of that name.
 *
 * @throws {UndecidedError} If one of the names is not known, and nothing else tells.
 */
export function isPolicyOf(policy: Facts, repository: Facts, resources: readonly Facts[]): boolean {
    const sources = sourcesOf(policy, resources);
    if (sources.length > 0) {
        return sources.some(({ urn }) => urn === repository.urn);
    }
    const name = readOther(policy, () => textOf(policy.props["repository"]));
    return name !== "" && mayShareRegion(policy, repository) && name === textOf(repositoryNameOf(repository).value);
}

/** Returns the lifecycle policies that may be a repository's: those that are, and those of which that is not known yet. */
export function lifecyclePoliciesFor(repository: Facts, resources: readonly Facts[]): readonly Facts[] {
    const { bySource, byName, named, unclear } = lifecyclePoliciesOf(resources);
    const name = ifDecided(() => regionalNameOf(repository, textOf(repositoryNameOf(repository).value)));
    const places = [...unclear, ...bySource.of(repository.urn), ...(name === undefined ? named : byName.of(name))];
    return resourcesAt(places, resources);
}

const lifecyclePoliciesOf = perStack((resources) => {
    const [bySource, byName] = [new Places(), new Places()];
    const [named, unclear]: [number[], number[]] = [[], []];
    resources.forEach((policy, place) => {
        if (!isEcr(policy, "lifecycle policy")) {
            return;
        }
        const sources = sourcesOf(policy, resources);
        sources.forEach(({ urn }) => bySource.add(urn, place));
        if (sources.length === 0) {
            const name = ifDecided(() => regionalNameOf(policy, textOf(policy.props["repository"])));
            (name === undefined ? unclear : named).push(place);
            byName.add(name ?? "", place);
        }
    });
    return { bySource, byName, named, unclear };
});

/** Returns the name, which is of no use unless the region is known. */
function regionalNameOf({ props }: Facts, name: string): string {
    textOf(props["region"]);
    return name;
}

function sourcesOf(policy: Facts, resources: readonly Facts[]): readonly Facts[] {
    const from = policy.propertyDependencies["repository"] ?? [];
    return from.length === 0
        ? []
        : resourcesAt(repositoriesOf(resources).of(...from), resources);
}

const repositoriesOf = perStack((resources) => {
    const places = new Places();
    resources.forEach((resource, place) => {
        if (isEcr(resource, "repository")) {
            places.add(resource.urn, place);
        }
    });
    return places;
});
