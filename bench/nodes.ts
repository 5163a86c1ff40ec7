import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { startLocalServices, stopLocalServices } from "../toolchain/local-services";
import { requireTools } from "../toolchain/require";
import { BuildNode, NODE_NAME, writeCertificates } from "../tests/end-to-end/build-node";
import { formatMeasures, inTurns, ratio, type Measure } from "./measure";
import { Scenario } from "./scenario";

const ROUNDS = 3;

const say = (line: string) => void process.stderr.write(`${line}\n`);

/**
 * Times first ups on two nodes in turns with the same on one. Both nodes are on this machine, so the ratio tells what
 * sharing costs; what it gains, a second machine would show. Prints a table on stderr and JSON on stdout. Words: the
 * number of images; @default 100
 */
async function main([words = "100"]: readonly string[]): Promise<void> {
    const size = Number(words);
    const programs = await requireTools(["pulumi", "docker-build", "registry", "buildkitd", "runc", "buildctl"], say);
    const scenario = new Scenario();
    const nodes: BuildNode[] = [];
    try {
        const registry = await startLocalServices(scenario.root, { registry: programs.registry }, say);
        const certificates = join(scenario.root, ".certificates");
        await writeCertificates(certificates);
        for (const name of ["one", "other"]) {
            nodes.push(await BuildNode.start({ folder: join(scenario.root, ".nodes", name), certificates, registry, programs }));
        }
        const up = async (used: readonly BuildNode[], contexts: readonly string[]) => {
            writeStack(scenario.root, used, contexts);
            await scenario.deploy("up");
        };
        const contexts = (group: string) => Array.from({ length: ROUNDS }, (_, round) => scenario.makeContexts(`${group}-${round}`, size));
        const [two, one] = [contexts("two"), contexts("one")];
        await up(nodes, []);
        const times = await inTurns(ROUNDS, (round) => up(nodes, two[round] ?? []), (round) => up(nodes.slice(0, 1), one[round] ?? []));
        const measure: Measure = { what: `first up, ${size} images, two nodes`, base: "one node", aim: 1.1, ...times };
        say(formatMeasures([measure]));
        say(`builds: ${nodes.map((node) => node.built().length).join(" and ")}`);
        process.stdout.write(`${JSON.stringify({ measures: [{ ...measure, ratio: ratio(measure) }] }, null, 2)}\n`);
    } finally {
        await Promise.all(nodes.map((node) => node.remove()));
        await stopLocalServices(scenario.root, say);
        scenario.remove();
    }
}

function writeStack(root: string, nodes: readonly BuildNode[], contexts: readonly string[]): void {
    const at = (name: string) => join(".certificates", name);
    const tls = { ca: at("ca.pem"), certificate: at("node.pem"), key: at("node-key.pem"), serverName: NODE_NAME };
    writeFileSync(join(root, "Pulumi.local.yaml"), stringify({
        config: {
            "registries:registry": { kind: "local" },
            "registries:builder": { nodes: nodes.map(({ endpoint }) => ({ endpoint, tls })) },
            "registries:images": Object.fromEntries(contexts.map((context) => [context.replaceAll("/", "-"), { context, version: "1.4.2" }])),
        },
    }));
}

void main(process.argv.slice(2)).catch((error: Error) => {
    say(error.message);
    process.exitCode = 1;
});
