import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What an image says of how it is run. */
export interface RunConfig {
    readonly User: string;
    readonly Env: readonly string[];
    readonly Entrypoint?: readonly string[];
    readonly Cmd: readonly string[];
    readonly WorkingDir: string;
    readonly ExposedPorts: Readonly<Record<string, object>>;
    readonly Labels: Readonly<Record<string, string>>;
    /** Docker's own. Source: https://github.com/moby/docker-image-spec/blob/v1.3.1/spec.md */
    readonly Healthcheck?: { readonly Test: readonly string[] };
}

/** An image on disk. */
export interface Unpacked {
    /** Its file system. */
    readonly root: string;
    readonly config: RunConfig;
    /** Digests of its layers, the lowest first. */
    readonly layers: readonly string[];
    /** What all layers hold, even what one on top takes away. */
    contents(): readonly Buffer[];
}

/** Marks what a layer takes away from those below. Source: https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md#whiteouts */
const [WHITEOUT, OPAQUE] = [".wh.", ".wh..wh..opq"];

/**
 * Unpacks an image that was written as an OCI layout, whose digests have to hold.
 *
 * @param archive the layout as a tar
 * @param digest the image's
 */
export function unpackImage(archive: string, digest: string, folder: string): Unpacked {
    const layout = mkdtempSync(join(folder, "layout-"));
    execFileSync("tar", ["-C", layout, "-xf", archive]);
    const pathOf = (of: string) => join(layout, "blobs", ...of.split(":"));
    const blob = (of: string): Buffer => {
        const content = readFileSync(pathOf(of));
        assert.equal(`sha256:${createHash("sha256").update(content).digest("hex")}`, of);
        return content;
    };
    const manifest = JSON.parse(blob(digest).toString()) as { config: { digest: string }; layers: { digest: string }[] };
    const { config } = JSON.parse(blob(manifest.config.digest).toString()) as { config: RunConfig };
    const layers = manifest.layers.map((layer) => layer.digest);
    const root = mkdtempSync(join(folder, "root-"));
    // No layer says it of the topmost folder.
    chmodSync(root, 0o755);
    for (const layer of layers) {
        blob(layer);
        applyLayer(root, pathOf(layer));
    }
    return { root, config, layers, contents: () => layers.map((layer) => execFileSync("tar", ["-xOf", pathOf(layer)], { maxBuffer: 1 << 30 })) };
}

/** Puts a layer on top of those that are unpacked. */
export function applyLayer(root: string, layer: string): void {
    const entries = execFileSync("tar", ["-tf", layer], { encoding: "utf8", maxBuffer: 1 << 30 }).split("\n");
    for (const entry of entries.filter((name) => basename(name).startsWith(WHITEOUT))) {
        const parent = join(root, dirname(entry));
        mkdirSync(parent, { recursive: true });
        const gone = basename(entry) === OPAQUE ? readdirSync(parent) : [basename(entry).slice(WHITEOUT.length)];
        gone.forEach((name) => rmSync(join(parent, name), { recursive: true, force: true }));
    }
    execFileSync("tar", ["-C", root, "-xf", layer, "--numeric-owner", `--exclude=${WHITEOUT}*`]);
}
