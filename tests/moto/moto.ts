import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ECR } from "@aws-sdk/client-ecr";
import { ECRPUBLIC } from "@aws-sdk/client-ecr-public";
import { IAM } from "@aws-sdk/client-iam";
import { STS, type Credentials } from "@aws-sdk/client-sts";
import { chooseFreePort } from "../../toolchain/services/free-port";
import { skip } from "../tools-at-hand";
import { findPython } from "../python/find-python";

/** Time to get the packages once, or to start the server. */
const READY_MS = 700_000;

const START_MS = 60_000;

// The SDK would say on each run which Node it will want one day.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/** What a caller shows to be somebody. */
export interface Keys {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
}

/** Where clients of the AWS API send to. */
export interface Clients {
    readonly ecr: ECR;
    readonly ecrPublic: ECRPUBLIC;
    readonly iam: IAM;
    readonly sts: STS;
}

/** A running implementation of the AWS API. */
export interface Moto {
    /** Returns clients of its only account. @param keys @default - of somebody who is only known while nothing is enforced */
    clients(region: string, keys?: Keys): Clients;
    /** Forgets all that was made. */
    reset(): Promise<void>;
    /** Whether callers have to be known, and their policies say what they may. */
    enforce(on: boolean): Promise<void>;
    stop(): Promise<void>;
}

/** Returns what somebody is given who takes on a role. */
export function keysOf(given: Credentials | undefined): Keys {
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = given ?? {};
    if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
        throw new Error("Cannot show to have a role: no keys were given for it");
    }
    return { accessKeyId, secretAccessKey, sessionToken };
}

/** The organisation of the account. */
export const ORGANIZATION = "o-abcdefghij";

const NOBODY: Keys = { accessKeyId: "AKIA0000000000000000", secretAccessKey: "none" };

/** Starts moto for all tests of a suite, or skips them and says why. */
export async function startMoto(context: Mocha.Context, account: string): Promise<Moto> {
    context.timeout(READY_MS);
    const python = await findPython(join(__dirname, "requirements.txt"));
    if ("missing" in python) {
        skip(context, python.missing);
    }
    const port = await chooseFreePort();
    // It ends with its standard input, and so with this run however that ends.
    const server = spawn(python.program, [join(__dirname, "server.py"), String(port)], {
        env: { ...process.env, MOTO_ACCOUNT_ID: account, ORGANIZATION },
        stdio: ["pipe", "ignore", "pipe"],
    });
    let log = "";
    server.stderr.setEncoding("utf8").on("data", (text: string) => (log = (log + text).slice(-4_000)));
    const ended = once(server, "close");
    const stop = async (): Promise<void> => {
        server.stdin.end();
        await ended;
    };
    const endpoint = `http://127.0.0.1:${port}`;
    const until = Date.now() + START_MS;
    while (!(await answers(endpoint))) {
        if (server.exitCode !== null || Date.now() > until) {
            await stop();
            throw new Error(`Cannot start moto: ${log}`);
        }
        await sleep(100);
    }
    return { clients: (region, keys = NOBODY) => clientsOf(endpoint, region, keys), stop, ...controlsOf(endpoint) };
}

async function answers(endpoint: string): Promise<boolean> {
    return (await fetch(`${endpoint}/moto-api/data.json`).catch(() => undefined))?.ok === true;
}

/** @see https://docs.getmoto.org/en/latest/docs/configuration/index.html */
function controlsOf(endpoint: string): Pick<Moto, "reset" | "enforce"> {
    const post = async (path: string, body: string): Promise<void> => {
        const { ok, status } = await fetch(`${endpoint}/moto-api/${path}`, { method: "POST", body });
        if (!ok) {
            throw new Error(`Cannot tell moto to ${path}: it answers with status ${status}`);
        }
    };
    return { reset: () => post("reset", ""), enforce: (on) => post("reset-auth", on ? "0" : "inf") };
}

function clientsOf(endpoint: string, region: string, credentials: Keys): Clients {
    const to = (place: string) => ({ endpoint, region: place, credentials, maxAttempts: 1 });
    // The public registry and IAM are in one region for all.
    return { ecr: new ECR(to(region)), ecrPublic: new ECRPUBLIC(to("us-east-1")), iam: new IAM(to(region)), sts: new STS(to(region)) };
}
