import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..");

/** Which rooms and packages a room may import; a package stands for all below it. */
const ROOMS: Readonly<Record<string, { readonly rooms: readonly string[]; readonly packages: RegExp }>> = {
    model: { rooms: [], packages: /^(valibot|semver|fastest-levenshtein|uuid|node:path)$/ },
    source: { rooms: ["model"], packages: /^(node:|semver$)/ },
    components: { rooms: ["model", "registry-client", "source"], packages: /^(node:(fs|path|timers\/promises)|undici|@pulumi\/(pulumi|docker-build|azure-native\/[a-z]+|aws\/[a-zA-Z]+))$/ },
    policies: { rooms: ["model"], packages: /^(node:|@pulumi\/policy(\/proxy|\/schema)?$|@pulumi\/pulumi\/(asset|runtime\/rpc)$|esbuild$|yaml$|valibot$)/ },
    toolchain: { rooms: ["model"], packages: /^(?!@pulumi\/(?!pulumi\/automation))/ },
    "registry-client": { rooms: ["model", "toolchain"], packages: /^(node:|undici$)/ },
    automation: { rooms: ["model", "source", "components", "toolchain", "registry-client", "policies", "index"], packages: /^(node:|yaml$|@pulumi\/pulumi\/(automation|runtime|proto\/resource_pb)$)/ },
    index: { rooms: ["model", "source", "components", "toolchain", "registry-client"], packages: /^@pulumi\/pulumi/ },
};

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" })
    .split("\n")
    .filter((file) => /\.(ts|cjs)$/.test(file));

const withoutComments = (text: string) => text.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

/** The first folder of a path; for a file of the top level its name. */
const roomOf = (file: string) => file.split("/")[0]?.replace(/\.ts$/, "") ?? "";

function* imports(file: string): Generator<string> {
    for (const [, name = ""] of read(file).matchAll(/(?:^(?:import|export)\b[^"']*\bfrom|^import|(?<!['"`])\b(?:require|import)\() ?"([^"]+)"/gm)) {
        yield name;
    }
}

describe("the layout", () => {
    for (const [room, allowed] of Object.entries(ROOMS)) {
        it(`keeps ${room} to what it may import`, () => {
            for (const file of files.filter((name) => roomOf(name) === room)) {
                for (const name of imports(file)) {
                    if (name.startsWith(".")) {
                        const target = roomOf(join(file, "..", name));
                        assert.ok(target === room || allowed.rooms.includes(target), `${file} imports ${name}`);
                    } else {
                        assert.match(name, allowed.packages, file);
                    }
                }
            }
        });
    }

    it("keeps the clock, the environment and files out of model", () => {
        for (const file of files.filter((name) => roomOf(name) === "model")) {
            assert.doesNotMatch(read(file), /\bDate\b|process\.|\bfetch\(|node:(?!path)/, file);
        }
    });

    it("keeps passwords in one component", () => {
        const named = (word: RegExp) => files.filter((file) => roomOf(file) === "components" && word.test(read(file))).sort();
        assert.deepEqual(named(/password/i), ["components/credentials.ts"]);
        assert.deepEqual(named(/entraToken|refresh_?token/i), ["components/azure/acr-exchange.ts", "components/azure/acr-login.ts"]);
    });

    it("loads nothing of a cloud for other stacks", () => {
        for (const file of files.filter((name) => /^(index|components\/[^/]+)\.ts$/.test(name))) {
            assert.doesNotMatch(read(file), /^import (?!type)[^;]*"(@pulumi\/(azure-native|aws)|\.\/(components\/)?(azure|aws)\/)/m, file);
        }
    });

    it("has no file outside of the rooms", () => {
        files.forEach((file) => assert.ok([...Object.keys(ROOMS), "bench", "tests"].includes(roomOf(file)), file));
    });

    it("has no default exports, no any, and no file of more than a page", () => {
        for (const file of files.filter((name) => !name.startsWith("tests/") && name.endsWith(".ts"))) {
            const text = read(file);
            assert.doesNotMatch(withoutComments(text), /export default|: any\b|as any\b|<any>/, file);
            assert.ok(text.split("\n").length <= 151, `${file} has ${text.split("\n").length} lines`);
        }
        assert.ok(read("index.ts").split("\n").length <= 41);
    });

    it("documents every exported symbol", () => {
        for (const file of files.filter((name) => !name.startsWith("tests/") && name.endsWith(".ts"))) {
            for (const { index, 0: text } of read(file).matchAll(/^export (?!type \{|\*|= |\{)(.+)$/gm)) {
                const before = read(file).slice(0, index).trimEnd();
                assert.ok(before.endsWith("*/") || /Args\b/.test(text), `${file}: ${text}`);
            }
        }
    });
});
