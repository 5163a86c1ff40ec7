import { startProvider, type Started } from "../provider/start";
import type { Props } from "../provider/wire";
import type { Call } from "./call";
import { AwsCloud, type Entry, type Fault } from "./cloud";
import { kindOf } from "./kinds";
import type { DoubleOptions } from "./options";
import { AwsProvider } from "./provider";
import { regionOf } from "./writer";

/** AWS in memory, and a provider in its place that the engine takes for pulumi-aws. */
export interface AwsDouble extends Started {
    /** The private repositories that there are. */
    readonly repositories: readonly Entry[];

    /** Adds what exists before a program runs. @returns the id */
    add(token: string, props: Props): string;

    /** What was asked for, in order. */
    readonly calls: readonly Call[];

    /** What is to go wrong; used up in turn. */
    faults: Fault[];

    /** It outlives runs of the engine. Tests may change it, as somebody in the console does. */
    readonly cloud: AwsCloud;
}

/** Starts a double of pulumi-aws in this process. */
export async function startAwsDouble(options: DoubleOptions = {}): Promise<AwsDouble> {
    const cloud = new AwsCloud(options);
    const provider = new AwsProvider(cloud);
    return {
        ...await startProvider("aws", provider),
        get repositories() { return cloud.ofType("aws:ecr/repository:Repository"); },
        add: (token, props) => {
            const place = { account: cloud.account, region: String(props["region"] ?? cloud.region) };
            const id = kindOf(token).id(props, place);
            cloud.write({ token, id, region: regionOf(kindOf(token), place.region), props });
            return id;
        },
        calls: provider.calls,
        get faults() { return cloud.faults; },
        set faults(faults) { cloud.faults = faults; },
        cloud,
    };
}
