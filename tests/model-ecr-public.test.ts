import assert from "node:assert/strict";
import { CATALOG_KEYS, ECR_PUBLIC_KEYS, ECR_PUBLIC_MAP, ECR_PUBLIC_PARTS, standInEcrPublic } from "../model/ecr/public/ecr-public-schema";
import { ECR_PUBLIC_RULES } from "../model/ecr/public/ecr-public-rules";
import { planEcrPublic } from "../model/ecr/public/plan-ecr-public";
import type { PushedImage } from "../model/ecr/pushed-image";
import { formatProblem } from "../model/problem";
import { ACCOUNT, image, parseProblems, PUBLIC_MINIMAL, requireEcrPublic, type Values } from "./model-ecr-spec";

const NOTHING = { architectures: [], operatingSystems: [] };

describe("a public registry of Amazon ECR", () => {
    const good: readonly (readonly [title: string, keys: Values, want: Values])[] = [
        ["no more than an account", {}, { forceDelete: false, tags: {}, repositories: {}, oidcProviders: { github: "existing", gitlab: "existing" } }],
        ["repositories of which the gallery shows nothing", { repositories: { web: null, tool: {} } }, { repositories: { web: NOTHING, tool: NOTHING } }],
        ["all that the gallery shows", { repositories: { web: { description: "d", about: "# a", usage: "u".repeat(10_240), architectures: ["ARM 64", "x86-64", "ARM 64"], operatingSystems: ["Linux"] } } },
            { repositories: { web: { description: "d", about: "# a", usage: "u".repeat(10_240), architectures: ["ARM 64", "x86-64"], operatingSystems: ["Linux"] } } }],
        ["the rest", { name: "contoso", protect: true, forceDelete: true, tags: { a: "b" }, oidcProviders: { github: "create", gitlab: "create" } }, {}],
    ];
    for (const [title, keys, want] of good) {
        it(`takes ${title}`, () => assert.deepEqual(requireEcrPublic(keys), { ...requireEcrPublic({}), ...keys, ...want }));
    }

    const bad: readonly (readonly [title: string, keys: Values, ...want: RegExp[]])[] = [
        ["a number for its account", { account: 123456789012 }, /\.account: .*in quotes/],
        ["words that the gallery does not look for", { repositories: { web: { architectures: ["amd64", "arm64"], operatingSystems: ["linux"] } } },
            /repositories\.web\.architectures\[0\]: required is ARM, ARM 64, x86, x86-64/, /architectures\[1\]: .*mean "ARM 64"/, /operatingSystems\[0\]: .*mean "Linux"/],
        ["texts that are too long, or empty", { repositories: { web: { description: "d".repeat(1025), about: "a".repeat(10_241), usage: "" } } },
            /description: .*1 to 1024/, /about: .*1 to 10240/, /usage: .*now empty$/],
        ["what private registries have", { region: "eu-central-1", scan_on_push: true, lifecycle: [], image_tag_mutability: "IMMUTABLE" },
            /\.region: .*here it is nothing: all public registries are in one region; /, /here it is kind: ecr, /, /here it is kind: ecr, /, /tags of public images can always be moved/],
        ["keys of other tools", { repositories: { web: { about_text: "a", logo_image_blob: "x" } } }, /here it is about; /, /here it is nothing: a logo/],
    ];
    for (const [title, keys, ...want] of bad) {
        it(`refuses ${title}`, () => {
            const lines = parseProblems(ECR_PUBLIC_MAP, { ...PUBLIC_MINIMAL, ...keys });
            assert.equal(lines.length, want.length, lines.join("\n"));
            want.forEach((pattern, index) => assert.match(lines[index] ?? "", pattern));
        });
    }

    it("stands in for what no other key depends on, and for nothing else", () => {
        assert.deepEqual(standInEcrPublic({ ...PUBLIC_MINIMAL, account: 1, tags: 1 }, ["account", "tags"]), requireEcrPublic({ account: "123456789012" }));
        assert.equal(standInEcrPublic({ ...PUBLIC_MINIMAL, repositories: [] }, ["repositories"]), undefined);
    });

    it("says of every part where it is", () => {
        assert.deepEqual(ECR_PUBLIC_PARTS.map(([above, keys]) => [above.split(".")[0], keys === CATALOG_KEYS]), [["repositories", true], ["oidcProviders", false]]);
        ECR_PUBLIC_PARTS.forEach(([above]) => assert.ok(Object.hasOwn(ECR_PUBLIC_KEYS, above.split(".")[0] ?? "")));
    });
});

describe("planEcrPublic()", () => {
    it("plans repositories of images and of the configuration", () => {
        const { plan, problems } = planEcrPublic(
            requireEcrPublic({ tags: { a: "b" }, forceDelete: true, repositories: { tool: { description: "d", about: "a", usage: "u", operatingSystems: ["Linux"] } } }),
            { stack: "contoso/images/dev", images: [image("team/web")] },
        );
        assert.deepEqual(problems, []);
        const all = { forceDelete: true, tags: { a: "b" } };
        assert.deepEqual(plan, {
            name: "registries-dev-public", account: ACCOUNT, partition: "aws", protect: false, tags: { a: "b" },
            repositories: [
                { ...all, name: "team/web" },
                { ...all, name: "tool", catalog: { description: "d", aboutText: "a", usageText: "u", architectures: [], operatingSystems: ["Linux"] } },
            ],
            notices: [
                `public registry ${ACCOUNT}: everybody may pull team/web and tool, without a login`,
                `public registry ${ACCOUNT}: tags can be moved, as nothing keeps them from it here: hand out digests`,
            ],
        });
    });

    it("keeps a name and its protection", () => {
        const { plan } = planEcrPublic(requireEcrPublic({ name: "contoso", protect: true }), { stack: "dev", images: [] });
        assert.deepEqual([plan?.name, plan?.protect, plan?.notices], ["contoso", true, []]);
    });

    const bad: readonly (readonly [rule: string, keys: Values, images: readonly PushedImage[], ...want: RegExp[]])[] = [
        ["public-repository-names", { repositories: { x: {}, "a/b.c": {}, Web: {}, ["a".repeat(206)]: {} } }, [image("team--a/web"), image("web")],
            /repositories\.x: .*2 to 205 characters/, /repositories\.Web: /, /repositories\.a{206}: /, /^registries:images: .*now "team--a\/web"$/],
        ["public-tags-within-limits", { tags: { "aws:x": "", "a,b": "" } }, [], /tags\.aws:x: /, /tags\.a,b: /],
    ];
    for (const [id, keys, images, ...want] of bad) {
        it(`${id} refuses ${JSON.stringify(keys).slice(0, 60)}`, () => {
            const spec = requireEcrPublic(keys);
            assert.deepEqual(ECR_PUBLIC_RULES.filter(({ check }) => check(spec, images).length > 0).map((rule) => rule.id), [id]);
            const { plan, problems } = planEcrPublic(spec, { stack: "prod", images });
            const lines = problems.map(formatProblem);
            assert.equal(plan, undefined);
            assert.equal(lines.length, want.length, lines.join("\n"));
            want.forEach((pattern, index) => assert.match(lines[index] ?? "", pattern));
        });
    }

    it("has a bad row for every rule", () => assert.deepEqual(bad.map(([id]) => id), ECR_PUBLIC_RULES.map(({ id }) => id)));
});
