import assert from "node:assert/strict";
import { defaultImage } from "../model/images/image-schema";
import { planImages } from "../model/images/image";
import { planDrop } from "../model/images/drop-old-tags";
import { listForgotten, planOldTags, type OldTags } from "../model/images/old-tags";
import type { StoredManifest } from "../model/oci/inventory";

/** A digest that shows which manifest it is. */
const d = (letter: string) => `sha256:${letter.repeat(64)}`;

const letterOf = (digest: string) => (digest.startsWith("sha256:") ? digest.slice(7, 8) : digest);

/** An image as the outputs have it: `host/repository` of each registry, a letter for its digest, and its tags. */
function image(repositories: string, letter: string, tags: string, oldTags?: string): Record<string, unknown> {
    const refs = repositories.split(" ").map((repository) => `${repository}@${d(letter)}`);
    return {
        ref: refs[0], digest: d(letter), tags: tags.split(" "),
        ...(refs.length > 1 ? { refs: Object.fromEntries(refs.map((ref, index) => [`kind${index}`, ref])) } : {}),
        ...(oldTags === undefined ? {} : { oldTags }),
    };
}

/** What is planned, in short: `repository:tag,tag@digest choice !needed`. */
const shorten = (old: readonly OldTags[]) => old.map(({ repository, tags, digest, choice, needed }) =>
    `${repository}:${tags.join(",")}@${letterOf(digest)} ${choice}${needed.map((one) => ` !${letterOf(one)}`).join("")}`);

type Images = Record<string, unknown>;

