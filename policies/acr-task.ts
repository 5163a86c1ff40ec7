import { recordOf, textOf } from "./props";
import { propertyAt, valueAt, type Place } from "./property";
import type { Facts } from "./rule";

/** The command that deletes from a registry, by its alias or by its image. */
const PURGE = /\bacr(?:-cli[^\s'"]*)?\s+purge\b/;

/** Where the next step of a task starts. */
const NEXT_STEP = /^\s*-\s+\w+:/m;

/** A task has one step; the classic provider has a property for each kind. */
const STEP: readonly Place[] = [{ arm: "step" }];
const CLASSIC_STEPS: readonly Place[] = ["dockerStep", "encodedStep", "fileStep"].map((name) => ({
    arm: name,
    classic: name,
}));

/** A step of a task with the path that it is under. */
export interface Step {
    readonly path: string;
    readonly value: Readonly<Record<string, unknown>>;
}

/** Returns the steps that a task was given, whatever their kind. */
export function stepsOf(task: Facts): readonly Step[] {
    return (/^azure:/.test(task.type) ? CLASSIC_STEPS : STEP)
        .map((place) => propertyAt(task, place))
        .filter(({ value }) => value !== undefined)
        .map(({ path, value }) => ({ path, value: recordOf(value) }));
}

/** Returns the commands of a task that delete from the registry, each from its first argument on. */
export function purgesOf(task: Facts): readonly string[] {
    return stepsOf(task).flatMap(({ value }) =>
        decodeContent(textOf(valueAt(value, "encodedTaskContent") ?? valueAt(value, "taskContent")))
            .split(PURGE)
            .slice(1)
            .map((command) => command.split(NEXT_STEP)[0] ?? ""),
    );
}

/** Returns the text of a task, of which each family takes Base64, and the classic provider the text as it is as well. */
export function decodeContent(content: string): string {
    return /\s/.test(content.trim()) ? content : Buffer.from(content, "base64").toString("utf8");
}
