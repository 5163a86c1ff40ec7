import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CheckReport } from "../policies/report";
import { rules } from "../policies/rules";
import { check, exportOf } from "./check-run";

const ROOT = join(__dirname, "..");
const SECRET = "hush-hush-4711";

/** With a fault of every kind that the configuration lets pass. */
const BAD = `config:
  aws:region: eu-central-1
  aws:allowedAccountIds: ["123456789012"]
  registries:registry:
    - kind: acr
      name: contosobad
      resourceGroup: rg-images
      location: westeurope
      tier: Premium
      anonymousPull: true
    - kind: ecr
      account: "123456789012"
      region: eu-central-1
      immutableTags: false
      scanOnPush: false
      forceDelete: true
  registries:images:
    site:
      context: examples/quickstart/site
      version: 1.4.2
      network: host
      buildArgs: { API_TOKEN: ${SECRET} }
      secrets: { NPM_TOKEN: ${SECRET} }
`;

/** What is wrong in it, by resource. */
const FAULTS = [
    "acr-cleans-up acr",
    "acr-logged acr",
    "acr-network-restricted acr",
    "acr-no-anonymous-pull acr",
    "acr-private-link acr",
    "ecr-force-delete-off ecr-site",
    "ecr-has-lifecycle ecr-site",
    "ecr-immutable-tags ecr-site",
    "ecr-scanned ecr-site",
    "image-no-host-network site",
    "image-no-secret-build-args site",
];

let folder = "";
/** Writes a file of so many bytes that takes no room. */
const writeNothing = (name: string, bytes: number) => {
    const path = write(name, "");
    truncateSync(path, bytes);
    return path;
};

const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
};
const linkTo = (target: string, name: string) => {
    symlinkSync(target, join(folder, name));
    return join(folder, name);
};
const reportOf = (stdout: string) => JSON.parse(stdout) as CheckReport;
const fixOf = (id: string) => rules.find((rule) => rule.id === id)?.fix;

before(() => void (folder = mkdtempSync(join(tmpdir(), "check-"))));
after(() => rmSync(folder, { recursive: true, force: true }));

describe("a check of a planted bad program", () => {
    it("names each fault once, with its fix, and fails", () => {
        const { status, stdout } = check(["--json", "--file", write("Pulumi.prod.yaml", BAD)]);
        const { violations, resources } = reportOf(stdout);
        assert.deepEqual(violations.map(({ rule, resource }) => `${rule} ${resource.split("::").at(-1)}`).sort(), FAULTS);
        violations.forEach(({ rule, fix }) => assert.equal(fix, fixOf(rule)));
        assert.equal(resources, 7);
        assert.equal(status, 1);
    });

    it("points to the line of the image or the registry", () => {
        const { stdout } = check(["--file", write("Pulumi.prod.yaml", BAD)]);
        assert.match(stdout, /Pulumi\.prod\.yaml:18 {2}site \(docker-build:index:Image\)/);
        assert.match(stdout, /Pulumi\.prod\.yaml:4 {2}acr \(azure-native:resources:Resource\)/);
    });

    it("never shows a secret, in no format", () => {
        const file = write("Pulumi.prod.yaml", BAD);
        for (const format of ["text", "json", "sarif", "junit", "markdown"]) {
            const { status, stdout, stderr } = check(["--format", format, "--file", file, "--preview", "tests/fixtures/previews/judged.jsonl"]);
            assert.equal(status, 1, stderr);
            assert.match(stdout, /image-no-secret-build-args/);
            assert.doesNotMatch(stdout + stderr, /hush-hush/);
        }
    });

    it("has no verdict on what is encrypted in its file: undecided, and a gate fails", () => {
        const encrypted = BAD.replace("anonymousPull: true", 'anonymousPull: false\n      webhooks: [{ name: deployhook, url: { secure: AAABAGVuY3J5cHRlZA== } }]').replace(/^.*buildArgs.*\n/m, "");
        const file = write("Pulumi.prod.yaml", encrypted);
        const [open, gated] = [check(["--json", "--file", file]), check(["--json", "--gate", "--file", file])];
        assert.deepEqual(reportOf(open.stdout).undecided.map(({ rule, level }) => [rule, level]), [["acr-webhook-https", "mandatory"]], open.stderr);
        assert.deepEqual([open.status, gated.status, check(["--file", file], { env: { CI: "true" } }).status], [0, 1, 1]);
    });

    it("asks no repository elsewhere that something is built from", () => {
        const elsewhere = BAD.replace("context: examples/quickstart/site\n      version: 1.4.2", "context: https://example.invalid/team/shop.git#main:web\n      version: git\n      contexts: { more: https://example.invalid/team/more.git }");
        const { status, stdout, stderr } = check(["--json", "--file", write("Pulumi.prod.yaml", elsewhere)]);
        assert.equal(status, 1, stderr);
        assert.deepEqual(reportOf(stdout).violations.map(({ rule, resource }) => `${rule} ${resource.split("::").at(-1)}`).sort(), FAULTS);
    });

    it("goes by the project's settings and exemptions", () => {
        const policies = write("policies.yaml", `rules:
  image-no-secret-build-args: { publicNames: [API_TOKEN] }
  ecr-scanned: disabled
exemptions:
  - { rule: acr-no-anonymous-pull, resource: acr, stack: prod, reason: "is public, on purpose", owner: platform, expires: "2999-12-31" }
`);
        const { status, stdout, stderr } = check(["--json", "--file", write("Pulumi.prod.yaml", BAD), "--policies", policies]);
        assert.equal(status, 0, stderr);
        const { violations, exempt } = reportOf(stdout);
        assert.equal(violations.some(({ rule }) => rule === "ecr-scanned" || rule === "image-no-secret-build-args"), false);
        assert.deepEqual(exempt.map(({ rule, owner }) => [rule, owner]), [["acr-no-anonymous-pull", "platform"]]);
    });
});

