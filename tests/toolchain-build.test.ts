import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cachedFolder } from "../toolchain/cache";
import { findTool } from "../toolchain/find";
import { findGo } from "../toolchain/go";
import { requireEach } from "../toolchain/require";
import { buildFolder, surroundingsOf } from "../toolchain/surroundings";
import type { GoBuild, Tool } from "../toolchain/tool";
import { newMachine, sampleTool, writeGo, writeProgram, type Machine } from "./toolchain-fixtures";

const GO = { GOVERSION: "go1.26.0", GOTOOLCHAIN: "local", CC: "no-such-compiler" };

describe("requireEach(), where tools can only be built", () => {
    let machine: Machine;
    beforeEach(() => {
        machine = newMachine();
    });
    afterEach(() => machine.remove());

    const tool = (changes: Partial<GoBuild> = {}, others: Partial<Tool> = {}): Tool =>
        sampleTool({ go: { ...sampleTool().go, folder: machine.folder, ...changes }, ...others });

    const bad: [string, () => Tool[], string, RegExp][] = [
        ["without a C compiler", () => [tool(), tool({ c: true }, { name: "other" })], "exit 0",
            /^Error: Cannot get other:\n {2}other 2\.0\.0: nothing is published .*\n {2}and other cannot be built here: a C compiler is not there/],
        ["without disk", () => [tool({ gigabytes: 1e9 })], "exit 0", /a build needs 1000000000 GB of disk, and .* has [\d.]+ GB$/],
        ["without module proxy", () => [tool()], "echo 'go: dial tcp: no such host' >&2; exit 1", /Go modules cannot be downloaded \(go: dial tcp: no such host\)$/],
        ["with a hanging network", () => [tool()], "exec /bin/sleep 60", /Go modules cannot be downloaded \(silent for 2 s\)$/],
        ["for another system", () => [tool({}, { systems: ["aix"] })], "exit 0", /sample cannot be built here: it does not exist for /],
    ];
    for (const [title, tools, script, message] of bad) {
        it(`starts no build ${title}`, async () => {
            writeGo(machine, GO, `[ "$1" != build ] || echo x > ${machine.folder}/built\n${script}`);
            await assert.rejects(requireEach(tools(), tool(), machine.surroundings()), message);
            assert.equal(existsSync(join(machine.folder, "built")), false);
        });
    }

    it("names every tool that failed to build, and keeps the others and Go's caches", async () => {
        writeGo(machine, GO, `
case "$*" in
    *example.test/good*) while [ "$1" != -o ]; do shift; done; /bin/mkdir -p "\${2%/*}"; echo '#!/bin/sh\necho sample 2.0.0' > "$2"; /bin/chmod +x "$2" ;;
    build*) echo 'compiling' >&2; echo 'x.go:1: no luck' >&2; exit 1 ;;
esac`);
        const tools = [tool({}, { name: "one" }), tool({ package: "example.test/good" }, { name: "two" }), tool({}, { name: "three" })];
        await assert.rejects(requireEach(tools, tool(), machine.surroundings()),
            /^Error: Cannot get one, three:\n.*\n.*\n {2}and one, three cannot be built here: go build failed \(x\.go:1: no luck\)$/);
        assert.deepEqual(await Promise.all(tools.map(async (some) => (await findTool(some, machine.surroundings())).from)), ["missing", "cache", "missing"]);
        assert.ok(machine.said.includes("building one, two, three from Go modules: about 3 min on two cores, and up to 1 GB of disk until it is done"));
        assert.ok(existsSync(buildFolder(machine.env)));
    });

    it("says each time what a tool built here cannot do", async () => {
        writeGo(machine, GO, "[ \"$1\" != build ] || { while [ \"$1\" != -o ]; do shift; done; /bin/mkdir -p \"${2%/*}\"; "
            + "echo '#!/bin/sh\necho sample 2.0.0' > \"$2\"; /bin/chmod +x \"$2\"; }");
        const limited = tool({ optional: { library: "no-such-library", tag: "more", without: "cannot do more" } });
        for (const lines of [/^building sample/, /^sample: cannot do more$/]) {
            machine.said.length = 0;
            await requireEach([limited], tool(), machine.surroundings());
            assert.ok(machine.said.some((line) => lines.test(line)));
            assert.equal(machine.said.at(-1), "sample: cannot do more");
        }
        assert.equal(machine.said.length, 1);
    });

    it("removes the caches of an interrupted build once there is nothing to build", async () => {
        writeProgram(join(machine.bin, "sample"), "echo sample 1.9.0");
        mkdirSync(join(buildFolder(machine.env), "modules"), { recursive: true });
        await requireEach([tool()], tool(), machine.surroundings());
        assert.equal(existsSync(buildFolder(machine.env)), false);
    });
});

describe("requireEach(), with a real Go", function () {
    const machine = newMachine();
    // The module of this test needs no other; what the user's Go has in its caches must stay as it is.
    const env = { ...process.env, ...machine.env, PATH: process.env["PATH"], GOMODCACHE: join(machine.folder, "users-modules"), GOCACHE: join(machine.folder, "users-cache") };
    const tool = sampleTool({ go: { ...sampleTool().go, folder: machine.folder, module: "example.test/sample", stamp: "-X main.version=2.0.0" } });

    before(async function () {
        const go = await findGo(surroundingsOf({ env }));
        if ("fault" in go) {
            console.log(`      skipped: ${go.fault}`);
            this.skip();
        }
        writeFileSync(join(machine.folder, "go.mod"), "module example.test/sample\n\ngo 1.21\n");
        writeFileSync(join(machine.folder, "main.go"), "package main\n\nvar version = \"none\"\n\nfunc main() { println(\"sample \" + version) }\n");
    });
    after(() => machine.remove());

    it("stops a build when told to, and keeps what Go has done", async () => {
        const stop = new AbortController();
        const say = (line: string): void => {
            if (line.startsWith("building sample 2.0.0 (1 of 1)")) {
                setTimeout(() => stop.abort(new Error("stop")), 500);
            }
        };
        await assert.rejects(requireEach([tool], tool, machine.surroundings({ env, say, signal: stop.signal })), /^Error: stop$/);
        assert.equal(existsSync(cachedFolder(tool, machine.surroundings())), false);
        assert.ok(existsSync(join(buildFolder(machine.env), "build")));
    });

    it("goes on from there, stamps the version, and leaves no caches behind", async () => {
        const [path] = await requireEach([tool], tool, machine.surroundings({ env, limits: {} }));
        assert.equal(path, join(cachedFolder(tool, machine.surroundings()), "bin/sample"));
        assert.match(machine.said.join("\n"), /built sample 2\.0\.0 in \d+ s\nremoved Go's caches$/);
        assert.equal(existsSync(buildFolder(machine.env)), false);
        assert.equal(existsSync(env.GOMODCACHE) || existsSync(env.GOCACHE), false);
        assert.match(readFileSync(path ?? "").subarray(0, 4).toString("latin1"), /ELF|[\xcf\xca]/);
    });
});
