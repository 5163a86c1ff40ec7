import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const ROOT = join(__dirname, "..");
const FOLDER = join(__dirname, "mutation");

/** The options that name files. */
interface Options {
    readonly mutate: readonly string[];
    readonly mochaOptions: { readonly spec: readonly string[]; readonly ignore: readonly string[]; readonly grep: string };
    readonly plugins: readonly string[];
}

describe("the mutation of the policy rules", () => {
    let options: Options;

    before(async () => {
        const config = pathToFileURL(join(FOLDER, "stryker.config.mjs")).href;
        ({ default: options } = (await import(config)) as { readonly default: Options });
    });

    it("names files that are there", () => {
        const { mutate, mochaOptions, plugins } = options;
        for (const glob of [...mutate, ...mochaOptions.spec, ...mochaOptions.ignore]) {
            assert.notDeepEqual(matching(glob.replace(/^!/, "")), [], glob);
        }
        plugins.filter((plugin) => plugin.startsWith("/")).forEach((file) => assert.ok(existsSync(file), file));
    });

    it("changes every rule and no list of them", () => {
        const [left, taken] = [options.mutate.filter(isExcluding), options.mutate.filter((glob) => !isExcluding(glob))];
        const excluded = new Set(left.flatMap((glob) => matching(glob.slice(1))));
        const mutated = taken.flatMap(matching).filter((file) => !excluded.has(file));
        const rules = matching("policies/rules/*.ts").filter((file) => file !== "policies/rules/index.ts");
        assert.deepEqual(mutated.filter((file) => file.startsWith("policies/rules/")), rules);
    });

    it("runs the tests that judge every example first", () => {
        assert.equal(options.mochaOptions.spec[0], "tests/policies.test.ts");
    });

    it("leaves out tests that there are", () => {
        const [, left = ""] = /^\^\(\?!(.+) \)$/.exec(options.mochaOptions.grep) ?? [];
        const texts = matching("tests/policies*.test.ts").map((file) => readFileSync(join(ROOT, file), "utf8"));
        assert.ok(left !== "" && texts.some((text) => text.includes(`describe("${left}"`)), left);
    });

    it("has packages of its own, at versions that are written down and from no named registry", () => {
        const { dependencies } = JSON.parse(readFileSync(join(FOLDER, "package.json"), "utf8")) as { dependencies: Record<string, string> };
        Object.values(dependencies).forEach((version) => assert.match(version, /^\d+\.\d+\.\d+$/));
        assert.doesNotMatch(readFileSync(join(FOLDER, "package-lock.json"), "utf8"), /"resolved"/);
    });
});

const isExcluding = (glob: string) => glob.startsWith("!");

/** Returns the files of one folder that are of a glob whose last part alone has wildcards. */
function matching(glob: string): readonly string[] {
    const folder = glob.slice(0, glob.lastIndexOf("/"));
    const name = new RegExp(`^${glob.slice(folder.length + 1).replace(/\./g, "\\.").replace(/\*/g, ".*")}$`);
    return readdirSync(join(ROOT, folder)).filter((file) => name.test(file)).map((file) => `${folder}/${file}`).sort();
}
