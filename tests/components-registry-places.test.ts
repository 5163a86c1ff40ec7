import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { requestLogin, type RequestToken } from "../components/credentials";
import { declareProofs } from "../components/proof";
import type { Registry } from "../components/registry";
import { findPlaces, refuseUnseen, requireTags } from "../components/registry-places";
import type { ImagePlan } from "../model/images/image";
import type { RegistryPlace } from "../registry-client/tag-survey";
import { record } from "./record";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

const plan: ImagePlan = {
    name: "web", repository: "team/web", version: "1.4.2", tags: ["1.4.2", "1.4"], floatingTags: ["1.4"], takenTags: [], cacheTags: ["buildcache"], context: "services/web",
    dockerfile: "services/web/Dockerfile", contexts: {}, platforms: [], buildArgs: {}, secrets: {}, ssh: [], network: "default", addHosts: [], noCache: false, pull: false,
    cache: { from: [{ attributes: "type=registry", tag: "buildcache", isSecret: false }, { attributes: "type=local,src=.cache", isSecret: false }, { attributes: "type=gha", isSecret: false }],
        to: [{ attributes: "type=registry", tag: "buildcache", isSecret: false }, { attributes: "type=inline", isSecret: false }] },
    labels: {}, output: "type=registry,rewrite-timestamp=true", notices: [],
};

/** A registry that a cloud logs in to. */
function cloud(host: pulumi.Output<string>, requestToken: RequestToken): { registry: Registry } {
    return { registry: { host, credentials: requestLogin("AWS", host, requestToken) } };
}

describe("findPlaces()", () => {
    const known = () => pulumi.output("registry.example.com");

    for (const preview of [false, true]) {
        it(`logs in once, for the push and for questions, in ${preview ? "a preview" : "an update"}`, async () => {
            const asked: string[] = [];
            const { result } = await record(async () => {
                const registries = [cloud(known(), (host) => Promise.resolve(`${asked.push(host)}`))];
                await findPlaces(registries, [plan], undefined);
                return findPlaces(registries, [plan], undefined);
            }, {}, { preview });
            assert.deepEqual(result, [{ host: "registry.example.com", login: { user: "AWS", pass: "1" }, paths: { web: "team/web" } }]);
            assert.deepEqual(asked, ["registry.example.com"]);
        });
    }

    it("leaves out what is not there yet", async () => {
        const { result } = await record(() => findPlaces([cloud(known(), () => Promise.resolve(undefined))], [plan], undefined), {}, { preview: true });
        assert.deepEqual(result, []);
    });

    it("tells why there is no login, and fails no preview over it", async () => {
        const { result } = await record(() => findPlaces([cloud(known(), () => Promise.reject(new Error("no way in")))], [plan], undefined), {}, { preview: true });
        assert.deepEqual(result, [{ host: "registry.example.com", fault: "no way in", paths: { web: "team/web" } }]);
    });
});

describe("requireTags()", () => {
    const place: RegistryPlace = { host: "registry.example.com", fault: "the login has failed", paths: { web: "team/web" } };

    it("ends an update that would move a floating tag without knowing others", async () => {
        await assert.rejects(record(() => requireTags([place], [plan], undefined), {}), (error: Error) =>
            pulumi.RunError.isInstance(error) && /^Cannot tell which tags registry\.example\.com has: the login has failed; /.test(error.message));
    });

    it("goes on in a preview, and where no tag floats", async () => {
        assert.deepEqual((await record(() => requireTags([place], [plan], undefined), {}, { preview: true })).result, {});
        assert.deepEqual((await record(() => requireTags([place], [{ ...plan, floatingTags: [] }], undefined), {})).result, {});
    });

    it("asks for no image without a version", async () => {
        const { version, ...unversioned } = plan;
        assert.equal(version, "1.4.2");
        const closed: RegistryPlace = { host: "127.0.0.1:1", paths: { web: "web" } };
        assert.deepEqual((await record(() => requireTags([closed], [unversioned], undefined), {})).result, {});
        await assert.rejects(record(() => requireTags([closed], [plan], undefined), {}), /127\.0\.0\.1:1 has: connection refused/);
    });
});

describe("refuseUnseen()", () => {
    const there = { ...plan, takenTags: ["1.4.2"] };

    it("refuses in an update what was not there when the plan was judged", async () => {
        await assert.rejects(record(() => refuseUnseen([there], new Map([["web", []]])), {}), /Cannot push web 1\.4\.2: the version is in the registry/);
        await record(() => refuseUnseen([there], new Map([["web", []]])), {}, { preview: true });
    });

    it("takes what was compared, what does not change, and what nobody compares", async () => {
        for (const seen of [new Map([["web", ["1.4.2"]]]), new Map([["other", []]]), new Map()]) {
            await record(() => refuseUnseen([there], seen), {});
        }
    });
});

describe("declareProofs()", () => {
    async function inputsOf(places: readonly RegistryPlace[], changes: Partial<ImagePlan> = {}) {
        const { resources } = await record(() => void declareProofs([{ plan: { ...plan, ...changes }, builder: "here" }], {
            root: "/checkout", places, pushed: { base: { ref: `r.example.com/base@${DIGEST}`, tagged: "r.example.com/base:1", digest: DIGEST } },
        }), { "docker-build:index:Image": () => ({ digest: DIGEST }) });
        return resources[0]?.inputs ?? {};
    }

    it("builds what a push would build, for nowhere, and writes no cache beside it", async () => {
        const { tags, push, exports, context, dockerfile, cacheTo, cacheFrom, registries } = await inputsOf([{ host: "r.example.com", paths: { web: "a/web" } }]);
        assert.deepEqual([tags, push, exports], [["nowhere.invalid/team/web:1.4.2"], false, [{ raw: "type=image,push=false,store=false,rewrite-timestamp=true" }]]);
        assert.deepEqual([context, dockerfile], [{ location: "/checkout/services/web" }, { location: "/checkout/services/web/Dockerfile" }]);
        assert.deepEqual([cacheTo, registries], [[{ raw: "type=inline" }], undefined]);
        assert.deepEqual(cacheFrom, [{ raw: "type=registry,ref=r.example.com/a/web:buildcache" }, { raw: "type=gha" }]);
    });

    it("reads no cache of a registry that is not there", async () => {
        assert.deepEqual((await inputsOf([]))["cacheFrom"], [{ raw: "type=gha" }]);
    });

    it("shows logins as secrets, and starts from what is pushed", async () => {
        const place = { host: "r.example.com", login: { user: "push", pass: "hidden" }, paths: { web: "web" } };
        const { registries, context, ssh } = await inputsOf([place], {
            ssh: [{ id: "default", paths: ["keys/id", "/run/agent.sock"] }],
            context: "https://example.com/team/web.git#main", contexts: { base: { image: "base" }, assets: { location: "assets" }, up: { location: "docker-image://up" } },
        });
        assert.deepEqual((registries as { value: unknown }).value, [{ address: "r.example.com", username: "push", password: "hidden" }]);
        assert.deepEqual(ssh, [{ id: "default", paths: ["/checkout/keys/id", "/run/agent.sock"] }]);
        assert.deepEqual(context, {
            location: "https://example.com/team/web.git#main",
            named: { base: { location: `docker-image://r.example.com/base@${DIGEST}` }, assets: { location: "/checkout/assets" }, up: { location: "docker-image://up" } },
        });
    });
});
