import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const ROOT = dirname(__dirname);

/** Does what `npm ci` does as far as the bootstrap can see, after `$SECONDS`, and says so where npm does. */
const NPM = `
const fs = require("fs");
fs.appendFileSync("npm-calls", process.argv.slice(2).join(" ") + "\\n");
console.log("noise of npm");
fs.rmSync("node_modules", { recursive: true, force: true });
setTimeout(() => {
    if (process.env.FAIL) process.exit(7);
    const { packages } = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
    delete packages[""];
    delete packages["node_modules/elsewhere"];
    fs.mkdirSync("node_modules");
    fs.symlinkSync(${JSON.stringify(join(ROOT, "node_modules/tsx"))}, "node_modules/tsx");
    fs.writeFileSync("node_modules/.package-lock.json", JSON.stringify({ packages }));
}, Number(process.env.SECONDS ?? 0) * 1000);`;

const SCRIPT = "const said: string = process.argv.slice(1).join(\" \");\nconsole.log(said);\nprocess.exitCode = Number(process.env[\"CODE\"] ?? 0);\n";

const PACKAGES = {
    "": { name: "sample" },
    "node_modules/tsx": { version: "1.0.0", integrity: "sha512-a" },
    "node_modules/elsewhere": { version: "1.0.0", optional: true, os: ["aix"] },
};

