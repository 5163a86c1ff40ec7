import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createSecureServer, createServer, type Http2Server, type ServerHttp2Stream } from "node:http2";
import { createServer as createTcpServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareBuilders } from "../automation/builders";
import { parseConfig } from "../model/config";
import { ConfigError } from "../model/problem";
import { askNode } from "../toolchain/builder-node";
import { makeCertificates } from "./loopback-certificates";

/** Answers as a BuildKit with a worker does. */
function answer(stream: ServerHttp2Stream): void {
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
    stream.end(Buffer.from([0, 0, 0, 0, 2, 10, 0]));
}

describe("a node that is asked", () => {
    let folder: string;
    const servers: (Server | Http2Server)[] = [];

    before(() => (folder = mkdtempSync(join(tmpdir(), "nodes-"))));

    after(() => {
        servers.forEach((server) => server.close());
        rmSync(folder, { recursive: true });
    });

    function listen(server: Server | Http2Server, ...at: [path: string] | []): Promise<number> {
        servers.push(server);
        return new Promise((resolve) => {
            const ready = () => resolve((server.address() as AddressInfo).port);
            at[0] === undefined ? server.listen(0, "127.0.0.1", ready) : server.listen(at[0], ready);
        });
    }

    const ask = (endpoint: string, ca?: string) =>
        askNode({ endpoint, ...(ca === undefined ? {} : { tls: { ca } }) }, (path) => join(folder, path), 400);

    it("answers at a socket and at a port", async () => {
        const socket = join(folder, "a.sock");
        await listen(createServer().on("stream", answer), socket);
        const port = await listen(createServer().on("stream", answer));
        assert.equal((await ask(`unix://${socket}`)).state, "ready");
        assert.equal((await ask(`tcp://127.0.0.1:${port}`)).state, "ready");
    });

    it("is known by its authority alone", async () => {
        const [own, other] = [await makeCertificates(), await makeCertificates()];
        const server = createSecureServer({ key: own.signer.key, cert: own.signer.certificate }).on("stream", answer);
        const port = await listen(server);
        writeFileSync(join(folder, "own.pem"), own.ca);
        writeFileSync(join(folder, "other.pem"), other.ca);
        assert.equal((await ask(`tcp://127.0.0.1:${port}`, "own.pem")).state, "ready");
        assert.match((await ask(`tcp://127.0.0.1:${port}`, "other.pem")).reason, /certificate/);
    });

    it("may be silent in many ways", async () => {
        const mute = await listen(createTcpServer());
        const plain = await listen(createServer().on("stream", answer));
        assert.match((await ask("tcp://127.0.0.1:1")).reason, /ECONNREFUSED/);
        assert.match((await ask(`unix://${folder}/none.sock`)).reason, /ENOENT/);
        assert.equal((await ask(`tcp://127.0.0.1:${mute}`)).reason, "it does not answer");
        assert.notEqual((await ask(`tcp://127.0.0.1:${plain}`, "own.pem")).state, "ready");
    });

    it("is taken at its word where another program leads to it", async () => assert.equal((await ask("ssh://nowhere.invalid")).state, "ready"));
});

describe("prepareBuilders()", () => {
    let root: string;
    let server: Http2Server;
    const said: string[] = [];
    const NAMES = Array.from({ length: 12 }, (_, index) => `image-${index}`);

    before(async () => {
        root = mkdtempSync(join(tmpdir(), "builders-"));
        server = createServer().on("stream", answer);
        await new Promise<void>((resolve) => server.listen(join(root, "there.sock"), resolve));
    });

    beforeEach(() => (said.length = 0));

    after(() => {
        server.close();
        rmSync(root, { recursive: true });
    });

    const there = () => ({ endpoint: `unix://${root}/there.sock` });
    const gone = () => ({ endpoint: `unix://${root}/gone.sock` });

    function prepare(builder: unknown, names: readonly string[] = NAMES, required = true): Promise<string | undefined> {
        const { config, problems } = parseConfig({ registry: { kind: "local" }, images: {}, builder });
        assert.ok(config !== undefined, JSON.stringify(problems));
        const images = names.map((name) => ({ name, platforms: [] }));
        return prepareBuilders(root, "org/project/prod", { config, images }, (line) => said.push(line), { required });
    }

    const instances = () => join(root, ".local", "builders", "prod", "instances");

    it("has nothing to do for a builder that is there already, or none", async () => {
        assert.equal(await prepare("ci"), undefined);
        assert.equal(await prepare(undefined), undefined);
        assert.ok(!existsSync(join(root, ".local")));
    });

    it("writes for this user alone what answers, into the stack's own folder", async () => {
        assert.equal(await prepare({ nodes: [there(), gone()] }), join(instances(), ".."));
        const files = readdirSync(instances());
        assert.ok(files.length > 0);
        for (const file of files) {
            assert.equal(statSync(join(instances(), file)).mode & 0o777, 0o600);
            assert.match(readFileSync(join(instances(), file), "utf8"), /there\.sock/);
        }
        assert.match(said.join("\n"), /^warning: BuildKit at unix:\/\/\S+\/gone\.sock does not answer \(.*ENOENT.*\): the other nodes/);
    });

    it("takes away its own builders that no image needs, and leaves what buildx keeps", async () => {
        writeFileSync(join(instances(), "another"), "{}");
        await prepare({ nodes: [there()] }, NAMES.slice(0, 1));
        assert.equal(readdirSync(instances()).length, 2);
        assert.ok(readdirSync(instances()).includes("another"));
    });

    it("ends the work where nobody can build", () => assert.rejects(() => prepare({ nodes: [gone()] }), /^Error: Cannot build: BuildKit at unix:.*gone\.sock does not answer .* image-0, /));

    it("only warns where nothing is built", async () => {
        assert.notEqual(await prepare({ nodes: [gone()] }, NAMES, false), undefined);
        assert.match(said.join("\n"), /^warning: BuildKit at .*gone\.sock/);
    });

    it("asks nobody where there are no images", async () => {
        await prepare({ nodes: [gone()] }, []);
        assert.deepEqual(said, []);
    });

    it("names every file that cannot be read", async () => {
        mkdirSync(join(root, "certificates"));
        writeFileSync(join(root, "certificates", "ca.pem"), "");
        const tls = { ca: "certificates/ca.pem", certificate: "certificates/no.pem", key: "/nowhere/key.pem" };
        const keys = (error: unknown) => (error instanceof ConfigError ? error.problems.map(({ key }) => key) : []);
        await assert.rejects(() => prepare({ nodes: [{ endpoint: "tcp://127.0.0.1:1", tls }] }), (error) => {
            assert.deepEqual(keys(error), ["registries:builder.nodes[0].tls.certificate", "registries:builder.nodes[0].tls.key"]);
            return true;
        });
        await assert.rejects(() => prepare({ kubernetes: { kubeconfig: "none" } }), (error) => keys(error).join() === "registries:builder.kubernetes.kubeconfig");
    });
});
