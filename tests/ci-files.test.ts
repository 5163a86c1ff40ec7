import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCheckOptions } from "../automation/check/options";
import { readOptions } from "../automation/options";
import { findActionlint, findSchemaCheck, findShellcheck, findZizmor, type Linter } from "./ci/linters";
import { AZURE_STEPS, FILES, GITLAB, parsed, pathOf, SCRIPTS, textOf, WORKFLOWS, type Job } from "./ci/pipelines";
import { skip } from "./tools-at-hand";

const ROOT = join(__dirname, "..");

const GITHUB = FILES.filter((file) => file.startsWith("github/"));

/** An action, the digest of a commit, and the release that has it. */
const PINNED = /^[A-Za-z0-9_.\/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

const jobs = Object.entries(WORKFLOWS).flatMap(([file, workflow]) =>
    Object.entries(workflow.jobs).map(([name, job]) => ({ where: `${file}: ${name}`, workflow, job })));

const rightsOf = ({ permissions = {} }: Job) => Object.entries(permissions).filter(([, right]) => right === "write").map(([name]) => name);

let folder = "";
before(() => void (folder = mkdtempSync(join(tmpdir(), "ci-"))));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Puts a change of a file into the folder, where a linter takes it for the same file. */
function changed(file: string, from: string | RegExp, to: string): string {
    const text = textOf(file).replace(from, to);
    assert.notEqual(text, textOf(file));
    const path = join(folder, file.split("/").at(-1) ?? "");
    writeFileSync(path, text);
    return path;
}

/** The schema knows this task's name, but not its inputs. */
const withoutUseNode = (text: string) => text.replace(/^ *- task: UseNode@1\n *inputs:\n *version: \S+\n/gm, "");

describe("pipelines to copy, linted", function () {
    this.timeout(700_000);

    const linted = (title: string, find: () => Promise<Linter>, check: (lint: Extract<Linter, { lint: unknown }>["lint"]) => Promise<void>) =>
        it(title, async function () {
            const linter = await find();
            if ("missing" in linter) {
                return skip(this, linter.missing);
            }
            await check(linter.lint);
        });

    linted("actionlint has nothing against GitHub's, and sees planted faults", findActionlint, async (lint) => {
        assert.deepEqual(await lint(...GITHUB.map(pathOf)), { code: 0, output: "" });
        const faults: readonly [string, string, RegExp][] = [
            ["needs.check.outputs.sarif", "needs.check.outputs.sarrif", /property "sarrif" is not defined/],
            ["security-events: write", "security-event: write", /unknown permission scope "security-event"/],
            ["cancel-in-progress", "cancels-in-progress", /unexpected key "cancels-in-progress"/],
        ];
        for (const [from, to, said] of faults) {
            const { code, output } = await lint(changed("github/pull-request.yml", from, to));
            assert.equal(code, 1);
            assert.match(output, said);
        }
    });

    linted("zizmor has nothing against GitHub's, and sees planted faults", findZizmor, async (lint) => {
        const { code, output } = await lint(...GITHUB.map(pathOf));
        assert.equal(code, 0, output);
        const faults: readonly [string, string | RegExp, string, RegExp][] = [
            ["github/pull-request.yml", "pull_request:", "pull_request_target:", /dangerous-triggers/],
            ["github/pull-request.yml", /@3d3c42e\w+ # v7\.0\.1/, "@v7", /unpinned-uses/],
            ["github/pull-request.yml", /persist-credentials: false.*/, "", /artipacked/],
            ["github/preview.yml", 'cat "$text"\n', 'cat "$text" ${{ github.head_ref }}\n', /template-injection/],
            ["github/comment.yml", "permissions: {}", "permissions: write-all", /excessive-permissions/],
        ];
        for (const [file, from, to, said] of faults) {
            const judged = await lint(changed(file, from, to));
            assert.notEqual(judged.code, 0);
            assert.match(judged.output, said);
        }
    });

    linted("GitHub's are of its schema", () => findSchemaCheck("github-workflows"), async (check) => {
        assert.deepEqual(await check(...GITHUB.map(pathOf)), { code: 0, output: "" });
        assert.equal((await check(changed("github/deploy.yml", "runs-on:", "run-on:"))).code, 1);
    });

    linted("Azure's is of its schema", () => findSchemaCheck("azure-pipelines"), async (check) => {
        const file = "azure-pipelines/azure-pipelines.yml";
        const write = (text: string) => {
            writeFileSync(join(folder, "azure-pipelines.yml"), withoutUseNode(text));
            return join(folder, "azure-pipelines.yml");
        };
        assert.deepEqual(await check(write(textOf(file))), { code: 0, output: "" });
        for (const [from, to] of [["lockBehavior: sequential", "lockBehavior: sometimes"], ["scriptType: bash", "scriptType: zsh"], ["dependsOn: Check", "dependOn: Check"]] as const) {
            assert.equal((await check(write(textOf(file).replace(from, to)))).code, 1, to);
        }
        assert.deepEqual([...new Set(AZURE_STEPS.filter(({ task }) => task === "UseNode@1").map(({ inputs }) => JSON.stringify(inputs)))], ['{"version":"22.x"}']);
    });

    linted("GitLab's is of its schema", () => findSchemaCheck("gitlab-ci"), async (check) => {
        assert.deepEqual(await check(pathOf("gitlab/.gitlab-ci.yml")), { code: 0, output: "" });
        for (const [from, to] of [["expire_in:", "expires_in:"], ["when: manual", "when: asked"], ["junit:", "jUnit:"]] as const) {
            assert.equal((await check(changed("gitlab/.gitlab-ci.yml", from, to))).code, 1, to);
        }
    });
});

describe("scripts of the pipelines to copy", function () {
    this.timeout(700_000);

    it("are such that shellcheck has nothing against them, and sees planted faults", async function () {
        const linter = await findShellcheck();
        if ("missing" in linter) {
            return skip(this, linter.missing);
        }
        const write = (script: string, index: number) => {
            const path = join(folder, `${index}.sh`);
            writeFileSync(path, script);
            return path;
        };
        const judged = await linter.lint(...SCRIPTS.map(({ script }, index) => write(script, index)));
        const named = judged.output.replace(/^\S*\/(\d+)\.sh/gm, (_, index: string) => SCRIPTS[Number(index)]?.where ?? "");
        assert.deepEqual({ code: judged.code, said: named }, { code: 0, said: "" });
        for (const { where, script } of SCRIPTS.filter((one) => one.script.includes('"$STACK"'))) {
            const { code, output } = await linter.lint(write(script.replace('"$STACK"', "$STACK"), 0));
            assert.equal(code, 1, where);
            assert.match(output, /SC2086/, where);
        }
    });
});

describe("pipelines to copy", () => {
    it("are there for three services", () => {
        assert.deepEqual(FILES, [
            "azure-pipelines/azure-pipelines.yml", "github/comment.yml", "github/deploy.yml", "github/drift.yml", "github/preview.yml",
            "github/pull-request.yml", "gitlab/.gitlab-ci.yml",
        ]);
        FILES.forEach((file) => assert.match(textOf(file), /^# [A-Z]/, `${file} says first what it is`));
    });

    it("run only what package.json has, with options that there are", () => {
        const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Readonly<Record<string, string>> };
        const commands = SCRIPTS.flatMap(({ where, script }) =>
            [...script.matchAll(/\bnpm (?:run (?:-s )?)?([a-z][\w:-]*)( -- [^>|\n]*)?/g)].map(([, verb = "", words = ""]) => ({ where, verb, words })));
        assert.deepEqual([...new Set(commands.map(({ verb }) => verb))].sort(), ["check", "ci", "preview", "test", "up"]);
        for (const { where, verb, words } of commands.filter((command) => command.verb !== "ci")) {
            assert.ok(scripts[verb] !== undefined, `${where}: npm run ${verb}`);
            const options = words.replace(" -- ", "").replace('"$STACK"', "prod").trim().split(/\s+/).filter(Boolean);
            if (verb === "check") {
                readCheckOptions(options, {});
            } else if (verb !== "test") {
                assert.equal(readOptions([verb, ...options], {}).stack, "prod", where);
            }
        }
    });

    it("build in a preview of a pull request, and nowhere else before a deployment", () => {
        const previews = SCRIPTS.flatMap(({ where, script }) => [...script.matchAll(/npm run -s preview -- (.*?) >/g)].map(([, words = ""]) => ({ where, words })));
        assert.deepEqual(previews.filter(({ words }) => words.includes("--build")).map(({ where }) => where), ["preview.yml: Preview", "azure: Preview", "gitlab: preview"]);
        previews.forEach(({ where, words }) => assert.match(words, /--refresh/, where));
    });

    it("let nothing that fails pass", () => {
        const allowances = (node: unknown): readonly string[] => Object.entries(typeof node === "object" && node !== null ? node : {}).flatMap(([key, value]) =>
            [...(/^(?:continue-on-error|continueOnError|allow_failure)$/.test(key) ? [key] : []), ...allowances(value)]);
        FILES.forEach((file) => assert.deepEqual(allowances(parsed(file)), [], file));
    });

    it("expect no changes in one way on each service", () => {
        for (const service of [/^(?:deploy|drift)\.yml: Expect no changes$/, /^azure: Expect no changes$/, /^gitlab: (?:deploy|drift)$/]) {
            const scripts = SCRIPTS.filter(({ where, script }) => service.test(where) && script.includes("something is left to do"));
            assert.equal(scripts.length, 2, service.source);
            assert.equal(scripts[0]?.script, scripts[1]?.script);
        }
    });

    it("have no secret, and put nothing that an expression says into a script", () => {
        for (const file of FILES) {
            assert.doesNotMatch(textOf(file), /secrets\.|ACCESS_KEY|CLIENT_SECRET|PASSPHRASE/, file);
        }
        SCRIPTS.forEach(({ where, script }) => assert.doesNotMatch(script, /\$\{\{|\$\([A-Z]\w*\.[A-Z]/, where));
    });
});

describe("workflows for GitHub", () => {
    it("run nothing of a pull request where it could write", () => {
        for (const [file, { on }] of Object.entries(WORKFLOWS)) {
            assert.equal(Object.keys(on).includes("pull_request_target"), false, file);
        }
        for (const { where, workflow, job } of jobs) {
            const writes = rightsOf(job).filter((right) => right !== "id-token");
            const isOfPullRequest = Object.keys(workflow.on).some((event) => ["pull_request", "workflow_run"].includes(event));
            if (isOfPullRequest && writes.length > 0) {
                assert.ok(!job.steps.some(({ uses = "", run = "" }) => uses.startsWith("./") || /\bnpm\b|\bnode\b|\bnpx\b/.test(run)), where);
                assert.ok("pull_request" in workflow.on || !job.steps.some(({ uses = "" }) => uses.startsWith("actions/checkout@")), where);
            }
        }
    });

    it("start with no rights, and give each job those that it needs", () => {
        const rights = Object.fromEntries(jobs.map(({ where, job }) => [where, rightsOf(job).join(" ")]));
        assert.deepEqual(rights, {
            "comment.yml: comment": "pull-requests",
            "deploy.yml: deploy": "id-token",
            "drift.yml: drift": "id-token",
            "preview.yml: preview": "id-token",
            "pull-request.yml: check": "",
            "pull-request.yml: test": "",
            "pull-request.yml: sarif": "security-events",
        });
        for (const { where, workflow, job } of jobs) {
            assert.deepEqual(workflow.permissions, {}, where);
            assert.ok(job.permissions !== undefined, where);
        }
    });

    it("send alerts of every pull request, of forks too, but for what is exempt", () => {
        const { if: condition, steps = [] } = WORKFLOWS["pull-request.yml"]?.jobs["sarif"] ?? {};
        assert.equal(condition, "${{ !cancelled() && needs.check.outputs.sarif == 'true' }}");
        const [, download, filter, upload] = steps;
        assert.deepEqual(download?.with, { name: "sarif", path: "results" });
        assert.match(filter?.run ?? "", / results\/check\.sarif > results\/open\.sarif$/);
        assert.equal(upload?.with?.["sarif_file"], "results/open.sarif");
    });

    it("log in only for the repository's own branches, after an approval, or on main", () => {
        for (const { where, workflow, job } of jobs.filter((one) => rightsOf(one.job).includes("id-token"))) {
            const isOwn = job.if?.includes("head.repo.full_name == github.repository") === true;
            const isMain = job.if?.includes("github.ref == 'refs/heads/main'") === true;
            assert.ok("pull_request" in workflow.on ? isOwn : job.environment === "production" || isMain, where);
        }
        assert.deepEqual(WORKFLOWS["deploy.yml"]?.on, { push: { branches: ["main"] } });
        assert.equal(WORKFLOWS["deploy.yml"]?.jobs["deploy"]?.environment, "production");
    });

    it("pin every action by the digest of a release, and each always by the same one", () => {
        const used = GITHUB.flatMap((file) => [...textOf(file).matchAll(/^\s*-? ?uses: (.+)$/gm)].map(([, action = ""]) => action));
        assert.ok(used.length > 15);
        used.forEach((action) => assert.match(action, PINNED));
        assert.equal(new Set(used).size, new Set(used.map((action) => action.split("@")[0])).size);
    });

    it("leave no token behind, end by themselves, and run one at a time", () => {
        for (const { where, workflow, job } of jobs) {
            for (const { with: inputs } of job.steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"))) {
                assert.equal(inputs?.["persist-credentials"], false, where);
            }
            assert.ok((job["timeout-minutes"] ?? 360) <= 90, where);
            assert.ok((workflow.concurrency?.group ?? "").length > 0, where);
            assert.equal(workflow.defaults?.run.shell, "bash", where);
        }
        assert.equal(WORKFLOWS["deploy.yml"]?.concurrency?.["cancel-in-progress"], false);
        assert.deepEqual(["deploy.yml", "drift.yml"].map((file) => WORKFLOWS[file]?.concurrency?.group), ["deploy-prod", "drift-prod"]);
    });
});

describe("pipelines for Azure and GitLab", () => {
    it("give the service's token to nothing of the pull request", () => {
        const given = AZURE_STEPS.filter(({ env = {} }) => JSON.stringify(env).includes("System.AccessToken"));
        assert.deepEqual(given.map(({ displayName }) => displayName), ["Write the comments"]);
        assert.doesNotMatch(given[0]?.bash ?? "npm", /\bnpm\b/);
        assert.doesNotMatch(GITLAB["comment"]?.script?.join("\n") ?? "npm", /\bnpm\b/);
        assert.equal(GITLAB["comment"]?.variables?.["GIT_STRATEGY"], "none");
    });

    it("log in on Azure as az does, for as long as it takes, and hand no token to a script", () => {
        const steps = AZURE_STEPS.filter(({ task }) => task === "AzureCLI@2");
        assert.deepEqual(steps.map(({ displayName }) => displayName), ["Preview", "Deploy", "Expect no changes", "Expect no changes"]);
        steps.forEach(({ inputs }) => assert.deepEqual([inputs?.["keepAzSessionActive"], inputs?.["addSpnToEnvironment"]], [true, undefined]));
        assert.doesNotMatch(textOf("azure-pipelines/azure-pipelines.yml"), /ARM_|idToken/);
    });

    it("ask before they deploy, one at a time", () => {
        assert.deepEqual(GITLAB["deploy"]?.rules?.map(({ when }) => when), ["manual"]);
        assert.equal(GITLAB["deploy"]?.resource_group, "prod");
        assert.match(textOf("azure-pipelines/azure-pipelines.yml"), /^lockBehavior: sequential$/m);
        assert.match(textOf("azure-pipelines/azure-pipelines.yml"), /- deployment: Deploy\n(?:.*\n)*? +environment: production\n/);
    });
});
