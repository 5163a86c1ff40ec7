import * as v from "valibot";
import { BUILDER_TAKES } from "./builder/builder-schema";
import { closedMap, flag, mapOf, needed, optional } from "./config-field";
import { REGISTRIES_TAKES } from "./registry-kind";

/** What is read item by item, so that one item's mistakes do not hide those of the rest. */
const unread = (takes: string) => v.pipe(v.unknown(), v.title(takes));

/** The keys of the namespace. Registries, images, grants, pipelines and container groups are read by schemas of their own. */
export const CONFIG_KEYS = {
    registry: needed(
        "The registry that the images are pushed to. Of a list, each image is built once and pushed to all.",
        unread(REGISTRIES_TAKES),
    ),
    images: needed("The images by their names.", mapOf("a map from names to images, which may be empty", v.unknown())),
    access: optional("Who may do what. Needs a registry in a cloud.", unread("a list of grants"), "nobody but you"),
    pipelines: optional(
        "Pipelines that push without a key, by their names. Needs a registry in a cloud.",
        unread("a map from names to pipelines"),
        "none",
    ),
    containerGroups: optional(
        "Containers on Azure Container Instances, by their names. Needs a registry of the kind acr.",
        unread("a map from names to container groups"),
        "none",
    ),
    builder: optional(
        "What builds the images: nodes that share them, pods of a cluster, or an existing buildx builder.",
        unread(BUILDER_TAKES),
        "BuildKit is started on this machine",
    ),
    buildOnPreview: optional(
        "Whether npm run preview builds what npm run up would build, as it does with --build; nothing is pushed, and no cache is written.",
        flag(),
        "false",
    ),
};

/** The whole namespace. */
export const CONFIG_SCHEMA = closedMap("a map of keys", CONFIG_KEYS);
