import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { readLogin } from "../components/credentials";
import { ImageBuild } from "../components/image-build";
import { LocalRegistry } from "../components/local-registry";
import type { ImagePlan } from "../model/image";
import type { LocalRegistryPlan } from "../model/local";
import { record, valueOf, type Answers } from "./record";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const ANSWERS: Answers = { "docker-build:index:Image": () => ({ digest: DIGEST }) };
const HOST = "127.0.0.1:5001";

const FOLDER = mkdtempSync(join(tmpdir(), "registries-login-"));
writeFileSync(join(FOLDER, "password"), "correct horse\n", { mode: 0o600 });
after(() => rmSync(FOLDER, { recursive: true }));

const LOCAL: LocalRegistryPlan = { host: HOST, login: { username: "push", passwordFile: join(FOLDER, "password") } };

const plan: ImagePlan = {
    name: "web",
    repository: "team/web",
    tags: ["1.4.2", "1.4", "1", "sha-0123456789ab"],
    floatingTags: ["1.4", "1"],
    context: "services/web",
    dockerfile: "services/web/Dockerfile",
    platforms: [],
    buildArgs: { TITLE: "x" },
    labels: {},
};

function declare(changes: Partial<ImagePlan> = {}): ImageBuild {
    const registry = new LocalRegistry("local", { plan: LOCAL });
    return new ImageBuild("web", { plan: { ...plan, ...changes }, registry, builder: "here" });
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
        const { tags, push, buildOnPreview, context, dockerfile, builder } = resources[0]?.inputs ?? {};
        assert.deepEqual(tags, plan.tags.map((tag) => `${HOST}/team/web:${tag}`));
        assert.deepEqual([push, buildOnPreview], [true, false]);
        assert.deepEqual([context, dockerfile], [{ location: "services/web" }, { location: "services/web/Dockerfile" }]);
        assert.deepEqual(builder, { name: "here" });
    });

    it("hands out a reference that a digest pins", async () => {
        const { result } = await record(async () => {
            const build = declare();
            return { ref: await valueOf(build.ref), digest: await valueOf(build.digest), tags: build.tags };
        }, ANSWERS);
        assert.deepEqual(result, { ref: `${HOST}/team/web@${DIGEST}`, digest: DIGEST, tags: plan.tags });
    });

    it("keeps the reference out of secrecy and the password in it", async () => {
        const { result } = await record(async () => {
            const registry = new LocalRegistry("local", { plan: LOCAL });
            const build = new ImageBuild("web", { plan, registry, builder: "here" });
            return [await pulumi.isSecret(build.ref), await pulumi.isSecret(registry.credentials?.password ?? pulumi.output(""))];
        }, ANSWERS);
        assert.deepEqual(result, [false, true]);
    });

    it("sends no credentials where the shell's own are used", async () => {
        const { resources } = await record(() => {
            const registry = new LocalRegistry("local", { plan: { host: "registry.example.com", login: undefined } });
            return void new ImageBuild("web", { plan: { ...plan, target: "final" }, registry, builder: "here" });
        }, ANSWERS);
        assert.equal(resources[0]?.inputs["registries"], undefined);
        assert.equal(resources[0]?.inputs["target"], "final");
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
