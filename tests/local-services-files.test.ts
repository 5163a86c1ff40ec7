import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readLocalServices, reserveLocalServices } from "../toolchain/local-services";
import { requireCertificates } from "../toolchain/services/certificates";
import { daemonEnvironment } from "../toolchain/services/daemon-environment";
import { isFreePort } from "../toolchain/services/free-port";
import { tailLog } from "../toolchain/services/log-tail";
import { endsWith, findProcess, isAlive, listProcesses } from "../toolchain/services/processes";
import { requireRootless } from "../toolchain/services/rootless";
import { Place } from "./local-services-place";
import { needOnPath } from "./tools-at-hand";

const DAY_MS = 86_400_000;

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

describe("the files of local services", () => {
    let place: Place;

    beforeEach(() => {
        place = new Place({});
    });

    afterEach(() => rmSync(place.root, { recursive: true }));

    it("are not there before anything was asked for", () => {
        assert.equal(readLocalServices(place.root), undefined);
        assert.ok(!existsSync(place.paths.folder));
    });

    it("are reserved once, and nothing is started", async () => {
        const services = await reserveLocalServices(place.root);
        const password = place.read("password");
        assert.match(services.host, /^127\.0\.0\.1:2\d{4}$/);
        assert.deepEqual(readLocalServices(place.root), services);
        assert.deepEqual(await reserveLocalServices(place.root), services);
        assert.equal(place.read("password"), password);
        assert.deepEqual(place.processes(), []);
    });

    it("are reserved once by many", async () => {
        const all = await Promise.all([1, 2, 3].map(() => reserveLocalServices(place.root)));
        assert.equal(new Set(all.map(({ host }) => host)).size, 1);
    });

    const kept = [
        "services.json", "registry/config.yml", "registry/htpasswd", "tls/server-key.pem", "tls/ca-dir/ca.pem",
        "netrc", "docker/config.json", "buildx/instances/registries",
    ];
    for (const file of kept) {
        it(`come back without ${file}, with the same host and password`, async () => {
            const services = await reserveLocalServices(place.root);
            const password = place.read("password");
            rmSync(join(place.paths.folder, file));
            assert.deepEqual(readLocalServices(place.root), services);
            assert.deepEqual(await reserveLocalServices(place.root), services);
            assert.equal(place.read("password"), password);
            assert.ok(existsSync(join(place.paths.folder, file)));
        });
    }

    it("are unknown without the password, which is then chosen anew together with its hash", async () => {
        await reserveLocalServices(place.root);
        const hash = place.read("registry/htpasswd");
        rmSync(place.paths.password);
        assert.equal(readLocalServices(place.root), undefined);
        await reserveLocalServices(place.root);
        assert.notEqual(place.read("registry/htpasswd"), hash);
    });

    it("become private again", async () => {
        await reserveLocalServices(place.root);
        chmodSync(place.paths.folder, 0o755);
        chmodSync(place.paths.password, 0o644);
        await reserveLocalServices(place.root);
        assert.equal(statSync(place.paths.folder).mode & 0o777, 0o700);
        assert.equal(statSync(place.paths.password).mode & 0o777, 0o600);
    });

    it("say what docker, curl and buildx need", async () => {
        const { host } = await reserveLocalServices(place.root);
        const login = `pulumi:${place.read("password")}`;
        const auth = Buffer.from(login).toString("base64");
        assert.deepEqual(JSON.parse(place.read("docker/config.json")), { auths: { [host]: { auth } } });
        assert.equal(place.read("netrc"), `machine 127.0.0.1 login pulumi password ${place.read("password")}\n`);
        const builder = place.read("buildx/instances/registries");
        assert.match(builder, /"Driver":"remote"/);
        assert.ok(builder.includes(`"Endpoint":"unix://${place.paths.buildkit.folder}/buildkitd.sock"`), builder);
        assert.doesNotMatch(place.read("registry/htpasswd"), new RegExp(place.read("password")));
    });

    it("cannot be a link or a file", async () => {
        writeFileSync(place.paths.folder, "");
        await assert.rejects(reserveLocalServices(place.root), /EEXIST|Cannot use/);
    });

    const renewals: readonly (readonly [string, number, boolean, boolean])[] = [
        ["are kept at first", 1, false, false],
        ["are kept while they are good for a month", 366, false, false],
        ["renew the server's in its last month", 368, false, true],
        ["renew both in the authority's last month", 3_625, true, true],
    ];
    for (const [title, days, authorityIsNew, serverIsNew] of renewals) {
        it(`${title}`, async () => {
            await reserveLocalServices(place.root);
            const [authority, server] = [place.read("tls/ca.pem"), place.read("tls/server.pem")];
            await requireCertificates(place.paths, inDays(days));
            assert.equal(place.read("tls/ca.pem") !== authority, authorityIsNew);
            assert.equal(place.read("tls/server.pem") !== server, serverIsNew);
            assert.equal(place.read("tls/ca-dir/ca.pem"), place.read("tls/ca.pem"));
        });
    }

    it("hold an authority for loopback alone, and a server of at most 825 days", async () => {
        await reserveLocalServices(place.root);
        const authority = new X509Certificate(place.read("tls/ca.pem"));
        const server = new X509Certificate(place.read("tls/server.pem"));
        assert.ok(authority.ca && !server.ca);
        assert.ok(server.verify(authority.publicKey));
        assert.equal(server.subjectAltName, "IP Address:127.0.0.1, DNS:localhost");
        assert.ok(authority.raw.includes(Buffer.from("87087f000001ffffffff", "hex")));
        assert.ok(Date.parse(server.validTo) - Date.parse(server.validFrom) < 825 * DAY_MS);
    });
});

