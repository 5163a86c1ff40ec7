"use strict";
/* Keeps node_modules equal to package-lock.json. It has no dependencies, as it runs before there are any. */
const { spawn } = require("child_process");
const fs = require("fs");
const path = require("path");
const { alone } = require("./alone.cjs");

/** Runs `npm ci` where node_modules is not what package-lock.json says; of two runs at once, one waits for the other. */
async function ensureDependencies(root) {
    if (whyOutdated(root) !== undefined) {
        const wait = function () {
            console.error("another run is installing dependencies: waiting for it");
        };
        await alone(path.join(root, ".local", "npm-ci.lock"), wait, function () {
            return install(root);
        });
    }
}

/**
 * Returns how node_modules differs from package-lock.json, or undefined. npm writes its own list there once it is done,
 * so that an interrupted installation has none.
 */
function whyOutdated(root) {
    const wanted = readJson(path.join(root, "package-lock.json")).packages;
    let present;
    try {
        present = readJson(path.join(root, "node_modules", ".package-lock.json")).packages;
    } catch (error) {
        return "there is no finished installation";
    }
    return Object.keys(wanted)
        .concat(Object.keys(present))
        .find(function (name) {
            return name !== "" && differs(wanted[name], present[name]);
        });
}

function differs(wanted, present) {
    if (wanted === undefined) {
        return true;
    }
    if (present === undefined) {
        return !(wanted.optional && !isFor(wanted.os, process.platform, wanted.cpu, process.arch, wanted.libc));
    }
    return wanted.version !== present.version || wanted.integrity !== present.integrity;
}

/** Returns true if npm surely installs a package of these systems here; which libc this is, is npm's to find out. */
function isFor(systems, system, architectures, architecture, libc) {
    const admits = function (list, value) {
        return list === undefined || list.indexOf(value) >= 0;
    };
    return (
        (systems || architectures) !== undefined &&
        admits(systems, system) &&
        admits(architectures, architecture) &&
        libc === undefined
    );
}

async function install(root) {
    // Another run may have done it while this one waited.
    if (whyOutdated(root) === undefined) {
        return;
    }
    console.error("installing dependencies (npm ci) …");
    const start = Date.now();
    // No package of ours needs its install script: esbuild's program is a package of its own, and the provider's script
    // would download a plugin, which the toolchain finds or gets by itself.
    const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    const npm = process.env.npm_execpath || "";
    const viaNode = /^npm.*\.c?js$/.test(path.basename(npm));
    const code = await run(viaNode ? process.execPath : "npm", viaNode ? [npm].concat(args) : args, root);
    const fault = code === 0 ? whyOutdated(root) : "npm ci ended with " + code;
    if (fault !== undefined) {
        throw new Error("Cannot install the dependencies: " + fault);
    }
    console.error("installed dependencies in " + Math.round((Date.now() - start) / 1000) + " s");
}

/** Passes an interruption on and waits for the end, so that the lock is given back. */
function run(command, args, root) {
    return new Promise(function (resolve, reject) {
        const child = spawn(command, args, { cwd: root, stdio: ["ignore", 2, 2] });
        const pass = function (signal) {
            child.kill(signal);
        };
        const end = function () {
            process.removeListener("SIGINT", pass);
            process.removeListener("SIGTERM", pass);
        };
        process.on("SIGINT", pass);
        process.on("SIGTERM", pass);
        child.once("error", function (error) {
            end();
            reject(new Error("Cannot run " + command + ": " + error.message));
        });
        child.once("close", function (code, signal) {
            end();
            resolve(code === null ? signal : code);
        });
    });
}

function readJson(file) {
    return JSON.parse(fs.readFileSync(file, "utf8"));
}

module.exports = { ensureDependencies };
