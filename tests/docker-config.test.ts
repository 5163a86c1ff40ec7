import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
    chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTextIfAny, replaceText } from "../automation/text-file";
import { needOnPath, skip } from "./tools-at-hand";

const PROJECT = join(__dirname, "..");

const ECR = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const ACR = "contoso.azurecr.io";

const STACKS: Readonly<Record<string, string>> = {
    aws: `{ kind: ecr, account: "123456789012", region: eu-central-1 }`,
    public: `{ kind: ecr-public, account: "123456789012" }`,
    azure: "{ kind: acr, name: contoso, resourceGroup: rg, location: westeurope }",
    strict: "{ kind: acr, name: contoso, resourceGroup: rg, location: westeurope, armTokens: false }",
    two: `[{ kind: acr, name: contoso, resourceGroup: rg, location: westeurope }, { kind: ecr, account: "123456789012", region: eu-central-1 }]`,
    local: "{ kind: local, host: 'registry.example.com' }",
};

describe("npm run docker-config", function () {
    this.timeout(120_000);
    const root = mkdtempSync(join(tmpdir(), "registries-docker-config-"));
    const programs = join(root, "programs");
    let home = "";
    let count = 0;

    before(() => {
        ["automation", "model", "source", "toolchain", "package.json", "package-lock.json"].forEach((name) =>
            cpSync(join(PROJECT, name), join(root, name), { recursive: true }));
        symlinkSync(join(PROJECT, "node_modules"), join(root, "node_modules"));
        Object.entries(STACKS).forEach(([stack, registry]) =>
            writeFileSync(join(root, `Pulumi.${stack}.yaml`), `config:\n  registries:registry: ${registry}\n  registries:images: {}\n`));
        mkdirSync(programs);
        ["ecr-login", "acr-env"].forEach((name) => writeFileSync(join(programs, `docker-credential-${name}`), "", { mode: 0o755 }));
    });

    after(() => rmSync(root, { recursive: true }));

    beforeEach(() => {
        home = join(root, `home-${(count += 1)}`);
        mkdirSync(home);
    });

    const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
        const { status, stdout, stderr } = spawnSync(process.execPath, ["toolchain/bootstrap.cjs", "automation/main.ts", "docker-config", ...args], {
            cwd: root,
            env: { ...process.env, DOCKER_CONFIG: undefined, HOME: home, PATH: programs, ...env },
            encoding: "utf8",
        });
        return { status, stdout, stderr };
    };
    const file = () => join(home, ".docker", "config.json");
    const place = (text: string, mode = 0o600) => {
        mkdirSync(join(home, ".docker"));
        writeFileSync(file(), text);
        chmodSync(file(), mode);
    };

    const entries: [stack: string, want: Record<string, string>][] = [
        ["aws", { [ECR]: "ecr-login" }],
        ["public", { "public.ecr.aws": "ecr-login" }],
        ["azure", { [ACR]: "acr-env" }],
        ["two", { [ACR]: "acr-env", [ECR]: "ecr-login" }],
        ["strict", {}],
        ["local", {}],
    ];
    for (const [stack, want] of entries) {
        it(`prints what the stack "${stack}" takes, and writes nothing`, () => {
            const { status, stdout } = run(["--stack", stack]);
            assert.equal(status, 0);
            assert.deepEqual(JSON.parse(stdout), { credHelpers: want });
            assert.deepEqual(readdirSync(home), []);
        });
    }

    it("makes a file for its owner alone, and changes nothing the second time", () => {
        const first = run(["--stack", "aws", "--write"]);
        assert.deepEqual([first.status, first.stderr], [0, `${file()}: credHelpers now has ${ECR}\n`]);
        assert.equal(readFileSync(file(), "utf8"), `{\n\t"credHelpers": {\n\t\t"${ECR}": "ecr-login"\n\t}\n}\n`);
        assert.deepEqual([statSync(file()).mode & 0o777, statSync(join(home, ".docker")).mode & 0o777], [0o600, 0o700]);

        const { ino, mtimeMs } = statSync(file());
        assert.equal(run(["--stack", "aws", "--write"]).stderr, `${file()}: unchanged\n`);
        assert.deepEqual([statSync(file()).ino, statSync(file()).mtimeMs], [ino, mtimeMs]);
    });

    it("keeps all that is in the file, says what docker reads no more, and keeps the mode", () => {
        const auths = `"auths": { "${ECR}": { "auth": "aHVudGVyMg==" }, "ghcr.io": {} }`;
        place(`{\n  "2": 1.0, ${auths},\n  "credsStore": "desktop",\n  "credHelpers": { "gcr.io": "gcloud" }\n}`, 0o640);
        const { status, stderr, stdout } = run(["--stack", "aws", "--write"]);
        assert.equal(status, 0);
        assert.equal(
            readFileSync(file(), "utf8"),
            `{\n  "2": 1.0, ${auths},\n  "credsStore": "desktop",\n  "credHelpers": { "gcr.io": "gcloud", "${ECR}": "ecr-login" }\n}`,
        );
        assert.equal(statSync(file()).mode & 0o777, 0o640);
        assert.match(stderr, /^123456789012\.dkr.*: docker reads its login in auths no more/m);
        assert.doesNotMatch(stdout + stderr, /aHVudGVyMg/);
        assert.deepEqual(readdirSync(join(home, ".docker")), ["config.json"]);
    });

    it("keeps another program for the same host, and says so in the report", () => {
        const text = `{"credHelpers": {"${ECR}": "company"}}`;
        place(text);
        const { status, stdout } = run(["--stack", "aws", "--write", "--json"]);
        const { warnings, ...report } = JSON.parse(stdout) as { warnings: string[] };
        assert.equal(status, 0);
        assert.deepEqual(report, {
            ok: true, file: file(), written: false, credHelpers: { [ECR]: "ecr-login" }, added: [], kept: [{ host: ECR, program: "company" }],
        });
        assert.match(warnings.join("\n"), /^123456789012\.dkr.*: the entry "company" is kept/);
        assert.equal(readFileSync(file(), "utf8"), text);
    });

    it("has docker ask the program", function () {
        needOnPath(this, "docker");
        run(["--stack", "aws", "--write"]);
        const asked = join(home, "asked");
        const program = join(home, "docker-credential-ecr-login");
        writeFileSync(program, `#!/bin/sh\necho "$1 $(cat)" >> ${asked}\n`, { mode: 0o755 });
        const env = { ...process.env, DOCKER_CONFIG: join(home, ".docker"), PATH: `${home}:${process.env["PATH"] ?? ""}` };
        [ECR, "ghcr.io"].forEach((host) => spawnSync("docker", ["logout", host], { env }));
        assert.deepEqual([...new Set(readFileSync(asked, "utf8").trim().split("\n"))], [`erase ${ECR}`]);
    });

    it("says how the program for Azure logs in where it is there", () => {
        const { stderr } = run(["--stack", "azure", "--write"]);
        assert.match(stderr, /^contoso\.azurecr\.io: docker-credential-acr-env logs in with AZURE_CLIENT_ID .*\n.*credHelpers now has contoso\.azurecr\.io$/m);
    });

    it("takes the folder that DOCKER_CONFIG names", () => {
        const folder = join(home, "a", "b");
        assert.equal(run(["--stack", "aws", "--write"], { DOCKER_CONFIG: folder }).status, 0);
        assert.deepEqual([readdirSync(folder), existsSync(file())], [["config.json"], false]);
    });

    it("refuses a file that docker could not read, and leaves it as it is", () => {
        place("{ auths: }");
        const { status, stderr } = run(["--stack", "azure", "--write"]);
        assert.equal(status, 2);
        assert.ok(stderr.includes(`${file()}: required is a JSON object, as docker writes it; it is now no JSON`), stderr);
        assert.equal(readFileSync(file(), "utf8"), "{ auths: }");
    });

    it("fails where the file's place cannot be written", () => {
        writeFileSync(join(home, ".docker"), "");
        const { status, stderr } = run(["--stack", "azure", "--write"]);
        assert.equal(status, 1);
        assert.match(stderr, /^Cannot (?:read|write) ".*config\.json": ENOTDIR/);
    });

    const absent: [stack: string, want: RegExp, written: readonly string[]][] = [
        ["aws", /^1234.*: docker-credential-ecr-login is not on PATH \(apt install amazon-ecr-credential-helper, .*\); with the entry, docker cannot log in until it is$/m, [ECR]],
        ["two", /^contoso.*: docker-credential-acr-env is not on PATH .*; --write leaves it out until then, and az acr login --name contoso logs in/m, [ECR]],
        ["strict", /^contoso\.azurecr\.io: no program logs in with armTokens: false; az acr login --name contoso logs in/m, []],
    ];
    for (const [stack, want, written] of absent) {
        it(`says what to install for the stack "${stack}", and writes what helps`, () => {
            const { status, stderr, stdout } = run(["--stack", stack, "--write"], { PATH: "/nowhere" });
            assert.equal(status, 0);
            assert.match(stderr, want);
            assert.deepEqual(Object.keys((JSON.parse(stdout) as { credHelpers: object }).credHelpers), written);
            assert.equal(existsSync(file()), written.length > 0);
        });
    }
});

