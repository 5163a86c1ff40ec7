import assert from "node:assert/strict";
import { needLocalTools } from "../tools-at-hand";
import { Checkout } from "./checkout";

describe("configuration and usage, end to end", function () {
    this.timeout(120_000);

    let checkout: Checkout;

    before(() => {
        checkout = new Checkout();
    });

    after(async () => {
        await checkout.remove();
    });

    it("reports every mistake of a stack file at once, and does nothing", async () => {
        checkout.write("Pulumi.bad.yaml", [
            "config:",
            "  registries:registry: { kind: local, hots: x }",
            "  registries:images:",
            "    web: { contxt: services/web, version: banana }",
            "    api: { context: services/api }",
            "",
        ].join("\n"));
        const report = await checkout.report("up", "--stack", "bad");
        assert.equal(report.code, 2);
        assert.equal(report.ok, false);
        const text = report.errors.join("\n");
        for (const pattern of [
            /registries:registry\.hots.*`?host/,
            /registries:images\.web\.contxt.*context/,
            /registries:images\.web\.version.*"banana"/,
            /registries:images\.api\.version.*nothing/,
        ]) {
            assert.match(text, pattern);
        }
        assert.doesNotMatch(report.stderr, /started|building/);
    });

    it("refuses a kind of registry that it does not know, of a list too", async () => {
        checkout.write("Pulumi.cloud.yaml", "config:\n  registries:registry: [{ kind: local }, { kind: gcr }]\n  registries:images: {}\n");
        const { code, stderr } = await checkout.npm("preview", "--stack", "cloud");
        assert.equal(code, 2);
        assert.match(stderr, /registries:registry\[1\]\.kind: required is "local", "acr", "ecr" or "ecr-public"; it is now "gcr"/);
    });

    const mistakes: [string, string[], RegExp][] = [
        ["an unknown option", ["up", "--stak", "x"], /--stak/],
        ["a stack without a file", ["up", "--stack", "nowhere"], /Pulumi\.nowhere\.yaml/],
        ["a word too many", ["preview", "prod"], /preview prod/],
    ];
    for (const [title, [command = "", ...args], pattern] of mistakes) {
        it(`exits 2 for ${title}`, async () => {
            const { code, stderr } = await checkout.npm(command, ...args);
            assert.equal(code, 2, stderr);
            assert.match(stderr, pattern);
        });
    }

    it("does not take npm's own reading of --stack for the local stack", async () => {
        const { code, stderr } = await checkout.start("npm", ["run", "-s", "destroy", "--stack=prod"]).finished;
        assert.equal(code, 2);
        assert.match(stderr, /npm run destroy -- --stack/);
    });

    it("says what is there in a table, and as JSON", async () => {
        const table = await checkout.npm("doctor");
        assert.match(table.stdout + table.stderr, /pulumi .*\d+\.\d+\.\d+/);
        const document = JSON.parse((await checkout.npm("doctor", "--json")).stdout) as { tools: { tool: string }[] };
        assert.deepEqual(document.tools.map(({ tool }) => tool), ["pulumi", "docker-build", "buildkitd", "runc", "registry"]);
    });

    it("stops a plan that breaks a policy before anything is made", async function () {
        await needLocalTools(this);
        checkout.write("strict.json", JSON.stringify({ "image-tag-is-versioned": { strict: true } }));
        const report = await checkout.report("up", "--policy-config", "strict.json");
        assert.equal(report.code, 1, report.stderr);
        assert.deepEqual(report.changes.create > 0, true);
        assert.equal(report.policies[0]?.rule, "image-tag-is-versioned");
        assert.equal(report.policies[0]?.level, "mandatory");
        assert.deepEqual(report.outputs, {});
    });

    it("takes two first runs at once", async function () {
        await needLocalTools(this);
        const runs = await Promise.all([checkout.report("up"), checkout.report("up")]);
        for (const run of runs) {
            assert.equal(run.code, 0, run.stderr);
        }
        assert.deepEqual(runs[0]?.outputs, runs[1]?.outputs);
    });
});
