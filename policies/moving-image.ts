import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { namesOneBuild } from "../model/build-tag";
import { parseImageName } from "./image-name";
import { listOf, textOf } from "./props";
import { valueAt, type Property } from "./property";
import type { Settings } from "./rule";
import { gather } from "./undecided";

/** Reads a part of a resource, and throws if that is not known yet. */
export type Read<T> = () => T;

/** What the rules on running images have in common: their fix, and the setting for teams that want more. */
export const PIN_IMAGE = {
    fix: "Name the image by its digest (repository@sha256:…), or by a tag that names one build, such as 1.4.2.",
    settings: {
        strict: {
            type: "boolean",
            default: false,
            description: "Demand a digest; a tag that names one build is not enough, as somebody may move it.",
        } satisfies PolicyConfigJSONSchema,
    },
};

/** Returns one sentence on the images that move, each of them given by where its name stands. */
export function findMovingImages(images: readonly Read<readonly Read<Property>[]>[], settings: Settings): readonly string[] {
    const moving = gather(
        images.map((list) => () =>
            gather(
                list().map((read) => () => {
                    const { path, value } = read();
                    return moves(textOf(value), settings["strict"] === true) ? [path] : [];
                }),
            ),
        ),
    );
    return moving.length === 0 ? [] : [`Images that move: ${moving.join(", ")}.`];
}

/** Returns the entries of a list, each with its place: `containers[0]`. */
export function entriesOf({ path, value }: Property): readonly Property[] {
    return listOf(value).map((entry, index) => ({ path: `${path}[${index}]`, value: entry }));
}

/** Returns how to read a property of each of these. */
export function readEach(owners: readonly Property[], name: string): readonly Read<Property>[] {
    return owners.map(({ path, value }) => () => ({ path: `${path}.${name}`, value: valueAt(value, name) }));
}

/** No name at all is a matter of what comes after: a profile, a patch, or another tool. */
function moves(image: string, strict: boolean): boolean {
    const { tag, pinned } = parseImageName(image);
    return image !== "" && !pinned && (strict || tag === undefined || !namesOneBuild(tag));
}
