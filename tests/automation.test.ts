import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { EngineListener } from "../automation/engine-listener";
import { EngineLog } from "../automation/engine-log";
import { readOptions } from "../automation/options";
import { formatReferences } from "../automation/references";
import { failedReport, formatChanges, readChanges } from "../automation/report";
import { shellWord } from "../automation/shell-word";
import { readStackFile, stackFile } from "../automation/stack-file";
import { elapsed } from "../automation/terminal";

const IMAGE = "urn:pulumi:local::registries::registries:images:ImageBuild$docker-build:index:Image::web";
const STACK = "urn:pulumi:local::registries::pulumi:pulumi:Stack::registries-local";

describe("readOptions()", () => {
    const defaults = { stack: "local", json: false, refresh: false, policyConfig: undefined, build: false, overwrite: false, image: undefined, stackGiven: false, write: false };
    const good: [string, string[], object][] = [
        ["a command alone", ["up"], { command: "up" }],
        ["a stack", ["preview", "--stack", "prod"], { command: "preview", stack: "prod", stackGiven: true }],
        ["a stack of an organisation", ["up", "--stack=acme/prod"], { command: "up", stack: "acme/prod", stackGiven: true }],
        ["a command that writes", ["docker-config", "--stack=prod", "--write"], { command: "docker-config", stack: "prod", stackGiven: true, write: true }],
        ["a preview that builds", ["preview", "--build"], { command: "preview", build: true }],
        ["an image whose way is walked", ["doctor", "--stack", "local", "web"], { command: "doctor", stackGiven: true, image: "web" }],
        ["every option of up", ["up", "--json", "--refresh", "--overwrite", "--policy-config", "p.json"], { command: "up", json: true, refresh: true, overwrite: true, policyConfig: "p.json" }],
    ];
    for (const [title, words, want] of good) {
        it(`reads ${title}`, () => assert.deepEqual(readOptions(words, {}), { ...defaults, ...want }));
    }

    const bad: [string, string[], NodeJS.ProcessEnv, RegExp][] = [
        ["no command", [], {}, /one of up, preview/],
        ["an unknown command", ["upp"], {}, /Cannot run "upp"/],
        ["two commands", ["up", "down"], {}, /Cannot run "up down"/],
        ["an unknown option", ["up", "--force"], {}, /--force/],
        ["an option without its value", ["up", "--stack"], {}, /--stack/],
        ["a stack that leads out of the folder", ["up", "--stack", "../x"], {}, /--stack "\.\.\/x"/],
        ["to write what is only looked at", ["up", "--write"], {}, /Cannot use --write with up: it is for docker-config/],
        ["to build in an update", ["up", "--build"], {}, /Cannot use --build with up: it is for preview/],
        ["to overwrite without pushing", ["preview", "--overwrite"], {}, /Cannot use --overwrite with preview: it is for up/],
        ["a word that npm took", ["docker-config"], { npm_config_write: "true" }, /npm run docker-config -- --write/],
        ["an option that npm took", ["destroy"], { npm_config_stack: "prod" }, /npm run destroy -- --stack/],
    ];
    for (const [title, words, environment, pattern] of bad) {
        it(`refuses ${title}`, () => assert.throws(() => readOptions(words, environment), pattern));
    }
});

