import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { planLocalNeeds, type LocalNeeds } from "../model/local";
import { requireProgramPlan } from "../source/program-plan";
import { findTools } from "../toolchain/find";
import { readLocalServices, type LocalServices } from "../toolchain/local-services";
import { prepareBuilders } from "./builders";
import type { Options } from "./options";
import { printJson } from "./report";
import { shellWord } from "./shell-word";
import { LOCAL_STACK, readStackFile } from "./stack-file";

/**
 * Where Go looks for certificate authorities, unless `SSL_CERT_DIR` says otherwise.
 *
 * @see https://go.dev/src/crypto/x509/root_linux.go
 */
const CERTIFICATE_DIRS = "/etc/ssl/certs:/etc/pki/tls/certs";

/** Variables to set, and with `undefined` to take away. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Sets up this process, and so the engine and its plugins, for work on a stack.
 *
 * @param builders the folder of the builders that the configuration describes
 */
export function applyEnvironment(root: string, stack: string, services: LocalServices | undefined, needs: LocalNeeds, builders?: string): void {
    for (const [name, value] of Object.entries(engineEnvironment(root, stack, services, needs, builders))) {
        if (value === undefined) {
            delete process.env[name];
        } else {
            process.env[name] = value;
        }
    }
}

/** Prints the same variables for a shell, so that plain `pulumi` works on the same stack with the same result. */
export async function printEnvironment(root: string, options: Options): Promise<number> {
    const plan = await requireProgramPlan(root, readStackFile(root, options.stack), { stack: options.stack });
    const builders = await prepareBuilders(root, options.stack, plan, (line) => process.stderr.write(`${line}\n`));
    const [pulumi] = await findTools(["pulumi"]);
    const folder = pulumi?.from === "cache" && pulumi.path !== undefined ? join(pulumi.path, "..") : undefined;
    const variables = {
        ...engineEnvironment(root, options.stack, readLocalServices(root), planLocalNeeds(plan.config), builders),
        ...(folder === undefined ? {} : { PATH: `${folder}:${process.env["PATH"] ?? ""}` }),
    };
    if (options.json) {
        printJson(variables);
    } else {
        process.stdout.write(Object.entries(variables).map(([name, value]) => `${formatVariable(name, value)}\n`).join(""));
    }
    return 0;
}

function formatVariable(name: string, value: string | undefined): string {
    return value === undefined ? `unset ${name}` : `export ${name}=${shellWord(value)}`;
}

function engineEnvironment(root: string, stack: string, services: LocalServices | undefined, needs: LocalNeeds, builders?: string): Environment {
    return {
        PULUMI_SKIP_UPDATE_CHECK: "true",
        // BuildKit's client would run git for each build, for metadata that these images do not carry:
        // https://docs.docker.com/build/building/variables/#buildx_git_info
        BUILDX_GIT_INFO: "false",
        // It would go before the credentials of this program:
        // https://github.com/docker/cli/blob/v29.5.3/cli/config/configfile/file.go
        DOCKER_AUTH_CONFIG: undefined,
        ...(stack === LOCAL_STACK ? localBackend(root) : {}),
        ...(services === undefined ? {} : serviceEnvironment(services, needs)),
        ...(builders === undefined ? {} : { BUILDX_CONFIG: builders }),
    };
}

/** A builder that the configuration names is the user's own, in the user's own buildx configuration. */
function serviceEnvironment({ buildxConfig, caDir }: LocalServices, needs: LocalNeeds): Environment {
    const dirs = (process.env["SSL_CERT_DIR"] ?? CERTIFICATE_DIRS).split(":").filter((dir) => dir !== caDir);
    return { ...(needs.buildkit ? { BUILDX_CONFIG: buildxConfig } : {}), SSL_CERT_DIR: [...dirs, caDir].join(":") };
}

/** Returns where the local stack's state and passphrase are, and makes both on first use. */
function localBackend(root: string): Environment {
    const state = join(root, ".local", "state");
    const passphrase = join(root, ".local", "passphrase");
    mkdirSync(state, { recursive: true, mode: 0o700 });
    if (!existsSync(passphrase)) {
        writeFileSync(passphrase, randomBytes(32).toString("base64url"), { mode: 0o600 });
    }
    return {
        PULUMI_BACKEND_URL: pathToFileURL(state).href,
        // It would go before the file:
        // https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/secrets/passphrase/manager.go
        PULUMI_CONFIG_PASSPHRASE: undefined,
        PULUMI_CONFIG_PASSPHRASE_FILE: passphrase,
    };
}
