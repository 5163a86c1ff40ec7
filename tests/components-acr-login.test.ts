import assert from "node:assert/strict";
import { createServer as createProxy } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { exchangeToken, type AcrLogin, type ExchangeLimits } from "../components/azure/acr-exchange";
import { requestAcrLogin } from "../components/azure/acr-login";
import { requireLogin } from "../components/credentials";
import { AcrTokenServer, NULL_GUID, TENANT, type Fault } from "./acr-token-server";
import { makeCertificates } from "./loopback-certificates";
import { record, valueOf } from "./record";

const GET_TOKEN = "azure-native:authorization:getClientToken";
const GET_CONFIG = "azure-native:authorization:getClientConfig";

const busy = (retryAfter?: string): Fault => ({ status: 429, body: "slow down", ...(retryAfter === undefined ? {} : { headers: { "retry-after": retryAfter } }) });
/** No wait is longer than a test; enough of them for several tries. */
const LIMITS: ExchangeLimits = { patience: { firstMs: 1, longestMs: 4, networkMs: 400, answerMs: 2_000 }, requestMs: 5_000 };

/** All that an error shows, wherever it is printed. */
const shown = (error: Error) => `${error.message}\n${error.stack}\n${String(error.cause)}\n${JSON.stringify(error)}`;

