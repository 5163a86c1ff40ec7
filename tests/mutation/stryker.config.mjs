import { fileURLToPath } from "node:url";

/** What is made here, which nobody keeps. */
const MADE = ".local/mutation";

/** What judges nothing: lists, types, what makes examples, and what reads and writes files or talks to the engine. */
const NOT_JUDGING = [
    "adapter.ts",
    "check.ts",
    "ecr-examples.ts",
    "engine-facts.ts",
    "examples.ts",
    "facts.ts",
    "file-schema.ts",
    "index.ts",
    "planned.ts",
    "policy-file.ts",
    "report.ts",
    "rule.ts",
    "rule-table.ts",
    "rules/index.ts",
    "set-up.ts",
    "setting-field.ts",
];

/**
 * Tests that start programs, read the docs or load SDKs, which each static mutant would do anew, and those whose inputs are new
 * each time, as the score would be, too.
 */
const SLOW_OR_RANDOM = [
    "policies-acr.test.ts",
    "policies-corpus.test.ts",
    "policies-docs.test.ts",
    "policies-pack*.test.ts",
    "policies-planted.test.ts",
    "policies-properties*.test.ts",
    "policies-sdk.test.ts",
];

/** Options of Stryker, which runs in the project's folder. */
export default {
    mutate: [
        "policies/*.ts",
        "policies/rules/*.ts",
        ...NOT_JUDGING.map((file) => `!policies/${file}`),
    ],
    testRunner: "mocha",
    mochaOptions: {
        // The first ones end most mutants.
        spec: ["tests/policies.test.ts", "tests/policies-*.test.ts"],
        ignore: SLOW_OR_RANDOM.map((file) => `tests/${file}`),
        grep: "^(?!rules on ten thousand resources )",
    },
    coverageAnalysis: "perTest",
    plugins: ["@stryker-mutator/mocha-runner", fileURLToPath(new URL("ignored.mjs", import.meta.url))],
    ignorers: ["data"],
    ignorePatterns: ["/.local", "/.ci", "/bench", "/docs", "/examples", "/policies/dist"],
    symlinkNodeModules: false,
    concurrency: 1,
    timeoutMS: 20_000,
    tempDirName: `${MADE}/sandbox`,
    reporters: ["clear-text", "json", "html", "progress-append-only"],
    clearTextReporter: { allowEmojis: false, logTests: false, reportTests: false, reportMutants: true },
    jsonReporter: { fileName: `${MADE}/report.json` },
    htmlReporter: { fileName: `${MADE}/report.html` },
    incrementalFile: `${MADE}/incremental.json`,
    thresholds: { high: 96, low: 93, break: 90 },
};
