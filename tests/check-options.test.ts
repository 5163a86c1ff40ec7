import assert from "node:assert/strict";
import { join, sep } from "node:path";
import { readCheckOptions } from "../automation/check/options";

const HERE = join(sep, "home", "dev");
const read = (words: readonly string[], environment: NodeJS.ProcessEnv = {}) => readCheckOptions(words, environment);

describe("the options of a check", () => {
    it("have defaults", () => {
        assert.deepEqual(read([]), { stacks: [], files: [], exports: [], previews: [], format: "text", gate: false, policies: undefined });
    });

    it("can be repeated", () => {
        const { stacks, files, exports, previews } = read(["--stack", "dev", "--stack", "prod", "--file", "a", "--export", "b", "--export", "-", "--preview", "c"], { INIT_CWD: HERE });
        assert.deepEqual({ stacks, files, exports, previews }, { stacks: ["dev", "prod"], files: [join(HERE, "a")], exports: [join(HERE, "b"), "-"], previews: [join(HERE, "c")] });
    });

    it("take the file with settings from the variable that the policy pack has it from, unless one is named", () => {
        const environment = { PULUMI_REGISTRIES_POLICIES: "team.yaml", INIT_CWD: HERE };
        assert.equal(read([], environment).policies, join(HERE, "team.yaml"));
        assert.equal(read(["--policies", "own.yaml"], environment).policies, join(HERE, "own.yaml"));
    });

    const gates: readonly (readonly [readonly string[], NodeJS.ProcessEnv, boolean])[] = [
        [[], { CI: "true" }, true],
        [[], { CI: "1" }, true],
        [[], { TF_BUILD: "True" }, true],
        [[], { CI: "false" }, false],
        [[], { CI: "0" }, false],
        [[], { CI: "" }, false],
        [["--no-gate"], { CI: "true" }, false],
        [["--gate"], {}, true],
    ];
    for (const [words, environment, gate] of gates) {
        it(`${gate ? "gate" : "do not gate"} with ${JSON.stringify(environment)} ${words.join(" ")}`, () => {
            assert.equal(read(words, environment).gate, gate);
        });
    }

    for (const format of ["text", "json", "sarif", "junit", "markdown"]) {
        it(`take the format ${format}`, () => assert.equal(read(["--format", format]).format, format));
    }

    it("take --json for short", () => {
        assert.equal(read(["--json"]).format, "json");
        assert.equal(read(["--json", "--format", "json"]).format, "json");
    });

    const bad: readonly (readonly [readonly string[], NodeJS.ProcessEnv, RegExp])[] = [
        [["--format", "html"], {}, /Cannot write --format "html"/],
        [["--json", "--format", "sarif"], {}, /Cannot write --format "sarif" with --json/],
        [["--gate", "--no-gate"], {}, /Cannot use --gate with --no-gate/],
        [["--export", "-", "--preview", "-"], {}, /Cannot read "-" twice/],
        [["--stack", "../other"], {}, /Cannot use --stack/],
        [["prod"], {}, /prod/],
        [["--strict"], {}, /--strict/],
        [[], { npm_config_export: "state.json" }, /npm takes options before "--"/],
    ];
    for (const [words, environment, message] of bad) {
        it(`refuse ${words.join(" ")} ${JSON.stringify(environment)}`, () => {
            assert.throws(() => read(words, environment), { name: "UsageError", message });
        });
    }
});
