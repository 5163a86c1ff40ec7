import { homedir } from "node:os";
import { join } from "node:path";
import { mergeCredHelpers } from "../model/cred-helpers";
import { listLoginHosts, type CredentialProgram, type LoginHost } from "../model/docker-config";
import { requireProgramPlan } from "../source/program-plan";
import { programsOnPath } from "../toolchain/on-path";
import { readTextIfAny, replaceText } from "./text-file";
import type { Options } from "./options";
import { printJson } from "./report";
import { readStackFile } from "./stack-file";

/** How to come by each program, of which docker runs `docker-credential-` with the name. */
const INSTALL: Readonly<Record<CredentialProgram, string>> = {
    "ecr-login": "apt install amazon-ecr-credential-helper, brew install docker-credential-helper-ecr, or https://github.com/awslabs/amazon-ecr-credential-helper#installing",
    "acr-env": "go install github.com/chrismellard/docker-credential-acr-env@latest",
};

/** What the command has come to; `--json` prints it. */
interface Outcome {
    readonly ok: true;
    readonly file: string;
    /** Whether the file has changed. */
    readonly written: boolean;
    /** What is wanted in the file. */
    readonly credHelpers: Readonly<Record<string, string>>;
    readonly added: readonly string[];
    readonly kept: readonly { readonly host: string; readonly program: string }[];
    readonly warnings: readonly string[];
}

/**
 * Prints what docker's configuration file takes so that docker logs in to a stack's registries by itself, and with `--write`
 * puts it there. The entries go to stdout, all else to stderr. Returns the exit code.
 */
export async function configureDocker(root: string, options: Options, env: NodeJS.ProcessEnv): Promise<number> {
    const { config } = await requireProgramPlan(root, readStackFile(root, options.stack), { stack: options.stack });
    const hosts = listLoginHosts(config.registries);
    const missing = await findMissing(hosts, env);
    const outcome = options.write ? writeEntries(hosts, missing, env) : printed(hosts, missing, env);
    outcome.warnings.forEach((warning) => process.stderr.write(`${warning}\n`));
    if (options.json) {
        printJson(outcome);
        return 0;
    }
    printJson({ credHelpers: outcome.credHelpers });
    process.stderr.write(`${formatOutcome(outcome, options.write)}\n`);
    return 0;
}

function printed(hosts: readonly LoginHost[], missing: ReadonlySet<string>, env: NodeJS.ProcessEnv): Outcome {
    const warnings = hosts.flatMap((host) => warnOf(host, missing));
    return { ok: true, file: fileOf(env), written: false, credHelpers: entriesOf(hosts), added: [], kept: [], warnings };
}

/** Of Azure only what works: its CLI logs in without an entry, and not where one is. */
function writeEntries(hosts: readonly LoginHost[], missing: ReadonlySet<string>, env: NodeJS.ProcessEnv): Outcome {
    const file = fileOf(env);
    const wanted = hosts.filter(({ cloud, program }) => cloud !== "azure" || !missing.has(program ?? ""));
    const before = readTextIfAny(file);
    const { text, added, kept, unread } = mergeCredHelpers({ name: file, text: before ?? "" }, wanted);
    if (added.length > 0) {
        replaceText(file, text);
    }
    const warnings = [
        ...hosts.flatMap((host) => warnOf(host, missing)),
        ...kept.map(({ host, program }) => `${host}: the entry "${program}" is kept, as it is not of this program; take it out to have this one's`),
        ...unread.map((key) => `${key}: docker reads its login in auths no more, as credHelpers goes first; it can be taken out`),
    ];
    return { ok: true, file, written: added.length > 0, credHelpers: entriesOf(wanted), added, kept, warnings };
}

function entriesOf(hosts: readonly LoginHost[]): Readonly<Record<string, string>> {
    return Object.fromEntries(hosts.flatMap(({ host, program }) => (program === undefined ? [] : [[host, program]])));
}

/**
 * @see https://learn.microsoft.com/azure/container-registry/container-registry-authentication (three hours)
 * @see https://github.com/chrismellard/docker-credential-acr-env#how-it-works
 */
function warnOf({ host, cloud, program }: LoginHost, missing: ReadonlySet<string>): string[] {
    const byCli = `az acr login --name ${host.split(".")[0]} logs in for three hours`;
    if (program === undefined) {
        return [`${host}: no program logs in with armTokens: false; ${byCli}, once az login was for the registry's scope`];
    }
    if (!missing.has(program)) {
        return cloud === "aws" ? [] : [
            `${host}: docker-credential-${program} logs in with AZURE_CLIENT_ID and what goes with it, or a managed identity, and az acr login cannot beside its entry`,
        ];
    }
    const install = `docker-credential-${program} is not on PATH (${INSTALL[program]})`;
    return [cloud === "azure"
        ? `${host}: ${install}; --write leaves it out until then, and ${byCli}`
        : `${host}: ${install}; with the entry, docker cannot log in until it is`];
}

async function findMissing(hosts: readonly LoginHost[], env: NodeJS.ProcessEnv): Promise<ReadonlySet<string>> {
    const programs = [...new Set(hosts.flatMap(({ program = [] }) => program))];
    const found = await Promise.all(programs.map((program) => programsOnPath(`docker-credential-${program}`, env)));
    return new Set(programs.filter((_, index) => found[index]?.length === 0));
}

/** Source: https://github.com/docker/cli/blob/v29.5.3/cli/config/config.go (`Dir`) */
function fileOf(env: NodeJS.ProcessEnv): string {
    return join(env["DOCKER_CONFIG"] || join(homedir(), ".docker"), "config.json");
}

function formatOutcome({ file, credHelpers, added, written }: Outcome, write: boolean): string {
    if (Object.keys(credHelpers).length === 0) {
        return `${file}: nothing to put in for this stack`;
    }
    if (!write) {
        return `to put this into ${file}: --write`;
    }
    return written ? `${file}: credHelpers now has ${added.join(", ")}` : `${file}: unchanged`;
}
