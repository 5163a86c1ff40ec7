import { startProvider, type Started } from "../provider/start";
import { nameOf, typeOf } from "./arm-id";
import type { Call } from "./call";
import { AzureCloud, type ArmResource, type Fault } from "./cloud";
import type { DoubleOptions } from "./options";
import { AzureProvider } from "./provider";

/** Azure in memory, and a provider in its place that the engine takes for azure-native. */
export interface AzureDouble extends Started {
    /** What exists, by ARM id; it outlives runs of the engine. Tests may change it, as somebody in the portal does. */
    readonly resources: Map<string, ArmResource>;

    /** Adds what exists before a program runs, with its resource group. */
    add(id: string, more?: Partial<ArmResource>): void;

    /** What was asked for, in order. */
    readonly calls: readonly Call[];

    /** What is to go wrong; used up in turn. */
    faults: Fault[];

    readonly cloud: AzureCloud;
}

/** Starts a double of azure-native in this process. */
export async function startAzureDouble(options: DoubleOptions = {}): Promise<AzureDouble> {
    const cloud = new AzureCloud();
    const provider = new AzureProvider(cloud, options);
    return {
        ...await startProvider("azure-native", provider),
        resources: cloud.resources,
        add: (id, more = {}) => {
            const group = id.split("/").slice(0, 5).join("/");
            for (const existing of new Set([group, id])) {
                cloud.write({ id: existing, type: typeOf(existing), name: nameOf(existing), location: "westeurope", properties: {}, ...(existing === id ? more : {}) });
            }
        },
        calls: provider.calls,
        get faults() { return cloud.faults; },
        set faults(faults) { cloud.faults = faults; },
        cloud,
    };
}
