import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
import { facts } from "../policies/facts";
import type { Level } from "../policies/rule";
import { rules } from "../policies/rules";
import { copyPack, removePack, ServedPack } from "./served-pack";

const LEVELS: Readonly<Record<Level, EnforcementLevel>> = {
    advisory: EnforcementLevel.ADVISORY,
    mandatory: EnforcementLevel.MANDATORY,
    disabled: EnforcementLevel.DISABLED,
};

describe("policy pack as a program", () => {
    let folder: string;

    const bundle = () => join(folder, "dist", "index.js");

    before(() => {
        folder = copyPack();
    });

    after(() => removePack(folder));

    async function serve<T>(use: (pack: ServedPack) => T | Promise<T>): Promise<T> {
        const pack = await ServedPack.start(folder);
        try {
            return await use(pack);
        } finally {
            await pack.stop();
        }
    }

    it("offers every rule under its level, and its version", async () => {
        const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
        await serve(async (pack) => {
            const info = await pack.info();
            assert.equal(info.getVersion(), version);
            const policies = info.getPoliciesList();
            assert.deepEqual(
                policies.map((policy) => policy.getName()),
                rules.map(({ id }) => id),
            );
            assert.deepEqual(
                policies.map((policy) => policy.getEnforcementlevel()),
                rules.map(({ level }) => LEVELS[level]),
            );
        });
    });

    it("judges, and takes settings", async () => {
        const image = facts("docker-build:index:Image", {
            push: true,
            tags: ["host:5000/web:1.4.2", "host:5000/web:1.4"],
            context: { location: "web" },
        }, { stack: "dev" });
        await serve(async (pack) => {
            assert.doesNotMatch((await pack.analyze(image)).join(), /Tags that move/);
            await pack.configure("image-tag-is-versioned", { strict: true });
            assert.match((await pack.analyze(image)).join(), /Tags that move: tags\[1\]\./);
        });
    });

    it("takes the policies.yaml of the project that it is started in", async () => {
        const project = mkdtempSync(join(tmpdir(), "project-"));
        writeFileSync(join(project, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
        writeFileSync(join(project, "policies.yaml"), "rules: {acr-no-admin-user: disabled}\n");
        const pack = await ServedPack.start(folder, "main.cjs", project);
        const config = (await pack.info()).getInitialconfigMap();
        await pack.stop();
        rmSync(project, { recursive: true });
        assert.equal(config.get("acr-no-admin-user")?.getEnforcementlevel(), EnforcementLevel.DISABLED);
        assert.equal(config.getLength(), rules.length);
    });

    it("understands secrets, assets and archives in its bundle", async () => {
        const key = "4dabf18193072939515e22adb298388d";
        const special = {
            adminUserEnabled: { [key]: "1b47061264138c4ac30d75fd1eb44270", value: true },
            asset: { [key]: "c44067f5952c0a294b673a41bacd8c17", text: "text" },
        };
        await serve(async (pack) => {
            assert.match(
                (await pack.analyze(facts("azure-native:containerregistry:Registry", special))).join(),
                /adminUserEnabled is true\./,
            );
        });
    });

    it("keeps its bundle until a source changes", async () => {
        await serve(() => undefined);
        const { mtimeMs } = statSync(bundle());
        await serve(() => undefined);
        assert.equal(statSync(bundle()).mtimeMs, mtimeMs, "the second start makes no bundle");
        appendFileSync(join(folder, "rules", "acr-no-admin-user.ts"), "\n// changed\n");
        await serve(() => undefined);
        assert.notEqual(statSync(bundle()).mtimeMs, mtimeMs);
    });

    it("does not take a bundle that is no bundle", async () => {
        await serve(() => undefined);
        writeFileSync(bundle(), readFileSync(bundle(), "utf8").slice(0, 100));
        await serve((pack) => pack.info());
    });

    it("starts twice at once", async () => {
        rmSync(join(folder, "dist"), { recursive: true });
        const packs = await Promise.all([ServedPack.start(folder), ServedPack.start(folder)]);
        await Promise.all(packs.map((pack) => pack.info()));
        await Promise.all(packs.map((pack) => pack.stop()));
        assert.deepEqual(readdirSync(join(folder, "dist")), ["index.js"]);
    });

    it("ends when the engine is killed", async () => {
        const engine = spawn("sh", ["-c", `"$0" & echo $!; wait`, join(folder, "main.cjs")], {
            stdio: ["ignore", "pipe", "inherit"],
        });
        let stdout = "";
        engine.stdout.on("data", (data: Buffer) => (stdout += data));
        while (!/\d+\n\d+\n/.test(stdout)) {
            await once(engine.stdout, "data");
        }
        engine.kill("SIGKILL");
        const pid = Number(stdout.split("\n")[0]);
        for (let tries = 0; isAlive(pid); tries += 1) {
            assert.ok(tries < 100, "still alive after ten seconds");
            await setTimeout(100);
        }
    });

    it("starts where it cannot keep its bundle, and says so", async () => {
        rmSync(join(folder, "dist"), { recursive: true });
        writeFileSync(join(folder, "dist"), "a file in the way");
        const stderr = await serve(async (pack) => {
            await pack.info();
            return pack.stderr();
        });
        assert.match(stderr, /^Cannot keep the policy pack's bundle/);
    });
});

function isAlive(pid: number): boolean {
    try {
        return process.kill(pid, 0);
    } catch {
        return false;
    }
}
