// What has to be done before the policy pack is loaded. Plain JavaScript, as nothing compiles the first file.
"use strict";
const { existsSync } = require("node:fs");
const { dirname, join } = require("node:path");

/** How often to look whether the engine is still there, in milliseconds. */
const ENGINE_CHECK_MS = 1000;

/** Nothing tells the pack when the engine is killed; it would stay for ever. */
function exitWithEngine() {
    const engine = process.ppid;
    setInterval(() => process.ppid === engine || process.exit(), ENGINE_CHECK_MS).unref();
}

/** Returns the folder of the project that a folder is in. */
function projectOf(folder) {
    if (["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"].some((name) => existsSync(join(folder, name)))) {
        return folder;
    }
    return dirname(folder) === folder ? undefined : projectOf(dirname(folder));
}

/**
 * Notes the file by which the project sets the pack up, unless somebody has named one. The engine starts a program in the
 * project's folder; the language host starts it in the pack's own, and leaves the shell's folder in PWD.
 */
function noteProject(pack) {
    const folders = process.cwd() === pack ? [process.env.PWD ?? pack, pack] : [process.cwd()];
    const project = folders.map(projectOf).find((folder) => folder !== undefined);
    if (project !== undefined && existsSync(join(project, "policies.yaml"))) {
        process.env.PULUMI_REGISTRIES_POLICIES ??= join(project, "policies.yaml");
    }
}

/** Makes ready for the pack whose package.json is in a folder: PolicyPack reads its version from the current one. */
module.exports.prepare = function prepare(folder) {
    exitWithEngine();
    noteProject(folder);
    process.chdir(folder);
};