describe("a check of our own examples", () => {
    const files = readdirSync(join(ROOT, "examples")).flatMap((name) =>
        readdirSync(join(ROOT, "examples", name)).filter((file) => /^Pulumi\..+\.yaml$/.test(file)).map((file) => `examples/${name}/${file}`));

    it("is silent", () => {
        const { status, stdout, stderr } = check(["--gate", ...files.flatMap((file) => ["--file", file])]);
        assert.deepEqual([status, stdout], [0, ""], stderr);
        const resources = Number(/^0 violations, 0 undecided, 0 exempt in (\d+) resources$/m.exec(stderr)?.[1]);
        assert.ok(resources > 10 * files.length / 2, `only ${resources} resources`);
    });
});

describe("a check of what cannot be read", () => {
    const cases: readonly (readonly [string, () => readonly string[], RegExp])[] = [
        ["a mistake in a stack file", () => ["--file", write("Pulumi.a.yaml", BAD.replace("version: 1.4.2", "version: banana"))], /registries:images\.site\.version: required is/],
        ["no YAML", () => ["--file", write("Pulumi.b.yaml", "config:\n  a: [1\n  b: 2\n")], /Pulumi\.b\.yaml: line \d+ is not YAML/],
        ["no stack file", () => ["--file", join(folder, "Pulumi.none.yaml")], /Pulumi\.none\.yaml: ENOENT/],
        ["another name", () => ["--file", write("stack.yaml", BAD)], /its name has to be Pulumi\.<stack>\.yaml/],
        ["credentials of another account", () => ["--file", write("Pulumi.c.yaml", BAD.replace('["123456789012"]', '["210987654321"]'))], /Cannot evaluate .*aws:allowedAccountIds/],
        ["an alias of nothing", () => ["--file", write("Pulumi.d.yaml", "config:\n  registries:images: *nothing\n")], /Pulumi\.d\.yaml: an alias/],
        ["an alias of itself", () => ["--file", write("Pulumi.e.yaml", "config:\n  registries:images: &all { web: *all }\n")], /Pulumi\.e\.yaml: an alias/],
        ["a configuration that is none", () => ["--file", write("Pulumi.f.yaml", "config: text\n")], /Pulumi\.f\.yaml: config has to be a map/],
        ["a link to what never ends", () => ["--file", linkTo("/dev/zero", "Pulumi.g.yaml")], /Pulumi\.g\.yaml: required is a file of at most 1 MB/],
        ["settings that never end", () => ["--policies", linkTo("/dev/zero", "policies-zero.yaml")], /policies-zero\.yaml: required is a file of at most 1 MB/],
        ["no export", () => ["--export", join(folder, "none.json")], /none\.json: ENOENT/],
        ["no preview", () => ["--preview", join(folder, "none.json")], /none\.json: ENOENT/],
        ["an export that no text is long enough for", () => ["--export", writeNothing("large.json", 2 ** 31)], /large\.json: it has more than the 512 MiB/],
        ["half an export", () => ["--export", write("half.json", exportOf([]).slice(0, -3))], /half\.json: line \d+ is not JSON/],
        ["a mistake in the settings", () => ["--export", write("e.json", exportOf([])), "--policies", write("p.yaml", "rules: { acr-no-admin: disabled }\n")], /acr-no-admin/],
        ["an unknown option", () => ["--strict"], /--strict/],
    ];
    for (const [title, words, message] of cases) {
        it(`says what and where, and exits 2: ${title}`, () => {
            const { status, stdout, stderr } = check(words());
            assert.match(stderr, message);
            assert.equal(status, 2);
            assert.equal(stdout, "");
            assert.doesNotMatch(stderr, /hush-hush/);
        });
    }
});

