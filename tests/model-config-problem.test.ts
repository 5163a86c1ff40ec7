import assert from "node:assert/strict";
import { parseConfig } from "../model/config";
import { formatProblem } from "../model/problem";

type Values = Readonly<Record<string, unknown>>;

const registry = { kind: "local" };
const ACR = { kind: "acr", name: "contoso", resourceGroup: "rg-images", location: "westeurope" };
const minimal = { context: "services/web", version: "1.4.2" };

/** A configuration with one image, `web`. */
function withImage(image: Values): Values {
    return { registry, images: { web: { ...minimal, ...image } } };
}

const bad: [title: string, values: Values, ...want: RegExp[]][] = [
    [
        "nothing at all",
        {},
        /^registries:registry: .*map.* now nothing$/,
        /^registries:images: .*may be empty; .* nothing$/,
    ],
    [
        "an unknown key",
        { registry, images: {}, imagse: {} },
        /^registries:imagse: .*did you mean "images"\?; it is now "imagse"$/,
    ],
    [
        "a key like no other",
        { registry, images: {}, zzzzzz: 1 },
        /^registries:zzzzzz: required is one of the keys registry, images, access, pipelines, containerGroups, builder, buildOnPreview; it/,
    ],
    [
        "a registry that is a text",
        { registry: "local", images: {} },
        /^registries:registry: .*the key kind; .* "local"$/,
    ],
    ["a registry without a kind", { registry: {}, images: {} }, /^registries:registry\.kind: .*"local".* nothing$/],
    [
        "a secret where the registry is expected",
        { registry: '{"kind": "acr", "webhooks": s3cret', images: {} },
        /^registries:registry: .*the key kind; it is now a string, not shown as it may be secret$/,
    ],
    ["an unknown kind", { registry: { kind: "gcr" }, images: {} }, /^registries:registry\.kind: .*"local".*"ecr-public".* now "gcr"$/],
    ["no registry in a list", { registry: [], images: {} }, /^registries:registry: required is a map with the key kind, or a list.* an empty list$/],
    ["a registry of a list that is a text", { registry: [{ kind: "local" }, "ecr"], images: {} }, /^registries:registry\[1\]: .* "ecr"$/],
    ["two of a kind", { registry: [{ kind: "local" }, { kind: "local" }], images: {} }, /^registries:registry\[1\]\.kind: required is another kind than registry\[0\] has.* "local"$/],
    ["a grant of a cloud without a registry", { registry: [ACR], images: {}, access: [{ may: ["pull"], role: "ci" }] }, /^registries:access\[0\]\.role: required is a registry of the kind ecr; it is now acr$/],
    [
        "an unknown key of the registry",
        { registry: { kind: "local", hots: "a:1" }, images: {} },
        /^registries:registry\.hots: .*"host"\?; it is now "hots"$/,
    ],
    [
        "a host without a port",
        { registry: { kind: "local", host: "reg" }, images: {} },
        /^registries:registry\.host: .* "reg"$/,
    ],
    ["images in a list", { registry, images: [] }, /^registries:images: .*an empty list$/],
    [
        "an empty builder",
        { registry, images: {}, builder: null },
        /^registries:builder: .*buildx builder; it is now empty$/,
    ],
    ["a builder's bad name", { registry, images: {}, builder: "1 2" }, /^registries:builder: .*"1 2"$/],
    [
        "an image that is a text",
        { registry, images: { web: "x" } },
        /^registries:images\.web: .*context and version; .*not shown/,
    ],
    [
        "an image without keys",
        { registry, images: { web: {} } },
        /web\.context: .*nothing$/,
        /web\.version: .*nothing$/,
    ],
    [
        "a name of a built-in",
        { registry, images: { constructor: {} } },
        /constructor\.context: /,
        /constructor\.version: /,
    ],
    [
        "a misnamed image",
        { registry, images: { "My.App": minimal } },
        /^registries:images\["My\.App"\]: .*`repository`.* now "My\.App"$/,
    ],
    [
        "grants on a local registry",
        { registry, images: {}, access: [{ may: ["pull"], principal: "a" }] },
        /^registries:access: .*one user, who may do everything; it is now a list$/,
    ],
    [
        "grants beside another mistake",
        { registry, access: [{ may: ["pull"], principal: "a" }] },
        /^registries:images: /,
        /^registries:access: /,
    ],
    [
        "wrong grants",
        {
            registry: { kind: "acr", name: "contoso", resourceGroup: "rg", location: "westeurope" },
            images: {},
            access: [{ may: "pull" }, { may: [], deployer: "User" }, { may: ["pul"], deployer: "User" }],
            pipelines: { deploy: {} },
            containerGroups: { site: { imag: "site" } },
        },
        /^registries:access\[0\]\.may: /,
        /^registries:access\[0\]\.principal: .*nothing$/,
        /^registries:access\[1\]\.may: .*at least one.*an empty list$/,
        /^registries:access\[2\]\.may\[0\]: .*"pul"$/,
        /^registries:pipelines\.deploy: required is at least one of github/,
        /^registries:containerGroups\.site\.image: .*nothing$/,
        /^registries:containerGroups\.site\.imag: .*did you mean "image"/,
    ],
];

