import type { ProgramPlan } from "../../source/program-plan";
import type { RegistryAddress } from "../../model/oci/registry-address";
import type { Target } from "../../model/oci/target";
import type { Inventory } from "../../model/oci/inventory";
import { readInventory } from "../../registry-client/inventory";
import type { Regctl } from "../../registry-client/regctl";
import { localPaths } from "../../toolchain/services/local-paths";
import type { ImagesOptions } from "./options";

/** What a command on images works with. */
export interface ImagesWork {
    readonly root: string;
    readonly options: ImagesOptions;
    readonly plan: ProgramPlan;
    readonly addresses: readonly RegistryAddress[];
    /** What each of the names stands for, in their order; without names, all images of the stack. */
    readonly targets: readonly (readonly Target[])[];
    readonly client: Regctl;
    readonly env: NodeJS.ProcessEnv;
    /** Tells a person something; with `--json` on stderr. */
    readonly say: (line: string) => void;
}

/** A repository that a command is about, with the tags and digests that are named of it. */
export interface NamedRepository {
    readonly host: string;
    readonly repository: string;
    readonly versions: readonly string[];
}

/** Returns the repositories of targets, each once. */
export function groupByRepository(targets: readonly Target[]): readonly NamedRepository[] {
    const found = new Map<string, NamedRepository>();
    for (const { host, repository, version } of targets) {
        const name = `${host}/${repository}`;
        const versions = found.get(name)?.versions ?? [];
        found.set(name, { host, repository, versions: version === undefined || versions.includes(version) ? versions : [...versions, version] });
    }
    return [...found.values()];
}

/** Returns what a repository has; `undefined` if there is no such repository. */
export function readRepository(
    { root, addresses, client, env }: ImagesWork,
    { host, repository }: Pick<Target, "host" | "repository">,
): Promise<Inventory | undefined> {
    const own = addresses.some((address) => address.own && address.host === host);
    return readInventory(client, { host, repository, env, data: own ? localPaths(root).registry.data : undefined });
}
