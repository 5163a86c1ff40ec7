import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { AZURE_STEPS, GITLAB, scriptNamed, WORKFLOWS } from "./ci/pipelines";
import { Runner, type Service, type ShellRun } from "./ci/shell";
import { Checkout } from "./git-checkout";
import { needOnPath } from "./tools-at-hand";

const ROOT = join(__dirname, "..");

/** All that `npm run check` needs. */
const PROJECT = [
    "Pulumi.yaml", "automation", "components", "examples", "index.ts", "model", "package-lock.json", "package.json", "policies", "registry-client", "source",
    "toolchain", "tsconfig.json",
];

const GOOD = `config:
  registries:registry: { kind: acr, name: contosoprod, resourceGroup: rg-images, location: westeurope }
  registries:images:
    site: { context: examples/quickstart/site, version: 1.4.2 }
secretsprovider: awskms://alias/registries?region=eu-central-1
encryptedkey: bm8ga2V5
`;

/** With a violation of a mandatory rule. */
const BAD = GOOD.replace("location: westeurope", "location: westeurope, tier: Standard, anonymousPull: true");

/** Stands for `npm ci`; all else is npm's own. */
const NPM = `[ "$1" = ci ] && { echo "installed: $*"; exit 0; }
PATH="\${PATH#*:}" exec npm "$@"`;

let checkout: Checkout;
let runner: Runner | undefined;

/** Makes the project a repository whose HEAD is the merge of a pull request with one changed file. */
function pullRequest(file: string, content: string): void {
    checkout.git(["checkout", "--quiet", "main"]);
    checkout.git(["checkout", "--quiet", "-B", "feature"]);
    checkout.write(file, content).commit("feature");
    checkout.git(["checkout", "--quiet", "--detach", "main"]);
    checkout.git(["merge", "--quiet", "--no-ff", "--message=merge", "feature"]);
}

function started(service: Service): Runner {
    runner = new Runner(service, checkout.root).program("npm", NPM);
    return runner;
}

const produced = (name: string) => readFileSync(join(checkout.root, "results", name), "utf8");

before(function () {
    this.timeout(120_000);
    needOnPath(this, "bash");
    needOnPath(this, "npm");
    checkout = new Checkout();
    const ignored = /node_modules|\/policies\/dist(\/|$)/;
    PROJECT.forEach((name) => cpSync(join(ROOT, name), join(checkout.root, name), { recursive: true, filter: (source) => !ignored.test(source.slice(ROOT.length)) }));
    // Each package is a link, so that whatever removed this folder would leave the packages where they are.
    mkdirSync(join(checkout.root, "node_modules"));
    readdirSync(join(ROOT, "node_modules")).forEach((name) => symlinkSync(join(ROOT, "node_modules", name), join(checkout.root, "node_modules", name)));
    checkout.write(".gitignore", "node_modules\n.local\nresults\n").write("Pulumi.prod.yaml", GOOD).init().commit("main");
});

after(() => checkout?.remove());

afterEach(() => {
    runner?.remove();
    runner = undefined;
    rmSync(join(checkout.root, "results"), { recursive: true, force: true });
});

/** Runs the shell steps of GitHub's job as its runner does: after a failure only those that want to run all the same. */
function runGithubCheck(): { readonly steps: Readonly<Record<string, ShellRun>>; readonly output: string; readonly summary: string } {
    const github = started("github");
    const steps: Record<string, ShellRun> = {};
    for (const { name = "", run, if: condition = "" } of WORKFLOWS["pull-request.yml"]?.jobs["check"]?.steps ?? []) {
        const failed = Object.values(steps).some(({ status }) => status !== 0);
        if (run !== undefined && (!failed || condition.includes("!cancelled()"))) {
            steps[name] = github.run(run);
        }
    }
    return { steps, output: github.read("output"), summary: github.read("summary") };
}

