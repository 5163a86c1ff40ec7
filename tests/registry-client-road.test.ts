import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer, request, type Server } from "node:https";
import type { AddressInfo, Server as TcpServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { RoadStep } from "../model/road/finding";
import { walkRoad, type Road } from "../registry-client/road";
import { readDockerSecret } from "../registry-client/docker-secret";
import { ConnectProxy } from "./end-to-end/connect-proxy";
import { issueFailingCertificates, type FailingCertificates } from "./end-to-end/failing-certificates";
import { LOGIN, RETRY_AFTER, startFailingRegistry, type FailingRegistry, type FailingRegistryOptions, type Mode } from "./end-to-end/failing-registry";
import { FakePrograms } from "./fake-programs";
import { signJwt } from "./jwt";

const REPOSITORY = "team/web";
const AUTH = Buffer.from(`${LOGIN.username}:${LOGIN.password}`).toString("base64");
const MANIFEST = JSON.stringify({ schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json", config: {}, layers: [] });

/** Steps as lines: the state, the step, what was found, and the fault that advice is asked for. */
const lines = (steps: readonly RoadStep[]) => steps.map(({ state, step, found, next }) => [state, step, found, ...next].join(" "));

/** The states of steps, by their names. */
const states = (steps: readonly RoadStep[]) => Object.fromEntries(steps.map(({ step, state }) => [step, state]));

describe("the road to a registry", () => {
    let fakes: FakePrograms;
    let registry: FailingRegistry | undefined;
    let proxy: ConnectProxy | undefined;

    beforeEach(() => (fakes = new FakePrograms()));

    afterEach(async () => {
        fakes.remove();
        delete process.env["HTTPS_PROXY"];
        await Promise.all([registry?.close(), proxy?.stop()]);
        registry = proxy = undefined;
    });

    /** Starts a registry with one image, which then fails as it should. */
    async function start(mode: Mode, options: FailingRegistryOptions = {}): Promise<FailingRegistry> {
        const started = await startFailingRegistry(options);
        registry = started;
        const sent = { host: "127.0.0.1", port: started.port, method: "PUT", path: `/v2/${REPOSITORY}/manifests/1.0.0`, ca: started.ca };
        const token = Buffer.from(`${REPOSITORY}:push`).toString("base64url");
        const headers = { "content-type": "application/vnd.oci.image.manifest.v1+json", authorization: options.login === "bearer" ? `Bearer ${token}` : `Basic ${AUTH}` };
        const status = await new Promise((resolve, reject) => request({ ...sent, headers }, (answer) => resolve(answer.resume().statusCode)).on("error", reject).end(MANIFEST));
        assert.equal(status, 201);
        started.log.length = 0;
        started.setMode(mode);
        return started;
    }

    function walk(host: string, versions: readonly string[] = ["1.0.0"], { repository = REPOSITORY, ...env }: NodeJS.ProcessEnv & { repository?: string } = {}): Promise<Road> {
        const authorities = join(fakes.home, "authorities.pem");
        writeFileSync(authorities, registry?.ca ?? "");
        return walkRoad({
            host, services: undefined, limitMs: 1_000, env: { ...fakes.env, SSL_CERT_FILE: authorities, ...env },
            targets: [{ repository, versions, planned: true }],
            adviseOn: (target) => (fault) => [`[${fault}${target === undefined ? "" : ` of ${target.repository}`}]`],
        });
    }

    const logIn = (host: string, pass: string = LOGIN.password) =>
        fakes.docker({ auths: { [host]: { auth: Buffer.from(`${LOGIN.username}:${pass}`).toString("base64") } } });

    /** Walks to a registry in a mode, with the right login in docker's file. */
    async function walkTo(mode: Mode, options: FailingRegistryOptions = {}): Promise<Road> {
        const { host } = await start(mode, options);
        logIn(host);
        return walk(host);
    }

    for (const login of ["none", "basic", "bearer"] as const) {
        it(`is open where nothing is wrong and the login is ${login}, and says so`, async () => {
            const { steps, repositories } = await walkTo("ok", { login });
            assert.deepEqual(Object.values(states(steps)), Array.from({ length: 8 }, () => "ok"), lines(steps).join("\n"));
            assert.deepEqual(states(repositories[0]?.steps ?? []), { repository: "ok", tags: "ok", pull: "ok", push: "ok" });
            assert.match(lines(repositories[0]?.steps ?? []).join("\n"), /^ok repository it is there, with 1 tags\nok tags 1\.0\.0: sha256:[0-9a-f]{64}\nok pull yes\nok push an upload was begun and cancelled, as nothing else tells$/);
        });
    }

    it("names each step in its order", async () => {
        const { steps } = await walkTo("ok", { login: "basic" });
        assert.match(lines(steps).join("\n"), new RegExp([
            "ok name a registry", "ok dns 127\\.0\\.0\\.1 is this machine", "ok connection port \\d+", "ok tls TLSv1\\.3, certificate for localhost, 127\\.0\\.0\\.1 by a test's authority for registries until .* GMT(, in \\d days)?",
            "ok challenge a registry, which asks for a password with every request", "ok login auths of .*config\\.json", "ok clock agrees with that of the registry", "ok throttling none of 6 requests was refused",
        ].map((line) => `${line}\\n`).join("").replace(/\\n$/, "$")));
    });

    it("leaves no upload behind, and pushes nothing", async () => {
        await walkTo("ok", { login: "basic" });
        const changes = registry?.log.filter((line) => !/^(GET|HEAD) /.test(line)) ?? [];
        assert.match(changes.join("\n"), new RegExp(`^POST \\S+/v2/${REPOSITORY}/blobs/uploads/ 202\\nDELETE \\S+/v2/${REPOSITORY}/blobs/uploads/[0-9a-f-]+ 204$`));
    });

    const registryFaults: [Mode, FailingRegistryOptions["login"], RegExp][] = [
        ["unauthorized", "basic", /^failed login auths of \S+: HTTP 401: UNAUTHORIZED authentication required \[unauthorized\]$/m],
        ["unauthorized", "bearer", /^failed login auths of \S+: HTTP 401: UNAUTHORIZED authentication required \[unauthorized\]$/m],
        ["network-forbidden", "basic", /^failed challenge HTTP 403: DENIED requested access to the resource is denied \[forbidden\]$/m],
        ["throttled", "basic", /^failed challenge HTTP 429: TOOMANYREQUESTS too many requests \[throttled\]\n.*\n.*\nfailed throttling too many requests, it says \(429\): 1 of 1 were refused, again after \d+ s \[throttled\]$/m],
        ["server-error", "basic", /^failed challenge HTTP 500: UNKNOWN unknown error \[server-error\]$/m],
        ["silent", "basic", /^failed challenge no answer: silent for 1 s: no registry answers so \[registry-unreachable\]$/m],
        ["unknown-authority", "basic", /^failed tls the certificate is refused \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\): its authority is not known here: an authority that nobody knows \[certificate\]$/m],
        ["wrong-name", "basic", /^failed tls the certificate is refused \(ERR_TLS_CERT_ALTNAME_INVALID\): it is for another name: DNS:another\.example \[certificate\]$/m],
        ["expired", "basic", /^failed tls the certificate is refused \(CERT_HAS_EXPIRED\): it has ended, .* GMT \[certificate\]$/m],
    ];
    for (const [mode, login, want] of registryFaults) {
        it(`ends where a registry with ${login} login is ${mode}, and skips what is behind`, async () => {
            const { steps, repositories } = await walkTo(mode, { login: login ?? "none" });
            const said = lines(steps).join("\n");
            assert.match(said, want);
            const end = steps.find(({ state }) => state === "failed")?.step ?? "";
            assert.deepEqual(lines(repositories[0]?.steps ?? []), ["repository", "tags", "pull", "push"].map((step) => `skipped ${step} needs ${end}`), said);
        });
    }

    it("says how long a throttled registry wants to be left alone", async () => {
        const { steps } = await walkTo("throttled");
        assert.equal(steps.find(({ step }) => step === "throttling")?.found, `too many requests, it says (429): 1 of 1 were refused, again after ${RETRY_AFTER} s`);
    });

    for (const mode of ["unknown-authority", "wrong-name", "expired"] as const) {
        it(`sends nothing to a server whose certificate is ${mode}`, async () => {
            await walkTo(mode, { login: "basic" });
            assert.deepEqual(registry?.log, []);
        });
    }

    const repositoryFaults: [Mode, FailingRegistryOptions["login"], readonly RegExp[]][] = [
        ["forbidden", "basic", [
            /^unknown repository its tags are not told to this login: HTTP 403: DENIED/, /^unknown tags 1\.0\.0: not told to this login$/,
            /^failed pull HTTP 403: DENIED requested access to the resource is denied \[forbidden of team\/web\]$/, /^failed push HTTP 403: DENIED .* \[forbidden of team\/web\]$/,
        ]],
        ["name-unknown", "basic", [
            /^failed repository HTTP 404: NAME_UNKNOWN repository name not known to registry \[repository-unknown of team\/web\]$/, /^skipped tags needs repository$/,
            /^unknown pull nothing is there to be pulled$/, /^failed push HTTP 404: NAME_UNKNOWN .* \[repository-unknown of team\/web\]$/,
        ]],
        ["bearer-with-no-push", "bearer", [/^ok repository /, /^ok tags /, /^ok pull yes$/, /^failed push HTTP 401: UNAUTHORIZED .* \[forbidden of team\/web\]$/]],
        ["immutable", "basic", [/^ok repository /, /^ok tags /, /^ok pull yes$/, /^ok push /]],
    ];
    for (const [mode, login, want] of repositoryFaults) {
        it(`leads to a registry that is ${mode}, and says what of it`, async () => {
            const { steps, repositories } = await walkTo(mode, { login: login ?? "none" });
            assert.ok(steps.every(({ state }) => state === "ok"), lines(steps).join("\n"));
            const said = lines(repositories[0]?.steps ?? []);
            assert.equal(said.length, want.length);
            want.forEach((pattern, index) => assert.match(said[index] ?? "", pattern));
        });
    }

    it("says that the clocks differ, and goes on", async () => {
        const { steps, repositories } = await walkTo("skewed", { login: "basic" });
        assert.deepEqual(lines(steps).filter((line) => !line.startsWith("ok ")), ["failed clock 3 h ahead of that of the registry [clock-skew]"]);
        assert.deepEqual(states(repositories[0]?.steps ?? []), { repository: "ok", tags: "ok", pull: "ok", push: "ok" });
    });

    it("says which tags are there and which are not", async () => {
        const { host } = await start("ok");
        const { repositories } = await walk(host, ["1.0.0", "1.0", "latest"]);
        assert.match(lines(repositories[0]?.steps ?? []).join("\n"), /^ok tags 1\.0\.0: sha256:\w+\nfailed tags 1\.0, latest: not there \[not-found of team\/web\]$/m);
    });

    it("ends where nobody listens", async () => {
        const { host } = await start("ok");
        await registry?.close();
        const { steps } = await walk(host);
        assert.match(lines(steps).join("\n"), /^failed connection port \d+: ECONNREFUSED \[registry-unreachable\]\nskipped tls needs connection\nskipped challenge needs connection$/m);
    });

    it("ends where a name leads nowhere", async () => {
        const { steps } = await walk("registry.invalid");
        assert.match(lines(steps).join("\n"), /^failed dns registry\.invalid is not known here \(\w+\) \[name-not-resolved\]\nskipped connection needs dns$/m);
    });

    it("ends where a server speaks HTTP in the clear", async () => {
        const server: TcpServer = createHttpServer((_, answer) => answer.end());
        await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
        const { port } = server.address() as AddressInfo;
        const here = await walk(`127.0.0.1:${port}`);
        proxy = await ConnectProxy.start(() => port);
        const elsewhere = await walk("registry.example.com", [], { HTTPS_PROXY: proxy.url });
        server.close();
        assert.match(lines(here.steps).join("\n"), /^unknown tls what answers does not speak TLS, which a registry of this machine need not; .*\nskipped challenge needs tls$/m);
        assert.match(lines(elsewhere.steps).join("\n"), /^failed tls what answers does not speak TLS \(\w+\) \[plain-http\]\nskipped challenge needs tls$/m);
    });

    describe("with a login", () => {
        it("says that a wrong password is wrong, and not what it is", async () => {
            const { host } = await start("ok", { login: "basic" });
            logIn(host, "a wrong one");
            const road = await walk(host);
            assert.match(lines(road.steps).join("\n"), /^failed login auths of \S+: HTTP 401: UNAUTHORIZED/m);
            assert.doesNotMatch(JSON.stringify(road), /a wrong one/);
        });

        it("says that nobody is logged in, and where it looked", async () => {
            const { host } = await start("ok", { login: "basic" });
            const { steps } = await walk(host);
            assert.match(lines(steps).join("\n"), /^failed login nobody: no login is sent: HTTP 401: UNAUTHORIZED .* \(\S+config\.json has no login for it\) \[unauthorized\]$/m);
        });

        /** Puts a credential helper on PATH that notes what it reads, and answers with a login or a fault. */
        function helper(name: string, answer: string, code = 0): string {
            mkdirSync(join(fakes.home, "bin"), { recursive: true });
            const [file, input] = [join(fakes.home, "bin", `docker-credential-${name}`), join(fakes.home, `${name}.input`)];
            writeFileSync(file, `#!/bin/sh\n/bin/cat > ${input}\necho "$*" >> ${input}\necho '${answer}'\nexit ${code}\n`);
            chmodSync(file, 0o755);
            return input;
        }

        it("asks docker's credential store, with the host on its standard input", async () => {
            const { host } = await start("ok", { login: "basic" });
            fakes.docker({ credsStore: "mine" });
            const input = helper("mine", JSON.stringify({ ServerURL: host, Username: LOGIN.username, Secret: LOGIN.password }));
            const { steps } = await walk(host);
            assert.match(lines(steps).join("\n"), /^ok login docker-credential-mine \(credsStore of \S+\)$/m);
            assert.equal(readFileSync(input, "utf8"), `${host}\nget\n`);
        });

        it("says that docker's credential store has none", async () => {
            const { host } = await start("ok", { login: "basic" });
            fakes.docker({ credHelpers: { [host]: "mine" } });
            helper("mine", "credentials not found in native keychain", 1);
            assert.match(lines((await walk(host)).steps).join("\n"), /^failed login docker-credential-mine \(credHelpers of \S+\): HTTP 401: UNAUTHORIZED .*\[unauthorized\]$/m);
            helper("mine", "{}");
            assert.match(lines((await walk(host)).steps).join("\n"), /^failed login docker-credential-mine \S+ of \S+: what it printed cannot be read \[unauthorized\]$/m);
        });

        it("takes a token in place of a password", async () => {
            fakes.docker({ auths: { "a.example": { auth: Buffer.from("00000000:").toString("base64"), identitytoken: "of refresh" }, "b.example": { auth: "" } } });
            assert.deepEqual(await readDockerSecret("a.example", fakes.env), { user: "<token>", pass: "of refresh" });
            assert.deepEqual(await readDockerSecret("b.example", fakes.env), { fault: "it has neither a password nor a token" });
            assert.equal(await readDockerSecret("c.example", fakes.env), undefined);
        });
    });

    describe("to a registry whose tokens say what they are for", () => {
        const asked: string[] = [];
        let server: Server;
        let certificates: FailingCertificates;
        let lets: Readonly<Record<string, readonly string[]>> = {};

        before(async () => {
            certificates = await issueFailingCertificates([]);
            server = createServer({ cert: certificates.good.certificate, key: certificates.good.key }, (question, answer) => {
                const { pathname, searchParams } = new URL(question.url ?? "", "https://localhost");
                if (pathname !== "/oauth2/token") {
                    const known = question.headers.authorization !== undefined;
                    const realm = `Bearer realm="https://${question.headers.host ?? ""}/oauth2/token",service="it"`;
                    asked.push(`${question.method ?? ""} ${pathname}`);
                    answer.writeHead(known ? 404 : 401, known ? {} : { "www-authenticate": realm }).end();
                    return;
                }
                void text(question).then((body) => {
                    const form = question.method === "POST" ? new URLSearchParams(body) : searchParams;
                    const [type = "", name = "", wanted = ""] = (form.get("scope") ?? "").split(":");
                    asked.push(`${form.get("grant_type") ?? question.headers.authorization?.split(" ")[0] ?? "nobody"} ${form.get("refresh_token") ?? ""}`.trimEnd());
                    const actions = lets[name]?.filter((action) => wanted.split(",").includes(action));
                    answer.writeHead(actions === undefined ? 401 : 200);
                    answer.end(actions === undefined ? "{}" : JSON.stringify({ access_token: signJwt({ access: [{ type, name, actions }] }, 3_600 + 30, certificates.good) }));
                });
            });
            await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
        });

        beforeEach(() => (asked.length = 0));

        after(() => {
            server.closeAllConnections();
            server.close();
        });

        async function walkHere(repository = "web"): Promise<Road> {
            const file = join(fakes.home, "issuer.pem");
            writeFileSync(file, certificates.ca);
            return walk(host(), [], { SSL_CERT_FILE: file, repository });
        }

        const host = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;

        it("says until when they live and what they let, and uploads nothing", async () => {
            lets = { web: ["pull", "push"] };
            fakes.docker({ auths: { [host()]: { auth: Buffer.from(`it:${signJwt({}, 7_230, certificates.good)}`).toString("base64") } } });
            const { steps, repositories } = await walkHere();
            assert.match(lines(steps).join("\n"), /^ok challenge a registry, which asks for a token of https:\/\/127\.0\.0\.1:\d+\/oauth2\/token\nok login auths of \S+, for 2 h more; its tokens last 1 h$/m);
            assert.deepEqual(lines(repositories[0]?.steps ?? []).slice(1), ["skipped tags none is named", "ok pull its token says so", "ok push its token says so"]);
            assert.ok(asked.every((line) => /^(GET|Basic)/.test(line)), asked.join("\n"));
        });

        it("asks what is wanted before it takes a token that anybody gets", async () => {
            lets = { web: ["pull"], "": ["pull"] };
            assert.match(lines((await walkHere()).steps).join("\n"), /^ok challenge a registry, which asks for a token of .*\nok login nobody: no login is sent; its tokens last 1 h$/m);
        });

        it("says that they do not let push", async () => {
            lets = { web: ["pull"] };
            const { repositories } = await walkHere();
            assert.deepEqual(lines(repositories[0]?.steps ?? []).slice(2), ["ok pull its token says so", "failed push not to this login: its token lets it pull alone [forbidden of web]"]);
        });

        it("says that they let nothing", async () => {
            lets = { web: [] };
            const { repositories } = await walkHere();
            assert.match(lines(repositories[0]?.steps ?? [])[2] ?? "", /^failed pull not to this login: its token lets it do nothing here \[forbidden of web\]$/);
        });

        it("says that a login has ended before", async () => {
            fakes.docker({ auths: { [host()]: { auth: Buffer.from(`it:${signJwt({}, -7_230, certificates.good)}`).toString("base64") } } });
            assert.match(lines((await walkHere()).steps).join("\n"), /^failed login auths of \S+: it ended 2 h ago \[unauthorized\]$/m);
        });

        it("sends a token for a token, and never as a password", async () => {
            lets = { web: ["pull"] };
            fakes.docker({ auths: { [host()]: { identitytoken: "of-refresh" } } });
            await walkHere();
            assert.ok(asked.includes("refresh_token of-refresh") && !asked.some((line) => line.startsWith("Basic")), asked.join("\n"));
        });
    });

    describe("in a cloud, by a proxy", () => {
        async function walkBy(host: string, mode: Mode, login: FailingRegistryOptions["login"] = "none"): Promise<Road> {
            const { port } = await start(mode, { login: login ?? "none", names: ["*.azurecr.io", "*.dkr.ecr.eu-central-1.amazonaws.com"] });
            const { url } = proxy = await ConnectProxy.start((name) => (name === host ? port : undefined));
            process.env["HTTPS_PROXY"] = url;
            return walk(host, ["1.0.0"], { HTTPS_PROXY: url });
        }

        it("names the proxy, and asks it for the registry alone", async () => {
            const { steps, repositories } = await walkBy("contoso.azurecr.io", "ok");
            const said = lines(steps).join("\n");
            assert.match(said, /^ok name Azure Container Registry, contoso$/m);
            assert.ok(said.includes(`ok connection port 443 by the proxy ${proxy?.url} (HTTPS_PROXY)`), said);
            assert.match(said, /^ok tls TLSv1\.3, certificate for localhost, \*\.azurecr\.io/m);
            assert.deepEqual(states(repositories[0]?.steps ?? []), { repository: "ok", tags: "ok", pull: "ok", push: "ok" });
            assert.deepEqual([...new Set(proxy?.asked)], ["contoso.azurecr.io"]);
        });

        it("says that a proxy does not let through", async () => {
            proxy = await ConnectProxy.start(() => undefined);
            const { steps } = await walk("contoso.azurecr.io", [], { HTTPS_PROXY: proxy.url });
            assert.ok(lines(steps).includes(`failed connection port 443 by the proxy ${proxy.url} (HTTPS_PROXY): the proxy answers 403 [registry-unreachable]`), lines(steps).join("\n"));
        });

        it("says that a network of Azure is closed", async () => {
            const { steps } = await walkBy("contoso.azurecr.io", "network-forbidden");
            assert.match(lines(steps).join("\n"), /^failed challenge HTTP 403: DENIED client with IP '203\.0\.113\.7' is not allowed access\..* \[network-closed\]$/m);
        });

        it("says whose login Azure refuses, and what was tried", async () => {
            fakes.program("az", { says: "ERROR: Please run 'az login' to setup account.", code: 1 });
            const { steps } = await walkBy("contoso.azurecr.io", "unauthorized");
            assert.match(lines(steps).join("\n"), /^failed login nobody: no login is sent: HTTP 401: UNAUTHORIZED authentication required.* \(az acr login: ERROR: Please run 'az login' to setup account\.; .* has no login for it\) \[unauthorized\]$/m);
        });

        it("sends AWS' own login, and says until when it lives", async () => {
            const password = Buffer.from(JSON.stringify({ payload: "x", expiration: Math.floor(Date.now() / 1_000) + 7_230 })).toString("base64");
            fakes.program("aws", { prints: `${password}\n` });
            const road = await walkBy("123456789012.dkr.ecr.eu-central-1.amazonaws.com", "unauthorized");
            assert.match(lines(road.steps).join("\n"), /^ok name Amazon ECR, account 123456789012 in eu-central-1$/m);
            assert.match(lines(road.steps).join("\n"), /^failed login aws, for 2 h more: HTTP 401 \[unauthorized\]$/m);
            assert.ok(!JSON.stringify(road).includes(password));
        });

        it("does not try to push to a repository that AWS could make for that", async () => {
            const { repositories } = await walkBy("123456789012.dkr.ecr.eu-central-1.amazonaws.com", "name-unknown");
            assert.match(lines(repositories[0]?.steps ?? []).join("\n"), /^failed repository HTTP 404: NAME_UNKNOWN The repository with name 'team\/web' does not exist.*\n.*\n.*\nunknown push not tried: that could make the repository, and nothing else tells$/);
            assert.ok(!registry?.log.some((line) => line.startsWith("POST")));
        });
    });
});