describe("planOldTags()", () => {
    const web = image("h:1/web", "a", "1.4.2 1.4", "delete");
    const rows: [title: string, before: Images, after: Images, want: string[]][] = [
        ["nothing where nothing changed", { web }, { web }, []],
        ["the tags of an image that is gone", { web }, {}, ["h:1/web:1.4.2,1.4@a delete"]],
        ["the same for tags alone", { web: image("h:1/web", "a", "1.4.2", "untag") }, {}, ["h:1/web:1.4.2@a untag"]],
        ["nothing of one that keeps them", { web: image("h:1/web", "a", "1.4.2", "keep") }, {}, []],
        ["nothing of one that says nothing", { web: image("h:1/web", "a", "1.4.2") }, {}, []],
        ["nothing of one whose choice is not known", { web: image("h:1/web", "a", "1.4.2", "purge") }, {}, []],
        ["nothing of a renamed image", { web }, { site: web }, []],
        ["nothing of a renamed image that keeps tags from now on", { web }, { site: image("h:1/web", "a", "1.4.2 1.4") }, []],
        ["nothing of two that change their names", { web, api: image("h:1/api", "b", "2.0", "delete") }, { api: web, web: image("h:1/api", "b", "2.0", "delete") }, []],
        ["nothing of two in one repository that change their names", { web: image("h:1/all", "a", "web-1", "delete"), api: image("h:1/all", "b", "api-1", "delete") },
            { web: image("h:1/all", "b", "api-1", "delete"), api: image("h:1/all", "a", "web-1", "delete") }, []],
        ["nothing of an earlier version", { web }, { web: image("h:1/web", "b", "1.5.0 1.5", "delete") }, []],
        ["nothing where a tag is written no more", { web: image("h:1/web", "a", "1.4.2 stable", "delete") }, { web: image("h:1/web", "a", "1.4.2", "delete") }, []],
        ["nothing of a renamed image of another version", { web }, { site: image("h:1/web", "b", "1.5.0 1.4", "delete") }, []],
        ["nothing of an image whose repository another one moves to", { web, api: image("h:1/api", "b", "2") }, { api: image("h:1/web", "b", "2") }, []],
        ["no tag that another image of the repository has taken over", { web: image("h:1/all", "a", "web-1 stable", "delete"), api: image("h:1/all", "b", "api-1") },
            { api: image("h:1/all", "b", "api-1 stable") }, ["h:1/all:web-1@a delete !b"]],
        ["a changed repository", { web }, { web: image("h:1/site", "a", "1.4.2 1.4", "delete") }, ["h:1/web:1.4.2,1.4@a delete"]],
        ["a changed repository as the image says now", { web }, { web: image("h:1/site", "a", "1.4.2 1.4", "untag") }, ["h:1/web:1.4.2,1.4@a untag"]],
        ["nothing of a changed repository if tags are kept from now on", { web }, { web: image("h:1/site", "a", "1.4.2 1.4") }, []],
        ["a changed repository as the image says now for the first time", { web: image("h:1/web", "a", "1") }, { web: image("h:1/site", "a", "1", "delete") }, ["h:1/web:1@a delete"]],
        ["another host or port", { web }, { web: image("h:2/web", "a", "1.4.2 1.4", "delete") }, ["h:1/web:1.4.2,1.4@a delete"]],
        ["a registry of several that is gone", { web: image("h:1/web g.io/web", "a", "1", "delete") }, { web: image("g.io/web", "a", "1", "delete") }, ["h:1/web:1@a delete"]],
        ["nothing of a registry that comes", { web: image("g.io/web", "a", "1", "delete") }, { web: image("h:1/web g.io/web", "a", "1", "delete") }, []],
        ["nothing of registries in another order", { web: image("g.io/web h:1/web", "a", "1", "delete") }, { web: image("h:1/web g.io/web", "a", "1", "delete") }, []],
        ["every registry of an image that is gone", { web: image("h:1/web g.io/team/web", "a", "1", "delete") }, {}, ["h:1/web:1@a delete", "g.io/team/web:1@a delete"]],
        ["what others of the repository do not have, and what they need", { web: image("h:1/all", "a", "web-1", "delete"), api: image("h:1/all", "a", "api-1") },
            { api: image("h:1/all", "a", "api-1") }, ["h:1/all:web-1@a delete !a"]],
        ["a tag of the same name in another repository", { web, api: image("h:1/api", "a", "1.4.2") }, { api: image("h:1/api", "a", "1.4.2") }, ["h:1/web:1.4.2,1.4@a delete"]],
        ["all of a stack that is gone", { web, api: image("h:1/api", "b", "1"), job: image("h:1/job", "c", "1", "untag") }, {}, ["h:1/web:1.4.2,1.4@a delete", "h:1/job:1@c untag"]],
        ["a repository below an alias", { web: image("public.ecr.aws/a1b2/web", "a", "1", "untag") }, {}, ["public.ecr.aws/a1b2/web:1@a untag"]],
    ];
    for (const [title, before, after, want] of rows) {
        it(`finds ${title}`, () => assert.deepEqual(shorten(planOldTags({ images: before }, { images: after })), want));
    }

    const unreadable: [title: string, image: unknown][] = [
        ["is masked", "[secret]"],
        ["is nothing", null],
        ["is a list", []],
        ["has a masked reference", { ...web, ref: "[secret]" }],
        ["has no reference yet", { digest: d("a"), tags: ["1"] }],
        ["has a reference without a host", { ...web, ref: `web@${d("a")}` }],
        ["has a reference by a tag", { ...web, ref: "h:1/web:1.4.2" }],
        ["has a reference of another digest", { ...web, ref: `h:1/web@${d("b")}` }],
        ["has a reference that is none", { ...web, ref: `h:1/We b@${d("a")}` }],
        ["has a digest that is none", { ...web, digest: "sha256:a" }],
        ["has masked tags", { ...web, tags: "[secret]" }],
        ["has a tag that is none", { ...web, tags: ["1.4.2", "a/b"] }],
        ["has a number as a tag", { ...web, tags: [1.4] }],
        ["has masked references of several registries", { ...web, refs: "[secret]" }],
        ["has one masked reference of several", { ...web, refs: { acr: "[secret]" } }],
    ];
    for (const [title, broken] of unreadable) {
        it(`leaves alone an image that ${title}, and finds the others`, () =>
            assert.deepEqual(shorten(planOldTags({ images: { api: broken, web } }, { images: {} })), ["h:1/web:1.4.2,1.4@a delete"]));
        it(`finds nothing where an image that stays ${title}`, () =>
            assert.deepEqual(planOldTags({ images: { web } }, { images: { api: broken } }), []));
    }

    for (const [title, outputs] of [["none", {}], ["masked images", { images: "[secret]" }], ["a list of images", { images: [web] }]] as const) {
        it(`finds nothing before or after outputs with ${title}`, () => {
            assert.deepEqual(planOldTags(outputs, { images: {} }), []);
            assert.deepEqual(planOldTags({ images: { web } }, outputs), []);
        });
    }

    it("never names a tag that the stack has afterwards, whatever changed", () => {
        const choices = ["keep", "untag", "delete"];
        const repositories = ["h:1/a", "h:1/b", "g.io/a"];
        let seed = 1;
        const draw = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
        const some = (): Images => Object.fromEntries(["p", "q", "r", "s"].filter(() => draw(4) > 0).map((name) =>
            [name, image([...new Set([draw(3), draw(3)].map((index) => repositories[index] ?? ""))].join(" "), "abc"[draw(3)] ?? "a", `${draw(3)} v${draw(3)}`, choices[draw(3)])]));
        const tagsOf = (images: Images) => Object.values(images as Record<string, { ref: string; refs?: Record<string, string>; tags: string[] }>)
            .flatMap(({ ref, refs = {}, tags }) => [ref, ...Object.values(refs)].flatMap((one) => tags.map((tag) => `${one.split("@")[0]}:${tag}`)));
        let found = 0;
        for (let round = 0; round < 2_000; round++) {
            const [before, after] = [some(), some()];
            const had = new Set(tagsOf(before));
            const has = new Set(tagsOf(after));
            for (const { repository, tags } of planOldTags({ images: before }, { images: after })) {
                found += tags.length;
                tags.forEach((tag) => assert.ok(had.has(`${repository}:${tag}`) && !has.has(`${repository}:${tag}`), JSON.stringify({ before, after, repository, tag })));
            }
            assert.deepEqual(planOldTags({ images: before }, { images: before }), []);
        }
        assert.ok(found > 1_000, `${found}`);
    });
});

