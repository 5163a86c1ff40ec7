import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { RequestListener, ServerResponse } from "node:http";
import { join } from "node:path";
import { fetchRelease, publishedSha256 } from "../toolchain/fetch";
import { whyUnreachable } from "../toolchain/http";
import { requireEach } from "../toolchain/require";
import type { Release, Tool } from "../toolchain/tool";
import { SHORT, allFrom, newMachine, sampleTool, withServer, writeGo, writeProgram, type Machine } from "./toolchain-fixtures";

const RELEASE: Release = { file: "/v2/sample.tgz", checksum: { source: "githubApi", path: "/sums" }, member: "bin/sample" };

describe("fetchRelease()", () => {
    let machine: Machine;
    let archive: Buffer;
    before(() => {
        machine = newMachine();
        writeProgram(join(machine.folder, "made/bin/sample"), "echo sample 2.0.0");
        execFileSync("tar", ["-czf", join(machine.folder, "made.tgz"), "-C", join(machine.folder, "made"), "bin/sample"]);
        archive = readFileSync(join(machine.folder, "made.tgz"));
        // Unpacking needs tar, and programs need their shell's commands.
        machine.env["PATH"] = `${machine.bin}:/usr/bin:/bin`;
    });
    after(() => machine.remove());

    const sum = (): string => createHash("sha256").update(archive).digest("hex");
    const serving = (sums: () => string, send = (response: ServerResponse): void => void response.end(archive)): RequestListener =>
        (request, response) => request.url === "/sums" ? response.end(sums()) : request.url === RELEASE.file ? send(response) : response.writeHead(404).end();
    const fetchFrom = (address: string, folder: string): Promise<void> =>
        fetchRelease(sampleTool(), RELEASE, folder, machine.surroundings({ sources: allFrom(address) }));

    const good: [string, () => string][] = [
        ["a list", () => `${"0".repeat(64)}  other.tgz\n${sum()} *sample.tgz\n`],
        ["a clear-signed list", () => `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${sum()}  sample.tgz\n-----BEGIN PGP SIGNATURE-----\nx\n`],
        ["GitHub's description", () => JSON.stringify({ assets: [{ name: "o", digest: null }, { name: "sample.tgz", digest: `sha256:${sum()}` }] })],
    ];
    for (const [title, sums] of good) {
        it(`unpacks what agrees with ${title}`, () => withServer(serving(sums), async (address) => {
            const folder = join(machine.folder, title);
            await fetchFrom(address, folder);
            assert.equal(execFileSync(join(folder, "bin/sample"), { encoding: "utf8" }), "sample 2.0.0\n");
            assert.equal(existsSync(join(folder, "sample.tgz")), false);
        }));
    }

    const list = (): string => `${sum()}  sample.tgz\n`;
    const bad: [string, RequestListener, RegExp][] = [
        ["other bytes than published", serving(() => `${"a".repeat(64)}  sample.tgz\n`), /sample\.tgz has SHA-256 .* where aaaaaaaaaaaa… is published, so it is not used/],
        ["a file without a published sum", serving(() => `${"a".repeat(64)}  other.tgz\n`), /no SHA-256 of sample\.tgz is published/],
        ["a sum that GitHub does not know", serving(() => JSON.stringify({ assets: [{ name: "sample.tgz", digest: null }] })), /no SHA-256 of/],
        ["an answer that is no list", serving(() => "<html>log in</html>"), /no SHA-256 of/],
        ["a missing list", (_, response) => response.writeHead(403).end(), /\/sums cannot be downloaded \(HTTP 403\)/],
        ["a missing file", serving(list, (response) => void response.writeHead(404).end()), /sample\.tgz cannot be downloaded \(HTTP 404\)/],
        ["a file cut short", serving(list, (response) => void response.end(archive.subarray(0, 20))), /has SHA-256/],
        ["a connection cut short", serving(list, (response) => {
            response.writeHead(200, { "content-length": archive.length });
            response.write(archive.subarray(0, 20), () => response.destroy());
        }), /sample\.tgz cannot be downloaded \(/],
        ["a silent server", serving(list, () => undefined), /sample\.tgz cannot be downloaded \(silent for 1 s\)/],
        ["a server that falls silent", serving(list, (response) => void response.write(archive.subarray(0, 20))), /silent for 1 s/],
    ];
    for (const [title, listener, message] of bad) {
        it(`refuses ${title}`, () => withServer(listener, async (address) => {
            const folder = join(machine.folder, title);
            await assert.rejects(fetchFrom(address, folder), message);
            assert.equal(existsSync(join(folder, "bin/sample")), false);
        }));
    }

    it("goes on as long as bytes come, however slowly", () => withServer(serving(list, (response) => {
        const part = Math.ceil(archive.length / 4);
        for (const place of [0, 1, 2, 3]) {
            setTimeout(() => response.write(archive.subarray(place * part, (place + 1) * part)), place * 600);
        }
        setTimeout(() => response.end(), 1_850);
    }), async (address) => {
        const surroundings = machine.surroundings({ sources: allFrom(address), limits: { ...SHORT, idleMs: 1_500 } });
        await fetchRelease(sampleTool(), RELEASE, join(machine.folder, "slow"), surroundings);
        assert.ok(machine.said.some((line) => /^downloading sample 2\.0\.0: 0 MB, \d+ s$/.test(line)));
    }));

    it("stops at once when told to", () => withServer(serving(list, () => undefined), async (address) => {
        const surroundings = machine.surroundings({ sources: allFrom(address), signal: AbortSignal.timeout(100) });
        await assert.rejects(fetchRelease(sampleTool(), RELEASE, join(machine.folder, "stopped"), surroundings), { name: "TimeoutError" });
    }));

    const tool = (): Tool => sampleTool({ release: () => RELEASE });
    it("is how a missing tool is gotten, once", () => withServer(serving(list), async (address) => {
        const surroundings = machine.surroundings({ sources: allFrom(address) });
        const [path] = await requireEach([tool()], tool(), surroundings);
        assert.equal(path, join(machine.folder, "cache/pulumi-registries/tools/sample/2.0.0/bin/sample"));
        assert.ok(machine.said.includes(`getting sample 2.0.0 from ${new URL(address).host}`));
        machine.said.length = 0;
        assert.deepEqual(await requireEach([tool()], tool(), machine.surroundings()), [path]);
        assert.deepEqual(machine.said, []);
    }));

    it("leaves nothing behind when it fails, and the message says what to do", () => withServer(serving(() => ""), async (address) => {
        const own = newMachine();
        writeGo(own, { GOVERSION: "go1.20", GOTOOLCHAIN: "local" });
        try {
            await assert.rejects(requireEach([tool()], tool(), own.surroundings({ sources: allFrom(address) })),
                /^Error: Cannot get sample:\n {2}sample 2\.0\.0: no SHA-256 .*; what to do: install it by hand\n {2}and sample cannot be built here: .* is Go 1\.20: install Go/);
            assert.deepEqual(existsSync(join(own.folder, "cache/pulumi-registries/tools/sample/2.0.0")), false);
        } finally {
            own.remove();
        }
    }));
});

describe("whyUnreachable()", () => {
    const machine = newMachine();
    after(() => machine.remove());

    it("is undefined for any answer", () => withServer((_, response) => response.writeHead(403).end(), async (address) => {
        assert.equal(await whyUnreachable(address, machine.surroundings()), undefined);
    }));

    it("names the host and the reason", async () => {
        assert.equal(await whyUnreachable("http://127.0.0.1:1", machine.surroundings()), "127.0.0.1:1 cannot be reached (bad port)");
        assert.match(await whyUnreachable("http://host.invalid", machine.surroundings()) ?? "", /^host\.invalid cannot be reached \(/);
    });

    it("does not wait for a silent host", () => withServer(() => undefined, async (address) => {
        assert.match(await whyUnreachable(address, machine.surroundings()) ?? "", /cannot be reached \(silent for 1 s\)$/);
    }));
});

describe("publishedSha256()", () => {
    it("does not take a name that merely ends alike", () => {
        assert.equal(publishedSha256(`${"a".repeat(64)}  runc.amd64.asc\n${"b".repeat(64)}  x-runc.amd64\n`, "runc.amd64"), undefined);
    });
});