describe("replaceText()", () => {
    let folder = "";

    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "registries-config-file-"))));

    afterEach(() => rmSync(folder, { recursive: true }));

    const links: [title: string, text: string | undefined][] = [["leads to a file", "old"], ["leads to nothing yet", undefined]];
    for (const [title, text] of links) {
        it(`writes through a link that ${title}`, () => {
            const [link, middle, target] = [join(folder, "config.json"), join(folder, "middle"), join(folder, "dotfiles", "docker.json")];
            symlinkSync("middle", link);
            symlinkSync(join("dotfiles", "docker.json"), middle);
            if (text !== undefined) {
                mkdirSync(join(folder, "dotfiles"));
                writeFileSync(target, text);
            }
            assert.equal(readTextIfAny(link), text);
            replaceText(link, "new");
            assert.equal(readFileSync(target, "utf8"), "new");
            assert.deepEqual([readlinkSync(link), lstatSync(middle).isSymbolicLink()], ["middle", true]);
            assert.deepEqual(readdirSync(join(folder, "dotfiles")), ["docker.json"]);
        });
    }

    it("keeps the owner", function () {
        if (process.getuid?.() !== 0) {
            skip(this, "only root gives files away");
        }
        const file = join(folder, "config.json");
        writeFileSync(file, "old");
        spawnSync("chown", ["65534:65534", file]);
        replaceText(file, "new");
        assert.deepEqual([statSync(file).uid, statSync(file).gid, readFileSync(file, "utf8")], [65534, 65534, "new"]);
    });

    it("leaves the file as it is in a folder that cannot be written, with nothing beside it", () => {
        const file = join(folder, "config.json");
        writeFileSync(file, "old", { mode: 0o666 });
        chmodSync(folder, 0o555);
        // Root may write in any folder, so that it becomes somebody else.
        const isRoot = process.getuid?.() === 0;
        try {
            if (isRoot) {
                process.seteuid?.(65534);
            }
            assert.throws(() => replaceText(file, "new"), /^Error: Cannot write ".*config\.json": EACCES/);
        } finally {
            if (isRoot) {
                process.seteuid?.(0);
            }
        }
        assert.deepEqual([readFileSync(file, "utf8"), readdirSync(folder)], ["old", ["config.json"]]);
    });

    it("leaves nothing beside what cannot be replaced", () => {
        mkdirSync(join(folder, "config.json", "x"), { recursive: true });
        assert.throws(() => replaceText(join(folder, "config.json"), "new"), /^Error: Cannot write ".*config\.json": E/);
        assert.deepEqual(readdirSync(folder), ["config.json"]);
    });

    const unreadable: [title: string, make: (file: string) => void, want: RegExp][] = [
        ["a folder", (file) => mkdirSync(file), /^Error: Cannot read ".*config\.json": EISDIR/],
        ["a circle of links", (file) => symlinkSync("config.json", file), /^Error: Cannot read ".*config\.json": ELOOP/],
        ["bytes that are no UTF-8", (file) => writeFileSync(file, Buffer.from([0x7b, 0xff, 0x7d])), /^Error: Cannot read ".*config\.json": .*utf-8/],
    ];
    for (const [title, make, want] of unreadable) {
        it(`is not reached by ${title}`, () => {
            make(join(folder, "config.json"));
            assert.throws(() => readTextIfAny(join(folder, "config.json")), want);
        });
    }
});