describe("the login to an Azure Container Registry", () => {
    let certificates: Awaited<ReturnType<typeof makeCertificates>>;
    let server: AcrTokenServer;
    let login: AcrLogin;

    before(async () => {
        certificates = await makeCertificates();
    });

    beforeEach(async () => {
        server = await AcrTokenServer.start(certificates.signer, certificates.ca);
        login = { host: server.host, tenant: TENANT, entraToken: server.issueEntraToken(), repositories: [], fresh: false };
    });

    afterEach(() => server.stop());

    const exchange = (changes: Partial<AcrLogin> = {}, limits: Partial<ExchangeLimits> = {}) =>
        exchangeToken({ ...login, ...changes }, { ...LIMITS, ca: certificates.ca, ...limits });

    const exchanges = () => server.log.filter((line) => line.includes("exchange")).map((line) => line.split(" ").at(-1));

    describe("exchangeToken()", () => {
        it("exchanges an Entra token for a refresh token that the registry knows", async () => {
            assert.equal(await exchange(), server.issued.at(-1));
            assert.deepEqual(server.log, ["POST /oauth2/exchange access_token 200"]);
        });

        const passing: [title: string, faults: Fault[], fresh: boolean, statuses: string[]][] = [
            ["429 with Retry-After", [busy("0"), busy("0")], false, ["429", "429", "200"]],
            ["429 with a date that has passed", [busy("Thu, 01 Jan 1970 00:00:00 GMT")], false, ["429", "200"]],
            ["429 without Retry-After", [busy()], false, ["429", "200"]],
            ["503", [{ status: 503 }], false, ["503", "200"]],
            ["502 with a page", [{ status: 502, body: "<html>bad gateway</html>" }], false, ["502", "200"]],
            ["a connection that is cut", ["cut"], false, ["0", "200"]],
            ["401 after a grant", [{ status: 401 }, { status: 401 }], true, ["401", "401", "200"]],
            ["403 after a grant", [{ status: 403 }], true, ["403", "200"]],
        ];
        for (const [title, faults, fresh, statuses] of passing) {
            it(`tries again after ${title}`, async () => {
                server.faults = faults;
                assert.equal(await exchange({ fresh }), server.issued.at(-1));
                assert.deepEqual(exchanges(), statuses);
            });
        }

        it("tries again when nothing comes in time", async () => {
            server.faults = ["silent"];
            assert.equal(await exchange({}, { requestMs: 200 }), server.issued.at(-1));
            assert.deepEqual(exchanges(), ["0", "200"]);
        });

        const refused: [title: string, faults: Fault[], fresh: boolean, tries: number, pattern: RegExp][] = [
            ["a refusal without a grant", [{ status: 401 }], false, 1, /answers 401; grant it AcrPush .*Repository Writer.*tenant.*72f988bf/],
            ["more patience asked for than there is", [busy("60")], false, 1, /answers 429 \(slow down\); the registry is busy/],
            [
                "a closed network",
                [{ status: 403, body: '{"errors":[{"code":"DENIED","message":"client with IP \'192.0.2.7\' is not allowed access."}]}' }], false, 1,
                /answers 403 \(DENIED: client with IP '192.0.2.7' is not allowed access\.\); its network is closed to this machine.*ipRules/,
            ],
            ["garbage", [{ status: 200, body: "<html>sign in to the hotel</html>" }], true, 1, /answers 200 without a token \(<html>sign in to the hotel<\/html>\); check that it is an Azure/],
            ["JSON of another kind", [{ status: 200, body: '{"refresh_token":7}' }], true, 1, /answers 200 without a token/],
            ["another service", [{ status: 404, body: "not found" }], true, 1, /answers 404 \(not found\); check that it is an Azure Container Registry/],
            ["a redirect", [{ status: 302, headers: { location: "https://example.com/" } }], true, 1, /answers 302; check that it is/],
            ["a long page", [{ status: 400, body: "x".repeat(5_000) }], false, 1, /\(x{240} …\)/],
            ["an endless page", [{ status: 400, body: "x".repeat(1_000_000) }], false, 0, /cannot be reached \(UND_ERR_RES_EXCEEDED_MAX_SIZE\)/],
        ];
        for (const [title, faults, fresh, tries, pattern] of refused) {
            it(`gives up at ${title}`, async () => {
                server.faults = tries === 0 ? Array<Fault>(500).fill(faults[0] ?? "cut") : faults;
                await assert.rejects(exchange({ fresh }), pattern);
                assert.ok(tries === 0 || exchanges().length === tries, `${exchanges().length} tries`);
            });
        }

        it("bounds how long it waits for a grant", async () => {
            server.permits = () => [];
            const patience = { firstMs: 1, longestMs: 100, networkMs: 1, answerMs: 2_000 };
            await assert.rejects(exchange({ fresh: true }, { patience }), /401 \(UNAUTHORIZED: authentication required.*the last of \d+ tries; grant it AcrPush/);
            assert.ok(exchanges().length > 1);
        });

        it("says that an Entra token has expired, or is of another tenant", async () => {
            const expected = /Cannot log in to "127\.0\.0\.1:\d+" with the Entra token of whoever deploys: it answers 401 .*signed in lately and to the registry's tenant/;
            await assert.rejects(exchange({ entraToken: server.issueEntraToken(-1) }), expected);
            await assert.rejects(exchange({ tenant: "00000000-1111-2222-3333-444444444444" }), expected);
        });

        it("says so when nobody is there", async () => {
            await assert.rejects(exchange({ host: "127.0.0.1:1" }), /cannot be reached \(ECONNREFUSED\), the last of \d+ tries; check the network/);
        });

        it("says so at once for a certificate that nobody vouches for", async () => {
            const { ca } = await makeCertificates();
            await assert.rejects(exchange({}, { ca }), /cannot be reached \([A-Z_]+\); if a proxy opens TLS, name the file of its authority in NODE_EXTRA_CA_CERTS/);
        });

        it("never shows a token, also not one that an answer quotes, whole or cut", async () => {
            const { entraToken } = login;
            const bodies = [`no: ${entraToken}`, JSON.stringify({ errors: [{ message: entraToken }] }), `${"x".repeat(200)}${entraToken.slice(0, 90)}`, `bearer=${entraToken.slice(0, 60)}`];
            server.faults = bodies.map((body) => ({ status: 400, body }));
            for (const body of bodies) {
                const error = await exchange().then(() => assert.fail("it let us in"), (reason: Error) => reason);
                assert.match(error.message, /\[token\]/, body);
                assert.ok(!shown(error).includes(entraToken.slice(0, 12)), shown(error));
            }
        });

        it("takes a login whose token may push to every repository", async () => {
            assert.equal(await exchange({ repositories: ["team/web", "team/worker"] }), server.issued.at(-2));
            assert.deepEqual(server.log, ["POST /oauth2/exchange access_token 200", "POST /oauth2/token refresh_token 200"]);
        });

        it("starts from the exchange again while a fresh grant does not cover the push", async () => {
            server.permits = () => (exchanges().length < 3 ? ["pull"] : ["pull", "push"]);
            assert.equal(await exchange({ repositories: ["team/web"], fresh: true }), server.issued.at(-2));
            assert.deepEqual(exchanges(), ["200", "200", "200"]);
        });

        const closed: [title: string, permits: (repository: string) => string[], pattern: RegExp][] = [
            ["may only pull", () => ["pull"], /lets this principal in, but not push to "team\/worker"; grant it AcrPush/],
            ["may push elsewhere", (name) => (name === "team/web" ? [] : ["pull", "push"]), /but not push to "team\/web"; grant it/],
            ["has no access to either", (name) => (name === "" ? ["pull"] : []), /answers 401 \(UNAUTHORIZED/],
        ];
        for (const [title, permits, pattern] of closed) {
            it(`says so for a principal that ${title}`, async () => {
                server.permits = permits;
                const error = await exchange({ repositories: ["team/worker", "team/web"] }).then(() => assert.fail("it let us in"), (reason: Error) => reason);
                assert.match(error.message, pattern);
                server.issued.forEach((token) => assert.ok(!shown(error).includes(token)));
            });
        }
    });

    describe("by a proxy", () => {
        const NAMES = ["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];
        const before = NAMES.map((name) => [name, process.env[name]] as const);
        const tunnels: string[] = [];
        const proxy = createProxy().on("connect", (asked, client) => {
            tunnels.push(asked.url ?? "");
            const [host = "", port = ""] = (asked.url ?? "").split(":");
            const target = connect(Number(port), host, () => {
                client.write("HTTP/1.1 200 OK\r\n\r\n");
                target.pipe(client).pipe(target);
            });
        });

        beforeEach(async () => {
            await new Promise<void>((resolve) => void proxy.listen(0, "127.0.0.1", resolve));
            tunnels.length = 0;
            NAMES.forEach((name) => delete process.env[name]);
            process.env["HTTPS_PROXY"] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
        });

        afterEach(async () => {
            NAMES.forEach((name) => delete process.env[name]);
            Object.assign(process.env, Object.fromEntries(before.filter(([, value]) => value !== undefined)));
            proxy.closeAllConnections();
            await new Promise((resolve) => proxy.close(resolve));
        });

        it("goes through the one that HTTPS_PROXY names", async () => {
            await exchange();
            assert.deepEqual(tunnels, [server.host]);
        });

        it("leaves it where NO_PROXY names the registry, and for what is HTTP_PROXY's alone", async () => {
            process.env["NO_PROXY"] = "127.0.0.1";
            await exchange();
            delete process.env["NO_PROXY"];
            process.env["HTTP_PROXY"] = process.env["HTTPS_PROXY"];
            delete process.env["HTTPS_PROXY"];
            await exchange();
            assert.deepEqual(tunnels, []);
        });
    });

    describe("requestAcrLogin()", () => {
        it("gives a secret refresh token for the token of whoever deploys", async () => {
            const asked: unknown[] = [];
            const calls = {
                [GET_CONFIG]: () => ({ tenantId: TENANT }),
                [GET_TOKEN]: (inputs: Record<string, unknown>) => {
                    asked.push(inputs);
                    return { token: login.entraToken };
                },
            };
            const { result } = await record(async () => {
                const { username, password } = requestAcrLogin(pulumi.output(server.host), { exchange: (one) => exchange(one) });
                return { username, password: await valueOf(password), secret: await pulumi.isSecret(password) };
            }, {}, { calls });
            assert.deepEqual(result, { username: NULL_GUID, password: server.issued.at(-1), secret: true });
            assert.deepEqual(asked, [{ endpoint: "https://containerregistry.azure.net" }]);
        });

        it("asks nobody in a preview, and gives a known secret", async () => {
            const { result } = await record(async () => {
                const host = new Late("registry").host;
                const { password } = requestAcrLogin(host, { exchange: () => assert.fail("it went to the network") });
                return { known: await pulumi.output(password).apply((text) => text !== ""), secret: await pulumi.isSecret(password) };
            }, { "test:index:Late": () => ({}) }, { preview: true });
            assert.equal(await valueOf(pulumi.output(result.known)), true);
            assert.equal(result.secret, true);
        });

        const calls = { [GET_CONFIG]: () => ({ tenantId: TENANT }), [GET_TOKEN]: () => ({ token: login.entraToken }) };

        it("does not reject where the login fails, and ends a program that requires it", async () => {
            const failing = () => requestAcrLogin(pulumi.output(server.host), { exchange: () => Promise.reject(new Error("no role")) });
            const { result } = await record(() => valueOf(failing().password), {}, { calls });
            assert.equal(typeof result, "string");
            await assert.rejects(record(() => requireLogin(failing()), {}, { calls }), (error: Error) => {
                return pulumi.RunError.isInstance(error) && /Cannot push any image: there is no login/.test(error.message);
            });
        });

        it("does not reject where nobody tells who deploys", async () => {
            await assert.rejects(record(() => requireLogin(requestAcrLogin(pulumi.output(server.host))), {}, { calls: { [GET_CONFIG]: () => ({}) } }), /there is no login/);
        });

        it("neither waits nor fails where an update of other targets leaves the host unknown", async () => {
            const unknown = pulumi.output({ host: pulumi.unknown }).apply(({ host }) => String(host));
            const { result } = await record(async () => {
                const credentials = requestAcrLogin(unknown, { exchange: () => assert.fail("it went to the network") });
                await requireLogin(credentials);
                return pulumi.isSecret(credentials.password);
            }, {}, { calls });
            assert.equal(result, true);
        });

        it("requires nothing of a good login, of one that a preview does not make, and of none", async () => {
            const good = () => requestAcrLogin(pulumi.output(server.host), { exchange: (one) => exchange(one) });
            await record(() => requireLogin(good()), {}, { calls });
            await record(() => requireLogin(good()), {}, { preview: true });
            await requireLogin(undefined);
            await requireLogin({ username: "push", password: pulumi.secret("hidden"), logIn: () => Promise.resolve(undefined) });
        });

        it("waits for what comes before it, children included, and is patient then", async () => {
            const order: string[] = [];
            const made = (inputs: Record<string, unknown>) => {
                order.push(`made ${String(inputs["host"])}`);
                return {};
            };
            const calls = {
                [GET_CONFIG]: () => ({ tenantId: TENANT }),
                [GET_TOKEN]: () => {
                    order.push("asked for a token");
                    return { token: login.entraToken };
                },
            };
            let fresh: boolean | undefined;
            await record(async () => {
                const group = new pulumi.ComponentResource("test:index:Group", "group");
                new Late("grant", sleep(50).then(() => "grant"), group);
                const { password } = requestAcrLogin(new Late("registry", server.host).host, {
                    after: [group],
                    exchange: (one) => {
                        fresh = one.fresh;
                        return exchange(one);
                    },
                });
                await valueOf(password);
            }, { "test:index:Late": made }, { calls });
            assert.equal(fresh, true);
            assert.deepEqual(order, [`made ${server.host}`, "made grant", "asked for a token"]);
        });
    });
});

/** A resource whose host is known once it is made. */
class Late extends pulumi.CustomResource {
    declare readonly host: pulumi.Output<string>;

    constructor(name: string, host?: string | Promise<string>, parent?: pulumi.Resource) {
        super("test:index:Late", name, { host }, parent === undefined ? {} : { parent });
    }
}
