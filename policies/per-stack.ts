import type { Facts } from "./rule";
import { ifDecided } from "./undecided";

/**
 * Returns what `make` makes of a stack's resources, made once for each stack: whoever searched all of them for each that
 * is judged would take hours over ten thousand. What `make` throws is thrown each time.
 */
export function perStack<T>(make: (resources: readonly Facts[]) => T): (resources: readonly Facts[]) => T {
    const made = new WeakMap<readonly Facts[], () => T>();
    return (resources) => {
        const known = made.get(resources) ?? attempt(() => make(resources));
        made.set(resources, known);
        return known();
    };
}

/** Resources by a key, each with its place in the stack. */
export class Places {
    readonly #places = new Map<string, number[]>();

    /** Takes down that the resource at a place has the key. */
    add(key: string, place: number): void {
        const places = this.#places.get(key);
        if (places === undefined) {
            this.#places.set(key, [place]);
        } else {
            places.push(place);
        }
    }

    /** Returns the places of the resources that have one of the keys. */
    of(...keys: readonly string[]): readonly number[] {
        return keys.flatMap((key) => this.#places.get(key) ?? []);
    }

    /** Returns for each of the keys the place of the first resource that has it. */
    firstOf(...keys: readonly string[]): readonly number[] {
        return keys.flatMap((key) => this.#places.get(key)?.slice(0, 1) ?? []);
    }
}

/** Returns the resources at some places, each once and in the stack's order. */
export function resourcesAt(places: readonly number[], resources: readonly Facts[]): readonly Facts[] {
    return [...new Set(places)].sort((one, other) => one - other).flatMap((place) => resources[place] ?? []);
}

/** Returns the resources of a stack that have one of the URNs. */
export function resourcesWithUrn(urns: readonly string[], resources: readonly Facts[]): readonly Facts[] {
    return urns.length === 0 ? [] : resourcesAt(urnsOf(resources).of(...urns), resources);
}

const urnsOf = perStack((resources) => {
    const places = new Places();
    resources.forEach(({ urn }, place) => places.add(urn, place));
    return places;
});

/**
 * Returns how to find the resources that may lead to another one: those that `targetsOf` says lead to it, and the first of
 * those of which that cannot be told yet. What it leaves open is open for every other resource, and one is enough to say so.
 */
export function leadingTo(
    targetsOf: (resource: Facts, resources: readonly Facts[]) => readonly Facts[],
): (target: Facts, resources: readonly Facts[]) => readonly Facts[] {
    const indexOf = perStack((resources) => {
        const leading = new Places();
        resources.forEach((resource, place) => {
            const targets = ifDecided(() => targetsOf(resource, resources).map(({ urn }) => urn));
            (targets ?? [UNCLEAR]).forEach((urn) => leading.add(urn, place));
        });
        return leading;
    });
    return (target, resources) => {
        const leading = indexOf(resources);
        return resourcesAt([...leading.of(target.urn), ...leading.firstOf(UNCLEAR)], resources);
    };
}

/** No URN. */
const UNCLEAR = "";

/** Makes something at once, and returns how to get it; what making it throws is thrown each time. */
export function attempt<T>(make: () => T): () => T {
    try {
        const value = make();
        return () => value;
    } catch (error) {
        return () => {
            throw error;
        };
    }
}
