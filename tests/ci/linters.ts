import { join } from "node:path";
import { requireEach } from "../../toolchain/require";
import { run } from "../../toolchain/run";
import { surroundingsOf } from "../../toolchain/surroundings";
import type { Tool } from "../../toolchain/tool";
import { TOOLS } from "../../toolchain/tools";
import { findPython } from "../python/find-python";

const LINT_MS = 120_000;

const REQUIREMENTS = join(__dirname, "requirements.txt");

const VERSION = "1.7.12";

const RELEASES = `/rhysd/actionlint/releases/download/v${VERSION}`;

/**
 * The linter of GitHub's workflows.
 *
 * @see https://github.com/rhysd/actionlint
 */
const ACTIONLINT: Tool = {
    name: "actionlint",
    executable: "actionlint",
    version: VERSION,
    accepts: `>=${VERSION} <2`,
    probe: { args: ["-version"], pattern: /^v?(\d+\.\d+\.\d+\S*)/m },
    release: (system, architecture) =>
        ["linux", "darwin"].includes(system) && ["amd64", "arm64"].includes(architecture)
            ? {
                file: `${RELEASES}/actionlint_${VERSION}_${system}_${architecture}.tar.gz`,
                checksum: { source: "github", path: `${RELEASES}/actionlint_${VERSION}_checksums.txt` },
                member: "actionlint",
            }
            : undefined,
    go: {
        folder: join(__dirname, "actionlint"),
        module: `github.com/rhysd/actionlint@v${VERSION}`,
        package: "github.com/rhysd/actionlint/cmd/actionlint",
        stamp: `-X github.com/rhysd/actionlint.version=${VERSION}`,
        seconds: 25,
        gigabytes: 0.2,
    },
    advice: "install actionlint: https://github.com/rhysd/actionlint",
};

/** What a linter came to; `output` is empty where it has nothing to say. */
export interface Lint {
    readonly code: number | null;
    readonly output: string;
}

/** A linter, or why it cannot be had. */
export type Linter = { readonly lint: (...words: readonly string[]) => Promise<Lint> } | { readonly missing: string };

/** Returns actionlint, and gets or builds it where no earlier run has. Other linters that it would call are left out. */
export async function findActionlint(): Promise<Linter> {
    const surroundings = surroundingsOf({ say: (line) => void process.stderr.write(`${line}\n`) });
    try {
        const [program = ""] = await requireEach([ACTIONLINT], TOOLS.pulumi, surroundings);
        return { lint: (...files) => lint(program, ["-no-color", "-shellcheck=", "-pyflakes=", ...files]) };
    } catch (error) {
        return { missing: error instanceof Error ? error.message : String(error) };
    }
}

/** Returns zizmor, which asks nobody. */
export async function findZizmor(): Promise<Linter> {
    return findInPython("zizmor", ["--offline", "--no-progress", "--quiet", "--persona", "pedantic", "--format", "plain", "--color", "never"]);
}

/** Returns what checks files by a schema that its package ships. */
export async function findSchemaCheck(schema: "azure-pipelines" | "github-workflows" | "gitlab-ci"): Promise<Linter> {
    const transform = schema === "github-workflows" ? [] : ["--data-transform", schema];
    // Its patterns have escapes that are none in Unicode mode.
    return findInPython("check-jsonschema", ["--quiet", "--color", "never", "--regex-variant", "nonunicode", "--builtin-schema", `vendor.${schema}`, ...transform]);
}

/** Returns what reads shell scripts; what a script has in single quotes is JavaScript (SC2016). */
export async function findShellcheck(): Promise<Linter> {
    return findInPython("shellcheck", ["--norc", "--shell", "bash", "--severity", "style", "--exclude", "SC2016", "--format", "gcc"]);
}

/** Returns what checks files by a schema in a file. */
export async function findSchemaFileCheck(schema: string): Promise<Linter> {
    return findInPython("check-jsonschema", ["--color", "never", "--schemafile", schema]);
}

async function findInPython(name: string, words: readonly string[]): Promise<Linter> {
    const python = await findPython(REQUIREMENTS);
    return "missing" in python ? python : { lint: (...files) => lint(join(python.program, "..", name), [...words, ...files]) };
}

async function lint(program: string, words: readonly string[]): Promise<Lint> {
    const { code, output } = await run(program, [...words], { env: process.env, limitMs: LINT_MS });
    return { code, output: output.trim() };
}
