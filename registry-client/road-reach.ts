import { lookup, Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import { findProxy, type Proxy } from "../model/road/find-proxy";
import type { Finding } from "../model/road/finding";
import { judgeAddresses } from "../model/road/judge-addresses";
import { judgeCertificate, judgeHandshake } from "../model/road/judge-certificate";
import { openConnection, readCertificate } from "./road-connection";

/** The steps up to where a server is known, in their order. */
export const REACH_STEPS = ["dns", "connection", "tls"] as const;

/** Time for a name server, in milliseconds. */
const ALIAS_MS = 2_000;

/**
 * Goes as far as a server that is known, and returns what each step found; the last one is where the road ends, if it
 * ends before.
 *
 * @param host with its port where it has one
 * @param authorities as PEM, beside those of Node
 */
export async function reachServer(host: string, authorities: string, env: NodeJS.ProcessEnv): Promise<ReadonlyMap<string, Finding>> {
    const url = new URL(`https://${host}`);
    const [name, port] = [url.hostname.replace(/^\[|\]$/g, ""), Number(url.port || 443)];
    const proxy = readProxy(name, port, env);
    const found = new Map<string, Finding>([["dns", await lookUp(name, typeof proxy === "object")]]);
    if (found.get("dns")?.state === "failed") {
        return found;
    }
    if (typeof proxy === "string") {
        return found.set("connection", { state: "failed", found: proxy, fault: "registry-unreachable" });
    }
    const way = proxy === undefined ? "" : ` by the proxy ${proxy.shown} (${proxy.from})`;
    const socket = await openConnection({ host: name, port, proxy }).catch(wordsOf);
    if (typeof socket === "string") {
        return found.set("connection", { state: "failed", found: `port ${port}${way}: ${socket}`, fault: "registry-unreachable" });
    }
    found.set("connection", { state: "ok", found: `port ${port}${way}` });
    const certificate = await readCertificate(socket, name, authorities).catch(wordsOf);
    return found.set("tls", typeof certificate === "string" ? judgeHandshake(name, certificate) : judgeCertificate(certificate));
}

async function lookUp(host: string, byProxy: boolean): Promise<Finding> {
    if (isIP(host) !== 0) {
        return judgeAddresses({ host, addresses: [host], aliases: [], byProxy });
    }
    const aliases = new Resolver({ timeout: ALIAS_MS, tries: 1 }).resolveCname(host).catch(() => []);
    try {
        const addresses = (await lookup(host, { all: true })).map(({ address }) => address);
        return judgeAddresses({ host, addresses, aliases: await aliases, byProxy });
    } catch (error) {
        return judgeAddresses({ host, addresses: [], aliases: [], byProxy, fault: wordsOf(error) });
    }
}

/** Returns why there is none, in words, where the environment names what is no proxy. */
function readProxy(host: string, port: number, env: NodeJS.ProcessEnv): Proxy | string | undefined {
    try {
        return findProxy(host, port, env);
    } catch (error) {
        return wordsOf(error);
    }
}

/** What several addresses have come to has no words of its own. */
function wordsOf(error: unknown): string {
    const { code, message } = error as NodeJS.ErrnoException;
    return code ?? message;
}
