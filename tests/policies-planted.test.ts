import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CheckReport } from "../policies/report";
import { rules } from "../policies/rules";
import { checkInProcess } from "./check-in-process";
import { check } from "./check-run";
import { plant, PLANTED } from "./planted/faults";

let folder = "";
const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
};
const wordsFor = (name: string, policies = "") => ["--export", write(`${name}.json`, plant(name).stack.toExport()), "--policies", write("policies.yaml", policies)];

before(() => void (folder = mkdtempSync(join(tmpdir(), "planted-"))));
after(() => rmSync(folder, { recursive: true, force: true }));

describe("a check of planted faults", () => {
    it("has one for every rule", () => {
        assert.deepEqual(Object.values(PLANTED).flatMap(({ faults }) => Object.keys(faults)).sort(), rules.map(({ id }) => id).sort());
    });

    for (const [name, { policies, status }] of Object.entries(PLANTED)) {
        it(`names each once, with its fix: ${name}`, async () => {
            const found = await checkInProcess(wordsFor(name, policies));
            assertPlanted(found.report, name);
            assert.equal(found.status, status);
        });
    }

    it("needs settings for none but rules that are off without, ask for nothing, or exclude another", () => {
        const others = Object.values(PLANTED).flatMap(({ faults, policies }) => (policies === undefined ? [] : Object.keys(faults)));
        const off = rules.filter(({ level }) => level === "disabled").map(({ id }) => id);
        assert.deepEqual(others.sort(), [...off, "acr-tier-for-production", "registry-tagged"].sort());
    });

    it("does so as a process", () => {
        const { status, stdout, stderr } = check(["--json", ...wordsFor("prod")]);
        assert.equal(status, 1, stderr);
        assertPlanted(JSON.parse(stdout) as CheckReport, "prod");
    });
});

/** What a report says, and the faults that are there, are the same. */
function assertPlanted({ violations, undecided }: CheckReport, name: string): void {
    const planted = [...plant(name).planted].map(([rule, urn]) => `${rule} ${urn}: ${rules.find(({ id }) => id === rule)?.fix}`);
    assert.deepEqual(violations.map(({ rule, resource, fix }) => `${rule} ${resource}: ${fix}`).sort(), planted.sort());
    assert.deepEqual(undecided, []);
}
