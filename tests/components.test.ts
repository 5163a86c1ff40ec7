import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { readLogin } from "../components/credentials";
import { declareImages } from "../components/declare-images";
import { ImageBuild } from "../components/image-build";
import { LocalRegistry } from "../components/local-registry";
import type { Registry, RegistryRepository } from "../components/registry";
import type { ImagePlan } from "../model/images/image";
import type { LocalRegistryPlan } from "../model/local";
import { record, valueOf, type Answers } from "./record";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const ANSWERS: Answers = { "docker-build:index:Image": () => ({ digest: DIGEST }) };
const HOST = "127.0.0.1:5001";

const FOLDER = mkdtempSync(join(tmpdir(), "registries-login-"));
writeFileSync(join(FOLDER, "password"), "correct horse\n", { mode: 0o600 });
after(() => rmSync(FOLDER, { recursive: true }));

const LOCAL: LocalRegistryPlan = { host: HOST, login: { username: "push", passwordFile: join(FOLDER, "password") } };

/** A registry whose repositories are resources, not all below its host. */
class Elsewhere implements Registry {
    readonly host = pulumi.output("images.example.com");
    readonly credentials = { username: "AWS", password: pulumi.secret("token"), logIn: () => Promise.resolve(undefined) };
    readonly #resource: pulumi.CustomResource;

    constructor(name: string) {
        this.#resource = new (class extends pulumi.CustomResource {})("test:index:Repository", name, {});
    }