describe("EngineLog", () => {
    const told: string[] = [];
    const listener: EngineListener = {
        started: ({ name, op }) => told.push(`started ${op} ${name}`),
        step: ({ name, step }) => told.push(`step ${name} ${step}`),
        finished: ({ name }, failed) => told.push(`finished ${name} ${failed ? "badly" : "well"}`),
        message: (severity, name, text) => told.push(`${severity} ${name} ${text}`),
    };
    const read = (...events: unknown[]): EngineLog => {
        told.length = 0;
        const log = new EngineLog(listener);
        events.forEach((event) => log.read(event as EngineEvent));
        return log;
    };
    const metadata = (urn: string, op: string, more = {}) => ({ metadata: { urn, op, type: urn.split("::")[2], ...more } });
    const diagnostic = (severity: string, message: string, more = {}) => ({ diagnosticEvent: { severity, message, color: "never", ...more } });

    it("follows a resource through its build", () => {
        read(
            { resourcePreEvent: metadata(IMAGE, "create") },
            diagnostic("info", "#3 [internal] load build context\n", { urn: IMAGE, ephemeral: true }),
            diagnostic("info", "#4 [1/1] COPY data /data\n", { urn: IMAGE, ephemeral: true }),
            diagnostic("info", "#4 DONE 0.0s\n", { urn: IMAGE, ephemeral: true }),
            { resOutputsEvent: metadata(IMAGE, "create") },
        );
        assert.deepEqual(told, ["started create web", "step web [1/1] COPY data /data", "finished web well"]);
    });

    it("says nothing of groups and of what stays the same", () => {
        read({ resourcePreEvent: metadata(STACK, "create") }, { resourcePreEvent: metadata(IMAGE, "same") }, diagnostic("debug", "x"));
        assert.deepEqual(told, []);
    });

    it("keeps errors with their resource's name", () => {
        const log = read(diagnostic("error", "no such file\n", { urn: IMAGE }), diagnostic("error", "update failed"));
        assert.deepEqual(log.errors, ["web: no such file", "update failed"]);
    });

    it("keeps verdicts", () => {
        const policyEvent = { resourceUrn: IMAGE, message: "bad\n", color: "never", policyName: "a-rule", enforcementLevel: "mandatory", severity: "high" };
        const log = read({ policyEvent });
        assert.deepEqual(log.verdicts, [{ rule: "a-rule", level: "mandatory", severity: "high", resource: IMAGE, message: "bad" }]);
    });

    const summary = (resourceChanges: object) => ({ summaryEvent: { resourceChanges } });
    const outputs = (old: object, now: object) => ({ resOutputsEvent: metadata(STACK, "same", { old: { outputs: old }, new: { outputs: now } }) });
    const changing: [string, unknown[], boolean][] = [
        ["nothing", [summary({ same: 6 })], false],
        ["a resource", [summary({ same: 5, update: 1 })], true],
        ["an output alone", [outputs({ host: "a" }, { host: "b" }), summary({ same: 6 })], true],
        ["no output", [outputs({ host: "a" }, { host: "a" }), summary({ same: 6 })], false],
    ];
    for (const [title, events, want] of changing) {
        it(`sees that ${title} changes`, () => assert.equal(read(...events).changes, want));
    }

    it("sees an earlier run that was cut off, and an engine that stops", () => {
        assert.equal(read(diagnostic("warning", "Attempting to deploy or update resources with 1 pending operations from previous deployment.\n")).interrupted, true);
        assert.equal(read({ stdoutEvent: { message: "^C received; cancelling. If you", color: "never" } }).stopping, true);
        assert.equal(read(diagnostic("info", "hello")).interrupted, false);
    });
});

describe("the report", () => {
    it("counts under five names", () => {
        assert.deepEqual(readChanges({ create: 2, same: 1, read: 4 }), { create: 2, update: 0, delete: 0, replace: 0, same: 1 });
    });

    it("puts changes into words", () => {
        assert.equal(formatChanges(readChanges({ create: 2, same: 1 }), true), "2 created, 1 unchanged");
        assert.equal(formatChanges(readChanges({ delete: 1 }), false), "1 to delete");
        assert.equal(formatChanges(readChanges(), true), "nothing to do");
    });

    it("has the same shape when the engine was never reached", () => {
        const { ok, changes, errors } = failedReport(["x"], Date.now());
        assert.deepEqual({ ok, changes, errors }, { ok: false, changes: readChanges(), errors: ["x"] });
    });
});

