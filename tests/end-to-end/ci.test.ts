import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { GITLAB, scriptNamed } from "../ci/pipelines";
import { Runner, type Service, type ShellRun } from "../ci/shell";
import { needLocalTools, needOnPath } from "../tools-at-hand";
import { Checkout } from "./checkout";

const STACK_FILE = "Pulumi.local.yaml";
/** Where the local registry keeps what was pushed. */
const PUSHED = ".local/registry/data/docker/registry/v2/repositories";
const DOCKERFILE = "examples/quickstart/site/Dockerfile";

/** A job's scripts, as its service has them. */
interface Job {
    readonly service: Service;
    readonly scripts: readonly string[];
}

const github = (file: string, ...steps: readonly string[]): Job => ({ service: "github", scripts: steps.map((step) => scriptNamed(`${file}: ${step}`)) });
const azure = (...steps: readonly string[]): Job => ({ service: "azure", scripts: steps.map((step) => scriptNamed(`azure: ${step}`)) });
const gitlab = (name: string): Job => ({ service: "gitlab", scripts: [(GITLAB[name]?.script ?? []).join("\n")] });

const PREVIEWS: readonly (readonly [Job, comment: string])[] = [
    [github("preview.yml", "Preview"), "comment.md"], [azure("Preview"), "comment.md"], [gitlab("preview"), "preview.md"],
];
const DEPLOYMENTS = [github("deploy.yml", "Deploy", "Expect no changes"), azure("Be on main", "Deploy", "Expect no changes"), gitlab("deploy")];
const DRIFTS = [github("drift.yml", "Expect no changes"), azure("Be on main", "Expect no changes"), gitlab("drift")];

describe("pipelines to copy, with a stack of this machine", function () {
    this.timeout(600_000);

    let checkout: Checkout;
    const runners: Runner[] = [];
    let [stackFile, dockerfile] = ["", ""];

    before(async function () {
        await needLocalTools(this);
        needOnPath(this, "bash");
        checkout = new Checkout();
        checkout.write(STACK_FILE, checkout.read("examples/quickstart/Pulumi.local.yaml"));
        execFileSync("git", ["branch", "-M", "main"], { cwd: checkout.root });
        [stackFile, dockerfile] = [checkout.read(STACK_FILE), checkout.read(DOCKERFILE)];
    });

    after(async () => {
        runners.forEach((runner) => runner.remove());
        await checkout?.remove();
    });

    afterEach(() => rmSync(join(checkout.root, "results"), { recursive: true, force: true }));

    /** Runs a job's scripts up to the first that fails, and returns that or the last one. */
    function run({ service, scripts }: Job): ShellRun {
        const runner = new Runner(service, checkout.root).program("apt-get", 'echo "apt-get $*"');
        runners.push(runner);
        let done: ShellRun = { status: null, stdout: "", stderr: "" };
        for (const script of scripts) {
            done = runner.run(script, { STACK: "local", CI_COMMIT_BRANCH: "main", NO_PROXY: "127.0.0.1,localhost" });
            if (done.status !== 0) {
                return done;
            }
        }
        return done;
    }

    /** Previews on each service, and returns what the comments say. */
    function preview(status: number): readonly string[] {
        return PREVIEWS.map(([job, comment]) => {
            const done = run(job);
            assert.equal(done.status, status, done.stdout + done.stderr);
            const text = checkout.read(join("results", comment));
            assert.match(text, new RegExp(`^### Preview of local: ${status === 0 ? "passed" : "failed"}\n`), job.service);
            return text;
        });
    }

    it("preview what a pull request would make, and build it", () => {
        for (const text of preview(0)) {
            assert.match(text, /building (?:settings, site|site, settings); nothing is pushed/);
            assert.match(text, /done after .* to create/);
        }
        assert.equal(existsSync(join(checkout.root, PUSHED)), false, "nothing was pushed");
    });

    it("fail in a preview of a Dockerfile that does not build, and write why", () => {
        checkout.write(DOCKERFILE, `${dockerfile}COPY --from=sources /sources/missing /\n`);
        preview(1).forEach((text) => assert.match(text, /missing.*not found/));
        checkout.write(DOCKERFILE, dockerfile);
    });

    it("fail in a preview that the policy pack objects to, and write the rule", () => {
        checkout.write(STACK_FILE, stackFile.replace("# BASE:", "NPM_TOKEN: npm_0123456789abcdefghijABCDEFGHIJ012345\n        # BASE:"));
        assert.notEqual(checkout.read(STACK_FILE), stackFile);
        preview(1).forEach((text) => assert.match(text, /mandatory.*image-no-secret-build-args/));
        checkout.write(STACK_FILE, stackFile);
    });

    it("deploy, and find nothing left to do", () => {
        for (const deployment of DEPLOYMENTS) {
            // As two of the services check out.
            execFileSync("git", ["checkout", "--quiet", ...(deployment.service === "github" ? ["main"] : ["--detach"])], { cwd: checkout.root });
            const { status, stdout, stderr } = run(deployment);
            assert.equal(status, 0, stdout + stderr);
            assert.match(stdout, /^nothing is left to do: \d+ unchanged$/m);
            assert.equal(execFileSync("git", ["branch", "--show-current"], { cwd: checkout.root, encoding: "utf8" }), "main\n", deployment.service);
        }
        assert.deepEqual(readdirSync(join(checkout.root, PUSHED)).sort(), ["settings", "site"]);
    });

    it("find no drift where there is none, and write nothing into the state", () => {
        const before = digestOf(join(checkout.root, ".local/state"));
        assert.ok(Object.keys(before).some((name) => name.endsWith("local.json")), Object.keys(before).join());
        for (const drift of DRIFTS) {
            const { status, stdout, stderr } = run(drift);
            assert.equal(status, 0, stderr);
            assert.match(stdout, /^nothing is left to do: /m);
        }
        assert.deepEqual(digestOf(join(checkout.root, ".local/state")), before);
    });

    it("fail where something is left to do", () => {
        checkout.write(STACK_FILE, stackFile.replace("1.4.2", "1.5.0"));
        for (const drift of DRIFTS) {
            const { status, stdout } = run(drift);
            assert.equal(status, 1);
            assert.match(stdout, /^something is left to do: \d+ to update$/m);
        }
        checkout.write(STACK_FILE, stackFile);
    });
});

/** Returns what all files below a folder have in them, and when they were written. */
function digestOf(folder: string): Readonly<Record<string, string>> {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => statSync(join(folder, name)).isFile()).sort();
    return Object.fromEntries(files.map((name) =>
        [name, `${statSync(join(folder, name)).mtimeMs} ${createHash("sha256").update(readFileSync(join(folder, name))).digest("hex")}`]));
}
