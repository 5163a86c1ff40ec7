import { recordOf } from "./props";
import type { Facts, Props } from "./rule";

/** The image of `@pulumi/docker-build`. */
export const BUILD_IMAGE = "docker-build:index:Image";

/** The image of `@pulumi/docker`. */
export const DOCKER_IMAGE = "docker:index/image:Image";

/** The image of `@pulumi/awsx`, a component, which may come without its arguments; its child tells then. */
export const AWSX_IMAGE = "awsx:ecr:Image";

/** Type tokens of images that are built with BuildKit's options. */
export const BUILD_TYPES = /^docker-build:index:Image$/;

/** Type tokens of images that are built, in every family. */
export const BUILT_TYPES = new RegExp(`^(?:${[BUILD_IMAGE, DOCKER_IMAGE, AWSX_IMAGE].join("|")})$`);

/** What each family calls what a build is given. */
export interface BuildPlaces {
    readonly build: readonly string[];
    readonly docker: readonly string[];
    readonly awsx: readonly string[];
}

/** A property of a build, which may be unknown until it is read. */
export interface BuildProperty {
    readonly path: string;
    readonly read: () => unknown;
}

/** Returns the properties of a build that are given. */
export function buildProperties({ type, props }: Facts, places: BuildPlaces): readonly BuildProperty[] {
    const paths = type === BUILD_IMAGE ? places.build : type === DOCKER_IMAGE ? places.docker : places.awsx;
    return paths.map((path) => ({ path, read: () => readPath(props, path) }));
}

function readPath(props: Props, path: string): unknown {
    return path.split(".").reduce<unknown>((value, key) => recordOf(value)[key], props);
}
