import type { Problem } from "../../problem";
import { registryProblem, problemIf, quote } from "../../registry-problem";
import type { AcrSpec, DiagnosticsSpec } from "../acr-spec";
import { isSame } from "../values/arm-id";
import { formatRegion, listRegions } from "../values/region";
import type { AcrRule } from "./acr-rule";

/** Source: https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings#limits */
const DIAGNOSTICS_MAX = 5;

/** What a setting sends to: of an event hub the name tells one from another. */
const SINKS: readonly { readonly key: keyof DiagnosticsSpec; readonly of: (setting: DiagnosticsSpec) => string | undefined }[] = [
    { key: "workspace", of: ({ workspace }) => workspace },
    { key: "storageAccount", of: ({ storageAccount }) => storageAccount },
    { key: "eventHub", of: ({ eventHub }) => eventHub && `${eventHub.authorizationRule} ${eventHub.name ?? ""}` },
];

function checkRegions(spec: AcrSpec): readonly Problem[] {
    const regions = listRegions(spec);
    return spec.webhooks.flatMap(({ location }, index) => problemIf(
        location !== undefined && !regions.includes(formatRegion(location)),
        ["webhooks", index, "location"],
        `one of the registry's regions: ${regions.join(", ")}`,
        quote(location ?? ""),
    ));
}

function checkSinks({ diagnostics }: AcrSpec): readonly Problem[] {
    return diagnostics.flatMap((setting, index) => SINKS.flatMap(({ key, of }) => {
        const sink = of(setting);
        const earlier = diagnostics.slice(0, index).findIndex((other) =>
            isSame(of(other) ?? "", sink ?? "") && sharesCategory(other, setting));
        return sink === undefined || earlier < 0 ? [] : [registryProblem(
            ["diagnostics", index, key],
            `another sink than that of diagnostics[${earlier}], or other logs: Azure takes each category to a sink once`,
            "the same",
        )];
    }));
}

function sharesCategory(one: DiagnosticsSpec, other: DiagnosticsSpec): boolean {
    const isAll = one.logs.length === 0 || other.logs.length === 0;
    return isAll || (one.metrics && other.metrics) || one.logs.some((log) => other.logs.includes(log));
}

/** What webhooks and diagnostic settings need. */
export const WATCH_RULES: readonly AcrRule[] = [
    {
        id: "webhook-in-region",
        source: "https://learn.microsoft.com/azure/container-registry/container-registry-webhook",
        check: checkRegions,
    },
    {
        id: "diagnostics-have-sink",
        source: "https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings#destinations",
        check: ({ diagnostics }) => diagnostics.flatMap((setting, index) => problemIf(
            SINKS.every(({ of }) => of(setting) === undefined),
            ["diagnostics", index],
            "at least one of workspace, storageAccount and eventHub",
            "none of them",
        )),
    },
    {
        id: "diagnostics-sinks-apart",
        source: "https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings#limits",
        check: checkSinks,
    },
    {
        id: "diagnostics-within-limits",
        source: "https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings#limits",
        check: ({ diagnostics }) => problemIf(diagnostics.length > DIAGNOSTICS_MAX, ["diagnostics"],
            `at most ${DIAGNOSTICS_MAX} settings`, `${diagnostics.length} settings`),
    },
];
