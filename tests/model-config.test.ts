import assert from "node:assert/strict";
import { parseConfig } from "../model/config";
import { listAzureKeys, listConfigKeys } from "../model/config-reference";
import { defaultImage } from "../model/images/image-schema";
import { PLATFORMS } from "../model/platform";
import { Platform } from "@pulumi/docker-build";

type Values = Readonly<Record<string, unknown>>;

const registry = { kind: "local" };
const minimal = { context: "services/web", version: "1.4.2" };
const asked = { ...defaultImage("web"), ...minimal };

const rest = {
    repository: "team-a/web", tags: ["latest"], platforms: ["linux/amd64"],
    buildArgs: { A: "" }, target: "app", labels: { a: "b" },
};

/** What is filled in where a stack file names no users of the registry. */
const NOBODY = { access: [], pipelines: {}, containerGroups: {}, buildOnPreview: false };

/** A configuration with one image, `web`. */
function withImage(image: Values): Values {
    return { registry, images: { web: { ...minimal, ...image } } };
}

function requireImage(image: Values) {
    const { config, problems } = parseConfig(withImage(image));
    assert.deepEqual(problems, []);
    return config?.images["web"];
}

describe("parseConfig()", () => {
    const good: [title: string, values: Values, want: unknown][] = [
        ["takes no images", { registry, images: {} }, { registries: [registry], images: {}, ...NOBODY }],
        [
            "takes what is undefined as not written",
            { registry, images: {}, builder: undefined },
            { registries: [registry], images: {}, ...NOBODY },
        ],
        ["fills in the defaults", withImage({}), { registries: [registry], images: { web: asked }, ...NOBODY }],
        [
            "keeps an existing registry and builder",
            { registry: { kind: "local", host: "10.0.0.7:5000" }, images: {}, builder: "ci", access: [] },
            { registries: [{ kind: "local", host: "10.0.0.7:5000" }], images: {}, builder: "ci", ...NOBODY },
        ],
    ];
    for (const [title, values, want] of good) {
        it(title, () => assert.deepEqual(parseConfig(values).config, want));
    }

    const images: [title: string, image: Values, want: Values][] = [
        ["normalises a context", { context: "./services//web/" }, { context: "services/web" }],
        ["takes the project itself", { context: "./" }, { context: "." }],
        ["takes a neighbour", { context: "../web" }, { context: "../web" }],
        ["takes a Dockerfile outside of the context", { dockerfile: "./../Dockerfile" }, { dockerfile: "../Dockerfile" }],
        ["takes a path with spaces", { context: "my services/web" }, { context: "my services/web" }],
        ["takes a version with v", { version: "v1.4.2-rc.1" }, { version: "v1.4.2-rc.1" }],
        ["takes the version from git", { version: "git" }, { version: "git" }],
        ["takes the rest", rest, rest],
    ];
    for (const [title, image, want] of images) {
        it(title, () => assert.deepEqual(requireImage(image), { ...asked, ...want }));
    }

    it("keeps the images without a mistake", () => {
        const { images: kept, problems } = parseConfig({ images: { web: minimal, bad: {} } });
        assert.deepEqual(kept, { web: asked });
        assert.equal(problems.length, 3);
    });

    it("returns what cannot be changed", () => {
        const { config } = parseConfig(withImage({ tags: ["latest"] }));
        assert.ok(config !== undefined && Object.isFrozen(config) && Object.isFrozen(config.images["web"]?.tags));
    });
});

describe("listConfigKeys()", () => {
    it("explains every key", () => {
        const rows = listConfigKeys();
        assert.equal(rows.length, 46);
        assert.ok([...rows, ...listAzureKeys()].every(({ takes, meaning, fallback }) => takes !== "" && meaning !== "" && fallback !== ""));
        assert.equal(rows.find(({ key }) => key === "registries:images.<name>.dockerfile")?.fallback, "Dockerfile");
        assert.equal(rows.find(({ key }) => key === "registries:images.<name>.context")?.fallback, undefined);
    });
});

describe("listAzureKeys()", () => {
    it("explains each part's keys after the part, and each key once", () => {
        const keys = listAzureKeys().map(({ key }) => key.replace("registries:registry.", ""));
        const at = keys.indexOf("scopeMaps[].repositories");
        assert.deepEqual(keys.slice(at, at + 3), [
            "scopeMaps[].repositories", "scopeMaps[].repositories[].name", "scopeMaps[].repositories[].may",
        ]);
        assert.equal(keys[keys.indexOf("diagnostics[].eventHub") + 1], "diagnostics[].eventHub.authorizationRule");
        assert.equal(new Set(keys).size, keys.length);
    });
});

describe("PLATFORMS", () => {
    it("are those of the provider", () => assert.deepEqual([...PLATFORMS].sort(), Object.values(Platform).sort()));
});
