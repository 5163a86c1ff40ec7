import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
import { packPolicies } from "../automation/policy-pack/pack";
import { facts } from "../policies/facts";
import { presetLevel } from "../policies/presets";
import { rules } from "../policies/rules";
import { findTools } from "../toolchain/find";
import { findPython } from "./python/find-python";
import { ServedPack } from "./served-pack";
import { needOnPath, skip } from "./tools-at-hand";

const ROOT = join(__dirname, "..");
const MOVING = facts("docker-build:index:Image", { push: true, tags: ["host/web:latest"] }, { name: "web" });
const EXEMPTION = "{rule: image-tag-is-versioned, resource: web, reason: moves in May, owner: platform, expires: 2999-12-31}";

const run = promisify(execFile);

describe("the policy pack as a folder", function () {
    this.timeout(180_000);

    const place = realpathSync(mkdtempSync(join(tmpdir(), "pack-folder-")));
    const folder = join(place, "pack");
    const project = join(place, "project");

    const inProject = (file: string, text: string) => {
        mkdirSync(dirname(join(project, file)), { recursive: true });
        writeFileSync(join(project, file), text);
    };

    before(async () => {
        await packPolicies(ROOT, folder);
        inProject("Pulumi.yaml", "name: shop\nruntime: nodejs\n");
        inProject("program/readme", "");
    });

    after(() => rmSync(place, { recursive: true, force: true }));

    async function serve<T>(use: (pack: ServedPack) => Promise<T>, cwd = project): Promise<T> {
        const pack = await ServedPack.start(folder, "index.js", cwd);
        try {
            return await use(pack);
        } finally {
            await pack.stop();
        }
    }

    it("has what a pack needs, and what its readers do", () => {
        const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>;
        const own = JSON.parse(readFileSync(join(ROOT, "policies", "package.json"), "utf8")) as Record<string, unknown>;
        assert.deepEqual([manifest["name"], manifest["version"], manifest["main"]], [own["name"], own["version"], "index.js"]);
        assert.equal("private" in manifest, false);
        assert.equal(manifest["license"], "UNLICENSED");
        for (const file of ["PulumiPolicy.yaml", "README.md", "CHANGELOG.md", "NOTICES.md"]) {
            assert.notEqual(readFileSync(join(folder, file), "utf8").trim(), "", file);
        }
        assert.deepEqual(readdirSync(join(folder, "docs", "rules")), readdirSync(join(ROOT, "docs", "rules")));
        assert.match(readFileSync(join(folder, "NOTICES.md"), "utf8"), /^## google-protobuf [^]*Redistribution/m);
    });

    it("is not made of a project in which a part is missing", async () => {
        const root = join(place, "without-docs");
        mkdirSync(root);
        symlinkSync(join(ROOT, "policies"), join(root, "policies"));
        symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
        await assert.rejects(packPolicies(root, join(place, "half")), /ENOENT.*docs/);
    });

    it("loads nothing but what Node has", () => {
        const code = readFileSync(join(folder, "index.js"), "utf8");
        const { builtinModules } = require("node:module") as typeof import("node:module");
        const loaded = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = ""]) => name.replace(/^node:/, ""));
        const others = [...new Set(loaded)].filter((name) => !builtinModules.includes(name));
        assert.ok(loaded.length > 0);
        assert.deepEqual(others, []);
    });

    it("serves every rule, with no package around", async () => {
        await serve(async (pack) => {
            const info = await pack.info();
            assert.deepEqual(info.getPoliciesList().map((policy) => policy.getName()), rules.map(({ id }) => id));
            assert.equal(info.getInitialconfigMap().getLength(), 0);
            assert.match((await pack.analyze(MOVING)).join(), /All tags of one repository move/);
            assert.equal(pack.stderr(), "");
        });
    });

    describe("in a project with policies.yaml", () => {
        before(() => inProject("policies.yaml",
            `preset: strict\nrules: {image-tag-is-versioned: {strict: true}, acr-logged: disabled}\nexemptions: [${EXEMPTION}]\n`));

        after(() => rmSync(join(project, "policies.yaml")));

        it("gives the engine its levels and settings, from a folder of the project too", async () => {
            for (const cwd of [project, join(project, "program")]) {
                const config = await serve(async (pack) => (await pack.info()).getInitialconfigMap(), cwd);
                assert.equal(config.getLength(), rules.length);
                for (const rule of rules) {
                    const level = rule.id === "acr-logged" ? "disabled" : presetLevel(rule, "strict");
                    const expected = EnforcementLevel[level.toUpperCase() as "ADVISORY" | "MANDATORY" | "DISABLED"];
                    assert.equal(config.get(rule.id)?.getEnforcementlevel(), expected, rule.id);
                }
                assert.equal(config.get("image-tag-is-versioned")?.getProperties()?.toJavaScript()["strict"], true);
            }
        });

        it("lets pass what is exempt", async () => {
            const said = await serve((pack) => pack.analyze(MOVING));
            assert.deepEqual(said.filter((message) => message.startsWith("Exempt until 2999-12-31 (platform): moves in May.")).length, 1);
        });

        it("sets up nothing elsewhere", async () => {
            const info = await serve((pack) => pack.info(), place);
            assert.equal(info.getInitialconfigMap().getLength(), 0);
        });
    });

    it("does not start with a mistake in policies.yaml, and says which", async () => {
        inProject("policies.yaml", "presett: strict\n");
        await assert.rejects(serve((pack) => pack.info()), /ended with 1: Cannot use this configuration: 1 mistake\n  policies\.yaml: presett: .*did you mean "preset"\?/);
        rmSync(join(project, "policies.yaml"));
    });

    it("does not start with another file than the one that is named", async () => {
        process.env["PULUMI_REGISTRIES_POLICIES"] = join(place, "missing.yaml");
        try {
            await assert.rejects(serve((pack) => pack.info()), /Cannot set up the policy pack: ENOENT.*; correct PULUMI_REGISTRIES_POLICIES/);
        } finally {
            delete process.env["PULUMI_REGISTRIES_POLICIES"];
        }
    });

    it("packs as pulumi policy publish does, and installs without a registry", () => {
        const npm = (...args: string[]) => execFileSync("npm", [...args, "--silent", "--offline"], { cwd: join(place, "copy"), encoding: "utf8" });
        cpSync(folder, join(place, "copy"), { recursive: true });
        const tarball = npm("pack").trim();
        execFileSync("tar", ["-xzf", join(place, "copy", tarball), "-C", place]);
        for (const file of ["PulumiPolicy.yaml", "index.js", "CHANGELOG.md", "docs/rules/README.md", "node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js"]) {
            assert.ok(existsSync(join(place, "package", file)), file);
        }
        execFileSync("npm", ["install", "--omit=dev", "--offline", "--silent"], { cwd: join(place, "package") });
        assert.deepEqual(readdirSync(join(place, "package", "node_modules", "@pulumi", "pulumi")).sort(), ["cmd", "package.json"]);
    });

    describe("under the real engine, in a project of its own", () => {
        let environment: NodeJS.ProcessEnv;

        before(async function () {
            const tools = await findTools(["pulumi", "docker-build"]);
            const missing = tools.filter(({ from }) => from === "missing").map(({ tool }) => tool);
            if (missing.length > 0) {
                skip(this, `missing ${missing.join(", ")}`);
            }
            const folders = tools.flatMap(({ path }) => (path === undefined ? [] : [dirname(path)]));
            environment = {
                ...process.env,
                PATH: [...folders, process.env["PATH"]].join(delimiter),
                PULUMI_BACKEND_URL: `file://${place}`,
                PULUMI_CONFIG_PASSPHRASE: "none",
                PULUMI_SKIP_UPDATE_CHECK: "true",
            };
            inProject("context/Dockerfile", "FROM scratch\n");
        });

        /** What a preview says, by the form of the pack. */
        async function preview(pack: string, ...more: string[]): Promise<{ ok: boolean; text: string }> {
            const words = ["preview", "--stack", "dev", "--non-interactive", "--color", "never", "--policy-pack", pack, ...more];
            const options = { cwd: project, env: { ...environment, PWD: project } };
            await run("pulumi", ["stack", "select", "--create", "dev", "--non-interactive"], options);
            return tell(run("pulumi", words, options));
        }

        function tell(running: Promise<{ stdout: string; stderr: string }>): Promise<{ ok: boolean; text: string }> {
            return running.then(
                ({ stdout, stderr }) => ({ ok: true, text: stdout + stderr }),
                ({ stdout, stderr }: { stdout: string; stderr: string }) => ({ ok: false, text: stdout + stderr }),
            );
        }

        async function judges(pack: string, look = preview): Promise<void> {
            const refused = await look(pack);
            assert.equal(refused.ok, false, refused.text);
            assert.match(refused.text, /\[mandatory\] .*image-tag-is-versioned/);
            inProject("policies.yaml", `exemptions: [${EXEMPTION}]\n`);
            const passed = await look(pack);
            rmSync(join(project, "policies.yaml"));
            assert.equal(passed.ok, true, passed.text);
            assert.match(passed.text, /\[advisory\] .*image-tag-is-versioned[^]*Exempt until 2999-12-31 \(platform\): moves in May\./);
        }

        for (const form of ["", "index.js"]) {
            it(`judges a program in JavaScript, as ${form || "a folder"}`, async function () {
                needOnPath(this, "pulumi-language-nodejs");
                inProject("Pulumi.yaml", "name: shop\nruntime: {name: nodejs, options: {typescript: false}}\n");
                inProject("package.json", "{}");
                inProject("index.js", `const { CustomResource } = require("@pulumi/pulumi");
                    new CustomResource("docker-build:index:Image", "web", { push: true, tags: ["host/web:latest"], context: { location: "context" } });`);
                rmSync(join(project, "node_modules"), { force: true });
                symlinkSync(join(ROOT, "node_modules"), join(project, "node_modules"));
                await judges(join(folder, form));
            });
        }

        it("takes --policy-pack-config before policies.yaml, and by the JSON schema of each rule", async function () {
            needOnPath(this, "pulumi-language-nodejs");
            const configured = (settings: object) => {
                inProject("config.json", JSON.stringify({ "image-tag-is-versioned": settings }));
                return preview(join(folder, "index.js"), "--policy-pack-config", "config.json");
            };
            inProject("policies.yaml", "preset: baseline\nrules: {image-tag-is-versioned: {level: advisory, strict: true}}\n");
            const stricter = await configured({ enforcementLevel: "mandatory" });
            assert.equal(stricter.ok, false, stricter.text);
            assert.match(stricter.text, /\[mandatory\] .*image-tag-is-versioned[^]*Tags that move/);
            const mistaken = await configured({ strict: "yes" });
            assert.equal(mistaken.ok, false, mistaken.text);
            assert.match(mistaken.text, /image-tag-is-versioned: strict: Invalid type/);
            rmSync(join(project, "policies.yaml"));
        });

        it("judges a program in Python", async function () {
            const python = await findPython(join(__dirname, "python", "requirements.txt"));
            if ("missing" in python) {
                skip(this, python.missing);
            }
            rmSync(join(project, "Pulumi.yaml"));
            const words = (pack: string) => [join(__dirname, "python", "preview.py"), project, "python", pack];
            await judges(join(folder, "index.js"), (pack) => tell(run(python.program, words(pack), { cwd: project, env: { ...environment, PWD: project } })));
        });

        it("judges a program in YAML", async function () {
            needOnPath(this, "pulumi-language-yaml");
            rmSync(join(project, "node_modules"), { force: true });
            inProject("Pulumi.yaml", `name: shop
runtime: yaml
resources:
  web:
    type: docker-build:Image
    properties: { push: true, tags: ["host/web:latest"], context: { location: context } }
`);
            await judges(join(folder, "index.js"));
        });
    });
});