describe("bootstrap.cjs", () => {
    let root: string;
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "bootstrap-test-"));
        mkdirSync(join(root, "toolchain"));
        for (const name of ["bootstrap.cjs", "dependencies.cjs", "alone.cjs"]) {
            copyFileSync(join(ROOT, "toolchain", name), join(root, "toolchain", name));
        }
        writeFileSync(join(root, "package.json"), JSON.stringify({ engines: { node: ">=20.19" } }));
        writeFileSync(join(root, "script.ts"), SCRIPT);
        writeFileSync(join(root, "npm-cli.js"), NPM);
        lock(PACKAGES);
    });
    afterEach(() => rmSync(root, { recursive: true, force: true }));

    const lock = (packages: object): void => writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages }));
    const calls = (): number => existsSync(join(root, "npm-calls")) ? readFileSync(join(root, "npm-calls"), "utf8").trimEnd().split("\n").length : 0;
    const start = (env: NodeJS.ProcessEnv = {}, args = ["script.ts", "--a", "b c"]) => {
        const child = spawn(process.execPath, ["toolchain/bootstrap.cjs", ...args],
            { cwd: root, env: { ...process.env, npm_execpath: join(root, "npm-cli.js"), ...env } });
        const run = { child, code: 0 as number | null, stdout: "", stderr: "" };
        child.stdout.on("data", (chunk) => run.stdout += String(chunk));
        child.stderr.on("data", (chunk) => run.stderr += String(chunk));
        return { run, ended: once(child, "close").then(([code]) => ({ ...run, code: code as number | null })) };
    };
    const bootstrap = (env?: NodeJS.ProcessEnv, args?: string[]) => start(env, args).ended;

    it("installs what is missing, keeps npm off stdout, and runs the script with its arguments", async () => {
        const { code, stdout, stderr } = await bootstrap({ CODE: "5" });
        assert.deepEqual([code, stdout], [5, `${join(root, "script.ts")} --a b c\n`]);
        assert.match(stderr, /^installing dependencies \(npm ci\) …\nnoise of npm\ninstalled dependencies in \d+ s\n$/);
        assert.equal(readFileSync(join(root, "npm-calls"), "utf8"), "ci --ignore-scripts --no-audit --no-fund\n");
        assert.equal(existsSync(join(root, ".local/npm-ci.lock")), false);
    });

    it("installs nothing the second time, and says nothing", async () => {
        await bootstrap();
        assert.equal((await bootstrap()).stderr, "");
        assert.equal(calls(), 1);
    });

    it("runs a script that loads packages of either kind of module", async () => {
        await bootstrap();
        const add = (name: string, type: string, code: string) => {
            mkdirSync(join(root, "node_modules", name));
            writeFileSync(join(root, "node_modules", name, "package.json"), JSON.stringify({ name, type, main: "index.js" }));
            writeFileSync(join(root, "node_modules", name, "index.js"), code);
        };
        add("common", "commonjs", "exports.word = 'common';\n");
        add("modern", "module", "import { basename } from 'node:path';\nexport const word = basename('/modern');\n");
        writeFileSync(join(root, "loads.ts"), "import * as common from \"common\";\nimport * as modern from \"modern\";\nconsole.log(common.word, modern.word);\n");
        const { code, stdout, stderr } = await bootstrap({}, ["loads.ts"]);
        assert.deepEqual([code, stdout], [0, "common modern\n"], stderr);
    });

    const own = { version: "1.0.0", optional: true, os: [process.platform], cpu: [process.arch] };
    const changes: [string, object, number][] = [
        ["a new version", { ...PACKAGES, "node_modules/tsx": { version: "1.0.1", integrity: "sha512-a" } }, 2],
        ["other bytes of a version", { ...PACKAGES, "node_modules/tsx": { version: "1.0.0", integrity: "sha512-b" } }, 2],
        ["one more package", { ...PACKAGES, "node_modules/more": { version: "1.0.0" } }, 2],
        ["an optional package for this system", { ...PACKAGES, "node_modules/own": own }, 2],
        ["an optional package for another architecture", { ...PACKAGES, "node_modules/own": { ...own, cpu: ["mips"] } }, 1],
        ["an optional package for all systems", { ...PACKAGES, "node_modules/own": { version: "1.0.0", optional: true } }, 1],
        ["nothing but the project's own name", { ...PACKAGES, "": { name: "renamed" } }, 1],
    ];
    for (const [title, packages, want] of changes) {
        it(`runs npm ${want === 1 ? "not again" : "again"} when the lock file has ${title}`, async () => {
            await bootstrap();
            lock(packages);
            await bootstrap();
            assert.equal(calls(), want);
        });
    }

    it("installs again when a package is gone from the lock file, or an installation was not finished", async () => {
        lock({ ...PACKAGES, "node_modules/more": { version: "1.0.0" } });
        await bootstrap();
        lock(PACKAGES);
        await bootstrap();
        rmSync(join(root, "node_modules/.package-lock.json"));
        await bootstrap();
        assert.equal(calls(), 3);
    });

    it("lets one of two runs install, and the other wait", async () => {
        const runs = await Promise.all([bootstrap({ SECONDS: "1.5" }), bootstrap({ SECONDS: "1.5" })]);
        assert.deepEqual(runs.map(({ code }) => code), [0, 0]);
        assert.equal(calls(), 1);
        assert.equal(runs.filter(({ stderr }) => stderr === "another run is installing dependencies: waiting for it\n").length, 1);
    });

    it("takes over the lock of a killed run", async () => {
        mkdirSync(join(root, ".local/npm-ci.lock"), { recursive: true });
        utimesSync(join(root, ".local/npm-ci.lock"), new Date(0), new Date(0));
        assert.equal((await bootstrap()).code, 0);
    });

    it("stops npm and gives the lock back when interrupted", async () => {
        const { run, ended } = start({ SECONDS: "60" });
        while (!run.stderr.includes("noise of npm")) {
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
        run.child.kill("SIGINT");
        assert.match((await ended).stderr, /Cannot install the dependencies: npm ci ended with SIGINT\n$/);
        assert.equal((await bootstrap()).code, 0);
    });

    const bad: [string, NodeJS.ProcessEnv, string[], number, RegExp][] = [
        ["npm fails", { FAIL: "1" }, ["script.ts"], 1, /Cannot install the dependencies: npm ci ended with 7\n$/],
        ["there is no npm", { npm_execpath: "", PATH: "/nonexistent" }, ["script.ts"], 1, /Cannot run npm: /],
        ["no script is named", {}, [], 2, /^Cannot start nothing: usage is /],
        ["the script is not there", {}, ["nothing.ts"], 1, /Cannot find module .*nothing\.ts/],
    ];
    for (const [title, env, args, want, message] of bad) {
        it(`ends with ${want} when ${title}`, async () => {
            const { code, stdout, stderr } = await bootstrap(env, args);
            assert.deepEqual([code, stdout], [want, ""]);
            assert.match(stderr, message);
        });
    }

    it("ends with 2 on a Node that is too old, before anything else", async () => {
        writeFileSync(join(root, "package.json"), JSON.stringify({ engines: { node: ">=99.1" } }));
        const { code, stderr } = await bootstrap();
        assert.deepEqual([code, calls()], [2, 0]);
        assert.match(stderr, /^Cannot run on Node \d+\.\d+\.\d+: required is >=99\.1/);
    });
});
