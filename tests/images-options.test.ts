import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { isWanted } from "../automation/images/ask";
import { readImagesOptions } from "../automation/images/options";
import { formatTable } from "../automation/table";
import { groupByRepository } from "../automation/images/work";

describe("readImagesOptions()", () => {
    const defaults = { names: [], stack: "local", json: false, yes: false, dryRun: false, rules: { untagged: false } };
    const good: [string, string[], object][] = [
        ["a command alone", ["list"], { command: "list" }],
        ["a stack", ["tags", "web", "--stack", "acme/prod", "--json"], { command: "tags", names: ["web"], stack: "acme/prod", json: true }],
        ["two names", ["copy", "web:1", "web:stable", "--yes"], { command: "copy", names: ["web:1", "web:stable"], yes: true }],
        ["many names", ["delete", "web:1", "web:2", "web:3", "--dry-run"], { command: "delete", names: ["web:1", "web:2", "web:3"], dryRun: true }],
        ["rules", ["prune", "--older-than", "30d", "--keep=5", "--untagged"], { command: "prune", rules: { olderThan: 2_592_000_000, keep: 5, untagged: true } }],
        ["one rule", ["prune", "web", "--keep", "0"], { command: "prune", names: ["web"], rules: { keep: 0, untagged: false } }],
    ];
    for (const [title, words, want] of good) {
        it(`reads ${title}`, () => assert.deepEqual(readImagesOptions(words, {}), { ...defaults, ...want }));
    }

    const bad: [string, string[], NodeJS.ProcessEnv, RegExp][] = [
        ["no command", [], {}, /Cannot run "images ": one of list, show, .*, expand is required\nusage: npm run images/],
        ["an unknown command", ["remove"], {}, /Cannot run "images remove"/],
        ["a missing name", ["show"], {}, /Cannot run "images show": it takes 1 names/],
        ["a name too many", ["list", "web"], {}, /Cannot run "images list web": it takes 0 names/],
        ["nothing to delete", ["delete"], {}, /it takes 1 or more names/],
        ["an unknown option", ["list", "--force"], {}, /--force/],
        ["an option of another command", ["delete", "web:1", "--untagged"], {}, /Cannot use --untagged with delete: it is for prune/],
        ["to say yes to a look", ["list", "--yes"], {}, /Cannot use --yes with list: it is for copy, delete, prune/],
        ["to prune without a rule", ["prune"], {}, /Cannot prune without a rule: --older-than, --keep or --untagged is required/],
        ["an age that is none", ["prune", "--older-than", "soon"], {}, /Cannot read "soon" as an age/],
        ["a count that is none", ["prune", "--keep", "-1"], {}, /--keep/],
        ["a broken count", ["prune", "--keep", "1.5"], {}, /Cannot use --keep "1\.5": a whole number is required/],
        ["a stack that leads out of the folder", ["list", "--stack", "../x"], {}, /--stack "\.\.\/x"/],
        ["a dry run that npm took", ["prune", "--keep", "1"], { npm_config_dry_run: "true" }, /write npm run images -- prune --dry-run/],
        ["an age that npm took", ["prune", "30d", "--keep", "1"], { npm_config_older_than: "true" }, /npm run images -- prune --older-than/],
    ];
    for (const [title, words, environment, pattern] of bad) {
        it(`refuses ${title}`, () => assert.throws(() => readImagesOptions(words, environment), { name: "UsageError", message: pattern }));
    }
});

describe("isWanted()", () => {
    it("asks nobody where --yes says it", async () => assert.equal(await isWanted("delete?", { yes: true, command: "delete" }), true));

    /** Asks with something else as the terminal. */
    async function answer(text: string, isTTY: boolean): Promise<boolean> {
        const before = Object.getOwnPropertyDescriptor(process, "stdin") ?? {};
        const typed = Object.assign(new PassThrough(), { isTTY });
        Object.defineProperty(process, "stdin", { value: typed, configurable: true });
        typed.end(text);
        try {
            return await isWanted("delete?", { yes: false, command: "delete" });
        } finally {
            Object.defineProperty(process, "stdin", before);
        }
    }

    for (const [text, want] of [["y\n", true], ["Yes\n", true], ["\n", false], ["n\n", false], ["yesterday\n", false], ["", false]] as const) {
        it(`takes ${JSON.stringify(text)} for a ${want ? "yes" : "no"}`, async () => assert.equal(await answer(text, true), want));
    }

    it("refuses where nobody can be asked", () =>
        assert.rejects(answer("y\n", false), { name: "UsageError", message: /Cannot ask whether to delete: .*--yes/ }));
});

describe("what people read", () => {
    it("has columns that line up, and no heads above nothing", () => {
        assert.deepEqual(formatTable(["A", "LONG"], [["one", "1"], ["3", ""]]), ["A    LONG", "one  1", "3"]);
        assert.deepEqual(formatTable(["A"], []), []);
    });
});

describe("groupByRepository()", () => {
    it("puts versions of a repository together, each once", () => {
        const target = (host: string, version?: string) => ({ host, repository: "web", ...(version === undefined ? {} : { version }) });
        assert.deepEqual(groupByRepository([target("a", "1"), target("b"), target("a", "2"), target("a", "1")]), [
            { host: "a", repository: "web", versions: ["1", "2"] },
            { host: "b", repository: "web", versions: [] },
        ]);
    });
});
