import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { addNewRules, listedRules } from "../automation/rule-pages/changelog";
import { formatExample } from "../automation/rule-pages/example";
import { CHANGELOG, RULE_PAGES, renderRulePages } from "../automation/rule-pages/pages";
import { formatReference } from "../automation/rule-pages/reference";
import { facts } from "../policies/facts";
import { readPolicyFile } from "../policies/policy-file";
import { rules } from "../policies/rules";

const ROOT = join(__dirname, "..");
const changelog = readFileSync(join(ROOT, CHANGELOG), "utf8");

/** Returns the blocks of YAML in a page. */
const yamlOf = (page: string): readonly unknown[] => [...page.matchAll(/```yaml\n([^]*?)\n```/g)].map(([, text = ""]) => parse(text) as unknown);

describe("the pages of the rules", () => {
    const pages = renderRulePages(rules);

    it("are those of the rules, as the code has them (npm run readme brings them up to date)", () => {
        const folder = join(ROOT, RULE_PAGES);
        assert.deepEqual(readdirSync(folder).sort(), [...pages.keys()].sort());
        pages.forEach((text, file) => assert.equal(readFileSync(join(folder, file), "utf8"), text, file));
    });

    it("say what is wrong, why, what to write instead, and show every example", () => {
        for (const { id, title, why, fix, url, good, bad, settings = {}, references } of rules) {
            const page = pages.get(`${id}.md`) ?? "";
            for (const part of [`**${title}.**`, why.slice(1), fix, `<${url}>`]) {
                assert.ok(page.includes(part), `${id} without ${part}`);
            }
            bad.forEach(({ title: called, violation }) =>
                assert.ok(page.includes(`### Refused: ${called}\n`) && page.includes(`> ${violation}`), `${id}: ${called}`));
            good.forEach(({ title: called }) => assert.ok(page.includes(`### Accepted: ${called}\n`), `${id}: ${called}`));
            Object.keys(settings).forEach((name) => assert.ok(page.includes(`| \`${name}\` |`), `${id}: ${name}`));
            assert.equal(page.match(/^- \[[^\]]+\]\(https:[^)]+\) `/gm)?.length ?? 0, references.length, `${id} has a link for each reference`);
        }
    });

    it("have YAML that is read as YAML, with the resources of each example", () => {
        for (const { id, good, bad } of rules) {
            const blocks = yamlOf(pages.get(`${id}.md`) ?? "").filter((block) => typeof block === "object" && block !== null && "resources" in block);
            const counts = blocks.map(({ resources }) => Object.keys(resources as object).length).sort();
            assert.deepEqual(counts, [...good, ...bad].map(({ resources }) => resources.length).sort(), id);
        }
    });

    it("have settings that policies.yaml takes, as they are shown", () => {
        for (const { id, settings } of rules) {
            const blocks = yamlOf(pages.get(`${id}.md`) ?? "").filter((block) => typeof block === "object" && block !== null && "rules" in block);
            assert.equal(blocks.length, settings === undefined ? 0 : 1, id);
            blocks.forEach((block) => readPolicyFile(JSON.stringify(block), rules));
        }
    });
});

describe("the policies.yaml that is shown", () => {
    for (const file of ["README.md", "policies/README.md"]) {
        it(`in ${file} is taken`, () => {
            const [, text] = /```yaml\n(preset: strict[ \n][^]*?)```/.exec(readFileSync(join(ROOT, file), "utf8")) ?? [];
            const { config, exemptions } = readPolicyFile(text ?? assert.fail("there is none"), rules);
            assert.equal(config.preset, "strict");
            assert.equal(exemptions.length, 1);
        });
    }
});

describe("an example on a page", () => {
    const owner = facts("my:index:Registry", { sku: "Basic" }, { name: "main", stack: "prod" });
    const first = facts("my:index:Child", { part: { id: 1 } }, { name: "main", stack: "prod", from: { registry: [owner], part: [owner] }, after: [facts("my:index:Other")] });

    it("shows what properties are made from, other dependencies, names twice, settings and the stack", () => {
        const text = formatExample({ title: "a part", resources: [owner, first], settings: { strict: true }, violation: "sku is Basic." });
        assert.equal(text, `### Refused: a part

In the stack \`prod\`. With the settings \`{"strict":true}\`.

\`\`\`yaml
resources:
  main:
    type: my:index:Registry
    properties:
      sku: Basic
  main-2:
    type: my:index:Child
    properties:
      # made from \${main}
      part:
        id: 1
      registry: \${main}
    options:
      dependsOn:
        - \${elsewhere}
\`\`\`

> sku is Basic.`);
    });

    it("shows no more than there is", () => {
        assert.equal(formatExample({ title: "none", resources: [facts("my:index:Registry")] }), "### Accepted: none\n\n```yaml\nresources:\n  example:\n    type: my:index:Registry\n```");
    });
});

describe("a reference on a page", () => {
    const table: [reference: Parameters<typeof formatReference>[0], expected: string][] = [
        ["ECR.1", "[Security Hub](https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-1) `ECR.1`"],
        ["ECS.16", "[Security Hub](https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-16) `ECS.16`"],
        ["CT.ECR.PR.1", "[Control Tower](https://docs.aws.amazon.com/controltower/latest/controlreference/ecr-rules.html#ct-ecr-pr-1-description) `CT.ECR.PR.1`"],
        ["PRW ecr_scan", "[Prowler](https://hub.prowler.com/check/ecr_scan) `ecr_scan`"],
        ["CKV2_AZURE_30", "[Checkov](https://www.checkov.io/5.Policy%20Index/all.html) `CKV2_AZURE_30`"],
    ];
    for (const [reference, expected] of table) {
        it(`leads from ${reference}`, () => assert.equal(formatReference(reference), expected));
    }
});

describe("the changelog of the rules", () => {
    it("lists each rule once, and none that is gone", () => {
        assert.deepEqual([...listedRules(changelog)].sort(), rules.map(({ id }) => id).sort());
    });

    it("starts with the version of the pack", () => {
        const { version } = JSON.parse(readFileSync(join(ROOT, "policies", "package.json"), "utf8")) as { version: string };
        assert.equal(/^## (.+)$/m.exec(changelog)?.[1], version);
    });

    const [one, two, three] = rules.map((rule, index) => ({ ...rule, id: `rule-${"cab"[index]}`, title: `Demand ${index}` }));
    const before = "# Changes\n\n## 2.0.0\n\n- Better.\n\n### New rules\n\n## 1.0.0\n\n### New rules\n\n- `rule-b`: Demand 2.\n";

    it("gets new rules under its newest version, in order", () => {
        assert.ok(one !== undefined && two !== undefined && three !== undefined);
        const after = before.replace("### New rules\n\n## 1", "### New rules\n\n- `rule-a`: Demand 1.\n- `rule-c`: Demand 0.\n\n## 1");
        assert.equal(addNewRules(before, [one, two, three]), after);
        assert.equal(addNewRules(after, [one, two, three]), after);
        assert.equal(addNewRules(addNewRules(before, [one, three]), [one, two, three]), after);
    });

    it("is not changed where it has no place for them", () => {
        assert.throws(() => addNewRules("# Changes\n\n## 2.0.0\n\n- Better.\n", rules.slice(0, 1)), /has no part "### New rules"/);
    });
});
