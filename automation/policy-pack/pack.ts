import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatNotices } from "./notices";

/** What the language host asks the pack's SDK for. */
const RUNNER = "cmd/run-policy-pack/index.js";

/** What `policies/bundle.cjs` has. */
interface Bundler {
    bundle(entry: string): Promise<{ readonly code: string; readonly inputs: readonly string[] }>;
}

/** What is read of a package.json. */
interface Manifest {
    readonly name: string;
    readonly version: string;
    readonly [key: string]: unknown;
}

/**
 * Makes a folder that is the policy pack with all it needs, in place of what is there. It runs as `--policy-pack FOLDER`,
 * and as a program, `--policy-pack FOLDER/index.js`.
 *
 * @param root the folder of `policies/` and `docs/`
 * @throws If a file of the pack is missing.
 */
export async function packPolicies(root: string, folder: string): Promise<void> {
    const policies = join(root, "policies");
    const { bundle } = require(join(policies, "bundle.cjs")) as Bundler;
    const { code, inputs } = await bundle(join(policies, "packed.cjs"));
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "index.js"), code);
    chmodSync(join(folder, "index.js"), 0o755);
    writeFileSync(join(folder, "NOTICES.md"), formatNotices(policies, inputs));
    copy(join(policies, "PulumiPolicy.yaml"), join(folder, "PulumiPolicy.yaml"));
    copy(join(policies, "README.md"), join(folder, "README.md"));
    copy(join(policies, "CHANGELOG.md"), join(folder, "CHANGELOG.md"));
    copy(join(root, "docs", "rules"), join(folder, "docs", "rules"));
    const sdk = readManifest(join(root, "node_modules", "@pulumi", "pulumi"));
    writeManifest(folder, packManifest(readManifest(policies), sdk));
    writeStarter(join(folder, "node_modules", "@pulumi", "pulumi"), sdk);
}

function copy(from: string, to: string): void {
    cpSync(from, to, { recursive: true });
}

/** It may be published, where the sources may not. */
function packManifest({ private: _, ...own }: Manifest, sdk: Manifest): Manifest {
    return {
        ...own,
        main: "index.js",
        engines: { node: ">=20.19" },
        dependencies: { [sdk.name]: sdk.version },
        bundleDependencies: [sdk.name],
    };
}

/**
 * The language host starts a pack by a file of the SDK that the pack has in its node_modules. This one starts the bundle
 * at once; the SDK's own would compile TypeScript first.
 *
 * @see https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/nodejs/cmd/run-policy-pack/run.ts
 */
function writeStarter(folder: string, { name, version, license }: Manifest): void {
    mkdirSync(join(folder, RUNNER, ".."), { recursive: true });
    writeManifest(folder, { name, version, license, description: "Starts the policy pack around it, and has nothing else of the SDK" });
    writeFileSync(join(folder, RUNNER), 'require("../../../../../index.js");\n');
}

function readManifest(folder: string): Manifest {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

function writeManifest(folder: string, manifest: Manifest): void {
    writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, undefined, 4)}\n`);
}
