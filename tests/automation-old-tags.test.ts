import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { lookup } from "node:dns/promises";
import { mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { dropOldTags } from "../automation/old-tags";
import { formatDropFault } from "../automation/old-tags-lines";
import type { LocalServices } from "../toolchain/local-services";
import { chooseFreePort } from "../toolchain/services/free-port";
import type { Checkout } from "./end-to-end/checkout";
import { Pushed } from "./end-to-end/pushed";
import { ask, needPrograms, Place } from "./local-services-place";
import { needTool, skip } from "./tools-at-hand";

/** An image as the outputs have it. */
interface Image {
    readonly ref: string;
    readonly digest: string;
    readonly tags: readonly string[];
    readonly oldTags?: string;
}

describe("dropOldTags()", function () {
    this.timeout(120_000);

    const said: string[] = [];
    let place: Place;
    let services: LocalServices;
    let pushed: Pushed;
    let registry: string;

    before(async function () {
        const regctl = await needTool(this, "regctl");
        ({ registry } = await needPrograms(this));
        place = new Place({ registry });
        services = await place.start();
        pushed = new Pushed({ root: place.root } as Checkout, regctl);
    });

    after(() => place?.end());

    /** The output of an image that is in the registry. */
    function output(repository: string, tags: string, oldTags?: string, host = pushed.host): Image {
        const [first = "", ...others] = tags.split(" ");
        const digest = pushed.digest(`${repository}:${first}`);
        others.forEach((tag) => pushed.run(["image", "copy", `${pushed.host}/${repository}:${first}`, `${pushed.host}/${repository}:${tag}`]));
        return { ref: `${host}/${repository}@${digest}`, digest, tags: tags.split(" "), ...(oldTags === undefined ? {} : { oldTags }) };
    }

    function drop(before: Record<string, Image>, after: Record<string, Image>, env: NodeJS.ProcessEnv = process.env): Promise<readonly string[]> {
        said.length = 0;
        return dropOldTags({
            root: place.root, stack: "local", before: { images: before }, after: { images: after }, services, env, say: (line) => said.push(line),
        });
    }

    /** The same registry under a name for which docker's configuration has the login, as if it were somebody else's. */
    function elsewhere(): { readonly host: string; readonly env: NodeJS.ProcessEnv } {
        const host = pushed.host.replace("127.0.0.1", "localhost");
        const folder = join(place.root, "docker");
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, "config.json"), JSON.stringify({ auths: { [host]: { auth: Buffer.from(`pulumi:${place.read("password").trim()}`).toString("base64") } } }));
        return { host, env: { ...process.env, DOCKER_CONFIG: folder, SSL_CERT_DIR: services.caDir } };
    }

    it("needs nothing where nothing is old", async () => {
        const image = { ref: `${pushed.host}/none@sha256:${"a".repeat(64)}`, digest: `sha256:${"a".repeat(64)}`, tags: ["1"], oldTags: "delete" };
        const without = { HOME: join(place.root, "nobody"), PATH: "" };
        assert.deepEqual([await drop({ image }, { renamed: image }, without), await drop({ kept: { ...image, oldTags: "keep" } }, {}, without), said], [[], [], []]);
    });

    it("takes tags away and leaves the image", async () => {
        const digest = pushed.image("untagged:1.4.2");
        const web = output("untagged", "1.4.2 1.4", "untag");
        assert.deepEqual(await drop({ web }, {}), []);
        assert.deepEqual([pushed.tags("untagged"), pushed.has("untagged", digest)], [[], true]);
        assert.deepEqual(said, ["1.4.2", "1.4"].map((tag) => `old tags: ${pushed.host}/untagged:${tag} is taken away, its image stays: oldTags is untag`));
    });

    it("deletes an image with all that belongs to it", async () => {
        const parts = [pushed.image("deleted:amd64"), pushed.image("deleted:arm64", "linux/arm64")];
        const digest = pushed.index("deleted:2.0.0", "deleted:amd64", "deleted:arm64");
        ["amd64", "arm64"].forEach((tag) => pushed.run(["tag", "rm", `${pushed.host}/deleted:${tag}`]));
        pushed.artifact("deleted:2.0.0");
        const other = pushed.image("deleted:1.0.0");
        assert.deepEqual(await drop({ web: output("deleted", "2.0.0 2.0 2", "delete") }, {}), []);
        assert.deepEqual([digest, ...parts, other].map((one) => pushed.has("deleted", one)), [false, false, false, true]);
        assert.deepEqual(pushed.tags("deleted"), ["1.0.0"]);
        assert.ok(said.includes(`old tags: ${pushed.host}/deleted@${digest} is deleted with 2, 2.0, 2.0.0: no other tag is on it`), said.join("\n"));
    });

    it("leaves a digest that another image's tag is on", async () => {
        const digest = pushed.image("shared:web-1");
        const web = output("shared", "web-1 api-1");
        const [one, other] = [{ ...web, tags: ["web-1"] }, { ...web, tags: ["api-1"], oldTags: "delete" }];
        assert.deepEqual(await drop({ web: one, api: other }, { web: one }), []);
        assert.deepEqual([pushed.tags("shared"), pushed.digest("shared:web-1")], [["web-1"], digest]);
        pushed.run(["image", "export", `${pushed.host}/shared:web-1`, join(place.root, "pulled.tar")]);
        assert.deepEqual(said, [`old tags: ${pushed.host}/shared:api-1 is taken away, its image stays: the image is web-1 as well`]);
    });

    it("leaves a digest that the stack names, though no tag is on it any more", async () => {
        const digest = pushed.image("named:web-1");
        const web = output("named", "web-1 api-1");
        const [one, other] = [{ ...web, tags: ["web-1"] }, { ...web, tags: ["api-1"], oldTags: "delete" }];
        pushed.run(["tag", "rm", `${pushed.host}/named:web-1`]);
        assert.deepEqual(await drop({ web: one, api: other }, { web: one }), []);
        assert.deepEqual([pushed.tags("named"), pushed.has("named", digest)], [[], true]);
    });

    it("leaves the parts of an index, be it tagged or not", async () => {
        const part = pushed.image("parts:1.0.0-amd64");
        const index = pushed.index("parts:1.0.0", "parts:1.0.0-amd64");
        assert.deepEqual(await drop({ part: output("parts", "1.0.0-amd64", "delete") }, {}), []);
        assert.deepEqual([pushed.tags("parts"), pushed.has("parts", part)], [["1.0.0"], true]);
        pushed.run(["image", "copy", `${pushed.host}/parts@${part}`, `${pushed.host}/parts:again`]);
        pushed.run(["tag", "rm", `${pushed.host}/parts:1.0.0`]);
        assert.deepEqual(await drop({ part: output("parts", "again", "delete") }, {}), []);
        assert.deepEqual([pushed.tags("parts"), pushed.has("parts", part), pushed.has("parts", index)], [[], true, true]);
    });

    for (const choice of ["untag", "delete"]) {
        it(`leaves a tag that was moved where it is (${choice})`, async () => {
            const repository = `moved-${choice}`;
            pushed.image(`${repository}:1.0.0`);
            const web = output(repository, "1.0.0 latest", choice);
            const other = pushed.image(`${repository}:latest`);
            assert.deepEqual(await drop({ web }, {}), []);
            assert.deepEqual([pushed.tags(repository), pushed.digest(`${repository}:latest`), pushed.has(repository, web.digest)], [["latest"], other, choice === "untag"]);
            assert.ok(said.includes(`old tags: ${pushed.host}/${repository}:latest stays: it leads to ${other.slice(0, 19)}, which the stack did not push under it`), said.join("\n"));
        });
    }

    it("has nothing to do where tags, images or repositories are gone already", async () => {
        pushed.image("gone:1.0.0");
        const web = output("gone", "1.0.0 1.0", "delete");
        pushed.run(["tag", "rm", `${pushed.host}/gone:1.0`]);
        assert.deepEqual(await drop({ web }, {}), []);
        assert.ok(!pushed.has("gone", web.digest));
        const never = { ...web, ref: `${pushed.host}/never@${web.digest}` };
        assert.deepEqual([await drop({ web }, {}), await drop({ never }, {}), said], [[], [], []]);
    });

    it("has nothing to do where the registry is gone", async function () {
        const host = "gone.registry.invalid";
        const code = await lookup(host).then(() => "found", ({ code: fault }: NodeJS.ErrnoException) => fault);
        if (code !== "ENOTFOUND") {
            skip(this, `names of no host are answered with ${code}`);
        }
        const web = { ref: `${host}/web@sha256:${"a".repeat(64)}`, digest: `sha256:${"a".repeat(64)}`, tags: ["1"], oldTags: "delete" };
        assert.deepEqual([await drop({ web }, {}), said], [[], []]);
    });

    it("goes on with the next repository, and names the command for what failed", async () => {
        const port = await chooseFreePort();
        const digest = pushed.image("next:1");
        const silent = { ref: `127.0.0.1:${port}/web@${digest}`, digest, tags: ["1", "2"], oldTags: "delete" };
        const [error = "", ...more] = await drop({ silent, web: output("next", "1", "delete") }, {});
        assert.deepEqual([more, pushed.has("next", digest)], [[], false]);
        assert.match(error, new RegExp(`^Cannot drop old tags: .*connection refused.*; by hand: npm run images -- delete 127\\.0\\.0\\.1:${port}/web:1 127\\.0\\.0\\.1:${port}/web:2 \\(takes an image`));
    });

    describe("in a registry elsewhere", () => {
        it("takes tags away", async () => {
            const { host, env } = elsewhere();
            const digest = pushed.image("elsewhere:1.0.0");
            assert.deepEqual(await drop({ web: output("elsewhere", "1.0.0 1.0", "untag", host) }, {}, env), []);
            assert.deepEqual([pushed.tags("elsewhere"), pushed.has("elsewhere", digest)], [[], true]);
        });

        it("deletes no image, as what has no tag is not listed, and says so", async () => {
            const { host, env } = elsewhere();
            const digest = pushed.image("unlisted:1.0.0");
            assert.deepEqual(await drop({ web: output("unlisted", "1.0.0", "delete", host) }, {}, env), []);
            assert.deepEqual([pushed.tags("unlisted"), pushed.has("unlisted", digest)], [[], true]);
            assert.equal(said.at(-1), `old tags: ${host}/unlisted@${digest} stays: what may need it is not known: the protocol of registries lists nothing without a tag`);
        });
    });

    describe("in a registry that deletes nothing", () => {
        let child: ChildProcess;
        let port: number;

        before(async () => {
            const folder = join(place.root, "undeletable");
            const { server, serverKey } = place.paths.tls;
            port = await chooseFreePort();
            mkdirSync(folder);
            writeFileSync(join(folder, "config.yml"), JSON.stringify({
                version: 0.1, log: { level: "warn", accesslog: { disabled: true } }, storage: { filesystem: { rootdirectory: join(folder, "data") } },
                http: { addr: `127.0.0.1:${port}`, tls: { certificate: server, key: serverKey } },
            }));
            const log = openSync(join(folder, "registry.log"), "a");
            child = spawn(registry, ["serve", join(folder, "config.yml")], { stdio: ["ignore", log, log], env: { PATH: process.env["PATH"], OTEL_TRACES_EXPORTER: "none" } });
            for (let left = 200; await ask(`https://127.0.0.1:${port}/v2/`, undefined, place.read("tls/ca.pem")).catch(() => 0) !== 200; left--) {
                assert.ok(left > 0 && child.exitCode === null, "the registry does not answer");
                await sleep(50);
            }
        });

        after(() => void child?.kill());

        it("puts the tag back that it has moved to take it away", async () => {
            const { env } = elsewhere();
            const host = `127.0.0.1:${port}`;
            const digest = pushed.image("source:1.0.0");
            const copy = (tag: string) => pushed.run(["--host", `reg=${host},tls=insecure`, "image", "copy", `${pushed.host}/source:1.0.0`, `${host}/web:${tag}`]);
            ["1.0.0", "1.0"].forEach(copy);
            const web = { ref: `${host}/web@${digest}`, digest, tags: ["1.0.0", "1.0"], oldTags: "untag" };
            const errors = await drop({ web }, {}, env);
            const digests = ["1.0.0", "1.0"].map((tag) => pushed.run(["--host", `reg=${host},tls=insecure`, "manifest", "head", `${host}/web:${tag}`]));
            assert.deepEqual([digests, said], [[digest, digest], []]);
            assert.match(errors.join("\n"), new RegExp(`^Cannot drop old tags: Cannot delete from ${host}/web: .*405.*; 1\\.0\\.0 was put back; by hand: npm run images -- delete ${host}/web:1\\.0\\.0 ${host}/web:1\\.0 \\(`));
        });
    });
});

describe("formatDropFault()", () => {
    it("names the stack", () => assert.match(formatDropFault("acme/prod", ["h:1/web:1"], "why"), /: why; by hand: npm run images -- delete h:1\/web:1 --stack acme\/prod \(/));

    it("names AWS' own command for tags, which cannot be moved there", () => {
        const name = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/web";
        assert.match(formatDropFault("prod", [`${name}:1.4.2`, `${name}:1.4`, `${name}@sha256:0`], "why"),
            /, or aws ecr batch-delete-image --registry-id 123456789012 --region eu-central-1 --repository-name team\/web --image-ids imageTag=1\.4\.2 imageTag=1\.4$/);
        assert.doesNotMatch(formatDropFault("prod", [`${name}@sha256:0`], "why"), /aws ecr/);
    });
});
