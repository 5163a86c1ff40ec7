import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { requireTools } from "../../toolchain/require";
import type { LocalServices } from "../../toolchain/local-services";
import { AcrTokenServer } from "../acr-token-server";
import { needPrograms, Place } from "../local-services-place";
import { readCertificates } from "../loopback-certificates";
import { needLocalTools } from "../tools-at-hand";
import type { Done, Told, Verb } from "./acr-login-child";
import { getJson, manifestUrl, pullManifest } from "./token-pull";
import { TokenProvider } from "./token-provider";
import { TokenRegistry } from "./token-registry";

const PROJECT = join(__dirname, "..", "..");
const EXCHANGE = "POST /oauth2/exchange access_token 200";

/** The kind of a token; Entra's has none. */
function readGrant(token: string): unknown {
    return (JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { grant_type?: string }).grant_type;
}

describe("the login to an Azure Container Registry, end to end", function () {
    this.timeout(300_000);

    let place: Place;
    let services: LocalServices;
    let server: AcrTokenServer;
    let registry: TokenRegistry;
    let provider: TokenProvider;
    let cli: string;
    let first: Done;
    let entraSeconds = 3_600;
    const outputs: string[] = [];

    before(async function () {
        await needLocalTools(this);
        const programs = await needPrograms(this);
        place = new Place({ buildkit: programs.buildkit }, mkdtempSync(join(tmpdir(), "acr-login-")));
        services = await place.start();
        const { ca, signer } = readCertificates(place.root);
        registry = await TokenRegistry.start(place.root, programs.registry, services.host, ca);
        // BuildKit trusts one loopback registry: that of the port that its own services settled, where none runs.
        server = await AcrTokenServer.start(signer, ca, { port: Number(services.host.split(":")[1]), behind: registry.port });
        provider = await TokenProvider.start((endpoint) => {
            assert.equal(endpoint, "https://containerregistry.azure.net");
            return server.issueEntraToken(entraSeconds);
        });
        cli = (await requireTools(["pulumi"], () => undefined)).pulumi;
        for (const folder of ["state", "context", "docker"]) {
            mkdirSync(join(place.root, folder));
        }
        writeFileSync(join(place.root, "Pulumi.yaml"), "name: registries\nruntime: nodejs\n");
        write("Dockerfile", "FROM scratch\nCOPY greeting.txt /\n");
        write("greeting.txt", "hello\n");
    });

    after(async () => {
        provider?.stop();
        await server?.stop();
        await registry?.stop();
        await place?.end();
    });

    beforeEach(() => {
        server.log.length = 0;
        server.onForward = () => undefined;
    });

    const write = (file: string, content: string) => writeFileSync(join(place.root, "context", file), content);

    const environment = (): NodeJS.ProcessEnv => ({
        PATH: process.env["PATH"],
        HOME: process.env["HOME"],
        PULUMI_HOME: process.env["PULUMI_HOME"],
        PULUMI_BACKEND_URL: `file://${join(place.root, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "of a test",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DEBUG_PROVIDERS: `azure-native:${provider.port}`,
        BUILDX_CONFIG: services.buildxConfig,
        BUILDX_GIT_INFO: "false",
        DOCKER_CONFIG: join(place.root, "docker"),
        SSL_CERT_DIR: services.caDir,
        NODE_EXTRA_CA_CERTS: services.caFile,
    });

    /** Runs the program in a process of its own, since Node reads the authorities of its environment only at its start. */
    async function run(verb: Verb, { asked = false, required = true } = {}): Promise<Done> {
        const plan: Told["plan"] = {
            name: "web", repository: "team/web", tags: ["1.0.0"], floatingTags: [], takenTags: [], context: "context", dockerfile: "context/Dockerfile",
            platforms: [], buildArgs: {}, labels: {}, cacheTags: [], contexts: {}, secrets: {}, ssh: [], network: "default", addHosts: [],
            noCache: false, pull: false, cache: { from: [], to: [] }, output: "type=registry", notices: [],
        };
        const told: Told = { root: place.root, pulumi: cli, host: services.host, builder: services.builder, plan, asked, required };
        const child = spawn(process.execPath, ["--require", "tsx/cjs", join(__dirname, "acr-login-child.ts"), verb, JSON.stringify(told)], {
            cwd: PROJECT, env: environment(), stdio: ["ignore", "pipe", "pipe"],
        });
        let [stdout, stderr] = ["", ""];
        child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
        child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
        await new Promise((resolve) => child.once("close", resolve));
        assert.notEqual(stdout, "", stderr);
        const done = JSON.parse(stdout) as Done;
        outputs.push(done.output, stderr);
        return done;
    }

    it("asks nobody in a preview", async () => {
        const preview = await run("preview");
        assert.ok(preview.ok, preview.output);
        assert.equal(preview.changes["create"], 3);
        assert.deepEqual(server.log, []);
        assert.deepEqual(provider.called, []);
    });

    it("pushes with the token of whoever deploys, once per update", async () => {
        first = await run("up");
        assert.ok(first.ok, first.output);
        assert.match(first.ref, /^127\.0\.0\.1:\d+\/team\/web@sha256:[0-9a-f]{64}$/);
        assert.deepEqual(server.log.filter((line) => line.includes("exchange")), [EXCHANGE]);
        // BuildKit tries the form of OAuth 2.0 first, and then the older one.
        assert.ok(server.log.includes("POST /oauth2/token password 401"), server.log.join());
        assert.ok(server.log.includes("GET /oauth2/token basic 200"), server.log.join());
    });

    it("is pulled by digest with a token, and not without", async () => {
        const { status, body } = await pullManifest(server, first.ref);
        assert.equal(status, 200);
        assert.equal((body as { layers: unknown[] }).layers.length, 1);
        assert.equal((await getJson(manifestUrl(first.ref), { ca: server.ca })).status, 401);
    });

    it("changes nothing the second time, though the token is another", async () => {
        const second = await run("up");
        assert.ok(second.ok, second.output);
        assert.deepEqual(second.changes, { same: 3 });
        assert.equal(second.ref, first.ref);
        assert.deepEqual(server.log, [EXCHANGE]);
        assert.deepEqual((await run("preview")).changes, { same: 3 });
    });

    it("renews an access token that runs out in the middle of a push, where POST takes the null GUID too", async () => {
        write("greeting.txt", "hello again\n");
        Object.assign(server, { passwordGrant: true, tellsExpiry: true, accessSeconds: 2 });
        const uploads: number[] = [];
        server.onForward = async (method, path) => {
            if (method === "PUT" && path.includes("/blobs/uploads/") && uploads.push(server.log.length) === 1) {
                await sleep(2_500);
            }
        };
        const renewed = await run("up");
        Object.assign(server, { passwordGrant: false, tellsExpiry: false, accessSeconds: 75 * 60 });
        assert.ok(renewed.ok, renewed.output);
        assert.equal(renewed.changes["update"], 1);
        assert.ok(server.log.slice(uploads[0]).includes("POST /oauth2/token password 200"), server.log.join());
    });

    it("gets over access tokens that the registry stops to take between two requests", async () => {
        write("greeting.txt", "hello once more\n");
        let uploaded: number | undefined;
        server.onForward = (method, path) => {
            if (method === "PUT" && path.includes("/blobs/uploads/")) {
                uploaded ??= server.log.length;
                server.expireAccessTokens();
            }
        };
        const renewed = await run("up");
        assert.ok(renewed.ok, renewed.output);
        assert.ok(server.log.slice(uploaded).includes("GET /oauth2/token basic 200"), server.log.join());
    });

    it("does without the tokens in the state, once they have expired", async () => {
        server.expireRefreshTokens();
        server.expireAccessTokens();
        const refreshed = await run("refresh");
        assert.ok(refreshed.ok, refreshed.output);
        assert.deepEqual(refreshed.changes, { same: 3 });
        assert.match(refreshed.output, /unable to verify image tags, leaving state unchanged/);
        write("greeting.txt", "hello for the third time\n");
        const updated = await run("up");
        assert.ok(updated.ok, updated.output);
        assert.equal(updated.changes["update"], 1);
    });

    it("refuses an Entra token that has expired, in one clear line, before anything is built", async () => {
        write("greeting.txt", "not to be pushed\n");
        entraSeconds = -1;
        const failed = await run("up");
        entraSeconds = 3_600;
        assert.equal(failed.ok, false);
        assert.doesNotMatch(failed.output, /docker-build:index:Image|Unhandled|\n +at /, "nothing is built, and no stack trace is shown");
        assert.match(failed.state, /docker-build:index:Image/, "the image stays in the state");
        assert.match(failed.output, /Cannot log in to "127\.0\.0\.1:\d+" with the Entra token of whoever deploys: it answers 401 \(UNAUTHORIZED: [^)]+\); grant it AcrPush/);
        assert.deepEqual(server.log, ["POST /oauth2/exchange access_token 401"]);
    });

    it("ends in an orderly way where a program does not wait for the login", async () => {
        entraSeconds = -1;
        const failed = await run("up", { required: false });
        entraSeconds = 3_600;
        assert.equal(failed.ok, false);
        assert.match(failed.output, /Cannot log in to "127\.0\.0\.1:\d+"/);
        assert.match(failed.output, /docker-build:index:Image web \*\*updating failed\*\*/);
        assert.match(failed.state, /docker-build:index:Image/);
    });

    it("names the repository that may not be pushed to, before anything is built", async () => {
        server.permits = () => ["pull"];
        const failed = await run("up", { asked: true });
        server.permits = () => ["pull", "push"];
        assert.equal(failed.ok, false);
        assert.match(failed.output, /it lets this principal in, but not push to "team\/web"/);
    });

    it("keeps every token out of the state, the output and whatever was left behind", () => {
        const env = { ...process.env, ...environment() };
        const exported = (...flags: string[]) =>
            execFileSync(cli, ["stack", "export", "--stack", "test", ...flags], { cwd: place.root, env, encoding: "utf8" });
        const shown = exported("--show-secrets");
        const kinds = server.issued.filter((token) => shown.includes(token)).map((token) => readGrant(token));
        assert.deepEqual([...new Set(kinds)], ["refresh_token"], "neither an Entra token nor an access token is in there, even encrypted");
        const files = readdirSync(place.root, { withFileTypes: true, recursive: true })
            .filter((entry) => entry.isFile() && !entry.parentPath.includes("/root/"))
            .map((entry) => join(entry.parentPath, entry.name));
        assert.ok(files.some((file) => file.includes("/state/")), "the state is among them");
        const texts = [["exported state", exported()], ["output", outputs.join("\n")], ...files.map((file) => [file, readFileSync(file, "latin1")])];
        for (const [place = "", text = ""] of texts) {
            const seen = server.issued.filter((token) => text.includes(token) || text.includes(Buffer.from(token).toString("base64").slice(0, -4)));
            assert.deepEqual(seen.map((token) => readGrant(token) ?? "Entra"), [], place);
        }
        assert.match(exported(), /"password": \{\s+"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",\s+"ciphertext"/);
    });

    it("destroys with the tokens in the state long expired", async () => {
        server.expireRefreshTokens();
        const destroyed = await run("destroy");
        assert.ok(destroyed.ok, destroyed.output);
        assert.equal(destroyed.changes["delete"], 3);
        assert.deepEqual(server.log, []);
    });
});
