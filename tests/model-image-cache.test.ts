import assert from "node:assert/strict";
import { parseConfig } from "../model/config";
import { planCache } from "../model/images/cache";
import { planImages, type ImageSource } from "../model/images/image";
import { listPushed } from "../model/images/pushed-images";
import { formatPurge } from "../model/acr/tasks/purge-command";
import { findLifecycleProblems } from "../model/ecr/lifecycle/lifecycle-problem";
import { planTagMutability } from "../model/ecr/tag-mutability";
import { formatProblem } from "../model/problem";

const ECR_FLAGS = "image-manifest=true,oci-mediatypes=true";
const source: ImageSource = { contextExists: true, dockerfileExists: true, dirty: false, shallow: false };

function parse(cache: unknown, more: Readonly<Record<string, unknown>> = {}) {
    return parseConfig({ registry: { kind: "local" }, images: { web: { context: "web", version: "1.4.2", cache, ...more } } });
}

function planAll(cache: unknown, more: Readonly<Record<string, unknown>> = {}) {
    const { images, problems } = parse(cache, more);
    assert.deepEqual(problems.map(formatProblem), []);
    return planImages({ images }, { web: source });
}

describe("planCache()", () => {
    const image = { name: "web", earlier: "1.4" };
    const good: [title: string, cache: unknown, from: unknown[], to: unknown[], tags?: string[]][] = [
        ["a word for the registry", "registry",
            [{ attributes: "type=registry", tag: "buildcache", isSecret: false }],
            [{ attributes: `type=registry,${ECR_FLAGS},mode=max`, tag: "buildcache", isSecret: false }], ["buildcache"]],
        ["a tag, and only reads it", { registry: "main", write: false }, [{ attributes: "type=registry", tag: "main", isSecret: false }], [], ["main"]],
        ["a registry elsewhere", { registry: "a.io/cache/web:x", mode: "min" },
            [{ attributes: "type=registry,ref=a.io/cache/web:x", isSecret: false }],
            [{ attributes: `type=registry,ref=a.io/cache/web:x,${ECR_FLAGS},mode=min`, isSecret: false }]],
        ["a part of the image", "inline", [{ attributes: "type=registry", tag: "1.4", isSecret: false }], [{ attributes: "type=inline", isSecret: false }]],
        ["a folder", { local: "./.cache/" }, [{ attributes: "type=local,src=.cache", isSecret: false }], [{ attributes: "type=local,dest=.cache,mode=max", isSecret: false }]],
        ["GitHub Actions by the image's name", "gha", [{ attributes: "type=gha,scope=web", isSecret: false }], [{ attributes: "type=gha,scope=web,mode=max", isSecret: false }]],
        ["a bucket", { s3: { bucket: "b", region: "eu-central-1", prefix: "p/", endpoint: "https://minio.test" }, write: false },
            [{ attributes: "type=s3,bucket=b,region=eu-central-1,name=web,prefix=p/,endpoint_url=https://minio.test", isSecret: false }], []],
        ["a blob, with a secret key", { azblob: { accountUrl: "https://c.blob.core.windows.net", accountKey: "k==" }, write: false },
            [{ attributes: "type=azblob,account_url=https://c.blob.core.windows.net,name=web,secret_access_key=k==", isSecret: true }], []],
        ["nothing", undefined, [], []],
    ];
    for (const [title, cache, from, to, tags = []] of good) {
        it(`plans ${title}`, () => {
            const { images, problems } = parse(cache ?? "inline");
            assert.deepEqual(problems, []);
            assert.deepEqual(planCache(cache === undefined ? undefined : images["web"]?.cache, image), { from, to, tags });
        });
    }

    const bad: [title: string, cache: unknown, ...want: RegExp[]][] = [
        ["an unknown word", "regsitry", /web\.cache: required is registry, inline or gha, or a map/],
        ["no place", { mode: "max" }, /web\.cache: required is registry, inline or gha, or a map with at least one/],
        ["no place but a false one", { inline: false }, /web\.cache: /],
        ["an unknown key", { registy: "x" }, /web\.cache\.registy: .*did you mean "registry"/],
        ["a wrong reference", { registry: "a b" }, /web\.cache\.registry: .*not shown/],
        ["an unknown mode", { registry: "x", mode: "mix" }, /web\.cache\.mode: required is min or max/],
        ["an absolute folder", { local: "/tmp/x" }, /web\.cache\.local: /],
        ["a bucket without region", { s3: { bucket: "b" } }, /web\.cache\.s3\.region: /],
        ["a value with a comma, and hides it", { azblob: { accountUrl: "https://c.test", accountKey: "s3cret,x" } }, /web\.cache\.azblob\.accountKey: .*not shown/],
        ["a list", ["registry"], /web\.cache: .*a list$/],
    ];
    for (const [title, cache, ...want] of bad) {
        it(`refuses ${title}`, () => {
            const lines = parse(cache).problems.map(formatProblem);
            assert.doesNotMatch(lines.join("\n"), /s3cret/);
            assert.ok(lines.length >= want.length);
            want.forEach((pattern) => assert.ok(lines.some((line) => pattern.test(line)), lines.join("\n")));
        });
    }

    it("refuses a tag of the image, and the cache of another image", () => {
        assert.match(planAll({ registry: "1.4" }).problems.map(formatProblem).join("\n"), /web\.cache\.registry: required is another tag/);
        const { images } = parseConfig({
            registry: { kind: "local" },
            images: Object.fromEntries(["a", "b"].map((name, index) => [name, { context: name, version: `1.0.${index}`, tags: [name], repository: "shop", cache: "registry" }])),
        });
        const { problems } = planImages({ images }, { a: source, b: source });
        assert.match(problems.map(formatProblem).join("\n"), /images\.b\.repository: .*with the tags 1\.0, 1, buildcache$/);
    });

    it("tells that of several platforms one is kept", () => {
        const platforms = ["linux/amd64", "linux/arm64"];
        assert.match(planAll("registry", { platforms }).plans[0]?.notices.join("\n") ?? "", /of its 2 platforms the cache keeps one/);
        assert.deepEqual(planAll({ registry: "x", write: false }, { platforms }).plans[0]?.notices, []);
    });
});

describe("listPushed()", () => {
    const pushed = listPushed(planAll("registry").plans);

    it("lists the cache as what is moved", () => {
        assert.deepEqual(pushed.map(({ repository, tags, floatingTags }) => [repository, tags, floatingTags]), [
            ["web", ["1.4.2", "1.4", "1"], ["1.4", "1"]], ["web", ["buildcache"], ["buildcache"]],
        ]);
    });

    it("lets ECR move it", () => assert.deepEqual(planTagMutability({ immutableTags: true, movableTags: [] }, pushed).exclusionFilters, ["1", "1.4", "buildcache"]));

    it("lets no lifecycle rule of ECR take it", () => {
        const [problem] = findLifecycleProblems([{ tagPatterns: ["build*"], pushedDays: 14, archive: false }], { images: pushed, movableTags: [] });
        assert.match(problem?.required ?? "", /what this stack pushes: web:buildcache/);
    });

    it("spares it in a purge of ACR", () => {
        assert.match(formatPurge({ repositories: "web", olderThan: "30d" }, {}, pushed), /'web:\^\(\?!\(1\|1\[\.\]4\|1\[\.\]4\[\.\]2\|buildcache\)\$\)/);
    });
});
