import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalServices } from "../toolchain/local-services";
import { acrNameOf } from "./cloud-login";
import { findLogin, type Login } from "./login";
import { Regctl } from "./regctl";

/** What talking to registries takes. */
export interface SessionOptions {
    /** Path of regctl. */
    readonly regctl: string;

    /** What runs on this machine, if it was ever set up. */
    readonly services: LocalServices | undefined;

    readonly env: NodeJS.ProcessEnv;
}

/**
 * Does work with registries. Logins are in a private file for as long as the work takes, so that no secret is on a command
 * line or in the environment.
 *
 * @param hosts the registries that the work is about
 */
export async function withRegistries<T>(hosts: readonly string[], { regctl, services, env }: SessionOptions, work: (client: Regctl) => Promise<T>): Promise<T> {
    const logins = await Promise.all([...new Set(hosts)].map((host) => findLogin(host, services, env)));
    // Only its owner may look into a folder that is made so.
    const folder = mkdtempSync(join(tmpdir(), "registries-"));
    const release = untilReleased(() => rmSync(folder, { recursive: true, force: true }));
    try {
        const config = join(folder, "config.json");
        writeFileSync(config, JSON.stringify({ hosts: Object.fromEntries(logins.map((login) => [login.host, hostEntry(login)])) }), { mode: 0o600 });
        return await work(new Regctl(regctl, { ...env, REGCTL_CONFIG: config }, new Map(logins.map((login) => [login.host, login]))));
    } finally {
        release();
    }
}

/** Returns a function that discards something; it is discarded, too, if this process is told to end before. */
function untilReleased(discard: () => void): () => void {
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    const release = () => {
        signals.forEach((signal) => process.removeListener(signal, end));
        process.removeListener("exit", discard);
        discard();
    };
    const end = (signal: NodeJS.Signals) => {
        // Who listens besides lets what runs come to its end, and ends this process if it is told to again.
        if (process.listenerCount(signal) > 0) {
            return;
        }
        release();
        // With nobody listening any more, it does what it does by default.
        process.kill(process.pid, signal);
    };
    signals.forEach((signal) => process.once(signal, end));
    process.once("exit", discard);
    return release;
}

/**
 * Returns how regctl is told of a host.
 *
 * @see https://github.com/regclient/regclient/blob/v0.11.7/config/host.go
 */
function hostEntry({ host, secret, authority }: Login): Readonly<Record<string, string>> {
    return {
        tls: "enabled",
        ...(authority === undefined ? {} : { regcert: authority }),
        ...(secret === undefined ? {} : secret),
        // A token in docker's configuration would go before this login; in its place, Azure takes the same one.
        ...(secret === undefined || acrNameOf(host) === undefined ? {} : { token: secret.pass }),
    };
}
