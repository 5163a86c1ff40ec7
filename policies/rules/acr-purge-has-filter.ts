import { ACR_TYPES, isAcr } from "../acr";
import { purgesOf } from "../acr-task";
import { child, classic, generic } from "../examples";
import type { Facts, Rule } from "../rule";

/** What names repositories and tags: `--filter`, or `-f` for short. */
const FILTER = /(?:^|\s)(?:--filter|-f)(?:[\s=]|$)/;

const NO_FILTER = "A purge has no filter.";

/** A task that purges says by a filter what it may delete. */
export const acrPurgeHasFilter: Rule = {
    id: "acr-purge-has-filter",
    title: "A task that purges a container registry has a filter",
    why: "without a filter it fails, or with --untagged-only reaches every repository; nothing that is deleted comes back",
    severity: "high",
    level: "mandatory",
    fix: "Give each acr purge a --filter 'repository:tags', both regular expressions, and try it with --dry-run first.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-auto-purge",
    references: [],
    appliesTo: ACR_TYPES,
    scope: "resource",
    reads: ["step", "step.encodedTaskContent", "properties.step.encodedTaskContent", "encodedStep.taskContent"],

    check(resource) {
        if (!isAcr(resource, "tasks")) {
            return [];
        }
        return purgesOf(resource).every((command) => FILTER.test(command)) ? [] : [NO_FILTER];
    },

    good: [
        { title: "a filter", resources: [task("acr purge --filter 'web:^dev-.*' --ago 7d --untagged")] },
        { title: "a filter for short", resources: [task("acr purge -f 'web:.*' --ago 30d")] },
        {
            title: "over several lines",
            resources: [task(">\n      acr purge\n      --ago 30d\n      --filter 'web:.*'")],
        },
        { title: "another command", resources: [task("$Registry/tool:1.4.2 check --all")] },
        { title: "a build", resources: [child("Task", { step: { type: "Docker", dockerFilePath: "Dockerfile" } })] },
    ],
    bad: [
        { title: "none", resources: [task("acr purge --ago 30d --untagged")], violation: NO_FILTER },
        { title: "untagged alone", resources: [task("acr purge --untagged-only")], violation: NO_FILTER },
        {
            title: "the second without",
            resources: [task("acr purge --filter 'web:.*' --ago 7d", "acr purge --ago 7d")],
            violation: NO_FILTER,
        },
        {
            title: "the first without",
            resources: [task("acr purge --ago 7d", "acr purge --filter 'web:.*' --ago 7d")],
            violation: NO_FILTER,
        },
        {
            title: "the command's image, free-form",
            resources: [
                generic("registries/tasks", {
                    step: { encodedTaskContent: encode(["mcr.microsoft.com/acr/acr-cli:0.19 purge --ago 7d"]) },
                }),
            ],
            violation: NO_FILTER,
        },
        {
            title: "classic, in clear",
            resources: [classic("RegistryTask", { encodedStep: { taskContent: yaml(["acr purge --ago 7d"]) } })],
            violation: NO_FILTER,
        },
    ],
};

function task(...commands: readonly string[]): Facts {
    return child("Task", { step: { type: "EncodedTask", encodedTaskContent: encode(commands) } });
}

function encode(commands: readonly string[]): string {
    return Buffer.from(yaml(commands)).toString("base64");
}

function yaml(commands: readonly string[]): string {
    return ["version: v1.1.0", "steps:", ...commands.map((command) => `  - cmd: ${command}\n    timeout: 3600`)].join(
        "\n",
    );
}
