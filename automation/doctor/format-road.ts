import type { RoadStep, StepState } from "../../model/road/finding";
import type { StackRoad } from "./stack-road";

const MARKS: Readonly<Record<StepState, string>> = { ok: "ok", failed: "!!", unknown: "??", skipped: "--" };

/** Returns a road as lines for people: each step with a mark, and below it what to do next. */
export function formatRoad({ registries, builder: { nodes, shares } }: StackRoad): readonly string[] {
    const sections: readonly (readonly string[])[] = [
        ...registries.flatMap(({ host, steps, repositories }) => [
            [`REGISTRY ${host}`, ...formatSteps(steps)],
            ...repositories.map(({ image, repository, steps: its }) =>
                [`${image === undefined ? "REPOSITORY" : `IMAGE ${image}`} ${host}/${repository}`, ...formatSteps(its)]),
        ]),
        ...(nodes.length === 0 ? [] : [["BUILDER", ...formatSteps(nodes)]]),
        ...(shares.length === 0 ? [] : [["BUILT BY", ...shares.flatMap(({ image, parts }) =>
            parts.map(({ platform, endpoint }) => `    ${image}  ${platform}  ${endpoint}`))]]),
    ];
    return sections.flatMap((section, index) => (index === 0 ? section : ["", ...section]));
}

/** Says whether a step of a road has failed. */
export function hasFailed({ registries, builder }: StackRoad): boolean {
    const steps = [...registries.flatMap((road) => [road, ...road.repositories]).flatMap((part) => part.steps), ...builder.nodes];
    return steps.some(({ state }) => state === "failed");
}

function formatSteps(steps: readonly RoadStep[]): readonly string[] {
    const width = Math.max(...steps.map(({ step }) => step.length));
    return steps.flatMap(({ step, state, found, next }) =>
        [`${MARKS[state]}  ${step.padEnd(width)}  ${found}`, ...next.map((line) => `    -> ${line}`)]);
}
