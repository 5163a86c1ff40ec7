import { AWSX_IMAGE } from "./image-builds";
import { parseImageName } from "./image-name";
import { textOf } from "./props";
import { pushedNames } from "./pushed-names";
import { registriesWithUrn } from "./registry-hosts";
import type { Facts } from "./rule";
import { ifDecided } from "./undecided";

/** A repository that an image is pushed to, with the path of the property that says so. */
export interface PushTarget {
    readonly path: string;

    /** As it is written, in lower case and without a tag. */
    readonly repository: string;
}

/** The properties that names of pushed images are in, of all types. */
const NAMES = ["tags", "exports", "tag", "imageName", "name", "repositoryUrl"];

/** Returns the registries of a stack that the names of an image are made from. */
export function nameSources({ propertyDependencies }: Facts, resources: readonly Facts[]): readonly Facts[] {
    return registriesWithUrn(NAMES.flatMap((name) => propertyDependencies[name] ?? []), resources);
}

/**
 * Returns the repositories that an image is pushed to. While they are not known, there are none if their names are made
 * from a registry of the stack, or the image depends on one.
 *
 * @throws If they are not known, and nothing else tells.
 */
export function readTargets(image: Facts, resources: readonly Facts[]): readonly PushTarget[] {
    const read = () => namesOf(image).map(({ path, name }) => ({ path, repository: parseImageName(name).repository }));
    const isVouched = () =>
        [...nameSources(image, resources), ...registriesWithUrn(image.dependencies, resources)].length > 0;
    return ifDecided(read) ?? (isVouched() ? [] : read());
}

function namesOf(image: Facts): readonly { readonly path: string; readonly name: string }[] {
    switch (image.type) {
        case AWSX_IMAGE: {
            const name = textOf(image.props["repositoryUrl"]);
            return name === "" ? [] : [{ path: "repositoryUrl", name }];
        }
        case "registries:images:ImageBuild":
            // Its image says where it goes.
            return [];
        default:
            return pushedNames(image);
    }
}
