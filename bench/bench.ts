import { rmSync } from "node:fs";
import { localPaths } from "../toolchain/services/local-paths";
import { startLocalServices, stopLocalServices, type LocalServices } from "../toolchain/local-services";
import { requireTools } from "../toolchain/require";
import type { Measure } from "./measure";
import { Scenario } from "./scenario";

/** The tools of every row. */
const TOOLS = ["pulumi", "docker-build", "registry", "buildkitd", "runc", "buildx"] as const;

/** What rows are measured with. */
export interface Bench {
    readonly scenario: Scenario;
    readonly services: LocalServices;
    /** Path of buildx. */
    readonly buildx: string;
    /** Empties the registry and BuildKit, which are started anew at the same place. */
    readonly empty: () => Promise<void>;
    /** Tells what is measured now. */
    readonly say: (line: string) => void;
}

/** Measures something, with a registry, a BuildKit and a state that are empty. */
export type Row = (bench: Bench) => Promise<readonly Measure[]>;

/** Does work with services of its own, of which nothing is left. */
export async function withBench<T>(say: Bench["say"], work: (bench: Bench) => Promise<T>): Promise<T> {
    const { registry, buildkitd, runc, buildx } = await requireTools(TOOLS, say);
    const scenario = new Scenario();
    const start = () => startLocalServices(scenario.root, { registry, buildkit: { buildkitd, runc } }, () => undefined);
    const stop = () => stopLocalServices(scenario.root, () => undefined);
    const empty = async () => {
        await stop();
        const paths = localPaths(scenario.root);
        [paths.registry.data, paths.buildkit.root].forEach((folder) => rmSync(folder, { recursive: true, force: true }));
        await start();
    };
    try {
        return await work({ scenario, services: await start(), buildx, empty, say });
    } finally {
        await stop();
        scenario.remove();
    }
}
