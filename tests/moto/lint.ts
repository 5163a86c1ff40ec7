import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "../../toolchain/run";
import type { Resource } from "./template";

const LINT_MS = 120_000;

/** Beyond errors and warnings: whether a statement's resources are of the kinds that its actions are about. */
const RESOURCES_FIT_ACTIONS = "I3510";

interface Match {
    readonly Rule: { readonly Id: string };
    readonly Message: string;
    readonly Location: { readonly Path: readonly (string | number)[] | null };
}

/**
 * Returns what AWS' schemas of its resources, and its lists of actions, say against each of the resources, as lines.
 *
 * @throws {Error} If cfn-lint does not run.
 * @see https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md
 */
export async function lint(python: string, region: string, resources: readonly Resource[]): Promise<readonly (readonly string[])[]> {
    const folder = await mkdtemp(join(tmpdir(), "lint-"));
    try {
        const template = join(folder, "template.json");
        const Resources = Object.fromEntries(resources.map((resource, index) => [`R${index}`, resource]));
        await writeFile(template, JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", Resources }));
        const answer = join(folder, "answer.json");
        const args = ["--template", template, "--regions", region, "--include-checks", RESOURCES_FIT_ACTIONS, "--format", "json", "--output-file", answer];
        const { output } = await run(join(dirname(python), "cfn-lint"), args, { env: process.env, cwd: folder, limitMs: LINT_MS });
        const matches = JSON.parse(await readFile(answer, "utf8").catch(() => "null")) as readonly Match[] | null;
        if (matches === null || matches.some(({ Location: { Path } }) => Path?.[0] !== "Resources")) {
            throw new Error(`Cannot check a template with cfn-lint: ${output} ${JSON.stringify(matches)}`);
        }
        return resources.map((_, index) => matches.filter(({ Location: { Path } }) => Path?.[1] === `R${index}`)
            .map(({ Rule, Location: { Path }, Message }) => `${Rule.Id} ${Path?.slice(2).join(".")}: ${Message}`));
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}