describe("formatReferences()", () => {
    const outputs = { images: { web: { ref: "registry.example.com/web@sha256:00", tags: ["1.4.2", "1"] } } };

    it("shows each reference with its tags, and how to pull one", () => {
        const text = formatReferences("dev", outputs, undefined).join("\n");
        assert.match(text, /web {2}registry\.example\.com\/web@sha256:00 {2}\(1\.4\.2, 1\)/);
        assert.match(text, /^ {2}docker pull registry\.example\.com\/web@sha256:00$/m);
    });

    it("logs in to a registry of Azure first", () => {
        const azure = { images: { web: { ref: "contoso-abc.azurecr.io/web@sha256:00", tags: ["1"] } } };
        assert.match(formatReferences("dev", azure, undefined).join("\n"), /^ {2}az acr login --name contoso\n {2}docker pull contoso-abc\.azurecr\.io\/web@sha256:00$/m);
    });

    const login = /^ {2}(?:az|aws) .*$/gm;
    const hosts: [title: string, host: string, want: string[]][] = [
        ["Azure China", "contoso.azurecr.cn", ["  az acr login --name contoso"]],
        [
            "Amazon ECR, for its region",
            "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
            ["  aws ecr get-login-password --region cn-north-1 | docker login --username AWS --password-stdin 123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn"],
        ],
        ["no Amazon ECR Public, from which anyone pulls", "public.ecr.aws", []],
        ["no host that only looks like one", "123456789012.dkr.ecr.eu-west-1.amazonaws.com.attacker.com", []],
    ];
    for (const [title, host, want] of hosts) {
        it(`logs in to ${title}`, () => {
            const text = formatReferences("dev", { images: { web: { ref: `${host}/web@sha256:00`, tags: ["1"] } } }, undefined).join("\n");
            assert.deepEqual(text.match(login) ?? [], want);
            assert.ok(text.includes(`\n  docker pull ${host}/web@sha256:00\n`), text);
        });
    }

    it("shows an image of two clouds in both", () => {
        const refs = { acr: "contoso.azurecr.io/web@sha256:00", ecr: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web@sha256:00" };
        const text = formatReferences("dev", { images: { web: { ref: refs.acr, tags: ["1"], refs } } }, undefined).join("\n");
        assert.deepEqual([text.match(login)?.length, text.match(/^ {2}web {2}/gm)?.length, text.match(/^ {2}docker pull /gm)?.length], [2, 2, 2]);
        assert.match(text, /^ {2}# or once, for as long as you can log in to AWS: npm run docker-config -- --stack dev --write$/m);
    });

    it("shows nothing where there are no images", () => assert.deepEqual(formatReferences("dev", {}, undefined), []));
});

describe("readStackFile()", () => {
    const root = mkdtempSync(join(tmpdir(), "registries-stack-file-"));

    after(() => rmSync(root, { recursive: true }));

    it("puts a text that any secret takes where a value is encrypted", () => {
        writeFileSync(join(root, "Pulumi.prod.yaml"), [
            "encryptionsalt: v1:x",
            "config:",
            "  azure-native:location: westeurope",
            "  registries:registry:",
            "    kind: acr",
            "    webhooks: [{ name: hook, url: { secure: v1:abc } }]",
            "  registries:images: { secure: { context: x } }",
            "",
        ].join("\n"));
        assert.deepEqual(readStackFile(root, "contoso/prod"), {
            registry: { kind: "acr", webhooks: [{ name: "hook", url: "https://encrypted.invalid/" }] },
            images: { secure: { context: "x" } },
        });
    });
});

describe("small things", () => {
    const words: [string, string][] = [["/p/.local/ca.pem", "/p/.local/ca.pem"], ["/a b/it's", "'/a b/it'\\''s'"], ["", "''"], ["$HOME", "'$HOME'"]];
    for (const [text, want] of words) {
        it(`writes ${text} as one word of a shell`, () => assert.equal(shellWord(text), want));
    }

    it("finds the stack file of an organisation's stack", () => assert.equal(stackFile("/p", "acme/prod"), "/p/Pulumi.prod.yaml"));

    it("tells elapsed time", () => {
        assert.equal(elapsed(0, 3240), "3.2 s");
        assert.equal(elapsed(0, 125_000), "2 min 5 s");
    });
});
