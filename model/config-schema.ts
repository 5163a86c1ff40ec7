import * as v from "valibot";
import { closedMap, listOf, mapOf, needed, optional, text } from "./config-field";
import { isHost } from "./image-ref";

/** What a registry has to be. */
const REGISTRY_TAKES = "a map with the key kind";

/** What the kind of a registry has to be. */
const KIND_TAKES = '"local" (acr and ecr come with a later version)';

/** What one may be allowed to do with a registry. */
const RIGHTS = ["pull", "push", "delete"] as const;

/** Source: https://github.com/docker/buildx/blob/v0.35.0/store/util.go (`namePattern`) */
const BUILDER = /^[a-zA-Z][a-zA-Z0-9._-]*$/;

const filled = (takes: string) => text(takes, (value) => value !== "");

/** The keys of one grant. */
export const ACCESS_KEYS = {
    may: needed("What is allowed.", v.pipe(
        listOf("a list of pull, push, delete", v.picklist(RIGHTS, "pull, push or delete")),
        v.minLength(1, "a list of at least one of pull, push, delete"),
    )),
    principal: needed("Who is allowed to.", filled("a principal's id or name")),
    type: optional(
        "The kind of principal.",
        filled("a kind of principal, such as ServicePrincipal"),
        "found out from the registry",
    ),
    repositories: optional(
        "The repositories that it holds for, by how their names start.",
        text("the start of a repository, such as team-a/", (prefix) => /^[a-z0-9][a-z0-9._/-]*$/.test(prefix)),
        "all",
    ),
};

/** The keys of a local registry. */
export const LOCAL_REGISTRY_KEYS = {
    kind: needed("Which registry to use.", v.pipe(v.literal("local"), v.title(KIND_TAKES))),
    host: optional(
        "An existing registry to use. Its credentials are those of `docker login`.",
        text("a registry's host[:port], with a dot, a port, or localhost", isHost),
        "one is started on this machine",
    ),
};

const REGISTRY_SCHEMA = v.pipe(
    v.variant("kind", [closedMap(REGISTRY_TAKES, LOCAL_REGISTRY_KEYS)], ({ path: at }) =>
        at === undefined ? REGISTRY_TAKES : KIND_TAKES),
    v.title(REGISTRY_TAKES),
);

/** The keys of the namespace. Each image is read by its own schema. */
export const CONFIG_KEYS = {
    registry: needed("The registry that the images are pushed to.", REGISTRY_SCHEMA),
    images: needed("The images by their names.", mapOf("a map from names to images, which may be empty", v.unknown())),
    access: optional(
        "Who may do what.",
        listOf("a list of grants", closedMap("a map with at least may and principal", ACCESS_KEYS)),
        "nobody but you",
    ),
    builder: optional(
        "An existing buildx builder to use.",
        text("the name of a buildx builder", (name) => BUILDER.test(name)),
        "BuildKit is started on this machine",
    ),
};

/** The whole namespace. */
export const CONFIG_SCHEMA = closedMap("a map of keys", CONFIG_KEYS);
