import assert from "node:assert/strict";
import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { ImagePlan } from "../model/images/image";
import { parseChallenge } from "../model/oci/challenge";
import { RegistryHttp } from "../registry-client/registry-http";
import { headDigest, listTags } from "../registry-client/tag-list";
import { readTaken, surveyTags } from "../registry-client/tag-survey";
import { makeCertificates } from "./loopback-certificates";

const DIGEST = `sha256:${"ab".repeat(32)}`;
const SECRET = { user: "tester", pass: "correct horse" };
const BASIC = `Basic ${Buffer.from(`${SECRET.user}:${SECRET.pass}`).toString("base64")}`;

describe("parseChallenge()", () => {
    for (const [header, want] of [
        ['Basic realm="Registry"', { scheme: "basic" }],
        ["basic", { scheme: "basic" }],
        ['Bearer realm="https://auth.example.com/token",service="registry",scope="repository:a/b:pull,push"',
            { scheme: "bearer", realm: "https://auth.example.com/token", service: "registry", scope: "repository:a/b:pull,push" }],
        ['bearer Realm="https://x/", error="insufficient_scope"', { scheme: "bearer", realm: "https://x/", error: "insufficient_scope" }],
        ["Bearer service=registry", undefined],
        ["Negotiate", undefined],
        ["", undefined],
    ] as const) {
        it(`reads ${header || "nothing"}`, () => assert.deepEqual(parseChallenge(header), want));
    }
});

