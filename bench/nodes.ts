import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { requireTools } from "../toolchain/require";
import { BuildNode, NODE_NAME, writeCertificates } from "../tests/end-to-end/build-node";
import type { Bench } from "./bench";
import { inTurns, type Measure } from "./measure";
import { nameImage } from "./scenario";

const [SIZE, ROUNDS] = [100, 2];

/**
 * Times first ups on two nodes in turns with the same on one. Both nodes are on this machine, so the ratio tells what
 * sharing costs; what it gains, a second machine would show.
 */
export async function measureNodes({ scenario, services: registry, say }: Bench): Promise<readonly Measure[]> {
    const programs = await requireTools(["buildkitd", "runc", "buildctl"], say);
    const nodes: BuildNode[] = [];
    try {
        const certificates = join(scenario.root, ".certificates");
        await writeCertificates(certificates);
        for (const name of ["one", "other"]) {
            nodes.push(await BuildNode.start({ folder: join(scenario.root, ".nodes", name), certificates, registry, programs }));
        }
        const up = async (used: readonly BuildNode[], contexts: readonly string[]) => {
            writeStack(scenario.root, used, contexts);
            await scenario.deploy("up");
        };
        const contexts = (group: string) => Array.from({ length: ROUNDS }, (_, round) => scenario.makeContexts(`${group}-${round}`, SIZE));
        const [two, one] = [contexts("two"), contexts("one")];
        await up(nodes, []);
        say(`${SIZE} images: first up on two nodes and on one`);
        const times = await inTurns(ROUNDS, (round) => up(nodes, two[round] ?? []), (round) => up(nodes.slice(0, 1), one[round] ?? []),
            async () => scenario.forget());
        say(`builds: ${nodes.map((node) => node.built().length).join(" and ")}`);
        return [{ what: `first up, ${SIZE} images, two nodes`, base: "one node", aim: 1.1, ...times }];
    } finally {
        await Promise.all(nodes.map((node) => node.remove()));
    }
}

function writeStack(root: string, nodes: readonly BuildNode[], contexts: readonly string[]): void {
    const at = (name: string) => join(".certificates", name);
    const tls = { ca: at("ca.pem"), certificate: at("node.pem"), key: at("node-key.pem"), serverName: NODE_NAME };
    writeFileSync(join(root, "Pulumi.local.yaml"), stringify({
        config: {
            "registries:registry": { kind: "local" },
            "registries:builder": { nodes: nodes.map(({ endpoint }) => ({ endpoint, tls })) },
            "registries:images": Object.fromEntries(contexts.map((context) => [nameImage(context), { context, version: "1.4.2" }])),
        },
    }));
}
