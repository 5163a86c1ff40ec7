// Bundles the policy pack with what it uses of its packages into one file.
"use strict";
const { build, stop } = require("esbuild");

/** `@pulumi/policy` takes classes from the first and constants from the second, and each would bring in everything. */
const PULUMI = /^@pulumi\/pulumi(\/runtime\/rpc)?$/;

/** Replaces `@pulumi/pulumi` by the little that `@pulumi/policy` uses of it. */
const littlePulumi = {
    name: "little-pulumi",
    setup({ onResolve, onLoad }) {
        onResolve({ filter: PULUMI }, () => ({ path: "little-pulumi", namespace: "little-pulumi" }));
        onLoad({ filter: /.*/, namespace: "little-pulumi" }, () => {
            const strings = Object.entries(require("@pulumi/pulumi/runtime/rpc")).filter(
                ([, value]) => typeof value === "string",
            );
            const contents = `exports.asset = require("@pulumi/pulumi/asset");
                Object.assign(exports, ${JSON.stringify(Object.fromEntries(strings))});`;
            return { contents, resolveDir: __dirname };
        });
    },
};

/**
 * Returns the code of the bundle, and every file that went into it, relative to this folder.
 */
module.exports.bundle = async function bundle(entry) {
    const { outputFiles, metafile } = await build({
        entryPoints: [entry],
        absWorkingDir: __dirname,
        bundle: true,
        write: false,
        metafile: true,
        outfile: "dist/index.js",
        platform: "node",
        target: "node20",
        plugins: [littlePulumi],
        logLevel: "error",
    });
    await stop();
    const files = Object.keys(metafile.inputs).filter((file) => !file.startsWith("little-pulumi:"));
    return { code: outputFiles[0].text, inputs: [...files, "bundle.cjs"] };
};
