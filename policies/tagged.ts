import { namesOneBuild } from "../model/build-tag";
import { groupBy, type Group } from "../model/group-by";
import { parseImageName, type ImageName } from "./image-name";
import { perStack, Places, resourcesAt } from "./per-stack";
import { pushedNames, SINGLE_NAME_TYPES, type PushedName } from "./pushed-names";
import type { Facts } from "./rule";
import { ifDecided, readOther } from "./undecided";

/** A pushed name, taken apart. */
export type TaggedName = ImageName & Pick<PushedName, "path">;

/** The moving tags that people use, which a message may quote. */
const WORDS: readonly unknown[] = [
    "latest",
    "stable",
    "main",
    "master",
    "dev",
    "develop",
    "edge",
    "nightly",
    "test",
    "staging",
    "prod",
    "production",
];

/** Returns the names of each repository, taken apart. */
export function inRepositories(names: readonly PushedName[]): readonly Group<TaggedName>[] {
    const tagged = names.map(({ path, name }) => ({ path, ...parseImageName(name) }));
    return groupBy(tagged, ({ repository }) => repository).map(([, group]) => group);
}

/** Says whether the name will mean another build one day. */
export function moves({ tag, pinned }: TaggedName): boolean {
    return !pinned && (tag === undefined || !namesOneBuild(tag));
}

/** Says whether another resource of a type with one name each gives the repository a tag that names one build. */
export function besideVersioned(resource: Facts, resources: readonly Facts[], repository: string): boolean {
    const isOther = ({ type, urn }: Facts) => type === resource.type && urn !== resource.urn;
    const { unclear, versioned } = singlesOf(resources);
    const unknown = unclear.find(isOther);
    if (unknown !== undefined) {
        readOther(unknown, pushedNames);
    }
    return resourcesAt(versioned.of(repository), resources).some(isOther);
}

/** The resources with one name each: those whose name is not known, and by repository those whose tag names one build. */
const singlesOf = perStack((resources) => {
    const unclear: Facts[] = [];
    const versioned = new Places();
    resources.forEach((resource, place) => {
        const names = SINGLE_NAME_TYPES.test(resource.type) ? ifDecided(() => pushedNames(resource)) : [];
        if (names === undefined) {
            unclear.push(resource);
        }
        const tagged = inRepositories(names ?? []).flat();
        tagged.filter((name) => !moves(name)).forEach(({ repository }) => versioned.add(repository, place));
    });
    return { unclear, versioned };
});

/** Returns where the tags are, and which they are as far as it is no secret. */
export function formatMovingTags(names: readonly TaggedName[]): string {
    return names.map(({ path, tag }) => `${path}${formatLabel(tag?.toLowerCase())}`).join(", ");
}

function formatLabel(tag: string | undefined): string {
    return tag === undefined ? " (none, so latest)" : WORDS.includes(tag) ? ` (${tag})` : "";
}
