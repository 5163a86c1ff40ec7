import assert from "node:assert/strict";
import { expandImages } from "../automation/images/expand";
import { UsageError } from "../automation/options";

/** Returns what is printed on stdout, and the exit code. */
function run(words: readonly string[], json = false): { out: string; code: number } {
    const write = process.stdout.write;
    let out = "";
    process.stdout.write = (text: string | Uint8Array): boolean => {
        out += String(text);
        return true;
    };
    try {
        return { code: expandImages(words, json), get out() { return out; } };
    } finally {
        process.stdout.write = write;
    }
}

/** Words as a person types them, without the version. */
const words = (line: string): string[] => line.split(" ").filter((word) => word !== "");

describe("images expand", () => {
    const good: [title: string, line: string, tags: string[], kept: string[]][] = [
        ["expands a version", "1.4.2", ["1.4.2", "1.4", "1"], []],
        ["does so below any option", "--branch main v1.4.2+5", ["1.4.2", "1.4", "1", "main"], []],
        ["keeps tags of a backport", "1.1.9 --existing 1.1.8,1.2.0,latest --channel latest", ["1.1.9", "1.1"], ["1", "latest"]],
        ["joins what exists", "1.1.9 --existing 1.2.0, --existing=1.1.10 --existing ,", ["1.1.9"], ["1.1", "1"]],
        ["adds branch, commit and templates", "1.4.2-rc.1 --branch a/b --commit 5E1F0C2A9B77aa --template x --template {version}.y",
            ["1.4.2-rc.1", "x", "1.4.2-rc.1.y", "a-b", "sha-5e1f0c2a9b77"], []],
        ["takes a suffix that starts with a dash", "1.4.2 --suffix -alpine --prefix web- --existing web-1.5.0-alpine,2.0.0",
            ["web-1.4.2-alpine", "web-1.4-alpine"], ["web-1-alpine"]],
        ["takes channels", "1.5.0-beta.2 --channel beta --channel latest", ["1.5.0-beta.2", "beta"], ["latest"]],
    ];
    for (const [title, line, tags, kept] of good) {
        it(title, () => {
            for (const { out, code } of [run(words(line), true), run([...words(line), "--json"])]) {
                const plan = JSON.parse(out) as { tags: string[]; kept: { tag: string; why: string }[] };
                assert.deepEqual(Object.keys(plan), ["tags", "kept"]);
                assert.deepEqual(plan.tags, tags);
                assert.deepEqual(plan.kept.map((one) => one.tag), kept);
                plan.kept.forEach((one) => assert.deepEqual([Object.keys(one), typeof one.why], [["tag", "why"], "string"]));
                assert.equal(code, 0);
            }
        });
    }

    it("splits what exists at line ends, as other tools print it", () => {
        assert.deepEqual(JSON.parse(run(["1.1.9", "--existing", "1.1.10\n1.2.0\n"], true).out), {
            tags: ["1.1.9"],
            kept: [
                { tag: "1.1", why: "1.1.10 exists, which is higher" },
                { tag: "1", why: "1.2.0 exists, which is higher" },
            ],
        });
    });

    it("prints a list for people", () => {
        assert.equal(run(words("1.1.9 --existing 1.2.0,1.1.9 --commit 0a1b2c3d4e5f")).out, [
            "1.1.9             exists already: refused with other content",
            "1.1               moves to this build",
            "sha-0a1b2c3d4e5f  names this build",
            "1                 stays where it is: 1.2.0 exists, which is higher",
            "",
        ].join("\n"));
    });

    const bad: [line: string, said: RegExp[]][] = [
        ["", [/one VERSION is required; there are 0/]],
        ["1.4.2 1.4.3", [/one VERSION is required; there are 2/]],
        ["1.4", [/VERSION: required is a semantic version such as 1\.4\.2; it is now "1\.4"/]],
        ["1.4.2 --nope x --nope", [/--nope is no option/]],
        ["1.4.2 -x", [/-x is no option/]],
        ["1.4.2 --existing", [/--existing takes a value/]],
        ["1.4.2 --prefix --json", [/--prefix takes a value/]],
        ["1.4.2 --json=yes", [/--json takes no value/]],
        ["1.4.2 --branch a --branch b", [/--branch can be there once/]],
        ["1.4.2 --branch=", [/--branch: required is a branch .*; it is now ""/]],
        ["x --commit y --prefix 1 --suffix 1 --channel 1 --channel v2 --template {x}+ --wrong", [
            /--wrong is no option/, /VERSION: .*"x"/, /--commit: .*"y"/, /--prefix: .*"1"/, /--suffix: .*"1"/,
            /--channel: .*"1"/, /--channel: .*"v2"/, /--template: .*\{x\} is no placeholder/, /--template: .*"\+" cannot be in a tag/,
        ]],
    ];
    for (const [line, said] of bad) {
        it(`refuses "${line}"`, () => assert.throws(() => run(words(line)), (error) => {
            assert.ok(error instanceof UsageError);
            const [usage, ...mistakes] = error.message.split("\n").filter((text) => !text.startsWith("  ")).reverse();
            assert.match(usage ?? "", /^usage: npm run images -- expand VERSION/);
            assert.equal(mistakes.length, said.length, error.message);
            said.forEach((pattern) => assert.ok(mistakes.some((mistake) => pattern.test(mistake)), `${pattern}: ${error.message}`));
            return true;
        }));
    }
});
