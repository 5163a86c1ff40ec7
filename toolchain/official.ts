import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { lastLine, run } from "./run";
import { withTicks } from "./ticks";
import type { InstallJob } from "./tool";

/** Runs in a process of its own, as `PulumiCommand.install` can neither be stopped nor limited in time. */
const INSTALL_PULUMI = `
const [, automation, root, version] = process.argv;
const { SemVer } = require("semver");
require(automation).PulumiCommand.install({ root, version: new SemVer(version) }).catch((error) => {
    console.error(String(error.message ?? error));
    process.exitCode = 1;
});`;

/**
 * Installs the Pulumi CLI with Pulumi's own installer; what protects it is TLS to get.pulumi.com.
 *
 * @throws {Error} If that fails, with one line of reason.
 * @see https://www.pulumi.com/docs/iac/packages-and-automation/automation-api/
 */
export async function installPulumi(job: InstallJob): Promise<void> {
    const automation = require.resolve("@pulumi/pulumi/automation");
    await install(job, process.execPath, ["-e", INSTALL_PULUMI, automation, job.folder, job.tool.version]);
    if (!existsSync(join(job.folder, "bin", job.tool.executable))) {
        throw new Error("its installer left no program");
    }
}

/**
 * Installs a provider as `pulumi up` would; what protects it is TLS to get.pulumi.com, as there.
 *
 * @throws {Error} If that fails, with one line of reason.
 */
export function installPlugin(job: InstallJob): Promise<void> {
    return pluginInstall(job, []);
}

/**
 * Installs a provider from its program on disk, into the folder where `pulumi up` looks for it.
 *
 * @throws {Error} If that fails, with one line of reason.
 */
export function installPluginFile(job: InstallJob, file: string): Promise<void> {
    return pluginInstall(job, ["--file", file]);
}

async function pluginInstall(job: InstallJob, source: readonly string[]): Promise<void> {
    if (job.pulumi === undefined) {
        throw new Error("the Pulumi CLI, which installs it, is missing");
    }
    await install(job, job.pulumi, [
        "plugin",
        "install",
        "resource",
        job.tool.name,
        job.tool.version,
        ...source,
        "--non-interactive",
    ]);
}

async function install({ tool, surroundings }: InstallJob, command: string, args: readonly string[]): Promise<void> {
    const { env, limits, say, signal } = surroundings;
    const tick = (seconds: number): void => say(`installing ${tool.name} ${tool.version}: ${seconds} s`);
    const { code, output, timedOut } = await withTicks(limits, tick, () =>
        run(command, args, {
            cwd: dirname(__dirname),
            env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
            limitMs: limits.installMs,
            signal,
        }),
    );
    if (code !== 0) {
        throw new Error(
            timedOut
                ? `its installer took more than ${limits.installMs / 1000} s`
                : `its installer failed (${lastLine(output)})`,
        );
    }
}
