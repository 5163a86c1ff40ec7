import { existsSync } from "node:fs";
import { localPaths, servicesAt } from "./services/local-paths";
import { readPort } from "./services/record";

/** Where the registry and the BuildKit of a checkout are, whether they run or not. All paths are absolute. */
export interface LocalServices {
    /** Host and port of the registry, such as `127.0.0.1:23456`. */
    readonly host: string;
    readonly username: string;
    /** The password, and nothing else. */
    readonly passwordFile: string;
    /** The certificate authority of the registry, as PEM. */
    readonly caFile: string;
    /** A folder that holds this authority alone, for Go's `SSL_CERT_DIR`. */
    readonly caDir: string;
    /** The name of the buildx builder. */
    readonly builder: string;
    /** Value of `BUILDX_CONFIG`. */
    readonly buildxConfig: string;
    /** Value of `DOCKER_CONFIG`. */
    readonly dockerConfig: string;
    /** Value of curl's `--netrc-file`. */
    readonly netrcFile: string;
    readonly logs: Readonly<Record<ServiceName, string>>;
}

/** The services, by the names of their programs. */
export type ServiceName = "registry" | "buildkitd";

/** The programs of the services that are to run; one that is left out is not looked at. */
export interface ServicePrograms {
    /** Path of distribution's `registry`. */
    readonly registry?: string;
    readonly buildkit?: { readonly buildkitd: string; readonly runc: string };
}

/** Times after which something is given up, in milliseconds. */
export interface ServiceLimits {
    /** For a running service to answer. @default 10000 */
    readonly answerMs: number;
    /** For a started service to answer for the first time. @default 60000 */
    readonly readyMs: number;
    /** For a service to end after SIGTERM, before SIGKILL. @default 10000 */
    readonly stopMs: number;
    /** For another run to let go of the services. @default 180000 */
    readonly lockMs: number;
}

/** What is known of one service: a row of the doctor's table. */
export interface ServiceStatus {
    readonly name: ServiceName;
    readonly state: "running" | "not answering" | "stopped" | "never started";
    readonly pid?: number;
    /** The registry's host, or BuildKit's socket. */
    readonly where: string;
    readonly log: string;
    /** What this user lacks to start it, and what to do, as one line. @default - nothing */
    readonly advice?: string;
}

/** Tells a person what is being done, one line at a time. */
export type Say = (line: string) => void;

/** Returns where the services of a checkout are, or `undefined` if that was never settled; starts and writes nothing. */
export function readLocalServices(root: string): LocalServices | undefined {
    const paths = localPaths(root);
    const port = readPort(paths);
    return port !== undefined && existsSync(paths.password) && existsSync(paths.tls.ca) ? servicesAt(paths, port) : undefined;
}

/**
 * Settles where the services will be, writes all that clients need, and starts nothing. The port is chosen once.
 *
 * @throws {Error} If `.local` cannot be written or belongs to another user.
 */
export async function reserveLocalServices(root: string, limits?: Partial<ServiceLimits>): Promise<LocalServices> {
    const { openSession } = require("./services/session") as typeof import("./services/session");
    const { reserve } = require("./services/reserve") as typeof import("./services/reserve");
    return openSession(root, { limits }, reserve);
}

/**
 * Starts the services that do not run, starts those anew that hang or run with other settings, and returns once all of
 * them answer. They outlive this process.
 *
 * @throws {Error} If one cannot be started, with the end of its log; what was started of it is gone then.
 */
export async function startLocalServices(
    root: string,
    programs: ServicePrograms,
    say: Say,
    limits?: Partial<ServiceLimits>,
): Promise<LocalServices> {
    const { openSession } = require("./services/session") as typeof import("./services/session");
    const { start } = require("./services/start") as typeof import("./services/start");
    return openSession(root, { say, limits }, (session) => start(session, programs));
}

/**
 * Stops the services, with all that they started, and leaves their data.
 *
 * @throws {Error} If one does not end, or belongs to another user.
 */
export async function stopLocalServices(root: string, say: Say, limits?: Partial<ServiceLimits>): Promise<void> {
    const { stop } = require("./services/stop") as typeof import("./services/stop");
    return stop(root, say, limits);
}

/** Returns whether the services run and answer; changes nothing. */
export async function describeLocalServices(root: string): Promise<ServiceStatus[]> {
    const { describe } = require("./services/describe") as typeof import("./services/describe");
    return describe(root);
}