describe("listForgotten()", () => {
    const before = { web: image("h:1/web g.io/web", "a", "1 2", "delete"), api: image("h:1/api", "b", "1", "untag"), job: image("h:1/job", "c", "1"), odd: "[secret]" };
    const unknown = { ...image("h:1/api", "b", "1"), digest: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
    const rows: [title: string, after: Record<string, unknown>, want: ReturnType<typeof listForgotten>][] = [
        ["what is gone while another image is not known", { images: { api: unknown } },
            [{ repository: "h:1/web", tags: ["1", "2"] }, { repository: "g.io/web", tags: ["1", "2"] }]],
        ["what is in another repository now while another image is not known", { images: { web: image("h:1/elsewhere", "a", "1 2"), api: unknown } },
            [{ repository: "h:1/web", tags: ["1", "2"] }, { repository: "g.io/web", tags: ["1", "2"] }]],
        ["nothing where all is known", { images: {} }, []],
        ["nothing where nothing is told", {}, []],
        ["nothing where nothing is gone", { images: before }, []],
    ];
    for (const [title, after, want] of rows) {
        it(`lists ${title}`, () => assert.deepEqual(listForgotten({ images: before }, after), want));
    }
});

describe("planDrop()", () => {
    const stored = (letter: string, tags: string, more: { holds?: string; about?: string } = {}): StoredManifest => ({
        digest: d(letter), tags: tags === "" ? [] : tags.split(" "), children: [...(more.holds ?? "")].map(d),
        ...(more.about === undefined ? {} : { subject: d(more.about) }),
    });
    const old = (choice: OldTags["choice"], letter: string, tags: string, needed = ""): OldTags =>
        ({ repository: "h:1/web", tags: tags.split(" "), digest: d(letter), choice, needed: [...needed].map(d) });

    const all = [
        stored("a", "1.0 latest"), stored("b", "1.1"), stored("i", "2.0", { holds: "pq" }), stored("p", "2.0-amd64"), stored("q", ""),
        stored("s", "", { about: "b" }), stored("j", "", { holds: "c" }), stored("c", "3.0"), stored("e", "4.0"), stored("n", "note", { about: "e" }),
    ];
    const ways = { deletesUntagged: false };
    const rows: [title: string, old: OldTags[], untag: string, remove: string, left: string][] = [
        ["all tags alone, where untag was chosen", [old("untag", "a", "1.0 latest")], "1.0 latest", "", ""],
        ["an image with its tags", [old("delete", "a", "1.0 latest")], "", "a", ""],
        ["an image with what is about it", [old("delete", "b", "1.1")], "", "bs", ""],
        ["no image with another tag", [old("delete", "a", "1.0")], "1.0", "", ""],
        ["an index with what it alone holds", [old("delete", "i", "2.0")], "", "iq", ""],
        ["no image that an index holds", [old("delete", "p", "2.0-amd64")], "2.0-amd64", "", ""],
        ["no image that an index without a tag holds", [old("delete", "c", "3.0")], "3.0", "", ""],
        ["no image that something with a tag of its own is about", [old("delete", "e", "4.0")], "4.0", "", ""],
        ["no tag that leads elsewhere now", [old("delete", "b", "1.1 latest 9")], "", "bs", "latest"],
        ["nothing that is gone already", [old("delete", "z", "7.0")], "", "", ""],
        ["no image whose tags all lead elsewhere", [old("delete", "z", "1.0 1.1")], "", "", "1.0 1.1"],
        ["an image of two that leave together", [old("delete", "a", "1.0"), old("delete", "a", "latest")], "", "a", ""],
        ["no image of which one that leaves says untag", [old("delete", "a", "1.0"), old("untag", "a", "latest")], "1.0 latest", "", ""],
        ["no image that the stack names", [old("delete", "b", "1.1", "b")], "1.1", "", "b"],
        ["no part of an image that the stack names", [old("delete", "i", "2.0", "q")], "2.0", "", "i"],
        ["an image in spite of what the stack names elsewhere", [old("delete", "b", "1.1", "a")], "", "bs", ""],
    ];
    for (const [title, asked, untag, remove, left] of rows) {
        it(`takes ${title}`, () => {
            const plan = planDrop(asked, { manifests: all }, ways);
            assert.deepEqual(
                [plan.untag.map(({ tag }) => tag).sort().join(" "), plan.remove.map(({ digest }) => letterOf(digest)).sort().join(""), plan.left.map(({ version }) => letterOf(version)).join(" ")],
                [untag, remove, left],
            );
        });
    }

    it("deletes no image where not all is listed, and says so", () => {
        const plan = planDrop([old("delete", "b", "1.1"), old("delete", "a", "1.0")], { manifests: all, incomplete: "az is not on PATH" }, ways);
        assert.deepEqual([plan.remove, plan.untag.map(({ tag }) => tag).sort()], [[], ["1.0", "1.1"]]);
        assert.deepEqual(plan.left, [{ version: d("b"), why: "what may need it is not known: az is not on PATH" }]);
    });

    it("leaves an image one tag where the registry would delete it with the last one", () => {
        const plan = planDrop([old("untag", "a", "1.0 latest"), old("delete", "b", "1.1"), old("delete", "p", "2.0-amd64")], { manifests: all }, { deletesUntagged: true });
        assert.deepEqual(plan.untag.map(({ tag }) => tag), ["latest"]);
        assert.deepEqual(plan.remove.map(({ digest }) => letterOf(digest)).sort(), ["b", "s"]);
        assert.deepEqual(plan.left.map(({ version, why }) => `${version}: ${why}`).sort(), ["1.0", "2.0-amd64"].map((tag) => `${tag}: this registry deletes an image with its last tag`));
    });

    it("says what a tag leads to that was moved", () =>
        assert.deepEqual(planDrop([old("untag", "b", "latest")], { manifests: all }, ways).left, [{ version: "latest", why: "it leads to sha256:aaaaaaaaaaaa, which the stack did not push under it" }]));
});

describe("an image's oldTags", () => {
    const source = { contextExists: true, dockerfileExists: true, dirty: false, shallow: false };
    const plan = (oldTags: "keep" | "untag" | "delete") =>
        planImages({ images: { web: { ...defaultImage("web"), context: "web", version: "1.4.2", oldTags } } }, { web: source }).plans[0];

    it("is in the plan where it is not the default", () => {
        assert.equal(defaultImage("web").oldTags, "keep");
        assert.deepEqual(Object.keys(plan("keep") ?? {}).includes("oldTags"), false);
        assert.deepEqual([plan("untag")?.oldTags, plan("delete")?.oldTags], ["untag", "delete"]);
    });
});
