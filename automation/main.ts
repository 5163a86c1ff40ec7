import { join } from "node:path";
import { ConfigError, formatProblem } from "../model/problem";
import { readOptions, UsageError, type Options } from "./options";
import { failedReport, printJson } from "./report";

/** The folder of Pulumi.yaml. */
const ROOT = join(__dirname, "..");

/** Runs a command and returns its exit code. Modules are loaded late, as the Automation API takes its time. */
async function runCommand(options: Options): Promise<number> {
    switch (options.command) {
        case "up":
        case "preview":
        case "destroy":
            return (require("./deploy") as typeof import("./deploy")).deploy(ROOT, options.command, options);
        case "doctor":
            return (require("./doctor") as typeof import("./doctor")).doctor(ROOT, options);
        case "down":
            return (require("./down") as typeof import("./down")).down(ROOT, options);
        case "readme":
            return (require("./readme") as typeof import("./readme")).updateReadme(ROOT);
        case "docker-config":
            return (require("./docker-config") as typeof import("./docker-config")).configureDocker(ROOT, options, process.env);
        case "env":
            return (require("./environment") as typeof import("./environment")).printEnvironment(ROOT, options);
    }
}

/** Returns the exit code: 0 done, 1 the work failed, 2 usage or configuration. */
async function main(words: readonly string[]): Promise<number> {
    const started = Date.now();
    try {
        if (words[0] === "images") {
            return await (require("./images/images") as typeof import("./images/images")).runImages(ROOT, words.slice(1), process.env);
        }
        if (words[0] === "check") {
            // Before all that it loads, as it is to take no time.
            (require("./light-sdk") as typeof import("./light-sdk")).lightenSdk();
            return await (require("./check/check") as typeof import("./check/check")).runCheck(ROOT, words.slice(1), process.env);
        }
        return await runCommand(readOptions(words, process.env));
    } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        process.stderr.write(`${message}\n`);
        if (words.includes("--json")) {
            printJson(failedReport(error instanceof ConfigError ? error.problems.map(formatProblem) : [message], started));
        }
        return error instanceof UsageError || error instanceof ConfigError ? 2 : 1;
    }
}

void main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
});
