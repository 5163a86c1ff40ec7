import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { needLocalTools, needTool } from "../tools-at-hand";
import { Checkout } from "./checkout";
import { Pushed } from "./pushed";

const REPOSITORY = "team/site";

const STACK = `config:
  registries:registry: { kind: local }
  registries:images:
    site: { context: examples/quickstart/site, version: 1.2.3, repository: ${REPOSITORY} }
`;

describe("npm run images, end to end", function () {
    this.timeout(300_000);

    let checkout: Checkout;
    let pushed: Pushed;

    /** What `--json` printed, with the exit code. */
    async function images(...words: string[]): Promise<Record<string, unknown> & { code: number | null; stderr: string }> {
        const { code, stdout, stderr } = await checkout.npm("images", ...words, "--json");
        return { ...(JSON.parse(stdout) as Record<string, unknown>), code, stderr };
    }

    before(async function () {
        await needLocalTools(this);
        const regctl = await needTool(this, "regctl");
        checkout = new Checkout();
        checkout.write("Pulumi.local.yaml", STACK);
        const first = await checkout.report("up");
        assert.equal(first.code, 0, first.stderr);
        pushed = new Pushed(checkout, regctl);
    });

    after(async () => {
        await checkout?.remove();
    });

    it("lists the images of the stack", async () => {
        const { code, images: found } = await images("list");
        assert.equal(code, 0);
        assert.deepEqual(found, [{ image: "site", host: pushed.host, repository: REPOSITORY, tags: pushed.tags(REPOSITORY).length }]);
        assert.match((await checkout.npm("images", "list")).stdout, new RegExp(`^IMAGE +TAGS +REPOSITORY\\nsite +\\d+ +${pushed.host}/${REPOSITORY}\\n$`));
    });

    it("shows an image, its tags and its digest", async () => {
        const digest = pushed.digest(`${REPOSITORY}:1.2.3`);
        const [shown] = (await images("show", "site"))["images"] as { digest: string; tags: string[]; platforms: object[] }[];
        assert.equal(shown?.digest, digest);
        assert.deepEqual(shown.tags, pushed.tags(REPOSITORY));
        assert.equal(shown.platforms.length, 1);
        assert.equal((await checkout.npm("images", "digest", "site:1.2")).stdout, `${digest}\n`);
        const [{ tags } = { tags: [] }] = (await images("tags", "site"))["repositories"] as { tags: { tag: string; digest: string; at: string }[] }[];
        assert.deepEqual(tags.map(({ tag }) => tag), pushed.tags(REPOSITORY));
        assert.ok(tags.every(({ digest: its, at }) => its === digest && Math.abs(Date.now() - Date.parse(at)) < 600_000));
    });

    it("says what is not there, and what was mistyped", async () => {
        assert.deepEqual((await checkout.npm("images", "digest", "site:9")).code, 1);
        const mistyped = await checkout.npm("images", "tags", "sites");
        assert.equal(mistyped.code, 2);
        assert.match(mistyped.stderr, /Cannot find image "sites": the stack has site; did you mean "site"\?/);
    });

    it("gives an image a tag, and moves one only if it may", async () => {
        const digest = pushed.digest(`${REPOSITORY}:1.2.3`);
        assert.equal((await images("copy", "site:1.2.3", "site:stable")).code, 0);
        assert.equal(pushed.digest(`${REPOSITORY}:stable`), digest);
        pushed.image(`${REPOSITORY}:other`);
        const refused = await checkout.npm("images", "copy", "site:other", "site:stable");
        assert.deepEqual([refused.code, pushed.digest(`${REPOSITORY}:stable`)], [2, digest]);
        assert.match(refused.stderr, /Cannot ask whether to copy: there is no terminal; --yes does it without asking/);
        assert.equal((await images("copy", "site:other", "site:stable", "--yes")).code, 0);
        assert.equal(pushed.digest(`${REPOSITORY}:stable`), pushed.digest(`${REPOSITORY}:other`));
    });

    it("copies all platforms and what is about an image to another repository", async () => {
        pushed.image("lib:amd64");
        pushed.image("lib:arm64", "linux/arm64");
        const digest = pushed.index("lib:1.0.0", "lib:amd64", "lib:arm64");
        pushed.artifact("lib:1.0.0");
        const { code, copied } = await images("copy", `${pushed.host}/lib:1.0.0`, `${pushed.host}/copies/lib`);
        assert.equal(code, 0);
        assert.deepEqual((copied as { ref: string }[]).map(({ ref }) => ref), [`${pushed.host}/copies/lib@${digest}`]);
        const [shown] = (await images("show", `${pushed.host}/copies/lib:1.0.0`))["images"] as { platforms: { platform: string }[]; referrers: { artifactType: string }[] }[];
        assert.deepEqual(shown?.platforms.map(({ platform }) => platform), ["linux/amd64", "linux/arm64"]);
        assert.deepEqual(shown.referrers.map(({ artifactType }) => artifactType), ["application/vnd.example.note"]);
    });

    it("deletes a tag alone, then the image with its last tag", async () => {
        const digest = pushed.digest(`${REPOSITORY}:other`);
        const first = await images("delete", "site:stable", "--yes");
        assert.deepEqual([first.code, first["untagged"], first["deleted"]], [0, [`${pushed.host}/${REPOSITORY}:stable`], []]);
        assert.ok(pushed.has(REPOSITORY, digest));
        const dry = await images("delete", "site:other", "--dry-run");
        assert.ok(dry.code === 0 && pushed.has(REPOSITORY, digest));
        const last = await images("delete", "site:other", "--yes");
        assert.deepEqual([last.code, last["deleted"], pushed.has(REPOSITORY, digest)], [0, [`${pushed.host}/${REPOSITORY}@${digest}`], false]);
    });

    it("deletes no part of an index that stays", async () => {
        const arm64 = pushed.digest("lib:arm64");
        const refused = await checkout.npm("images", "delete", `${pushed.host}/lib@${arm64}`, "--yes");
        assert.equal(refused.code, 1);
        assert.match(refused.stderr, /nothing was:\n.*arm64 cannot go: 1\.0\.0 needs it/);
        const alone = await images("delete", `${pushed.host}/lib:arm64`, `${pushed.host}/lib:amd64`, "--yes");
        assert.deepEqual([alone.code, alone["deleted"], pushed.has("lib", arm64)], [0, [], true]);
    });

    it("prunes what is old, and spares what the stack and what stays need", async () => {
        const digest = pushed.digest(`${REPOSITORY}:1.2.3`);
        const old = ["0.9.0", "1.0.0", "1.1.0"].map((tag) => pushed.image(`${REPOSITORY}:${tag}`));
        pushed.age(REPOSITORY, 40);
        const dry = await images("prune", "site", "--older-than", "30d", "--dry-run");
        assert.ok(dry.code === 0 && old.every((one) => pushed.has(REPOSITORY, one)), dry.stderr);
        const { code, deleted, stderr } = await images("prune", "site", "--older-than", "30d", "--yes");
        assert.equal(code, 0, stderr);
        assert.deepEqual((deleted as string[]).sort(), old.map((one) => `${pushed.host}/${REPOSITORY}@${one}`).sort());
        assert.ok(pushed.has(REPOSITORY, digest) && pushed.tags(REPOSITORY).includes("1.2.3"));
        const again = await checkout.report("up");
        assert.deepEqual([again.code, again.changes.create + again.changes.update], [0, 0], again.stderr);
    });

    it("spares what the outputs name, whatever its tags, and prunes what has no tag", async () => {
        const before = pushed.digest(`${REPOSITORY}:1.2.3`);
        checkout.write("Pulumi.local.yaml", STACK.replace("1.2.3", "2.0.0"));
        const lost = pushed.image(`${REPOSITORY}:lost`);
        const moved = pushed.image(`${REPOSITORY}:moved`);
        pushed.run(["image", "copy", `${pushed.host}/${REPOSITORY}:lost`, `${pushed.host}/${REPOSITORY}:moved`]);
        const { deleted, code, stderr } = await images("prune", "site", "--untagged", "--yes");
        assert.deepEqual([code, deleted], [0, [`${pushed.host}/${REPOSITORY}@${moved}`]], stderr);
        const all = await images("prune", "site", "--keep", "0", "--yes");
        assert.deepEqual([all.code, all["deleted"]], [0, [`${pushed.host}/${REPOSITORY}@${lost}`]], all.stderr);
        assert.ok(pushed.has(REPOSITORY, before), "the outputs still name it");
    });

    it("prunes an index with its parts, and keeps the parts of another", async () => {
        pushed.image("multi:a");
        const shared = pushed.digest("multi:a");
        const own = pushed.image("multi:b", "linux/arm64");
        const gone = pushed.index("multi:1.0.0", "multi:a", "multi:b");
        pushed.age("multi", 9);
        const kept = pushed.index("multi:2.0.0", "multi:a");
        await images("delete", `${pushed.host}/multi:a`, `${pushed.host}/multi:b`, "--yes");
        const { deleted, code, stderr } = await images("prune", `${pushed.host}/multi`, "--keep", "1", "--yes");
        assert.deepEqual([code, deleted], [0, [gone, own].map((digest) => `${pushed.host}/multi@${digest}`)], stderr);
        assert.ok(pushed.has("multi", shared) && pushed.has("multi", kept));
    });

    it("refuses to prune while the outputs of the stack cannot be read", async () => {
        const file = ".local/state/.pulumi/stacks/registries/local.json";
        const state = checkout.read(file);
        checkout.write(file, "{");
        const [refused, dry] = [await checkout.npm("images", "prune", "--keep", "0", "--yes"), await checkout.npm("images", "prune", "--keep", "0", "--dry-run")];
        checkout.write(file, state);
        assert.deepEqual([refused.code, dry.code], [1, 0], dry.stderr);
        assert.match(refused.stderr, /^Cannot prune: which images stack "local" still names is not known \(.+\)$/m);
    });

    describe("in a registry elsewhere", () => {
        let environment: NodeJS.ProcessEnv;

        /** Words and, where there is a registry to log in to, docker's file with a login for it. */
        const elsewhere = (...words: string[]) => checkout.start("npm", ["run", "-s", "images", "--", ...words, "--stack", "elsewhere"], environment).finished;

        const logIn = (host: string, password: string) => checkout.write("docker/config.json", JSON.stringify({ auths: { [host]: { auth: Buffer.from(`pulumi:${password}`).toString("base64") } } }));

        before(() => {
            const host = pushed.host.replace("127.0.0.1", "localhost");
            checkout.write("Pulumi.elsewhere.yaml", STACK.replace("kind: local", `kind: local, host: "${host}"`));
            logIn(host, checkout.read(".local/password").trim());
            environment = { DOCKER_CONFIG: `${checkout.root}/docker`, SSL_CERT_DIR: `${checkout.root}/.local/tls/ca-dir`, PULUMI_BACKEND_URL: `file://${checkout.root}/.local/state` };
        });

        it("uses docker's login, and takes when an image was built for its age", async () => {
            pushed.image(`${REPOSITORY}:built`);
            const { code, stdout, stderr } = await elsewhere("tags", "site", "--json");
            assert.equal(code, 0, stderr);
            const [{ tags } = { tags: [] }] = (JSON.parse(stdout) as { repositories: { tags: { tag: string; at: string }[] }[] }).repositories;
            assert.equal(tags.find(({ tag }) => tag === "built")?.at, "2001-02-03T04:05:06.000Z");
        });

        it("prunes by age, and says that it cannot know what has no tag", async () => {
            const refused = await elsewhere("prune", "--untagged", "--dry-run");
            assert.equal(refused.code, 1);
            assert.match(refused.stderr, /Cannot prune what has no tag in localhost:\d+\/team\/site: the protocol of registries lists nothing without a tag/);
            const built = pushed.digest(`${REPOSITORY}:built`);
            const unknown = await elsewhere("prune", "--older-than", "1000d", "--yes");
            assert.deepEqual([unknown.code, pushed.has(REPOSITORY, built)], [1, true], unknown.stderr);
            assert.match(unknown.stderr, /^Cannot prune: which images stack "elsewhere" still names is not known \(.*no stack named/m);
            const script = 'eval "$(npm run -s env -- --stack elsewhere)" && exec pulumi stack init elsewhere';
            const made = await checkout.start("bash", ["-c", script], { ...environment, PULUMI_CONFIG_PASSPHRASE: "of a test" }).finished;
            assert.equal(made.code, 0, made.stderr);
            const done = await elsewhere("prune", "--older-than", "1000d", "--yes");
            assert.deepEqual([done.code, pushed.has(REPOSITORY, built)], [0, false], done.stderr);
        });

        it("says whose login was refused", async () => {
            logIn(pushed.host.replace("127.0.0.1", "localhost"), "wrong");
            const { code, stderr } = await elsewhere("list");
            assert.equal(code, 1);
            assert.match(stderr, /unauthorized \(login: auths of .*docker\/config\.json\)/);
            assert.doesNotMatch(stderr, /wrong/);
        });
    });

    it("leaves no login behind, and tells none", async () => {
        const password = checkout.read(".local/password").trim();
        checkout.write("tmp/.keep", "");
        const said = await checkout.start("npm", ["run", "-s", "images", "--", "show", "site:1.2.3"], { TMPDIR: `${checkout.root}/tmp` }).finished;
        assert.deepEqual([said.code, `${said.stdout}${said.stderr}`.includes(password)], [0, false]);
        assert.deepEqual(readdirSync(`${checkout.root}/tmp`).filter((name) => !name.startsWith("tsx-")), [".keep"]);
    });

    describe("of a registry that is down", () => {
        it("says what to do where nothing answers", async () => {
            await checkout.npm("down");
            const { code, stderr } = await checkout.npm("images", "list");
            assert.equal(code, 1);
            assert.match(stderr, /connection refused; npm run up starts the registry/);
        });
    });
});
