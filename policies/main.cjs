#!/usr/bin/env node
// Starts the policy pack from one bundled file: about 0.1 s, where loading its packages one by one takes 0.7 s and a
// type check several seconds. The bundle is made again when anything that went into it has changed. Plain JavaScript,
// as nothing compiles the first file: `pulumi … --policy-pack policies` loads it through `main` of package.json, and
// `--policy-pack policies/main.cjs` runs it as a program, which needs no Node language host.
"use strict";
const { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");

const ENTRY = join(__dirname, "index.ts");
const BUNDLE = join(__dirname, "dist", "index.js");

/** What the bundle's first line notes of a file: another size or time means another content. */
function fingerprint(file) {
    const { size, mtimeMs } = statSync(join(__dirname, file));
    return [size, mtimeMs].join();
}

/** Returns the bundle if all that went into it is unchanged. */
function readFreshBundle() {
    try {
        const text = readFileSync(BUNDLE, "utf8");
        const inputs = JSON.parse(text.slice("// ".length, text.indexOf("\n")));
        return Object.keys(inputs).every((file) => fingerprint(file) === inputs[file]) ? text : undefined;
    } catch {
        return undefined;
    }
}

/** Makes the bundle and keeps it for the next start, where the folder can be written to. */
async function makeBundle() {
    const { code, inputs } = await require("./bundle.cjs").bundle(ENTRY);
    const fingerprints = Object.fromEntries(inputs.map((file) => [file, fingerprint(file)]));
    const text = `// ${JSON.stringify(fingerprints)}\n${code}`;
    const unfinished = `${BUNDLE}.${process.pid}`;
    try {
        mkdirSync(dirname(BUNDLE), { recursive: true });
        writeFileSync(unfinished, text);
        renameSync(unfinished, BUNDLE);
    } catch (error) {
        process.stderr.write(
            `Cannot keep the policy pack's bundle, so the next start makes it again: ${error.message}\n`,
        );
    }
    return text;
}

async function start() {
    require("./start.cjs").prepare(__dirname);
    module._compile(readFreshBundle() ?? (await makeBundle()), BUNDLE);
}

// A rejection ends the process with the error on stderr; the language host waits for the promise.
module.exports = start();