const badImages: [title: string, image: Values, ...want: RegExp[]][] = [
    [
        "an absolute context",
        { context: "/srv/web" },
        /^registries:images\.web\.context: .*relative.* now "\/srv\/web"$/,
    ],
    ["a Windows path", { context: "services\\web" }, /web\.context: /],
    ["a drive", { context: "C:/web" }, /web\.context: /],
    ["a line break in a path", { context: "a\nb" }, /web\.context: .*"a\\nb"$/],
    ["an empty context", { context: "" }, /web\.context: .*empty$/],
    [
        "a remote context, and hides its login",
        { context: "https://me:pw@example.com/x" },
        /web\.context: [^]*now "…@example\.com\/x"$/,
    ],
    ["an absolute Dockerfile", { dockerfile: "/Dockerfile" }, /web\.dockerfile: /],
    ["no version", { version: null }, /web\.version: .*empty$/],
    ["a version that YAML cut", { version: 1.1 }, /web\.version: .*quotes.* now the number 1\.1$/],
    ["a version of two parts", { version: "1.4" }, /web\.version: .*such as 1\.4\.2.* now "1\.4"$/],
    ["a version near git", { version: "gti" }, /web\.version: .*did you mean "git"\?; it is now "gti"$/],
    ["a number as a tag", { tags: [1] }, /web\.tags\[0\]: .*in quotes.* now the number 1$/],
    ["a wrong tag", { tags: ["latest", ".x"] }, /web\.tags\[1\]: .*"\.x"$/],
    ["a wrong repository", { repository: "Web" }, /web\.repository: .*"Web"$/],
    [
        "an unknown platform",
        { platforms: ["linux/amd46"] },
        /web\.platforms\[0\]: .*mean "linux\/amd64"\?; it is now "linux\/amd46"$/,
    ],
    ["a label that is no text", { labels: { a: true } }, /web\.labels\.a: .*quotes.*; it is now the boolean true$/],
    ["labels in a list", { labels: ["a=b"] }, /web\.labels: .*a map.* now a list$/],
    ["an empty target", { target: "" }, /web\.target: .*empty$/],
    ["an unknown key", { contxt: "s3cret" }, /web\.contxt: .*did you mean "context"\?; it is now "contxt"$/],
    ["every unknown key", { one1: 1, two2: 2 }, /web\.one1: /, /web\.two2: /],
    [
        "build arguments, and hides them",
        { buildArgs: { A: 12345, "b.c": true } },
        /buildArgs\.A: .*quotes.* a number, not shown/,
        /buildArgs\["b\.c"\]: /,
    ],
    [
        "build arguments in a text, and hides them",
        { buildArgs: "TOKEN=12345" },
        /web\.buildArgs: .*a string, not shown/,
    ],
];

describe("parseConfig()", () => {
    const rows = [...bad, ...badImages.map(([title, image, ...want]) => [title, withImage(image), ...want] as const)];
    for (const [title, values, ...want] of rows) {
        it(`refuses ${title}`, () => {
            const { config, problems } = parseConfig(values);
            assert.equal(config, undefined);
            const lines = problems.map(formatProblem);
            assert.equal(lines.length, want.length, lines.join("\n"));
            want.forEach((pattern, index) => assert.match(lines[index] ?? "", pattern));
            assert.doesNotMatch(lines.join("\n"), /12345|s3cret|pw/);
        });
    }
});
