import { isEcr } from "./ecr";
import { attempt, perStack } from "./per-stack";
import { listOf, textOf } from "./props";
import { valueAt } from "./property";
import type { Facts } from "./rule";
import { ifDecided, readOther } from "./undecided";

/** What the scanning configurations for a region say together. */
export interface Scanning {
    /**
     * Says whether nothing in the region is scanned but by the rules, as Amazon Inspector does it.
     *
     * @throws {UndecidedError} If that is not known.
     */
    readonly isEnhanced: () => boolean;

    /** The filters for what is scanned as it is pushed or from then on, each once. */
    readonly filters: readonly string[];

    /** Readers that throw, if there are rules that are not known yet. */
    readonly unclear: readonly (() => readonly string[])[];
}

/**
 * Returns what the scanning configurations of a stack say of a repository's region. One that is not set is that of the
 * provider, and may be any.
 *
 * @throws {UndecidedError} If the region of the repository or of a configuration is not known.
 */
export function scanningFor(repository: Facts, resources: readonly Facts[]): Scanning {
    const { configurations, byRegion } = configurationsOf(resources);
    const region = configurations.length === 0 ? "" : textOf(repository.props["region"]);
    const scanning = byRegion.get(region) ?? join(configurations, region);
    byRegion.set(region, scanning);
    return scanning;
}

/** A configuration, and its region. */
interface Configuration {
    readonly facts: Facts;
    readonly region: string;
}

const configurationsOf = perStack((resources) => {
    const configurations = resources
        .filter((resource) => isEcr(resource, "scanning configuration"))
        .map((facts) => ({ facts, region: textOf(facts.props["region"]) }));
    return { configurations, byRegion: new Map<string, Scanning>() };
});

function join(all: readonly Configuration[], wanted: string): Scanning {
    const near = all.filter(({ region }) => region === "" || wanted === "" || region === wanted);
    const readers = near.flatMap(({ facts }) => filterReaders(facts));
    const unclear = readers.find((read) => ifDecided(read) === undefined);
    return {
        isEnhanced: attempt(() => near.some(({ facts, region }) => region === wanted && readOther(facts, isInspector))),
        filters: [...new Set(readers.flatMap((read) => ifDecided(read) ?? []))],
        unclear: unclear === undefined ? [] : [unclear],
    };
}

function isInspector({ props }: Facts): boolean {
    return /^ENHANCED$/i.test(textOf(valueAt(props, "scanType")));
}

/** Returns how to read the filters of each rule, or of all where they are not known yet. */
function filterReaders(configuration: Facts): readonly (() => readonly string[])[] {
    const read = () => readOther(configuration, ({ props }) => listOf(valueAt(props, "rules")));
    const rules = ifDecided(read);
    return rules === undefined
        ? [() => read().map(textOf)]
        : rules.map((rule) => () => readOther(configuration, () => filtersOf(rule)));
}

function filtersOf(rule: unknown): readonly string[] {
    return /^(?:SCAN_ON_PUSH|CONTINUOUS_SCAN)$/i.test(textOf(valueAt(rule, "scanFrequency")))
        ? listOf(valueAt(rule, "repositoryFilters")).map((filter) => textOf(valueAt(filter, "filter")))
        : [];
}
