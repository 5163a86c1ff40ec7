import assert from "node:assert/strict";
import { parseConfig } from "../model/config";
import { listConfigKeys } from "../model/config-reference";
import { PLATFORMS } from "../model/platform";
import { Platform } from "@pulumi/docker-build";

type Values = Readonly<Record<string, unknown>>;

const registry = { kind: "local" };
const minimal = { context: "services/web", version: "1.4.2" };
const asked = {
    repository: "web", dockerfile: "Dockerfile", tags: [], platforms: [], buildArgs: {}, labels: {}, ...minimal,
};

const rest = {
    repository: "team-a/web", tags: ["latest"], platforms: ["linux/amd64"],
    buildArgs: { A: "" }, target: "app", labels: { a: "b" },
};

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
        ["takes no images", { registry, images: {} }, { registry, images: {}, access: [] }],
        [
            "takes what is undefined as not written",
            { registry, images: {}, builder: undefined },
            { registry, images: {}, access: [] },
        ],
        ["fills in the defaults", withImage({}), { registry, images: { web: asked }, access: [] }],
        [
            "keeps an existing registry and builder",
            { registry: { kind: "local", host: "10.0.0.7:5000" }, images: {}, builder: "ci", access: [] },
            { registry: { kind: "local", host: "10.0.0.7:5000" }, images: {}, builder: "ci", access: [] },
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
        assert.equal(rows.length, 19);
        assert.ok(rows.every(({ takes, meaning, fallback }) => takes !== "" && meaning !== "" && fallback !== ""));
        assert.equal(rows.find(({ key }) => key === "registries:images.<name>.dockerfile")?.fallback, "Dockerfile");
        assert.equal(rows.find(({ key }) => key === "registries:images.<name>.context")?.fallback, undefined);
    });
});

describe("PLATFORMS", () => {
    it("are those of the provider", () => assert.deepEqual([...PLATFORMS].sort(), Object.values(Platform).sort()));
});