describe("asking a registry for tags", () => {
    let server: Server;
    let host: string;
    let authority: string;
    let calls: string[] = [];
    let answer: (request: IncomingMessage, response: ServerResponse) => void;

    const json = (response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}) =>
        response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));

    before(async () => {
        const { ca, signer } = await makeCertificates();
        authority = ca;
        server = createServer({ cert: signer.certificate, key: signer.key }, (request, response) => {
            calls.push(`${request.method} ${request.url}`);
            answer(request, response);
        }).listen(0, "127.0.0.1");
        await new Promise((resolve) => server.once("listening", resolve));
        host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    });

    beforeEach(() => (calls = []));

    after(() => server.close());

    async function asking<T>(work: (client: RegistryHttp) => Promise<T>): Promise<T> {
        const client = new RegistryHttp(host, SECRET, { authority });
        try {
            return await work(client);
        } finally {
            await client.close();
        }
    }

    it("follows the pages, and takes no tags for none", async () => {
        answer = ({ url }, response) => (url?.includes("last=b")
            ? json(response, { name: "web", tags: ["c"] })
            : json(response, { name: "web", tags: ["a", "b"] }, 200, { link: '</v2/web/tags/list?last=b&n=2>; rel="next"' }));
        assert.deepEqual(await asking((client) => listTags(client, "web")), ["a", "b", "c"]);
        answer = (_, response) => json(response, { name: "web", tags: null });
        assert.deepEqual(await asking((client) => listTags(client, "web")), []);
        answer = (_, response) => json(response, { errors: [{ code: "NAME_UNKNOWN", message: "unknown" }] }, 404);
        assert.deepEqual(await asking((client) => listTags(client, "web")), []);
    });

    it("does not follow a page to another server, nor one in a circle", async () => {
        for (const link of ["<https://elsewhere.invalid/v3/x>; rel=next", "</v2/web/tags/list?n=1000>; rel=\"next\""]) {
            answer = (_, response) => json(response, { tags: ["a"] }, 200, { link });
            assert.deepEqual(await asking((client) => listTags(client, "web")), ["a"]);
        }
        assert.equal(calls.length, 2);
    });

    it("shows a password once it is asked for, and from then on at once", async () => {
        answer = ({ headers }, response) => (headers.authorization === BASIC
            ? json(response, { tags: ["a"] }) : json(response, {}, 401, { "www-authenticate": 'Basic realm="x"' }));
        await asking(async (client) => {
            assert.deepEqual(await listTags(client, "web"), ["a"]);
            assert.deepEqual(await listTags(client, "other"), ["a"]);
        });
        assert.equal(calls.length, 3);
    });

    it("gets a token where the registry has an authority for them", async () => {
        answer = ({ headers, url }, response) => {
            if (url?.startsWith("/token")) {
                return json(response, headers.authorization === BASIC ? { access_token: "t" } : {});
            }
            return headers.authorization === "Bearer t" ? json(response, { tags: ["a"] })
                : json(response, {}, 401, { "www-authenticate": `Bearer realm="https://${host}/token",service="me",scope="repository:web:metadata_read"` });
        };
        assert.deepEqual(await asking((client) => listTags(client, "web")), ["a"]);
        assert.equal(calls[1], "GET /token?service=me&scope=repository%3Aweb%3Ametadata_read");
    });

    it("sends no login in the clear", async () => {
        answer = (_, response) => json(response, {}, 401, { "www-authenticate": `Bearer realm="http://${host}/token"` });
        assert.deepEqual(await asking((client) => listTags(client, "web")), { fault: "HTTP 401" });
        assert.equal(calls.length, 1);
    });

    it("says why there is no answer", async () => {
        answer = (_, response) => json(response, { errors: [{ code: "DENIED", message: "no" }] }, 403);
        assert.deepEqual(await asking((client) => listTags(client, "web")), { fault: "HTTP 403: DENIED no" });
        answer = (_, response) => response.end("<html>");
        assert.deepEqual(await asking((client) => listTags(client, "web")), { fault: "its answer is no list of tags" });
        const unreachable = new RegistryHttp("127.0.0.1:1", undefined);
        assert.deepEqual(await listTags(unreachable, "web"), { fault: "connection refused" });
        await unreachable.close();
    });

    it("speaks to a registry of this machine without TLS, where it has none", async () => {
        const plain = createPlainServer((_, response) => json(response, { tags: ["a"] })).listen(0, "127.0.0.1");
        await new Promise((resolve) => plain.once("listening", resolve));
        const client = new RegistryHttp(`localhost:${(plain.address() as AddressInfo).port}`, undefined);
        try {
            assert.deepEqual(await listTags(client, "web"), ["a"]);
        } finally {
            await client.close();
            plain.close();
        }
    });

    it("finds where a tag leads to", async () => {
        answer = (_, response) => response.writeHead(200, { "docker-content-digest": DIGEST }).end();
        assert.equal(await asking((client) => headDigest(client, "web", "1.4.2")), DIGEST);
        assert.deepEqual(calls, ["HEAD /v2/web/manifests/1.4.2"]);
        answer = (_, response) => response.writeHead(404).end();
        assert.equal(await asking((client) => headDigest(client, "web", "1.4.2")), undefined);
        answer = (_, response) => response.writeHead(500).end();
        assert.deepEqual(await asking((client) => headDigest(client, "web", "1.4.2")), { fault: "HTTP 500" });
        answer = (_, response) => response.writeHead(200).end();
        assert.deepEqual(await asking((client) => headDigest(client, "web", "1.4.2")), { fault: "the registry names no digest" });
    });

    it("does not take a proxy to this machine", async () => {
        answer = (_, response) => json(response, { tags: ["a"] });
        const before = process.env["HTTPS_PROXY"];
        process.env["HTTPS_PROXY"] = "http://127.0.0.1:1";
        try {
            assert.deepEqual(await asking((client) => listTags(client, "web")), ["a"]);
        } finally {
            before === undefined ? delete process.env["HTTPS_PROXY"] : (process.env["HTTPS_PROXY"] = before);
        }
    });

    it("says that a registry is throttled, not that it is silent", async () => {
        answer = (_, response) => json(response, {}, 429, { "retry-after": "60" });
        const client = new RegistryHttp(host, SECRET, { authority, retries: 1, limitMs: 1500 });
        assert.deepEqual(await listTags(client, "web"), { fault: "HTTP 429, again and again" });
        await client.close();
    });

    it("puts the tags of several registries together, and asks again where one had no time", async () => {
        let left = 2;
        answer = (_, response) => (left-- > 0 ? json(response, {}, 429, { "retry-after": "0" }) : json(response, { tags: ["1.4.2"] }));
        const place = { host, authority, login: SECRET, paths: { web: "team/web" } };
        const image = { name: "web", takenTags: ["1.4.2"] } as unknown as ImagePlan;
        const nowhere = { host: "there.invalid", fault: "the login has failed", paths: { web: "web" } };
        assert.deepEqual(await surveyTags([place, { ...place, paths: {} }, nowhere], [image]), {
            tags: { web: ["1.4.2"] }, faults: { "there.invalid": "the login has failed" },
        });
        answer = (_, response) => response.writeHead(200, { "docker-content-digest": DIGEST }).end();
        assert.deepEqual(await readTaken([place], [image]), { web: [{ ref: `${host}/team/web:1.4.2`, digest: DIGEST }] });
    });
});
