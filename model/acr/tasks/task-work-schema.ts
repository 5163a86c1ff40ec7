import * as v from "valibot";
import { flag, listOf, needed, optional, text } from "../../config-field";
import { context, contextPath, filled, imageTemplate, values } from "./task-text";

/** The keys of the build of an image. */
export const TASK_BUILD_KEYS = {
    context: needed("What is built.", context()),
    dockerfile: optional("The Dockerfile.", contextPath("a file's path relative to the context"), "Dockerfile"),
    images: needed(
        "What is pushed.",
        v.pipe(listOf("a list of repositories with tags", imageTemplate()), v.minLength(1, "a list of at least one repository with a tag")),
    ),
    arguments: optional("Values of the Dockerfile's ARGs, kept in clear.", values("a map from names to texts"), "none"),
    secretArguments: optional("Values of the Dockerfile's ARGs that are secret.", values("a map from names to secrets"), "none"),
    target: optional("The stage to build.", filled("the name of a stage"), "the last one"),
    cache: optional("Whether layers of earlier builds are used.", flag(), "true"),
    push: optional("Whether the image is pushed.", flag(), "true"),
};

const VALUE_KEYS = {
    values: optional("What {{.Values.name}} stands for, kept in clear.", values("a map from names to texts"), "none"),
    secretValues: optional("What {{.Values.name}} stands for if it is secret.", values("a map from names to secrets"), "none"),
};

/** The keys of a file of steps. */
export const TASK_FILE_KEYS = {
    context: needed("Where the file is.", context()),
    path: optional("The file.", contextPath("a file's path relative to the context"), "acr-task.yaml"),
    valuesPath: optional("A file of values.", contextPath("a file's path relative to the context"), "none"),
    ...VALUE_KEYS,
};

/** The keys of steps that are written in place. */
export const TASK_STEPS_KEYS = {
    yaml: needed(
        "The steps, as in an acr-task.yaml.",
        text("steps of ACR Tasks in YAML, with the key steps", (yaml) => /^steps:/m.test(yaml)),
    ),
    context: optional("What the steps find in their folder.", context(), "nothing"),
    ...VALUE_KEYS,
};
