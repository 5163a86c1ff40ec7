import { isEcr, mayShareRegion, repositoryNameOf } from "./ecr";
import { perStack, Places, resourcesAt, resourcesWithUrn } from "./per-stack";
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

/**
 * Returns the lifecycle policies that may be a repository's: those that are, and those of which that is not known yet; of
 * several that say the same only the first.
 */
export function lifecyclePoliciesFor(repository: Facts, resources: readonly Facts[]): readonly Facts[] {
    const { bySource, byName, unclear } = lifecyclePoliciesOf(resources);
    const name = ifDecided(() => textOf(repositoryNameOf(repository).value)) ?? ANY;
    const region = ifDecided(() => textOf(repository.props["region"]));
    const regions = region === undefined || region === "" ? [ANY, UNCLEAR] : [region, "", UNCLEAR];
    const places = [...bySource.firstOf(repository.urn), ...byName.firstOf(...regions.map((one) => keyOf(one, name))), ...unclear];
    return resourcesAt(places, resources);
}

/** No name and no region. */
const [ANY, UNCLEAR] = ["*", "?"];

function keyOf(region: string, name: string): string {
    return `${region} ${name}`;
}

const lifecyclePoliciesOf = perStack((resources) => {
    const [bySource, byName] = [new Places(), new Places()];
    const unclear: number[] = [];
    resources.forEach((policy, place) => {
        if (!isEcr(policy, "lifecycle policy")) {
            return;
        }
        const sources = sourcesOf(policy, resources);
        sources.forEach(({ urn }) => bySource.add(urn, place));
        if (sources.length > 0) {
            return;
        }
        const name = ifDecided(() => textOf(policy.props["repository"]));
        if (name === undefined) {
            unclear.push(place);
        } else if (name !== "") {
            const region = ifDecided(() => textOf(policy.props["region"]));
            const regions = region === undefined ? [UNCLEAR] : [region, ANY];
            regions.forEach((one) => [name, ANY].forEach((other) => byName.add(keyOf(one, other), place)));
        }
    });
    return { bySource, byName, unclear: unclear.slice(0, 1) };
});

function sourcesOf(policy: Facts, resources: readonly Facts[]): readonly Facts[] {
    const from = policy.propertyDependencies["repository"] ?? [];
    return resourcesWithUrn(from, resources).filter((resource) => isEcr(resource, "repository"));
}
