import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../automation/report";
import { planBuilders } from "../../model/builder/builder-plan";
import { findTools } from "../../toolchain/find";
import { reserveLocalServices } from "../../toolchain/local-services";
import { needLocalTools, skip } from "../tools-at-hand";
import { BuildNode, NODE_NAME, writeCertificates } from "./build-node";
import { Checkout } from "./checkout";

/** Images enough that no node can have too few of them by chance. */
const NAMES = Array.from({ length: 20 }, (_, index) => `image-${index}`);

/** Big enough that a build is under way still when its node is killed. */
const BIG_BYTES = 8_000_000;

const none = ({ create, update, delete: deleted, replace }: Report["changes"]) => create + update + deleted + replace === 0;

describe("a builder of two nodes, end to end", function () {
    this.timeout(400_000);

    let checkout: Checkout;
    let nodes: readonly [BuildNode, BuildNode];

    before(async function () {
        await needLocalTools(this);
        const [buildkitd = "", runc = "", buildctl = ""] = (await findTools(["buildkitd", "runc", "buildctl"])).map(({ path }) => path ?? "");
        if (buildctl === "") {
            skip(this, "missing buildctl");
        }
        checkout = new Checkout();
        const registry = await reserveLocalServices(checkout.root);
        const certificates = join(checkout.root, "certificates");
        await writeCertificates(certificates);
        const start = (name: string) => BuildNode.start({
            folder: join(checkout.root, ".nodes", name), certificates, registry, programs: { buildkitd, runc, buildctl },
        });
        nodes = [await start("one"), await start("other")];
        NAMES.forEach((name) => {
            checkout.write(`images/${name}/Dockerfile`, "FROM scratch\nCOPY . /\n");
            checkout.write(`images/${name}/name.txt`, name);
        });
        checkout.write("Pulumi.local.yaml", stackFile());
    });

    after(async () => {
        await Promise.all((nodes ?? []).map((node) => node.remove()));
        await checkout?.remove();
    });

    function stackFile(): string {
        const tls = `{ ca: certificates/ca.pem, certificate: certificates/node.pem, key: ./certificates/node-key.pem, serverName: ${NODE_NAME} }`;
        return [
            "config:",
            "  registries:registry: { kind: local }",
            "  registries:builder:",
            "    nodes:",
            ...nodes.map(({ endpoint }) => `      - { endpoint: "${endpoint}", tls: ${tls} }`),
            "  registries:images:",
            ...NAMES.map((name) => `    ${name}: { context: images/${name}, version: 1.0.0 }`),
            "",
        ].join("\n");
    }

    /** The images that a node has while both are there. */
    function imagesOf(node: BuildNode): readonly string[] {
        const spec = { nodes: nodes.map(({ endpoint }) => ({ endpoint })) };
        const { builders } = planBuilders(spec, NAMES.map((name) => ({ name, platforms: [] })));
        return builders.filter((builder) => "nodes" in builder.spec && builder.spec.nodes[0]?.endpoint === node.endpoint)
            .flatMap(({ images }) => images).sort();
    }

    const edit = (names: readonly string[]) => names.forEach((name) => checkout.write(`images/${name}/big.bin`, randomBytes(BIG_BYTES)));

    it("builds each image on the node that is its own, and leaves the user's builders alone", async () => {
        const mine = join(checkout.root, ".mine");
        checkout.write(".mine/instances/mine", "as it was");
        checkout.environment = { BUILDX_CONFIG: mine };
        const first = await checkout.report("up", "--overwrite");
        assert.equal(first.code, 0, first.stderr);
        assert.doesNotMatch(first.stderr, /warning|starting BuildKit/);
        for (const node of nodes) {
            assert.deepEqual(node.built(), imagesOf(node));
            assert.ok(node.built().length >= NAMES.length / 4, node.built().join(", "));
        }
        assert.deepEqual(readdirSync(mine, { recursive: true }), ["instances", "instances/mine"]);
    });

    it("keeps its own builders to this user, and names key files where they are", () => {
        const folder = join(checkout.root, ".local/builders/local/instances");
        for (const file of readdirSync(folder)) {
            assert.equal(statSync(join(folder, file)).mode & 0o777, 0o600);
            assert.ok(readFileSync(join(folder, file), "utf8").includes(`"key":"${checkout.root}/certificates/node-key.pem"`));
            assert.doesNotMatch(readFileSync(join(folder, file), "utf8"), /PRIVATE KEY/);
        }
    });

    it("shows a shell the same builders", async () => {
        const { stdout } = await checkout.npm("env");
        assert.match(stdout, new RegExp(`^export BUILDX_CONFIG=\\S*${checkout.root}/\\.local/builders/local\\S*$`, "m"));
    });

    it("changes nothing at the second up", async () => {
        const second = await checkout.report("up", "--overwrite");
        assert.ok(second.ok && none(second.changes), second.stderr);
    });

    it("builds on the other node what a node did not finish that was killed in mid-build, and nothing twice", async () => {
        const [one, other] = nodes;
        edit(NAMES);
        const run = checkout.start("npm", ["run", "-s", "up", "--", "--json", "--overwrite"]);
        await run.saw(new RegExp(`\\b(${imagesOf(other).join("|")}) +updated after`));
        await other.kill();
        const { code, stdout, stderr } = await run.finished;
        assert.equal(code, 1, stderr);
        const failed = (JSON.parse(stdout) as Report).errors.flatMap((error) => /^(image-\d+): /.exec(error)?.[1] ?? []);
        assert.ok(failed.length > 0 && failed.length < imagesOf(other).length, stderr);
        assert.deepEqual(failed.filter((name) => !imagesOf(other).includes(name)), []);

        const before = one.built();
        const next = await checkout.report("up", "--overwrite");
        assert.equal(next.code, 0, next.stderr);
        assert.ok(next.stderr.includes(`warning: BuildKit at ${other.endpoint} does not answer`), next.stderr);
        assert.deepEqual(one.built(), [...before, ...failed].sort());
        const again = await checkout.report("up", "--overwrite");
        assert.ok(again.ok && none(again.changes), again.stderr);
    });

    it("has a node back without building anything", async () => {
        await nodes[1].start();
        const report = await checkout.report("up", "--overwrite");
        assert.ok(report.ok && none(report.changes), report.stderr);
        assert.doesNotMatch(report.stderr, /warning/);
    });

    it("names every node of which none answers before it builds anything", async () => {
        await Promise.all(nodes.map((node) => node.kill()));
        edit(NAMES.slice(0, 1));
        const { code, errors, stderr } = await checkout.report("up", "--overwrite");
        assert.equal(code, 1);
        nodes.forEach(({ endpoint }) => assert.match(errors.join("\n"), new RegExp(`^Cannot build: BuildKit at ${endpoint} does not answer \\(.*ECONNREFUSED.*image-0, `, "m")));
        assert.doesNotMatch(stderr, /planned|started/);
        const preview = await checkout.report("preview");
        assert.equal(preview.code, 0, preview.stderr);
        assert.ok(existsSync(join(checkout.root, ".local/builders/local/instances")));
    });

    it("says that a key file is not there", async () => {
        checkout.write("Pulumi.local.yaml", stackFile().replace("./certificates/node-key.pem", "gone.pem"));
        const { code, errors } = await checkout.report("up", "--overwrite");
        assert.equal(code, 2);
        assert.match(errors.join("\n"), /^registries:builder\.nodes\[0\]\.tls\.key: .*it is now "gone\.pem"$/m);
    });

    it("asks the cluster that a kubeconfig names", async () => {
        const cluster = "{ name: c, cluster: { server: \"https://127.0.0.1:1\" } }";
        checkout.write("kube/config", `{ apiVersion: v1, kind: Config, clusters: [${cluster}], contexts: [{ name: x, context: { cluster: c } }], current-context: x }`);
        const kubernetes = "kubernetes: { kubeconfig: kube/config, namespace: build, replicas: 2, platforms: [linux/amd64], options: { requests.cpu: 100m } }";
        checkout.write("Pulumi.local.yaml", stackFile().replace(/nodes:[^]*(?=\n {2}registries:images)/, kubernetes));
        const { code, errors } = await checkout.report("up", "--overwrite");
        assert.equal(code, 1);
        assert.match(errors.join("\n"), /https:\/\/127\.0\.0\.1:1\/apis\/apps\/v1\/namespaces\/build\/deployments\/registries.*refused/);
    });
});
