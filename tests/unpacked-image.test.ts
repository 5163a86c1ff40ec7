import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { applyLayer } from "./end-to-end/unpacked";

describe("applyLayer()", () => {
    const folder = mkdtempSync(join(tmpdir(), "registries-layers-"));
    const root = join(folder, "root");

    after(() => rmSync(folder, { recursive: true }));

    function apply(name: string, files: Readonly<Record<string, string>>): void {
        for (const [file, text] of Object.entries(files)) {
            mkdirSync(dirname(join(folder, name, file)), { recursive: true });
            writeFileSync(join(folder, name, file), text);
        }
        const layer = join(folder, `${name}.tar.gz`);
        execFileSync("tar", ["-C", join(folder, name), "-czf", layer, ...readdirSync(join(folder, name))]);
        applyLayer(root, layer);
    }

    it("lays a layer over those below, without what it takes away", () => {
        mkdirSync(root);
        apply("first", { "etc/name": "one", "etc/gone": "", "data/old/file": "", "data/old.txt": "", "tree/leaf": "" });
        apply("second", { "etc/name": "two", "etc/.wh.gone": "", "data/.wh..wh..opq": "", "data/new": "", ".wh.tree": "" });
        assert.deepEqual(readdirSync(root, { recursive: true }).sort(), ["data", "data/new", "etc", "etc/name"]);
        assert.equal(readFileSync(join(root, "etc/name"), "utf8"), "two");
    });
});