describe("the surroundings of local services", () => {
    it("tell a taken port from a free one", async () => {
        const server = createServer();
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const { port } = server.address() as AddressInfo;
        assert.equal(await isFreePort(port), false);
        await new Promise((resolve) => server.close(resolve));
        assert.equal(await isFreePort(port), true);
    });

    it("keep secrets and our own authority out of the environment", () => {
        const env = { HOME: "/h", AWS_SECRET_ACCESS_KEY: "s", https_proxy: "http://p:1", REGISTRY_HTTP_ADDR: ":1", SSL_CERT_DIR: "/a:/ours" };
        assert.deepEqual(daemonEnvironment(["/r"], "/ours", env), {
            HOME: "/h",
            https_proxy: "http://p:1",
            PATH: "/r:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            SSL_CERT_DIR: "/a",
        });
        assert.equal(daemonEnvironment([], "/ours", {})["SSL_CERT_DIR"], "/etc/ssl/certs:/etc/pki/tls/certs");
    });

    it("show this process, its parent and its words", () => {
        const self = listProcesses().find(({ pid }) => pid === process.pid);
        assert.equal(self?.parent, process.ppid);
        assert.match(self?.command.join(" ") ?? "", /node/);
    });

    it("show the same where there is no /proc", function () {
        needOnPath(this, "ps");
        const platform = Object.getOwnPropertyDescriptor(process, "platform") ?? {};
        Object.defineProperty(process, "platform", { value: "darwin" });
        try {
            const self = findProcess(process.pid);
            assert.equal(self?.parent, process.ppid);
            assert.ok(isAlive({ pid: process.pid, began: self?.began ?? "" }));
            assert.ok(endsWith({ pid: 1, parent: 0, began: "", command: ["registry serve /a b/c"] }, ["serve", "/a b/c"]));
        } finally {
            Object.defineProperty(process, "platform", platform);
        }
    });

    it("show the end of a log", () => {
        const folder = mkdtempSync(join(tmpdir(), "services-log-"));
        const log = join(folder, "log");
        assert.deepEqual(tailLog(log, 3), []);
        writeFileSync(log, "one\ntwo\n\n");
        const from = statSync(log).size;
        appendFileSync(log, `${"x".repeat(70_000)}\nthree\nfour\n`);
        assert.deepEqual(tailLog(log, 2), ["three", "four"]);
        assert.deepEqual(tailLog(log, 2, from + 70_001), ["three", "four"]);
        assert.deepEqual(tailLog(log, 9, from + 70_007), ["four"]);
        rmSync(folder, { recursive: true });
    });

    it("name all that an ordinary user lacks for BuildKit, and the way without it", () => {
        const empty = mkdtempSync(join(tmpdir(), "services-path-"));
        mkdirSync(join(empty, "bin"));
        assert.throws(() => requireRootless({ PATH: join(empty, "bin") }),
            /^Error: Cannot run BuildKit as user \S+: missing rootlesskit \(.*newuidmap and newgidmap .*registries:builder$/);
        rmSync(empty, { recursive: true });
    });
});
