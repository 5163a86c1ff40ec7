import assert from "node:assert/strict";
import { needLocalTools, needTool } from "../tools-at-hand";
import { Checkout } from "./checkout";
import { Pushed } from "./pushed";

type Images = Record<string, { ref: string; digest: string; tags: string[]; oldTags?: string }>;

/** A label in place of the image's name, so that images of other names have the same content. */
const TITLE = "labels: { org.opencontainers.image.title: of all }";

const image = (context: string, more: string) => `{ context: examples/quickstart/${context}, version: 1.2.3, ${more} }`;

const KEPT = image("site", `repository: all, tagPrefix: kept-, ${TITLE}`);
const UNTAGGED = image("settings", "oldTags: untag");
const DELETED = image("site", "repository: deleted, oldTags: delete, labels: { org.opencontainers.image.title: of one }");
const TWIN = image("site", `repository: all, tagPrefix: twin-, oldTags: delete, ${TITLE}`);

describe("tags of images that leave, end to end", function () {
    this.timeout(300_000);

    let checkout: Checkout;
    let pushed: Pushed;
    let first: Images;

    function write(images: Record<string, string>): void {
        const lines = Object.entries(images).map(([name, text]) => `    ${name}: ${text}\n`).join("");
        checkout.write("Pulumi.local.yaml", `config:\n  registries:registry: { kind: local }\n  registries:images:\n${lines}`);
    }

    /** Runs `up` with these images and no others. */
    async function up(images: Record<string, string>): Promise<{ images: Images; stderr: string }> {
        write(images);
        const { outputs, stderr } = await checkout.done("up");
        return { images: outputs["images"] as Images, stderr };
    }

    const oldTagsIn = (stderr: string) => stderr.split("\n").filter((line) => line.startsWith("old tags: "));

    before(async function () {
        await needLocalTools(this);
        const regctl = await needTool(this, "regctl");
        checkout = new Checkout();
        ({ images: first } = await up({ kept: KEPT, untagged: UNTAGGED, deleted: DELETED, twin: TWIN }));
        pushed = new Pushed(checkout, regctl);
    });

    after(async () => {
        await checkout?.remove();
    });

    it("puts out the choice of an image that has made one", () => {
        assert.deepEqual(Object.values(first).map(({ oldTags }) => oldTags).sort(), ["delete", "delete", "untag", undefined]);
        assert.equal(first["kept"]?.digest, first["twin"]?.digest, "one content under two images");
    });

    it("touches nothing when an image is renamed in its repository", async () => {
        const { stderr } = await up({ kept: KEPT, untagged: UNTAGGED, renamed: DELETED, twin: TWIN });
        assert.deepEqual([oldTagsIn(stderr), pushed.digest("deleted:1.2.3")], [[], first["deleted"]?.digest]);
    });

    it("touches nothing when the version is raised", async () => {
        const { stderr } = await up({ kept: KEPT, untagged: UNTAGGED.replace("1.2.3", "1.3.0"), renamed: DELETED, twin: TWIN });
        assert.deepEqual([oldTagsIn(stderr), pushed.digest("untagged:1.2.3")], [[], first["untagged"]?.digest]);
        const back = await up({ kept: KEPT, untagged: UNTAGGED, renamed: DELETED, twin: TWIN });
        assert.deepEqual(oldTagsIn(back.stderr), []);
        // Without the tag 1, which stays with 1.3.0.
        const { untagged } = back.images;
        assert.ok(untagged !== undefined);
        first = { ...first, untagged };
    });

    it("does as chosen with the images that leave, and leaves what others need", async () => {
        const [kept, untagged, deleted] = ["kept", "untagged", "deleted"].map((name) => first[name]?.digest ?? "");
        const { stderr, images } = await up({ kept: KEPT });
        assert.deepEqual(images["kept"], first["kept"]);
        assert.deepEqual(pushed.tags("all"), [...first["kept"]?.tags ?? []].sort());
        assert.ok(pushed.has("all", kept ?? ""), "a tag is on it");
        assert.deepEqual([pushed.tags("untagged"), pushed.has("untagged", untagged ?? "")], [["1", "1.3", "1.3.0"], true]);
        assert.ok(!pushed.has("deleted", deleted ?? ""));
        assert.equal(oldTagsIn(stderr).length, (first["untagged"]?.tags.length ?? 0) + (first["twin"]?.tags.length ?? 0) + 1, stderr);
    });

    it("has nothing to do afterwards", async () => {
        const { changes } = await checkout.done("up");
        assert.equal(changes.create + changes.update + changes.delete + changes.replace, 0);
    });

    it("pushes again what comes back", async () => {
        const { images } = await up({ kept: KEPT, deleted: DELETED, untagged: UNTAGGED });
        assert.deepEqual([pushed.digest("deleted:1.2.3"), pushed.digest("untagged:1.2.3")], [images["deleted"]?.digest, images["untagged"]?.digest]);
    });

    it("does as chosen when the stack is destroyed while the registry stays", async () => {
        const { stderr } = await checkout.done("destroy");
        assert.ok(pushed.has("all", first["kept"]?.digest ?? ""));
        assert.deepEqual(pushed.tags("all"), [...first["kept"]?.tags ?? []].sort());
        assert.ok(!pushed.has("deleted", first["deleted"]?.digest ?? ""), stderr);
        assert.ok(!pushed.tags("untagged").includes("1.2.3") && pushed.has("untagged", first["untagged"]?.digest ?? ""), stderr);
    });

    it("says what stays where a run fails, as no later one knows of it", async () => {
        const { images } = await up({ kept: KEPT, deleted: DELETED });
        const dockerfile = checkout.read("examples/quickstart/site/Dockerfile");
        checkout.write("examples/quickstart/site/Dockerfile", `${dockerfile}COPY nowhere /x\n`);
        write({ kept: KEPT });
        const { code, errors } = await checkout.report("up", "--overwrite");
        checkout.write("examples/quickstart/site/Dockerfile", dockerfile);
        assert.equal(code, 1);
        assert.match(errors.at(-1) ?? "", /^Cannot drop old tags: the run has failed, and no later one knows of them; by hand: npm run images -- delete 127\.0\.0\.1:\d+\/deleted:1\.2\.3 /);
        assert.equal(pushed.digest("deleted:1.2.3"), images["deleted"]?.digest);
    });

    it("says what to do by hand where the registry does not answer", async () => {
        await up({ deleted: DELETED });
        await checkout.npm("down");
        const { code, errors } = await checkout.report("destroy");
        assert.equal(code, 1);
        assert.match(errors.join("\n"), /^Cannot drop old tags: .*connection refused; npm run up starts the registry; by hand: npm run images -- delete 127\.0\.0\.1:\d+\/deleted:1\.2\.3 /);
    });
});
