import assert from "node:assert/strict";
import type { RegistrySpec } from "../model/config-spec";
import { formatAge, parseAge } from "../model/oci/age";
import { parseImageName, type ImageName } from "../model/oci/image-name";
import { readManifest } from "../model/oci/manifest";
import { listAddresses, type RegistryAddress } from "../model/oci/registry-address";
import { formatTarget, listTargets, requireTargets, type Target } from "../model/oci/target";
import { requireAcr } from "./model-acr-spec";
import { requireEcr } from "./model-ecr-spec";

const DIGEST = `sha256:${"a".repeat(64)}`;

describe("parseAge()", () => {
    const good: [string, number, string][] = [
        ["30d", 2_592_000_000, "30 d"],
        ["12h", 43_200_000, "12 h"],
        ["45m", 2_700_000, "45 min"],
        ["2w", 1_209_600_000, "14 d"],
        ["0d", 0, "0 s"],
    ];
    for (const [text, want, told] of good) {
        it(`reads ${text}, which is told as ${told}`, () => {
            assert.equal(parseAge(text), want);
            assert.equal(formatAge(want), told);
        });
    }

    const bad = ["", "30", "d", "1.5d", "-1d", "30 d", "30D", "1y", "9999999d"];
    for (const text of bad) {
        it(`refuses "${text}"`, () => assert.throws(() => parseAge(text), /^SyntaxError: Cannot read ".*" as an age: it is not a whole number with m, h, d or w/));
    }

    it("never tells an age below zero, whatever the clocks say", () => assert.equal(formatAge(-5_000), "0 s"));
});

describe("parseImageName()", () => {
    const good: [string, ImageName][] = [
        ["web", { name: "web" }],
        ["team/web:1.4.2", { name: "team/web", tag: "1.4.2" }],
        [`web@${DIGEST}`, { name: "web", digest: DIGEST }],
        [`web:1@${DIGEST}`, { name: "web", tag: "1", digest: DIGEST }],
        ["127.0.0.1:5000/team/web", { host: "127.0.0.1:5000", name: "team/web" }],
        ["contoso.azurecr.io/web:1", { host: "contoso.azurecr.io", name: "web", tag: "1" }],
        ["My Image", { name: "My Image" }],
    ];
    for (const [text, want] of good) {
        it(`reads ${text}`, () => assert.deepEqual(parseImageName(text), want));
    }

    const bad: [string, RegExp][] = [
        ["", /it has no name/],
        [":1", /it has no name/],
        ["web:", /behind the : is no tag/],
        ["web:a b", /behind the : is no tag/],
        ["web@latest", /behind the @ is no digest/],
        [`web@${DIGEST}@${DIGEST}`, /behind the @ is no digest/],
        ["contoso.azurecr.io/Web", /its repository is not lower-case words/],
        ["contoso.azurecr.io/", /its repository is not/],
    ];
    for (const [text, pattern] of bad) {
        it(`refuses "${text}"`, () => assert.throws(() => parseImageName(text), pattern));
    }
});

describe("requireTargets()", () => {
    const images = [{ name: "web", repository: "team/web" }, { name: "api", repository: "api" }];
    const addresses: RegistryAddress[] = [{ kind: "local", host: "127.0.0.1:5000", own: true }, { kind: "acr", host: "a.azurecr.io", own: false }];

    const good: [string, string, Target[]][] = [
        ["an image in each registry", "web:1", addresses.map(({ host }) => ({ host, repository: "team/web", image: "web", version: "1" }))],
        ["a repository of the stack", "team/web", addresses.map(({ host }) => ({ host, repository: "team/web", image: "web" }))],
        ["a reference", "a.azurecr.io/team/web", [{ host: "a.azurecr.io", repository: "team/web", image: "web" }]],
        ["a reference to what is not of the stack", `ghcr.io/x/y@${DIGEST}`, [{ host: "ghcr.io", repository: "x/y", version: DIGEST }]],
    ];
    for (const [title, text, want] of good) {
        it(`finds ${title}`, () => assert.deepEqual(requireTargets(parseImageName(text), images, addresses), want));
    }

    const bad: [string, string, RegistryAddress[], RegExp][] = [
        ["an unknown name", "wep", addresses, /Cannot find image "wep": the stack has web, api; did you mean "web"\?/],
        ["a name without a registry", "web", [], /Cannot find image "web": no registry of the stack has a host that is known/],
    ];
    for (const [title, text, known, pattern] of bad) {
        it(`refuses ${title}`, () => assert.throws(() => requireTargets(parseImageName(text), images, known), pattern));
    }

    it("lists every image in every registry", () => {
        assert.deepEqual(listTargets(images, addresses).map(formatTarget), ["127.0.0.1:5000/team/web", "127.0.0.1:5000/api", "a.azurecr.io/team/web", "a.azurecr.io/api"]);
    });

    it("writes tags behind a colon, digests behind an @", () => {
        assert.equal(formatTarget({ host: "h:1", repository: "r", version: "1" }), "h:1/r:1");
        assert.equal(formatTarget({ host: "h:1", repository: "r", version: DIGEST }), `h:1/r@${DIGEST}`);
    });
});

describe("listAddresses()", () => {
    const facts = { host: "127.0.0.1:7", username: "u", passwordFile: "/p", builder: "b" };
    const good: [string, RegistrySpec[], [string, boolean][]][] = [
        ["a registry of this machine", [{ kind: "local" }], [["127.0.0.1:7", true]]],
        ["one that is there", [{ kind: "local", host: "registry.example:5000" }], [["registry.example:5000", false]]],
        ["both clouds, without copies", [requireAcr({}), requireEcr({ replication: [{ to: [{ region: "eu-west-1" }] }] })], [["contoso.azurecr.io", false], ["012345678901.dkr.ecr.eu-central-1.amazonaws.com", false]]],
    ];
    for (const [title, specs, want] of good) {
        it(`knows ${title}`, () => assert.deepEqual(listAddresses(specs, facts).map(({ host, own }) => [host, own]), want));
    }

    it("refuses a registry of this machine that was never set up", () => {
        assert.throws(() => listAddresses([{ kind: "local" }], undefined), /npm run up starts it/);
    });
});

describe("readManifest()", () => {
    const descriptor = { digest: DIGEST, mediaType: "application/vnd.oci.image.manifest.v1+json", size: 10 };
    const part = (size: number) => ({ digest: DIGEST, mediaType: "x", size });

    it("reads an image, whose layers may be null", () => {
        const bare = { digest: DIGEST, mediaType: descriptor.mediaType, children: [], annotations: {}, sizeBytes: 10 };
        assert.deepEqual(readManifest(descriptor, { layers: null, annotations: null }), bare);
        assert.equal(readManifest(descriptor, { config: part(5), layers: [part(7), part(8)] }).sizeBytes, 30);
    });

    it("reads an index, and what is about an image", () => {
        const platform = { os: "linux", architecture: "arm", variant: "v7" };
        assert.deepEqual(readManifest(descriptor, { manifests: [{ ...part(1), platform }] }).children, [{ digest: DIGEST, mediaType: "x", platform: "linux/arm/v7" }]);
        assert.equal(readManifest(descriptor, { subject: part(1), artifactType: "a/b" }).subject, DIGEST);
    });

    const bad: [string, unknown, unknown][] = [["no descriptor", {}, {}], ["a text", descriptor, "x"], ["children of another form", descriptor, { manifests: ["x"] }]];
    for (const [title, about, body] of bad) {
        it(`refuses ${title}`, () => assert.throws(() => readManifest(about, body), /^TypeError: Cannot read a manifest: /));
    }
});
