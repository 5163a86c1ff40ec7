import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Regctl } from "../registry-client/regctl";
import { withRegistries } from "../registry-client/session";
import type { LocalServices } from "../toolchain/local-services";
import { makeCertificates } from "./loopback-certificates";
import { needTool } from "./tools-at-hand";

/** What a registry says once: a status, and for a good one a document. */
type Answer = readonly [number, unknown?];

describe("Regctl", function () {
    this.timeout(120_000);

    const folder = mkdtempSync(join(tmpdir(), "regctl-"));
    const seen: string[] = [];
    let answers: Answer[] = [];
    let server: Server;
    let services: LocalServices;
    let regctl = "";

    before(async function () {
        regctl = await needTool(this, "regctl");
        const { ca, signer } = await makeCertificates();
        server = createServer({ cert: signer.certificate, key: signer.key }, (request, response) => {
            seen.push(describeRequest(request));
            const [status, document] = request.headers.authorization === undefined ? [401] as const : answers.shift() ?? [500];
            const challenge = status === 401 ? { "www-authenticate": 'Basic realm="test"' } : {};
            response.writeHead(status, { "content-type": "application/json", ...challenge }).end(document === undefined ? "" : JSON.stringify(document));
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const [passwordFile, caFile] = [join(folder, "password"), join(folder, "ca.pem")];
        writeFileSync(passwordFile, "secret");
        writeFileSync(caFile, ca);
        services = { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, username: "pulumi", passwordFile, caFile } as LocalServices;
    });

    after(() => {
        server?.close();
        rmSync(folder, { recursive: true });
    });

    /** Asks a registry that answers so. */
    function ask<T>(given: readonly Answer[], work: (client: Regctl, repository: string) => Promise<T>): Promise<T> {
        answers = [...given];
        seen.length = 0;
        return withRegistries([services.host], { regctl, services, env: { ...process.env, DOCKER_CONFIG: folder } }, (client) => work(client, `${services.host}/web`));
    }

    it("sends the login, and reads tags", async () => {
        assert.deepEqual(await ask([[200, { name: "web", tags: ["1", "2"] }]], (client, repository) => client.tags(repository)), ["1", "2"]);
        assert.equal(seen.at(-1), `GET /v2/web/tags/list pulumi:secret`);
    });

    for (const status of [429, 502]) {
        it(`asks again after ${status}`, async () => {
            assert.deepEqual(await ask([[status], [200, { name: "web", tags: null }]], (client, repository) => client.tags(repository)), []);
        });
    }

    it("tells what is not there from what fails", async () => {
        const missing = { errors: [{ code: "NAME_UNKNOWN", message: "repository name not known to registry" }] };
        assert.equal(await ask([[404, missing]], (client, repository) => client.tags(repository)), undefined);
        assert.equal(await ask([[404, missing]], (client, repository) => client.remove(`${repository}@sha256:${"a".repeat(64)}`)), false);
        await assert.rejects(ask([[405, { errors: [{ code: "UNSUPPORTED" }] }]], (client, repository) => client.remove(`${repository}@sha256:${"a".repeat(64)}`)), /405|not allowed/i);
    });

    const refused: [string, Answer[], RegExp][] = [
        ["a login that is wrong", [[401], [401]], /unauthorized.*\(login: the local registry's own\)$/],
        ["a login that may not", [[403], [403], [403], [403], [403], [403]], /\(login: the local registry's own\)$/],
    ];
    for (const [title, given, pattern] of refused) {
        it(`tells of ${title}, and whose it is`, () => assert.rejects(ask(given, (client, repository) => client.tags(repository)), pattern));
    }
});

/** Method, path and who asks. */
function describeRequest({ method, url, headers }: IncomingMessage): string {
    const login = Buffer.from(headers.authorization?.replace("Basic ", "") ?? "", "base64").toString();
    return `${method ?? ""} ${url ?? ""} ${login}`;
}
