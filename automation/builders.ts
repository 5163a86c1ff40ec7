import { accessSync, constants, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { isBuilderName } from "../model/builder/builder-name";
import { planBuilders, type BuilderPlan } from "../model/builder/builder-plan";
import type { BuilderSpec, NodeSpec } from "../model/builder/builder-spec";
import { formatBuildxInstance } from "../model/builder/buildx-instance";
import type { Config } from "../model/config";
import { formatKey } from "../model/config-key";
import type { ImagePlan } from "../model/images/image";
import { ConfigError, type Problem } from "../model/problem";
import { askNode } from "../toolchain/builder-node";
import { localPaths } from "../toolchain/services/local-paths";
import { makePrivateFolder } from "../toolchain/services/private-files";
import { readTextIfAny, replaceText } from "./text-file";

/** The longest that a node may take to answer, in milliseconds. */
const ANSWER_MS = 5_000;

/**
 * Writes the builders that a configuration describes into a folder of the stack's own, each with a node that answers, and
 * returns the folder, the value of `BUILDX_CONFIG`; `undefined` where none is described.
 *
 * @param required whether images that no node can build, and files that are not there, end the work
 * @throws {ConfigError} If `required`, and a file that a node's key `tls` names cannot be read.
 * @throws {Error} If `required`, and nobody answers who can build an image.
 */
export async function prepareBuilders(
    root: string,
    stack: string,
    { config, images }: { readonly config: Pick<Config, "builder">; readonly images: readonly Pick<ImagePlan, "name" | "platforms">[] },
    say: (line: string) => void,
    { required = false } = {},
): Promise<string | undefined> {
    const { builder } = config;
    if (builder === undefined || typeof builder === "string") {
        return undefined;
    }
    const problems = findFileProblems(root, builder);
    if (required && problems.length > 0) {
        throw new ConfigError(problems);
    }
    const { builders, notices, faults } = planBuilders(builder, images, images.length === 0 ? new Map() : await findSilent(root, builder));
    if (required && faults.length > 0) {
        throw new Error(faults.map((fault) => `Cannot build: ${fault}`).join("\n"));
    }
    [...notices, ...faults].forEach((line) => say(`warning: ${line}`));
    return writeBuilders(root, stack, builders);
}

/** Returns the nodes that do not answer, with why. */
async function findSilent(root: string, spec: BuilderSpec): Promise<ReadonlyMap<string, string>> {
    const nodes = "nodes" in spec ? spec.nodes : [];
    const answers = await Promise.all(nodes.map(async (node) => [node.endpoint, await ask(root, node)] as const));
    return new Map(answers.flatMap(([endpoint, reason]) => (reason === "" ? [] : [[endpoint, reason]])));
}

async function ask(root: string, node: NodeSpec): Promise<string> {
    try {
        return (await askNode(node, (path) => resolve(root, path), ANSWER_MS)).reason;
    } catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
}

function findFileProblems(root: string, spec: BuilderSpec): Problem[] {
    const files = "nodes" in spec
        ? spec.nodes.flatMap(({ tls }, index) => (["ca", "certificate", "key"] as const).map((key) => [["nodes", index, "tls", key], tls?.[key]] as const))
        : [[["kubernetes", "kubeconfig"], spec.kubernetes.kubeconfig] as const];
    return files.flatMap(([path, file]) => (file === undefined || isReadable(resolve(root, file)) ? [] : [{
        key: formatKey(["builder", ...path]),
        required: "a file that can be read, absolute or relative to the project",
        now: JSON.stringify(file),
    }]));
}

function isReadable(file: string): boolean {
    try {
        accessSync(file, constants.R_OK);
        return true;
    } catch {
        return false;
    }
}

/** A stack's settings are in a file named after the last part of its name, and so are its builders. */
function writeBuilders(root: string, stack: string, builders: readonly BuilderPlan[]): string {
    const { folder } = localPaths(root);
    const own = join(folder, "builders", stack.split("/").at(-1) ?? stack);
    const instances = join(own, "instances");
    [folder, join(folder, "builders"), own, instances].forEach(makePrivateFolder);
    for (const builder of builders) {
        const [file, text] = [join(instances, builder.name), formatBuildxInstance(builder, (path) => resolve(root, path))];
        if (readTextIfAny(file) !== text) {
            replaceText(file, text);
        }
    }
    const names = builders.map(({ name }) => name);
    const old = readdirSync(instances).filter((file) => isBuilderName(file) && !names.includes(file));
    old.forEach((file) => rmSync(join(instances, file), { force: true }));
    return own;
}