describe("what a check writes", () => {
    const REGISTRY = "azure-native:containerregistry:Registry";
    const exported = (name: string, project = "other") => write("state.json", exportOf([
        { urn: `urn:pulumi:prod::${project}::${REGISTRY}::${name}`, type: REGISTRY, custom: true, inputs: { adminUserEnabled: true, sku: { name: "Basic" } } },
    ]));

    it("tells the mistakes of all stack files at once, each with its file", () => {
        const wrong = (stack: string) => write(`Pulumi.${stack}.yaml`, BAD.replace("version: 1.4.2", "version: banana"));
        const { status, stderr } = check(["--file", wrong("one"), "--file", wrong("two")]);
        assert.equal(status, 2);
        for (const stack of ["one", "two"]) {
            assert.match(stderr, new RegExp(`^ {2}\\S*Pulumi\\.${stack}\\.yaml: registries:images\\.site\\.version: required is`, "m"));
        }
    });

    it("keeps its verdict where nobody reads to the end, and has none where it cannot write", () => {
        const run = (words: string) => spawnSync("bash", ["-c", `set -o pipefail; ${words}`], { cwd: ROOT, encoding: "utf8", env: { ...process.env, FILE: exported("web") } });
        const start = `"${process.execPath}" toolchain/bootstrap.cjs automation/main.ts check --json --export "$FILE"`;
        const [cut, full] = [run(`{ ${start}; echo "status $?" >&2; } | true`), run(`${start} > /dev/full`)];
        assert.match(cut.stderr, /^status 1$/m);
        assert.deepEqual([full.status, full.stderr.trim()], [2, "Cannot write the report: ENOSPC"]);
    });

    it("starts no line and moves no terminal by what resources are called", () => {
        for (const format of ["text", "markdown"]) {
            const { stdout } = check(["--format", format, "--export", exported("web\n::error::hush\u001b[2J")]);
            assert.match(stdout, /acr-no-admin-user/);
            assert.doesNotMatch(stdout, /^::error|\u001b/m);
        }
    });

    it("does not point into a file of this project for a stack of another one", () => {
        assert.match(check(["--export", exported("web")]).stdout, /state\.json:1 {2}web/);
    });
});

describe("a check of a large export", () => {
    const TYPES = ["azure-native:containerregistry:Registry", "aws:s3/bucketV2:BucketV2"] as const;
    const resources = Array.from({ length: 10_000 }, (_, index) => {
        const type = TYPES[index % 10 === 0 ? 0 : 1];
        return { urn: `urn:pulumi:prod::big::${type}::r${index}`, type, custom: true, inputs: { adminUserEnabled: index % 20 === 0, tags: { index: String(index) } }, outputs: { policy: "x".repeat(1500) } };
    });

    it("counts right, from what comes in, within 192 MB of heap", () => {
        const { status, stdout, stderr } = check(["--json", "--export", "-"], { input: exportOf(resources), env: { NODE_OPTIONS: "--max-old-space-size=192" } });
        assert.equal(status, 1, stderr);
        const report = reportOf(stdout);
        assert.equal(report.resources, 10_000);
        assert.equal(report.violations.filter(({ rule }) => rule === "acr-no-admin-user").length, 500);
    });
});
