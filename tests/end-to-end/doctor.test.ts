import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { StackRoad } from "../../automation/doctor/stack-road";
import type { RoadStep } from "../../model/road/finding";
import { needLocalTools } from "../tools-at-hand";
import { Checkout } from "./checkout";

const STACK = `config:
  registries:registry: { kind: local }
  registries:images:
    site: { context: examples/quickstart/site, version: 1.2.3, repository: team/site }
    settings: { context: examples/quickstart/settings, version: 0.3.1 }
`;

/** What `--json` prints. */
interface Document {
    readonly ok: boolean;
    readonly tools: readonly object[];
    readonly services: readonly object[];
    readonly road?: StackRoad;
}

const failed = (steps: readonly RoadStep[]) => steps.filter(({ state }) => state === "failed").map(({ step, found }) => `${step} ${found}`);

describe("npm run doctor, end to end", function () {
    this.timeout(300_000);

    let checkout: Checkout;

    /** Runs the doctor with `--json`, and reads its document. */
    async function ask(...words: string[]): Promise<Document & { code: number | null; stderr: string }> {
        const { code, stdout, stderr } = await checkout.npm("doctor", ...words, "--json");
        return { ...(JSON.parse(stdout) as Document), code, stderr };
    }

    before(async function () {
        await needLocalTools(this);
        checkout = new Checkout();
        checkout.write("Pulumi.local.yaml", STACK);
    });

    after(async () => {
        await checkout?.remove();
    });

    it("says that nothing was ever started, and how to", async () => {
        const { code, stdout } = await checkout.npm("doctor", "--stack", "local");
        assert.equal(code, 1);
        assert.match(stdout, /^SERVICE .*\n[^]*\nREGISTRY the registry of this machine\n!! {2}name {2}it was never started here\n( {4}-> .*\n)* {4}-> .*`npm run up`/m);
    });

    describe("after an up", () => {
        before(async () => {
            const report = await checkout.report("up");
            assert.equal(report.code, 0, report.stderr);
        });

        it("finds the whole road open", async () => {
            const { ok, code, road, stderr } = await ask("--stack", "local");
            assert.deepEqual([ok, code, stderr], [true, 0, ""]);
            const [registry, ...others] = road?.registries ?? [];
            assert.deepEqual([others, road?.builder], [[], { nodes: [], shares: [] }]);
            assert.deepEqual(registry?.steps.map(({ step, state }) => `${state} ${step}`),
                ["name", "dns", "connection", "tls", "challenge", "login", "clock", "throttling"].map((step) => `ok ${step}`));
            assert.deepEqual(registry.repositories.map(({ image, repository }) => `${image} ${repository}`).sort(), ["settings settings", "site team/site"]);
            for (const { steps } of registry.repositories) {
                assert.deepEqual(steps.map(({ step, state, next }) => `${state} ${step} ${next.length}`), ["ok repository 0", "ok tags 0", "ok pull 0", "ok push 0"]);
            }
        });

        it("shows it to people, a line for each step", async () => {
            const { code, stdout } = await checkout.npm("doctor", "--stack", "local");
            assert.equal(code, 0, stdout);
            assert.match(stdout, /^TOOL +VERSION[^]*\n\nSERVICE[^]*\n\nREGISTRY 127\.0\.0\.1:\d+\nok {2}name {8}the registry of this machine\nok {2}dns {9}127\.0\.0\.1 is this machine\n(ok {2}.*\n)+\nIMAGE (site|settings) 127/m);
            assert.match(stdout, /^IMAGE site 127\.0\.0\.1:\d+\/team\/site\nok {2}repository {2}it is there, with \d tags\nok {2}tags {8}1\.2\.3, 1\.2, 1, sha-\w{12}: sha256:\w{64}\nok {2}pull {8}yes\nok {2}push {8}an upload was begun and cancelled, as nothing else tells$/m);
            assert.doesNotMatch(stdout, /^(!!|\?\?|--| {4}->)/m);
        });

        it("leaves no upload in the registry, and no tag more", async () => {
            const repositories = join(checkout.root, ".local/registry/data/docker/registry/v2/repositories");
            const files = readdirSync(repositories, { recursive: true, encoding: "utf8" });
            // Of a cancelled upload, distribution keeps the state of its hash.
            assert.deepEqual(files.filter((file) => /_uploads\/[^/]+\/(data|startedat)$/.test(file)), []);
            assert.equal(files.filter((file) => /^team\/site\/_manifests\/tags\/[^/]+$/.test(file)).length, 4);
        });

        it("walks to one image", async () => {
            const { code, road } = await ask("settings");
            assert.equal(code, 0);
            assert.deepEqual(road?.registries.flatMap(({ repositories }) => repositories.map(({ image }) => image)), ["settings"]);
            const { road: other, code: absent } = await ask("--stack", "local", "site:9.9.9");
            assert.equal(absent, 1);
            const steps = other?.registries[0]?.repositories[0]?.steps ?? [];
            assert.deepEqual(failed(steps), ["tags 9.9.9: not there"]);
            assert.ok(steps.some(({ next }) => next.length > 0));
        });

        it("knows an image that was mistyped, and names the nearest", async () => {
            const { code, stderr } = await checkout.npm("doctor", "--stack", "local", "sitte");
            assert.equal(code, 2);
            assert.match(stderr, /Cannot find image "sitte": the stack has site, settings; did you mean "site"\?|Cannot find image "sitte": the stack has settings, site; did you mean "site"\?/);
            const { code: unreadable, stderr: why } = await checkout.npm("doctor", "site@sha256:12");
            assert.deepEqual([unreadable, why.trim()], [2, 'Cannot read "site@sha256:12" as an image: behind the @ is no digest']);
        });

        it("walks to no registry unless it is asked to", async () => {
            const { code, road, tools, services } = await ask();
            assert.deepEqual([code, road, tools.length, services.length], [0, undefined, 5, 2]);
        });

        it("says which image was never pushed, and what pushes it", async () => {
            checkout.write("Pulumi.local.yaml", `${STACK}    other: { context: examples/quickstart/settings, version: 7.0.0 }\n`);
            const { road, code } = await ask("--stack", "local", "other");
            checkout.write("Pulumi.local.yaml", STACK);
            const steps = road?.registries[0]?.repositories[0]?.steps ?? [];
            assert.equal(code, 1);
            assert.deepEqual(steps.map(({ step, state }) => `${state} ${step}`), ["failed repository", "skipped tags", "unknown pull", "ok push"]);
            assert.equal(steps[0]?.next[0], "what was never pushed: `npm run up` does it");
        });

        it("does as docker does where the registry is somebody else's", async () => {
            const host = String((await checkout.report("preview")).outputs["host"]).replace("127.0.0.1", "localhost");
            checkout.write("Pulumi.elsewhere.yaml", STACK.replace("kind: local", `kind: local, host: "${host}"`));
            const logIn = (password: string) =>
                checkout.write("docker/config.json", JSON.stringify({ auths: { [host]: { auth: Buffer.from(`pulumi:${password}`).toString("base64") } } }));
            const walk = (environment: NodeJS.ProcessEnv) =>
                checkout.start("npm", ["run", "-s", "doctor", "--", "--stack", "elsewhere", "site:1.2.3"], { DOCKER_CONFIG: `${checkout.root}/docker`, ...environment }).finished;
            const trusted = { SSL_CERT_DIR: `${checkout.root}/.local/tls/ca-dir` };
            logIn(checkout.read(".local/password").trim());
            const [open, untrusted] = [await walk(trusted), await walk({})];
            assert.equal(open.code, 0, open.stdout);
            assert.match(open.stdout, /^ok {2}login {7}auths of \S+\/docker\/config\.json$/m);
            assert.equal(untrusted.code, 1);
            assert.match(untrusted.stdout, /^!! {2}tls {9}the certificate is refused \(.*\): its authority is not known here: pulumi-registries local CA .*\n {4}-> /m);
            logIn("a wrong one");
            const refused = await walk(trusted);
            assert.match(refused.stdout, /^!! {2}login {7}auths of .*: HTTP 401: UNAUTHORIZED authentication required\n {4}-> .*\n[^]*^-- {2}push {8}needs login$/m);
            assert.doesNotMatch(refused.stdout, /a wrong one/);
        });

        it("says which nodes answer, and which build what", async () => {
            const socket = /"unix:\/\/([^"]+)"/.exec(checkout.read(".local/buildx/instances/registries"))?.[1] ?? "";
            checkout.write("Pulumi.nodes.yaml", `${STACK.replace("version: 1.2.3", "version: 1.2.3, platforms: [linux/amd64, linux/arm64]")}  registries:builder:
    nodes:
      - { endpoint: "unix://${socket}", platforms: [linux/amd64] }
      - { endpoint: "unix://${checkout.root}/gone.sock", platforms: [linux/arm64] }
      - { endpoint: "ssh://ci@build.example", platforms: [linux/arm64] }
`);
            const { code, road } = await ask("--stack", "nodes", "site:1.2.3");
            const { nodes, shares } = road?.builder ?? { nodes: [], shares: [] };
            assert.equal(code, 1);
            assert.deepEqual(nodes.map(({ state, found }) => `${state} ${found}`), ["ok answers, builds for linux/amd64", nodes[1] && `failed ${nodes[1].found}`, "unknown only ssh leads to it, which is not tried here"]);
            assert.match(nodes[1]?.found ?? "", /ENOENT/);
            assert.ok((nodes[1]?.next.length ?? 0) > 0);
            assert.deepEqual(shares, [{ image: "site", parts: [{ platform: "linux/amd64", endpoint: `unix://${socket}` }, { platform: "linux/arm64", endpoint: "ssh://ci@build.example" }] }]);
        });

        it("tells no password", async () => {
            const { stdout, stderr } = await checkout.npm("doctor", "--stack", "local", "--json");
            assert.ok(!`${stdout}${stderr}`.includes(checkout.read(".local/password").trim()));
        });

        describe("and a down", () => {
            it("says that nobody answers, and what starts it", async () => {
                await checkout.npm("down");
                const { code, road } = await ask("--stack", "local", "site");
                const [{ steps, repositories } = { steps: [], repositories: [] }] = road?.registries ?? [];
                assert.equal(code, 1);
                assert.match(failed(steps).join("\n"), /^connection port \d+: ECONNREFUSED$/);
                assert.match(steps.flatMap(({ next }) => next).join("\n"), /`npm run up`/);
                assert.deepEqual(repositories[0]?.steps.map(({ state, found }) => `${state} ${found}`), Array.from({ length: 4 }, () => "skipped needs connection"));
            });
        });
    });
});
