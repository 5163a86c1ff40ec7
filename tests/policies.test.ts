import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { judge } from "../policies/judge";
import type { Example, Rule } from "../policies/rule";
import { rules } from "../policies/rules";
import { formatRuleTable } from "../policies/rule-table";
import { analyzedFirst, switchedOn } from "./analyzed";

const FOLDER = join(__dirname, "../policies/rules");

describe("policy rules", () => {
    it("are the files of their folder", () => {
        const files = readdirSync(FOLDER).filter((file) => file !== "index.ts");
        assert.deepEqual(
            rules.map(({ id }) => `${id}.ts`),
            files.sort(),
        );
    });

    it("are the one export of the file that has their id as name", () => {
        for (const rule of rules) {
            const exported = require(join(FOLDER, rule.id)) as Record<string, unknown>;
            assert.deepEqual(Object.values(exported), [rule]);
        }
    });

    it("have ids of their own, of the form noun-demand", () => {
        rules.forEach(({ id }) => assert.match(id, /^[a-z][a-z0-9]*(-[a-z]+)+$/));
        assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
    });

    it("are worded so that title, reason and fix read on", () => {
        for (const { title, why, fix } of rules) {
            assert.match(title, /^[A-Z].*[^.]$/);
            assert.match(why, /[^.]$/);
            assert.match(fix, /^[A-Z].*\.$/);
        }
    });

    it("make a table", () => {
        const [head, line, ...rows] = formatRuleTable(rules).split("\n");
        assert.match(head ?? "", /^\| Rule \|/);
        assert.match(line ?? "", /^\| --- \|/);
        assert.deepEqual(
            rows.map((row) => /`(.*?)`/.exec(row)?.[1]),
            rules.map(({ id }) => id),
        );
        const adminUser = rows.find((row) => row.includes("`acr-no-admin-user`"));
        assert.match(adminUser ?? "", /AZR-000005, AP dc921057, .*CKV_AZURE_137/);
    });

    for (const rule of rules) {
        describe(rule.id, () => testExamples(rule));
    }
});

function testExamples(rule: Rule): void {
    for (const example of rule.good) {
        it(`accepts: ${example.title}`, () => {
            assert.deepEqual(findings(rule, example), []);
        });
    }

    it("says what is wrong in sentences", () => {
        rule.bad.forEach(({ violation }) => assert.match(violation, /^[\w$].*[^.]\.$/));
    });

    for (const example of rule.bad) {
        it(`refuses: ${example.title}`, () => {
            assert.deepEqual(findings(rule, example), [{ verdict: "violation", message: example.violation }]);
        });
    }

    it("tells the engine what is wrong and what to do, under the rule's level", async () => {
        const told = switchedOn(rule);
        for (const { resources, violation } of rule.bad.filter(({ settings }) => settings === undefined)) {
            const message = `${rule.title}: ${rule.why}.\n${violation} ${rule.fix}`;
            const { urn } = resources[0];
            assert.deepEqual(await analyzedFirst(told, resources), [
                { policy: rule.id, level: told.level, message, urn },
            ]);
        }
    });

    it("tells the engine nothing of what is good", async () => {
        for (const { resources } of rule.good.filter(({ settings }) => settings === undefined)) {
            assert.deepEqual(await analyzedFirst(switchedOn(rule), resources), []);
        }
    });
}

function findings(rule: Rule, { resources, settings = {} }: Example) {
    return judge(rule, resources[0], { resources, settings });
}
