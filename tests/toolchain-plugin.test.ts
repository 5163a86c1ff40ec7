import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cachedPath } from "../toolchain/cache";
import { installPlugin } from "../toolchain/official";
import { requireEach } from "../toolchain/require";
import { pluginFolder } from "../toolchain/surroundings";
import type { Tool } from "../toolchain/tool";
import { allFrom, newMachine, sampleTool, withServer, writeGo, writeProgram, type Machine } from "./toolchain-fixtures";

/** A CLI that installs any provider from a file, and from the network if `$ONLINE` is set. */
const PULUMI = `
[ "$1" = version ] && { echo "sample 2.0.0"; exit; }
echo "$PULUMI_SKIP_UPDATE_CHECK $*" >> "\${0%/bin/cli}/calls"
[ "$6" = --file ] || [ -n "$ONLINE" ] || { echo "error: no network" >&2; exit 255; }
folder=$PULUMI_HOME/plugins/resource-$4-v$5
/bin/mkdir -p "$folder"
if [ "$6" = --file ]; then /bin/cp "$7" "$folder/provider"; else echo '#!/bin/sh' > "$folder/provider"; fi
/bin/chmod +x "$folder/provider"`;

const BUILD = `if [ "$1" = build ]; then while [ "$1" != -o ]; do shift; done; /bin/mkdir -p "\${2%/*}"; echo '#!/bin/sh' > "$2"; /bin/chmod +x "$2"; fi`;

describe("requireEach(), for a provider", () => {
    let machine: Machine;
    let plugin: Tool;
    const pulumi = sampleTool({ name: "cli", executable: "cli" });
    beforeEach(() => {
        machine = newMachine();
        const { probe: _, ...tool } = sampleTool({ executable: "provider", plugin: true, installer: { source: "pulumi", install: installPlugin } });
        plugin = { ...tool, go: { ...tool.go, folder: machine.folder } };
        writeProgram(join(machine.bin, "cli"), PULUMI);
    });
    afterEach(() => machine.remove());

    const installed = (): string => join(pluginFolder(machine.env), "resource-sample-v2.0.0/provider");
    const calls = (): string => readFileSync(join(machine.folder, "calls"), "utf8");
    const answering = (use: (address: string) => Promise<void>): Promise<void> => withServer((_, response) => response.end(), use);

    it("lets the CLI install it where Pulumi's server answers", () => answering(async (address) => {
        const surroundings = machine.surroundings({ sources: allFrom(address), env: { ...machine.env, ONLINE: "1" } });
        assert.deepEqual(await requireEach([plugin], pulumi, surroundings), [installed()]);
        assert.equal(calls(), "true plugin install resource sample 2.0.0 --non-interactive\n");
    }));

    it("builds it where the CLI cannot, and lets the CLI install the file", () => answering(async (address) => {
        writeGo(machine, { GOVERSION: "go1.26.0" }, BUILD);
        assert.deepEqual(await requireEach([plugin], pulumi, machine.surroundings({ sources: allFrom(address) })), [installed()]);
        assert.ok(machine.said.includes("sample 2.0.0: its installer failed (error: no network)"));
        assert.equal(calls().split("\n")[1], `true plugin install resource sample 2.0.0 --file ${cachedPath(plugin, machine.surroundings())} --non-interactive`);
    }));

    it("installs a file that was built before into a new Pulumi home, without another build", async () => {
        const file = writeProgram(cachedPath(plugin, machine.surroundings()), "exit 0");
        assert.deepEqual(await requireEach([plugin], pulumi, machine.surroundings()), [installed()]);
        assert.deepEqual(readFileSync(installed()), readFileSync(file));
        assert.equal(machine.said.some((line) => line.startsWith("building")), false);
    });

    it("says which provider the CLI would not install", async () => {
        writeProgram(join(machine.bin, "cli"), "[ \"$1\" = version ] && { echo sample 2.0.0; exit; }; echo 'error: disk full'; exit 1");
        writeProgram(cachedPath(plugin, machine.surroundings()), "exit 0");
        await assert.rejects(requireEach([plugin], pulumi, machine.surroundings()),
            /^Error: Cannot install the provider sample 2\.0\.0: its installer failed \(error: disk full\)$/);
    });

    it("gets the CLI too if that is missing, and says so if it cannot", async () => {
        const none = { ...pulumi, executable: "no-cli" };
        writeGo(machine, { GOVERSION: "go1.25.0", GOTOOLCHAIN: "local" });
        await assert.rejects(requireEach([plugin], none, machine.surroundings()), /^Error: Cannot get cli, sample:/);
        assert.equal(existsSync(installed()), false);
    });
});
