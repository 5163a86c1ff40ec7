import * as monitor from "@pulumi/azure-native/monitor";
import type * as pulumi from "@pulumi/pulumi";
import type { AcrScope } from "./acr-scope";

/** Declares where the registry's logs and metrics go. */
export function declareDiagnostics({ name, plan, registry, parent }: AcrScope): pulumi.Resource[] {
    return plan.diagnostics.map(({ logs, metrics, ...sinks }) => new monitor.DiagnosticSetting(`${name}-diagnostics-${sinks.name}`, {
        ...sinks,
        resourceUri: registry.id,
        logs: [...logs],
        metrics: [...metrics],
    }, { parent }));
}