    repository(name: string): RegistryRepository {
        return { url: pulumi.interpolate`${this.host}/a/${name}`, resource: this.#resource, resources: [this.#resource] };
    }
}

const plan: ImagePlan = {
    name: "web",
    repository: "team/web",
    tags: ["1.4.2", "1.4", "1", "sha-0123456789ab"],
    floatingTags: ["1.4", "1"],
    takenTags: [],
    context: "services/web",
    dockerfile: "services/web/Dockerfile",
    platforms: [],
    buildArgs: { TITLE: "x" },
    labels: {},
    cacheTags: [], contexts: {}, secrets: {}, ssh: [], network: "default", addHosts: [], noCache: false, pull: false,
    cache: { from: [], to: [] }, output: "type=registry", notices: [],
};

function declare(changes: Partial<ImagePlan> = {}): ImageBuild {
    const registry = new LocalRegistry("local", { plan: LOCAL });
    return new ImageBuild("web", { plan: { ...plan, ...changes }, registries: [{ name: "local", registry }], builder: "here" });
}

function refOf({ refs }: ImageBuild): pulumi.Output<string> {
    return refs["local"] ?? pulumi.output("no reference");
}

describe("ImageBuild", () => {
    for (const preview of [false, true]) {
        it(`registers exactly its image ${preview ? "in a first preview" : "in an update"}`, async () => {
            const { resources } = await record(() => void declare(), ANSWERS, { preview });
            assert.deepEqual(resources.map(({ type, name }) => `${type} ${name}`), [
                "docker-build:index:Image web",
                "registries:images:ImageBuild web",
                "registries:local:LocalRegistry local",
            ]);
        });
    }

    it("pushes every planned tag, and never builds in a preview", async () => {
        const { resources } = await record(() => void declare(), ANSWERS);
        const { tags, push, exports, buildOnPreview, context, dockerfile, builder } = resources[0]?.inputs ?? {};
        assert.deepEqual(tags, plan.tags.map((tag) => `${HOST}/team/web:${tag}`));
        assert.deepEqual([push, exports, buildOnPreview], [false, [{ raw: "type=registry" }], false]);
        assert.deepEqual([context, dockerfile], [{ location: "services/web" }, { location: "services/web/Dockerfile" }]);
        assert.deepEqual(builder, { name: "here" });
    });

    it("hands out a reference that a digest pins", async () => {
        const { result } = await record(async () => {
            const build = declare();
            return { ref: await valueOf(refOf(build)), digest: await valueOf(build.digest), tags: build.tags };
        }, ANSWERS);
        assert.deepEqual(result, { ref: `${HOST}/team/web@${DIGEST}`, digest: DIGEST, tags: plan.tags });
    });

    it("keeps the reference out of secrecy and the password in it", async () => {
        const { result } = await record(async () => {
            const registry = new LocalRegistry("local", { plan: LOCAL });
            const build = new ImageBuild("web", { plan, registries: [{ name: "local", registry }], builder: "here" });
            return [await pulumi.isSecret(refOf(build)), await pulumi.isSecret(registry.credentials?.password ?? pulumi.output(""))];
        }, ANSWERS);
        assert.deepEqual(result, [false, true]);
    });

    it("is built once for several registries, with the login of each", async () => {
        const { resources, result } = await record(async () => {
            const registries = [
                { name: "local", registry: new LocalRegistry("local", { plan: LOCAL }) },
                { name: "other", registry: new Elsewhere("other") },
            ];
            const { refs } = new ImageBuild("web", { plan, registries, builder: "here" });
            return Promise.all(Object.entries(refs).map(async ([name, ref]) => [name, await valueOf(ref)]));
        }, { ...ANSWERS, "test:index:Repository": () => ({}) });
        const images = resources.filter(({ type }) => type === "docker-build:index:Image");
        assert.equal(images.length, 1);
        const { tags, registries } = images[0]?.inputs as { tags: string[]; registries: { value: { address: string; username: string }[] } };
        assert.deepEqual(tags, [HOST + "/team/web", "images.example.com/a/team/web"].flatMap((url) => plan.tags.map((tag) => `${url}:${tag}`)));
        assert.deepEqual(registries.value.map(({ address, username }) => [address, username]), [[HOST, "push"], ["images.example.com", "AWS"]]);
        assert.deepEqual(images[0]?.options.dependsOn, ["test:index:Repository other"]);
        assert.deepEqual(images[0]?.options.replaceWith, ["test:index:Repository other"]);
        assert.deepEqual(result, [["local", `${HOST}/team/web@${DIGEST}`], ["other", `images.example.com/a/team/web@${DIGEST}`]]);
    });

    it("sends no credentials where the shell's own are used", async () => {
        const { resources } = await record(() => {
            const registry = new LocalRegistry("local", { plan: { host: "registry.example.com", login: undefined } });
            return void new ImageBuild("web", { plan: { ...plan, target: "final" }, registries: [{ name: "local", registry }], builder: "here" });
        }, ANSWERS);
        assert.equal(resources[0]?.inputs["registries"], undefined);
        assert.equal(resources[0]?.inputs["target"], "final");
    });
});

describe("what a build is given", () => {
    async function inputsOf(changes: Partial<ImagePlan>) {
        const { resources } = await record(() => void declare(changes), ANSWERS);
        return resources[0];
    }

    it("leaves out what is empty, which to the provider is another input", async () => {
        const inputs = Object.entries((await inputsOf({}))?.inputs ?? {}).flatMap(([key, value]) => (value === undefined ? [] : [key]));
        // What is not written of the network is default to the SDK too.
        assert.deepEqual(inputs.sort(), [
            "buildArgs", "buildOnPreview", "builder", "context", "dockerfile", "exports", "labels", "network", "platforms", "push", "registries", "tags",
        ]);
    });

    it("keeps secrets secret, in the build and in a cache", async () => {
        const cache = { from: [{ attributes: "type=azblob,secret_access_key=k", isSecret: true }], to: [{ attributes: "type=gha", isSecret: false }] };
        const image = await inputsOf({ secrets: { TOKEN: "x" }, cache });
        assert.deepEqual(image?.options.secrets.filter((path) => !path.startsWith("registries")), ["cacheFrom.0.raw", "secrets"]);
    });

    it("hands over the rest", async () => {
        const { context: _, ...image } = (await inputsOf({
            ssh: [{ id: "default", paths: [] }, { id: "a", paths: ["b"] }], addHosts: ["db:10.0.0.7"], network: "none", noCache: true, pull: true,
            cache: { from: [{ attributes: "type=registry", tag: "buildcache", isSecret: false }], to: [] },
        }))?.inputs ?? {};
        assert.deepEqual([image["ssh"], image["addHosts"], image["network"], image["noCache"], image["pull"], image["cacheFrom"], image["cacheTo"]], [
            [{ id: "default" }, { id: "a", paths: ["b"] }], ["db:10.0.0.7"], "none", true, true, [{ raw: `type=registry,ref=${HOST}/team/web:buildcache` }], undefined,
        ]);
    });

    it("takes a Dockerfile as a text, or none for a git repository", async () => {
        const { dockerfile: _, ...remote } = plan;
        const { resources } = await record(() => {
            const registry = new LocalRegistry("local", { plan: LOCAL });
            const registries = [{ name: "local", registry }];
            new ImageBuild("remote", { plan: { ...remote, context: "https://a.io/b.git#0a" }, registries, builder: "here" });
            new ImageBuild("text", { plan: { ...remote, dockerfileInline: "FROM scratch" }, registries, builder: "here" });
        }, ANSWERS);
        assert.deepEqual(resources.slice(0, 2).map(({ inputs }) => inputs["dockerfile"]), [undefined, { inline: "FROM scratch" }]);
    });

    it("is another image by its digest, which names itself in the labels", async () => {
        const { resources } = await record(() => {
            const registries = [{ name: "local", registry: new LocalRegistry("local", { plan: LOCAL }) }];
            const app = { ...plan, name: "app", contexts: { base: { image: "web" }, lib: { location: "lib" } }, base: { image: "web" } };
            declareImages([plan, app].map((each) => ({ plan: each, builder: "here" })), registries);
        }, ANSWERS);
        const { context, labels } = resources[0]?.inputs ?? {};
        assert.deepEqual(context, {
            location: "services/web", named: { base: { location: `docker-image://${HOST}/team/web@${DIGEST}` }, lib: { location: "lib" } },
        });
        assert.deepEqual(labels, { "org.opencontainers.image.base.digest": DIGEST, "org.opencontainers.image.base.name": `${HOST}/team/web:1.4.2` });
        assert.deepEqual(resources[0]?.options.dependsOn, ["docker-build:index:Image web"]);
    });

    it("refuses an image that is not declared", () => {
        const unknown = { ...plan, contexts: { base: { image: "none" } } };
        return assert.rejects(record(() => void declare(unknown), ANSWERS), /RangeError: Cannot build "web" from the image "none": it is not declared yet|not declared yet/);
    });
});

describe("readLogin()", () => {
    it("reads the password as a secret, without its line end", async () => {
        const { password } = readLogin({ username: "push", passwordFile: join(FOLDER, "password") });
        assert.equal(await pulumi.isSecret(password), true);
        assert.equal(await valueOf(password), "correct horse");
    });

    it("names a file that is not there", () => {
        assert.throws(() => readLogin({ username: "push", passwordFile: join(FOLDER, "none") }), /none/);
    });
});
