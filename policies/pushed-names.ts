import { isPlanned } from "./planned";
import { listOf, recordOf, textOf } from "./props";
import type { Facts, Props } from "./rule";
import { ifDecided } from "./undecided";

/** The name that an image is pushed under, with the path of the property that says so. */
export interface PushedName {
    readonly path: string;
    readonly name: string;
}

/** How each type of resource says what it pushes. */
const READERS: readonly (readonly [RegExp, (props: Props) => readonly PushedName[]])[] = [
    [/^docker-build:index:Image$/, namesOfBuild],
    [/^docker-build:index:Index$/, (props) => (props["push"] === false ? [] : one(props, "tag"))],
    [/^docker:index\/image:Image$/, (props) => (props["skipPush"] === true ? [] : one(props, "imageName"))],
    [/^docker:index\/registryImage:RegistryImage$/, (props) => one(props, "name")],
    [/^awsx:ecr:Image$/, namesOfAwsx],
    [/^registries:images:ImageBuild$/, namesOfPlan],
];

/** Type tokens of all resources that push images. */
export const PUSHING_TYPES = new RegExp(READERS.map(([{ source }]) => source).join("|"));

/** Type tokens of those that take one name each, so that an image's other names are other resources. */
export const SINGLE_NAME_TYPES = /^docker-build:index:Index$|^docker:index\/registryImage:RegistryImage$/;

/** Returns every name that a resource pushes an image under; none if it does not push. */
export function pushedNames(resource: Facts): readonly PushedName[] {
    const { type, props } = resource;
    const read = () => READERS.find(([pattern]) => pattern.test(type))?.[1](props) ?? [];
    return isPlanned(resource) ? (ifDecided(read) ?? []) : read();
}

/** This program's own component: its tags are known before the host is. */
function namesOfPlan({ repository, tags }: Props): readonly PushedName[] {
    return listOf(tags).map((tag, index) => ({ path: `tags[${index}]`, name: `${textOf(repository)}:${textOf(tag)}` }));
}

/** Names of exports count only where there are no tags: https://github.com/docker/buildx/blob/v0.35.0/build/opt.go */
function namesOfBuild(props: Props): readonly PushedName[] {
    const exported = listOf(props["exports"]).flatMap((entry, index) =>
        readExport(recordOf(entry), `exports[${index}]`),
    );
    if (props["push"] !== true && exported.length === 0) {
        return [];
    }
    const tags = namesOf(props["tags"], "tags");
    return tags.length > 0 ? tags : exported.flatMap((names) => names());
}

/** Returns how to get the names of an export if it pushes under names. */
function readExport(entry: Props, path: string): readonly (() => readonly PushedName[])[] {
    if (entry["disabled"] === true) {
        return [];
    }
    if (typeof entry["raw"] === "string") {
        return readRawExport(entry["raw"], `${path}.raw`);
    }
    const kind = ["registry", "image"].find((name) => entry[name] !== undefined) ?? "";
    const target = recordOf(entry[kind]);
    const pushes = (target["push"] ?? kind === "registry") === true && target["pushByDigest"] !== true;
    return pushes ? [() => namesOf(target["names"], `${path}.${kind}.names`)] : [];
}

/** Reads an export as the command line has it: `type=image,"name=web:1.4.2,web:latest",push=true`. */
function readRawExport(raw: string, path: string): readonly (() => readonly PushedName[])[] {
    const fields = raw.replaceAll('"', "").split(",");
    const has = (field: string) => fields.includes(field);
    const pushes = has("type=registry") ? !has("push=false") : has("type=image") && has("push=true");
    if (!pushes || has("push-by-digest=true")) {
        return [];
    }
    const names = fields
        .map((field) => field.replace(/^name=/, ""))
        .filter((field) => field !== "" && !field.includes("="));
    return [() => names.map((name) => ({ path, name }))];
}

/** The component of awsx may come without its arguments, and its tag has a default; its child tells then. */
function namesOfAwsx(props: Props): readonly PushedName[] {
    return ["imageName", "imageTag"]
        .flatMap((path) => one(props, path))
        .slice(0, 1)
        .map(({ path, name }) => ({ path, name: `image:${name}` }));
}

function one(props: Props, path: string): readonly PushedName[] {
    const name = props[path];
    return typeof name === "string" ? [{ path, name }] : [];
}

function namesOf(value: unknown, path: string): readonly PushedName[] {
    return listOf(value).flatMap((name, index) =>
        typeof name === "string" ? [{ path: `${path}[${index}]`, name }] : [],
    );
}
