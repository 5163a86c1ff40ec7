import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cachedPath } from "../toolchain/cache";
import { findTool, findTools, isReady } from "../toolchain/find";
import { findGoStatus } from "../toolchain/go";
import { cacheFolder, pluginFolder } from "../toolchain/surroundings";
import { TOOLS } from "../toolchain/tools";
import { newMachine, sampleTool, writeGo, writeProgram, type Machine } from "./toolchain-fixtures";

describe("findTool()", () => {
    let machine: Machine;
    beforeEach(() => {
        machine = newMachine();
    });
    afterEach(() => machine.remove());

    const good: [string, string, string][] = [
        ["the least version", "echo sample 1.5.0", "1.5.0"],
        ["a version with metadata", "echo sample 1.5.1+ds1", "1.5.1+ds1"],
        ["a prerelease", "echo sample 2.0.0-rc.1", "2.0.0-rc.1"],
        ["a version after other lines", "echo warning: old >&2; echo this is sample 2.9.9", "2.9.9"],
    ];
    for (const [title, script, version] of good) {
        it(`takes ${title} from PATH`, async () => {
            const path = writeProgram(join(machine.bin, "sample"), script);
            const status = await findTool(sampleTool(), machine.surroundings());
            assert.deepEqual(status, { tool: "sample", accepts: ">=1.5.0 <3", from: "PATH", path, version });
        });
    }

    const bad: [string, string, RegExp][] = [
        ["one that is too old", "echo sample 1.4.9", /sample is 1\.4\.9, which is not within >=1\.5\.0 <3/],
        ["one that is too new", "echo sample 3.0.0", /sample is 3\.0\.0, which is not within/],
        ["another program of that name", "echo hello world 7", /sample does not tell its version$/],
        ["one that fails", "echo sample 2.0.0; exit 3", /sample does not tell its version$/],
        ["one that hangs", "echo sample 2.0.0; exec /bin/sleep 60", /does not tell its version within 1 s/],
        ["one whose child hangs", "/bin/sleep 60 & wait", /does not tell its version within 1 s/],
    ];
    for (const [title, script, rejected] of bad) {
        it(`does not take ${title}`, async () => {
            writeProgram(join(machine.bin, "sample"), script);
            const start = Date.now();
            const status = await findTool(sampleTool(), machine.surroundings());
            assert.equal(status.from, "missing");
            assert.match(status.rejected ?? "", rejected);
            assert.match(status.advice ?? "", /install it by hand/);
            assert.ok(Date.now() - start < 5_000);
        });
    }

    it("looks behind a program that does not count", async () => {
        writeProgram(join(machine.bin, "sample"), "echo sample 1.0.0");
        const path = writeProgram(join(machine.folder, "later", "sample"), "echo sample 2.1.0");
        const env = { ...machine.env, PATH: `relative:${machine.bin}:${join(machine.folder, "later")}` };
        assert.equal((await findTool(sampleTool(), machine.surroundings({ env }))).path, path);
    });

    it("remembers a program's answer until the file changes", async () => {
        const count = join(machine.folder, "count");
        const script = (version: string): string => `echo x >> ${count}; echo sample ${version}`;
        writeProgram(join(machine.bin, "sample"), script("1.6.0"), 1_000_000);
        await findTool(sampleTool(), machine.surroundings());
        assert.equal((await findTool(sampleTool(), machine.surroundings())).version, "1.6.0");
        assert.equal(readFileSync(count, "utf8"), "x\n");
        writeProgram(join(machine.bin, "sample"), script("1.7.0"), 1_000_001);
        assert.equal((await findTool(sampleTool(), machine.surroundings())).version, "1.7.0");
    });

    it("asks a small file or a link every time, as what it stands for may change", async () => {
        writeProgram(join(machine.bin, "shim"), "echo sample 1.6.0", 1_000_000);
        symlinkSync("shim", join(machine.bin, "sample"));
        await findTool(sampleTool(), machine.surroundings());
        writeProgram(join(machine.folder, "other", "sample"), "echo sample 1.8.0");
        await findTool(sampleTool(), machine.surroundings({ env: { ...machine.env, PATH: join(machine.folder, "other") } }));
        assert.throws(() => readFileSync(join(cacheFolder(machine.env), "versions.json")), /ENOENT/);
    });

    it("finds what was gotten before without running it, and what is to know of it", async () => {
        const path = writeProgram(cachedPath(sampleTool(), machine.surroundings()), "exit 1");
        assert.equal(path, join(machine.folder, "cache/pulumi-registries/tools/sample/2.0.0/bin/sample"));
        writeFileSync(join(path, "../../limitation.txt"), "lame");
        assert.deepEqual(await findTool(sampleTool(), machine.surroundings()),
            { tool: "sample", accepts: ">=1.5.0 <3", from: "cache", path, version: "2.0.0", advice: "lame" });
    });
});

describe("findTools()", () => {
    let machine: Machine;
    beforeEach(() => {
        machine = newMachine();
    });
    afterEach(() => machine.remove());

    it("returns a row with advice for each tool of a bare machine, and makes nothing", async () => {
        const rows = await findTools(["pulumi", "docker-build", "buildkitd", "runc", "registry"], { env: machine.env });
        assert.deepEqual(rows.map(({ tool, from }) => [tool, from]),
            ["pulumi", "docker-build", "buildkitd", "runc", "registry"].map((tool) => [tool, "missing"]));
        assert.ok(rows.every(({ advice }) => advice !== undefined));
        assert.throws(() => readFileSync(cacheFolder(machine.env)), /ENOENT/);
    });

    const folder = (): string => join(pluginFolder(machine.env), "resource-docker-build-v0.0.22");
    const dockerBuild = async (env: NodeJS.ProcessEnv = machine.env): Promise<string> => (await findTools(["docker-build"], { env }))[0]?.from ?? "";

    it("finds the provider in Pulumi's plugin folder, once it is whole", async () => {
        writeProgram(join(folder(), "pulumi-resource-docker-build"), "exit 1");
        writeFileSync(`${folder()}.partial`, "");
        assert.equal(await dockerBuild(), "missing");
        machine.remove();
        writeProgram(join(folder(), "pulumi-resource-docker-build"), "exit 1");
        assert.equal(await dockerBuild(), "plugins");
    });

    it("takes a provider on PATH only where the engine does", async () => {
        writeProgram(join(machine.bin, "pulumi-resource-docker-build"), "exit 1");
        assert.equal(await dockerBuild(), "PATH");
        assert.equal(await dockerBuild({ ...machine.env, PULUMI_IGNORE_AMBIENT_PLUGINS: "true" }), "missing");
    });

    it("does not count a provider in the cache as ready", () => {
        assert.equal(isReady(TOOLS["docker-build"], { from: "cache" }), false);
        assert.equal(isReady(TOOLS.pulumi, { from: "cache" }), true);
    });

    it("has a row for Go, which says what is too old", async () => {
        mkdirSync(machine.bin, { recursive: true });
        writeGo(machine, { GOVERSION: "go1.25.3", GOTOOLCHAIN: "local" });
        assert.match((await findGoStatus({ env: machine.env })).advice ?? "", /go is Go 1\.25\.3: install Go 1\.26\.0 or newer/);
        writeGo(machine, { GOVERSION: "go1.25.3", GOTOOLCHAIN: "auto" });
        assert.equal((await findGoStatus({ env: machine.env })).version, "1.25.3");
    });
});