describe("the job for pull requests on GitHub", function () {
    this.timeout(120_000);
    const CHANGED = "See whether more than stack files and texts changed";

    it("fails on a planted violation, and has written the comment, the summary and the SARIF", () => {
        pullRequest("Pulumi.prod.yaml", BAD);
        const { steps, output, summary } = runGithubCheck();
        assert.match(steps["Install"]?.stdout ?? "", /installed: ci --ignore-scripts/);
        assert.equal(steps["Check"]?.status, 1, steps["Check"]?.stderr);
        assert.match(produced("comment.md"), /^### Policies: failed\n[^]*acr-no-anonymous-pull[^]*Pulumi\.prod\.yaml:2/);
        assert.equal(summary, produced("comment.md"));
        const { runs } = JSON.parse(produced("check.sarif")) as { runs: { results: { ruleId: string; level: string; locations: unknown }[] }[] };
        const found = runs[0]?.results.filter(({ level }) => level === "error");
        assert.deepEqual(found?.map(({ ruleId }) => ruleId), ["acr-no-anonymous-pull"]);
        assert.match(JSON.stringify(found), /"uri":"Pulumi\.prod\.yaml"/);
        assert.equal(output, "sarif=true\ntests=false\n");
        assert.equal(steps[CHANGED]?.status, 0);
    });

    it("passes where nothing is wrong, and writes that too", () => {
        pullRequest("Pulumi.prod.yaml", `# smaller\n${GOOD}`);
        const { steps, output } = runGithubCheck();
        assert.deepEqual(Object.values(steps).map(({ status }) => status), [0, 0, 0], steps["Check"]?.stderr);
        assert.match(produced("comment.md"), /^### Policies: passed\n/);
        assert.equal(output, "sarif=true\ntests=false\n");
    });

    it("tells what it cannot read, and has no SARIF then", () => {
        pullRequest("Pulumi.prod.yaml", GOOD.replace("1.4.2", "banana"));
        const { steps, output } = runGithubCheck();
        assert.equal(steps["Check"]?.status, 2);
        assert.match(steps["Check"]?.stderr ?? "", /registries:images\.site\.version: required is/);
        assert.match(produced("comment.md"), /^### Policies: not checked\n[^]*registries:images\.site\.version: required is/);
        assert.equal(output, "tests=false\n");
    });

    it("has no alerts of what is exempt", () => {
        const exempt = "exemptions: [{rule: acr-no-anonymous-pull, resource: acr, reason: is public, owner: platform, expires: 2999-12-31}]\n";
        checkout.git(["checkout", "--quiet", "main"]);
        checkout.write("policies.yaml", exempt).write("Pulumi.prod.yaml", BAD);
        const github = started("github");
        const { status, stderr } = github.run(scriptNamed("pull-request.yml: Check"));
        rmSync(join(checkout.root, "policies.yaml"));
        assert.equal(status, 0, stderr);
        const rulesIn = (name: string) => (JSON.parse(produced(name)) as { runs: { results: { ruleId: string }[] }[] }).runs[0]?.results.map(({ ruleId }) => ruleId);
        assert.deepEqual(github.run(scriptNamed("pull-request.yml: Leave out what is exempt")).status, 0);
        const open = rulesIn("open.sarif");
        assert.deepEqual(rulesIn("check.sarif")?.filter((rule) => open?.includes(rule) === false), ["acr-no-anonymous-pull"]);
        checkout.write("Pulumi.prod.yaml", GOOD);
    });

    it("wants the tests run where more than stack files changed", () => {
        pullRequest("examples/quickstart/site/new.txt", "new");
        assert.match(runGithubCheck().output, /^tests=true$/m);
    });
});

/** The other services' jobs: what they run, where the comment is then, and what else is told. */
const ELSEWHERE: readonly { readonly service: Service; readonly script: string; readonly comment: string; readonly told?: RegExp }[] = [
    { service: "gitlab", script: GITLAB["check"]?.script?.join("\n") ?? "", comment: "check.md" },
    { service: "azure", script: scriptNamed("azure: Check"), comment: "comment.md", told: /##vso\[task\.uploadsummary\]\/.*\/results\/comment\.md\n/ },
];

describe("the jobs for pull requests elsewhere", function () {
    this.timeout(120_000);

    for (const { service, script, comment, told = /^/ } of ELSEWHERE) {
        it(`of ${service} fails on a planted violation, and has written the comment, the SARIF and the test report`, () => {
            pullRequest("Pulumi.prod.yaml", BAD);
            const { status, stdout, stderr } = started(service).run(script);
            assert.equal(status, 1, stderr);
            assert.match(produced(comment), /^### Policies: failed\n[^]*acr-no-anonymous-pull[^]*Pulumi\.prod\.yaml:2/);
            assert.match(produced("check.sarif"), /"uri":\s*"Pulumi\.prod\.yaml"/);
            assert.match(produced("check.xml"), /<failure[^>]*acr-no-anonymous-pull|acr-no-anonymous-pull[^]*<failure/);
            assert.match(stdout, told);
        });

        it(`of ${service} passes where nothing is wrong, and writes that too`, () => {
            pullRequest("Pulumi.prod.yaml", `# smaller\n${GOOD}`);
            const { status, stdout, stderr } = started(service).run(script);
            assert.equal(status, 0, stderr);
            assert.match(produced(comment), /^### Policies: passed\n/);
            assert.match(stdout, told);
        });

        it(`of ${service} tells what it cannot read`, () => {
            pullRequest("Pulumi.prod.yaml", GOOD.replace("1.4.2", "banana"));
            const { status, stdout, stderr } = started(service).run(script);
            assert.equal(status, 2);
            assert.match(stderr, /registries:images\.site\.version: required is/);
            assert.match(produced(comment), /^### Policies: not checked\n[^]*registries:images\.site\.version: required is/);
            assert.match(stdout, told);
        });
    }

    it("of Azure wants the tests run where more than stack files changed", () => {
        const script = scriptNamed("azure: See whether more than stack files and texts changed");
        pullRequest("Pulumi.prod.yaml", BAD);
        assert.match(started("azure").run(script).stdout, /variable=tests;isOutput=true\]false\n/);
        runner?.remove();
        pullRequest("examples/quickstart/site/new.txt", "new");
        assert.match(started("azure").run(script).stdout, /variable=tests;isOutput=true\]true\n/);
    });
});

describe("what a failed job leaves", () => {
    it("is kept all the same, on each service", () => {
        for (const file of ["pull-request.yml", "preview.yml"]) {
            const steps = Object.values(WORKFLOWS[file]?.jobs ?? {}).flatMap((job) => job.steps);
            const [kept, ...more] = steps.filter(({ with: inputs }) => inputs?.["name"] === "comment");
            assert.deepEqual([kept?.if, kept?.with?.["path"], more], ["${{ !cancelled() }}", "results/comment.md", []], file);
        }
        const published = AZURE_STEPS.filter(({ publish }) => publish === "results/comment.md");
        assert.deepEqual(published.map(({ artifact, condition }) => [artifact, condition]), [["check-comment", "succeededOrFailed()"], ["preview-comment", "succeededOrFailed()"]]);
        assert.deepEqual(["check", "preview"].map((name) => GITLAB[name]?.artifacts?.when), ["always", "always"]);
        assert.ok(GITLAB["check"]?.artifacts?.paths?.includes("results/check.md") && GITLAB["preview"]?.artifacts?.paths?.includes("results/preview.md"));
    });
});

/** Stands for npm, tells what is to be told, and ends as it is to end. */
const answering = (report: object, status: number) => `echo 'site         to create' >&2
echo '~~~~~~ @everybody' >&2
[[ " $* " != *' --json '* ]] || echo '${JSON.stringify(report)}'
exit ${status}`;

const SAME = { ok: true, changes: { create: 0, update: 0, delete: 0, replace: 0, same: 7 } };

const PREVIEWS: readonly (readonly [Service, string, string])[] = [
    ["github", "preview.yml: Preview", "comment.md"], ["azure", "azure: Preview", "comment.md"], ["gitlab", "gitlab: preview", "preview.md"],
];

const EXPECTATIONS: readonly (readonly [Service, string])[] = [
    ["github", "deploy.yml: Expect no changes"], ["github", "drift.yml: Expect no changes"], ["azure", "azure: Expect no changes"],
    ["gitlab", "gitlab: deploy"], ["gitlab", "gitlab: drift"],
];

describe("a preview in a pipeline", () => {
    for (const [service, where, file] of PREVIEWS) {
        it(`tells what it came to also where it failed: ${where}`, () => {
            for (const [status, word] of [[0, "passed"], [1, "failed"]] as const) {
                const ran = started(service).program("npm", answering(SAME, status));
                assert.equal(ran.run(scriptNamed(where), { STACK: "prod" }).status, status);
                assert.match(produced(file), new RegExp(`^### Preview of prod: ${word}\\n\\n~~~~~~text\\nsite {9}to create\\n~ ~ ~ {2}@everybody\\n~~~~~~\\n$`));
                ran.remove();
            }
        });
    }
});

describe("a login on GitLab", () => {
    const SET = {
        AZURE_TOKEN: "azure's", AZURE_TENANT_ID: "tenant", AZURE_SUBSCRIPTION_ID: "subscription", AZURE_CLIENT_ID: "", AWS_TOKEN: "aws's", AWS_ROLE_ARN: "", CI_JOB_ID: "7",
    };

    /** Returns the variables that are set afterwards, and what is in the files that they name. */
    function logIn(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
        const [script = ""] = GITLAB[".login"]?.before_script ?? [];
        const nobody = Object.fromEntries(Object.keys(process.env).filter((name) => /^(?:ARM|AZURE|AWS)_/.test(name)).map((name) => [name, undefined]));
        const show = `for file in "$AZURE_FEDERATED_TOKEN_FILE" "$AWS_WEB_IDENTITY_TOKEN_FILE"; do [ -z "$file" ] || echo "FILE_$(cat "$file")=$(stat -c %a "$file")"; done; umask; rm -r "$tokens"; env`;
        const { status, stdout, stderr } = started("gitlab").run(`${script}\n${show}`, { ...nobody, ...SET, ...env });
        assert.equal(status, 0, stderr);
        assert.match(stdout, /^0022$/m, "what is built later is readable as ever");
        return Object.fromEntries([...stdout.matchAll(/^((?:A(?:RM|ZURE|WS)_|FILE_)[^=]*)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]));
    }

    it("of Azure is one for azure-native and one for state and key, by the token that the job has", () => {
        const { AZURE_FEDERATED_TOKEN_FILE: file, ...others } = logIn({ AZURE_CLIENT_ID: "client" });
        assert.match(file ?? "", /\/azure$/);
        assert.deepEqual(others, {
            "FILE_azure's": "600", ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "azure's", ARM_CLIENT_ID: "client", ARM_TENANT_ID: "tenant", ARM_SUBSCRIPTION_ID: "subscription",
            AZURE_TOKEN: "azure's", AZURE_CLIENT_ID: "client", AZURE_TENANT_ID: "tenant", AZURE_SUBSCRIPTION_ID: "subscription", AWS_TOKEN: "aws's",
        });
    });

    it("of AWS is a file and a role, and nothing of Azure", () => {
        const { AWS_WEB_IDENTITY_TOKEN_FILE: file, ...others } = logIn({ AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/reads" });
        assert.match(file ?? "", /\/aws$/);
        assert.deepEqual(others, {
            "FILE_aws's": "600", AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/reads", AWS_ROLE_SESSION_NAME: "gitlab-7", AWS_TOKEN: "aws's",
            AZURE_TOKEN: "azure's", AZURE_TENANT_ID: "tenant", AZURE_SUBSCRIPTION_ID: "subscription",
        });
    });
});

describe("a pipeline that expects no changes", () => {
    for (const [service, where] of EXPECTATIONS) {
        it(`fails where something is left to do, and where nothing can be said: ${where}`, () => {
            const run = (report: object, status = 0) => {
                const ran = started(service).program("npm", answering(report, status));
                const done = ran.run(scriptNamed(where), { STACK: "prod" });
                ran.remove();
                return done;
            };
            const [same, left, failed] = [run(SAME), run({ ok: true, changes: { ...SAME.changes, create: 2, replace: 1 } }), run({ ...SAME, ok: false }, 1)];
            assert.deepEqual([same.status, left.status, failed.status], [0, 1, 1], same.stderr);
            assert.match(same.stdout, /nothing is left to do: 7 unchanged/);
            assert.match(left.stdout, /something is left to do: 2 to create, 1 to replace/);
        });
    }
});

describe("the comment on GitHub", () => {
    const FORK = { HEAD_REPOSITORY: "mallory/shop", HEAD_OWNER: "mallory" };
    const RUN = {
        REPOSITORY: "contoso/shop", RUN_ID: "42", RUN_URL: "https://github.com/contoso/shop/actions/runs/42", WORKFLOW: "Pull request",
        HEAD_REPOSITORY: "contoso/shop", HEAD_OWNER: "contoso", HEAD_BRANCH: "feature", HEAD_SHA: "b".repeat(40),
    };
    const PULLS = [{ number: 7, head: { sha: "a".repeat(40) } }, { number: 8, head: { sha: "b".repeat(40) } }];
    const MARKER = "<!-- pulumi-registries: Pull request -->";
    const OURS = { id: 101, user: { login: "github-actions[bot]" }, body: `${MARKER}\nold` };
    const OTHERS = [
        { id: 99, user: { login: "mallory" }, body: `${MARKER}\nnot ours` },
        { id: 100, user: { login: "github-actions[bot]" }, body: "<!-- pulumi-registries: Preview -->\nanother" },
    ];

    /** Stands for GitHub's own program, with answers from files; what it writes is in a file. */
    const GH = `here=$(dirname "$0")/..
echo "gh $*" >> "$here/calls"
filter=.; body=
while [ $# -gt 0 ]; do
  case "$1" in
    --jq) filter=$2; shift ;;
    --dir) mkdir -p "$2"; cp "$here/text" "$2/comment.md" 2>/dev/null || exit 1; exit 0 ;;
    body=@*) body=\${1#body=@} ;;
    */pulls) answer=pulls ;;
    */comments*) answer=comments ;;
  esac
  shift
done
if [ -n "$body" ]; then cp "$body" "$here/written"; else jq -r "$filter" "$here/$answer.json"; fi`;

    before(function () {
        needOnPath(this, "jq");
    });

    function write(comment: string | undefined, comments: readonly object[], env: NodeJS.ProcessEnv = {}) {
        const github = started("github").program("gh", GH).write("pulls.json", JSON.stringify(PULLS)).write("comments.json", JSON.stringify(comments)).write("calls", "").write("written", "");
        if (comment !== undefined) {
            github.write("text", comment);
        }
        const got = github.run(scriptNamed("comment.yml: Get the text"), { ...RUN, ...env });
        assert.equal(got.status, 0, got.stderr);
        if (github.read("output") !== "found=true\n") {
            return { calls: github.read("calls"), written: github.read("written") };
        }
        const { status, stderr } = github.run(scriptNamed("comment.yml: Write the comment"), { ...RUN, ...env });
        assert.equal(status, 0, stderr);
        return { calls: github.read("calls"), written: github.read("written") };
    }

    it("is written once", () => {
        const { calls, written } = write("### Policies: failed\n", OTHERS);
        assert.match(calls, /--method POST repos\/contoso\/shop\/issues\/8\/comments /);
        assert.equal(written, `${MARKER}\n### Policies: failed\n\n[Pull request](${RUN.RUN_URL}) of ${RUN.HEAD_SHA}\n`);
    });

    it("is replaced by the next run", () => {
        const { calls, written } = write("### Policies: passed\n", [...OTHERS, OURS]);
        assert.match(calls, /--method PATCH repos\/contoso\/shop\/issues\/comments\/101 /);
        assert.doesNotMatch(calls, /POST/);
        assert.match(written, /Policies: passed/);
    });

    it("runs nothing that a fork writes, and mentions nobody", () => {
        const { calls, written } = write('@team $(touch pwned) `touch pwned` "; touch pwned #\n', OTHERS, { ...FORK, HEAD_BRANCH: "$(touch pwned)" });
        assert.match(calls, /-f head=mallory:\$\(touch pwned\) /);
        assert.match(written, /@\u200bteam \$\(touch pwned\) `touch pwned` "; touch pwned #\n/);
        assert.equal(existsSync(join(checkout.root, "pwned")), false);
    });

    it("is left out where there is no text, or a newer commit", () => {
        assert.doesNotMatch(write(undefined, []).calls, /gh api/);
        const { calls, written } = write("text", [], { HEAD_SHA: "c".repeat(40) });
        assert.doesNotMatch(calls, /POST|PATCH/);
        assert.equal(written, "");
    });

    it("is cut where GitHub would refuse it", () => {
        const { written } = write("ü".repeat(70_000), []);
        assert.ok(written.length < 65_536 && written.length > 25_000);
        assert.doesNotMatch(written, /\uFFFD/);
    });
});

/** What a service was asked. */
interface Call {
    readonly method: string;
    readonly url: string;
    readonly body: { readonly body?: string; readonly content?: string; readonly comments?: readonly { readonly content: string }[] };
}

describe("the comments of Azure and GitLab", () => {
    let server: Server;
    let calls: Call[] = [];
    let known: unknown = [];

    before(async () => {
        server = createServer(async (request, response) => {
            const body = await text(request);
            const authorized = request.headers["private-token"] === "token" || request.headers.authorization === "Bearer token";
            calls.push({ method: request.method ?? "", url: request.url ?? "", body: body === "" ? {} : JSON.parse(body) });
            response.writeHead(authorized ? 200 : 403, { "content-type": "application/json" });
            response.end(JSON.stringify(request.method === "GET" ? known : {}));
        });
        server.listen(0, "127.0.0.1");
        await once(server, "listening");
    });

    after(() => void server.close());

    /** Beside this process, which answers. */
    async function run(where: string, env: NodeJS.ProcessEnv): Promise<number | null> {
        calls = [];
        const folder = join(checkout.root, "results");
        mkdirSync(join(folder, "check-comment"), { recursive: true });
        writeFileSync(join(folder, "check.md"), "### Policies: failed");
        writeFileSync(join(folder, "check-comment", "comment.md"), "### Policies: failed");
        const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
        const values = {
            SYSTEM_COLLECTIONURI: address, SYSTEM_TEAMPROJECTID: "p", BUILD_REPOSITORY_ID: "r", SYSTEM_PULLREQUEST_PULLREQUESTID: "8", SYSTEM_ACCESSTOKEN: "token",
            CI_API_V4_URL: `${address}api/v4`, CI_PROJECT_ID: "5", CI_MERGE_REQUEST_IID: "8", COMMENT_TOKEN: "token", COMMENTS: folder, ...env,
        };
        const child = spawn("bash", ["-eo", "pipefail", "-c", scriptNamed(where)], { cwd: checkout.root, env: { PATH: process.env["PATH"], ...values }, stdio: "ignore" });
        const [status] = (await once(child, "exit")) as [number | null];
        return status;
    }

    it("of Azure are written once, and then replaced", async () => {
        known = { value: [{ id: 3, comments: [{ id: 1, content: "another" }] }, { id: 4 }] };
        assert.equal(await run("azure: Write the comments", {}), 0);
        const threads = "/p/_apis/git/repositories/r/pullRequests/8/threads";
        assert.deepEqual(calls.map(({ method, url }) => `${method} ${url}`), [`GET ${threads}?api-version=7.1`, `POST ${threads}?api-version=7.1`]);
        const content = calls[1]?.body.comments?.[0]?.content;
        assert.equal(content, "<!-- pulumi-registries: check-comment -->\n### Policies: failed");
        known = { value: [{ id: 9, comments: [{ id: 1, content }] }] };
        assert.equal(await run("azure: Write the comments", {}), 0);
        assert.equal(`${calls[1]?.method} ${calls[1]?.url}`, `PATCH ${threads}/9/comments/1?api-version=7.1`);
        assert.equal(calls[1]?.body.content, content);
    });

    it("of GitLab are written once, and then replaced", async () => {
        known = [{ id: 3, body: "another" }];
        assert.equal(await run("gitlab: comment", {}), 0);
        const notes = "/api/v4/projects/5/merge_requests/8/notes";
        assert.deepEqual(calls.map(({ method, url }) => `${method} ${url}`), [`GET ${notes}?per_page=100&page=1`, `POST ${notes}`]);
        const body = calls[1]?.body.body;
        assert.equal(body, "<!-- pulumi-registries: check -->\n### Policies: failed");
        known = [{ id: 9, body }];
        assert.equal(await run("gitlab: comment", {}), 0);
        assert.equal(`${calls[1]?.method} ${calls[1]?.url}`, `PUT ${notes}/9`);
    });

    it("fail where the token may not", async () => {
        assert.equal(await run("azure: Write the comments", { SYSTEM_ACCESSTOKEN: "other" }), 1);
        assert.equal(await run("gitlab: comment", { COMMENT_TOKEN: "other" }), 1);
    });
});
