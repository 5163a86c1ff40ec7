import { formatKey } from "../config-key";
import { formatSuggestion } from "../nearest-word";
import type { Problem } from "../problem";
import type { ImageSpec } from "./image-spec";

type Images = Readonly<Record<string, Pick<ImageSpec, "contexts">>>;

/** A named context that is another image. */
interface Dependency {
    readonly context: string;
    readonly image: string;
}

/** Returns the names of images, each after those that it is built from, else by name. Those of a circle are at the end. */
export function orderImages(images: Images): readonly string[] {
    const ordered: string[] = [];
    let left = Object.keys(images).sort();
    for (let ready = left; ready.length > 0; left = left.filter((name) => !ready.includes(name))) {
        ready = left.filter((name) => listDependencies(images, name).every(({ image }) => !left.includes(image)));
        ordered.push(...ready);
    }
    return [...ordered, ...Object.keys(images).sort().filter((name) => !ordered.includes(name))];
}

/**
 * Returns each image that is to be built from one that there is not, or from itself, be it by way of others.
 *
 * @param names of all images, those with mistakes among them
 */
export function findOrderProblems(images: Images, names: readonly string[]): readonly Problem[] {
    return Object.keys(images).sort().flatMap((name) => listDependencies(images, name).flatMap(({ context, image }): Problem[] => {
        const key = formatKey(["images", name, "contexts", context, "image"]);
        if (!names.includes(image)) {
            return [{ key, required: `the name of an image of registries:images${formatSuggestion(image, names)}`, now: JSON.stringify(image) }];
        }
        const way = findWay(images, image, name);
        return way === undefined ? [] : [{
            key,
            required: "an image that is not itself built from this one",
            now: `${JSON.stringify(image)}, which makes a circle: ${way.reduce((text, next) => `${text} from ${next}`, name)}`,
        }];
    }));
}

function listDependencies(images: Images, name: string): readonly Dependency[] {
    const contexts = Object.entries(images[name]?.contexts ?? {});
    return contexts.flatMap(([context, spec]) => ("image" in spec ? [{ context, image: spec.image }] : []));
}

/** Returns the images from one to another, each of which is built from the next; the shortest such way. */
function findWay(images: Images, from: string, to: string): readonly string[] | undefined {
    const seen = new Set<string>();
    let ways: string[][] = [[from]];
    while (ways.length > 0) {
        const found = ways.find((way) => way.at(-1) === to);
        if (found !== undefined) {
            return found;
        }
        ways = ways.flatMap((way) => listDependencies(images, way.at(-1) ?? "").map(({ image }) => [...way, image]))
            .filter((way) => !seen.has(way.at(-1) ?? "") && seen.add(way.at(-1) ?? ""));
    }
    return undefined;
}
