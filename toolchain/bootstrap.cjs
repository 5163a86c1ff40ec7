"use strict";
/*
 * node toolchain/bootstrap.cjs <script> [arguments …]
 *
 * Makes sure that Node is new enough and that node_modules is what package-lock.json says, and then runs a TypeScript or
 * JavaScript file in this same process (where `require.main` is this file). Nothing but that file writes to stdout. The
 * syntax is old enough for an old Node to say what is wrong with it.
 */
const fs = require("fs");
const path = require("path");
const { ensureDependencies } = require("./dependencies.cjs");

main(path.dirname(__dirname), process.argv.slice(2));

async function main(root, args) {
    const nodeRange = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")).engines.node;
    if (args.length === 0) {
        return refuse("Cannot start nothing: usage is node toolchain/bootstrap.cjs <script> [arguments]");
    }
    if (!isAtLeast(process.versions.node, nodeRange)) {
        return refuse(
            "Cannot run on Node " +
                process.versions.node +
                ": required is " +
                nodeRange +
                " (https://nodejs.org/en/download)",
        );
    }
    try {
        await ensureDependencies(root);
    } catch (error) {
        console.error(error.message);
        process.exitCode = 1;
        return;
    }
    // Out of this promise, so that the script's own errors end the process as they always do.
    setImmediate(start, root, path.resolve(args[0]), args.slice(1));
}

function start(root, file, args) {
    process.argv = [process.argv[0], file].concat(args);
    const fromRoot = require("module").createRequire(path.join(root, "package.json"));
    leavePackagesToNode(function () {
        fromRoot("tsx/cjs");
    });
    fromRoot(file);
}

/**
 * Compiles what packages have as Node does: tsx reads each of their files for ECMAScript modules, which takes a tenth of a
 * second and more. Those that are such modules, which an older Node refuses, stay its own.
 */
function leavePackagesToNode(register) {
    const extensions = require("module")._extensions;
    const ofNode = extensions[".js"];
    register();
    const ofTsx = extensions[".js"];
    extensions[".js"] = function (module, file) {
        if (file.indexOf(path.sep + "node_modules" + path.sep) < 0) {
            return ofTsx(module, file);
        }
        try {
            return ofNode(module, file);
        } catch (error) {
            if (error.code !== "ERR_REQUIRE_ESM") {
                throw error;
            }
            return ofTsx(module, file);
        }
    };
}

function refuse(message) {
    console.error(message);
    process.exitCode = 2;
}

/** Compares with a range of the one form `>=major.minor`. */
function isAtLeast(version, range) {
    const want = /^>=(\d+)\.(\d+)/.exec(range);
    const have = /^(\d+)\.(\d+)/.exec(version);
    const major = Number(have[1]) - Number(want[1]);
    return major > 0 || (major === 0 && Number(have[2]) >= Number(want[2]));
}
