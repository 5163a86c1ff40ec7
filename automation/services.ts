import type { LocalNeeds } from "../model/local";
import { readLocalServices, reserveLocalServices, startLocalServices, type LocalServices } from "../toolchain/local-services";
import type { ToolName } from "../toolchain/tools";

/** The tools of a stack with a local registry and a local BuildKit, in the order of need. */
export const TOOLS_OF_A_LOCAL_STACK: readonly ToolName[] = ["pulumi", "docker-build", "buildkitd", "runc", "registry"];

/** Returns the tools that a verb needs; only `up` needs services, and only those that the configuration does not name. */
export function toolsFor(verb: string, needs: LocalNeeds): ToolName[] {
    return [
        "pulumi",
        "docker-build",
        ...(verb === "up" && needs.registry ? (["registry"] as const) : []),
        ...(verb === "up" && needs.buildkit ? (["buildkitd", "runc"] as const) : []),
    ];
}

/** Starts what `up` needs on this machine; a preview only fixes where it will be, and `destroy` takes it as it is. */
export async function prepareServices(
    root: string,
    verb: string,
    needs: LocalNeeds,
    tools: Readonly<Partial<Record<ToolName, string>>>,
    say: (line: string) => void,
): Promise<LocalServices | undefined> {
    if (verb === "destroy" || !(needs.registry || needs.buildkit)) {
        return readLocalServices(root);
    }
    if (verb === "preview") {
        return reserveLocalServices(root);
    }
    const { registry, buildkitd, runc } = tools;
    return startLocalServices(root, {
        ...(registry === undefined ? {} : { registry }),
        ...(buildkitd === undefined || runc === undefined ? {} : { buildkit: { buildkitd, runc } }),
    }, say);
}
