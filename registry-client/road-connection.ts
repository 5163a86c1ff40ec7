import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls, rootCertificates, type TLSSocket } from "node:tls";
import type { Proxy } from "../model/road/find-proxy";
import type { Certificate } from "../model/road/judge-certificate";

/** Where a connection leads to. */
export interface Destination {
    /** Without the brackets of IPv6. */
    readonly host: string;

    readonly port: number;

    /** The way around; @default - directly */
    readonly proxy?: Proxy | undefined;
}

/** Time for each of connection and handshake. */
const LIMIT_MS = 10_000;

const DAY_MS = 86_400_000;

/**
 * Opens a connection; through a proxy up to the destination.
 *
 * @throws {Error} If nobody answers.
 */
export async function openConnection({ host, port, proxy }: Destination): Promise<Socket> {
    return proxy === undefined ? openDirectly(host, port) : openThrough(proxy.url, host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`);
}

/**
 * Returns what the server at the end of a connection shows of itself, good or not, and ends the connection. Nothing is sent
 * to a server that is not known.
 *
 * @param authorities as PEM, beside those of Node
 * @throws {Error} If it does not speak TLS.
 */
export function readCertificate(socket: Socket, host: string, authorities: string): Promise<Certificate> {
    return new Promise((resolve, reject) => {
        const secure = connectTls({
            socket, host, ca: [...rootCertificates, authorities], rejectUnauthorized: false,
            ...(isIP(host) === 0 ? { servername: host } : {}),
        }, () => {
            resolve(describe(secure));
            secure.destroy();
        });
        secure.setTimeout(LIMIT_MS, () => secure.destroy(new Error("it does not answer to TLS")));
        secure.on("error", reject).on("close", () => reject(new Error("it closes the connection instead of TLS")));
    });
}

function describe(secure: TLSSocket): Certificate {
    const { subjectaltname, subject, issuer, valid_to: until } = secure.getPeerCertificate();
    const fault = secure.authorizationError as Error | string | undefined | null;
    const code = fault instanceof Error ? (fault as NodeJS.ErrnoException).code ?? fault.message : fault;
    return {
        names: subjectaltname ?? first(subject.CN),
        issuer: [...new Set([first(issuer.O), first(issuer.CN)])].filter((text) => text !== "").join(", "),
        until,
        daysLeft: (Date.parse(until) - Date.now()) / DAY_MS,
        protocol: secure.getProtocol() ?? "TLS",
        ...(secure.authorized || code === undefined || code === null ? {} : { fault: code }),
    };
}

/** Node has a list where a name comes more than once. */
function first(value: string | string[] | undefined): string {
    return (Array.isArray(value) ? value[0] : value) ?? "";
}

function openDirectly(host: string, port: number): Promise<Socket> {
    return new Promise((resolve, reject) => {
        const socket = connect({ host, port });
        const timer = setTimeout(() => socket.destroy(new Error(`silent for ${LIMIT_MS / 1_000} s`)), LIMIT_MS);
        socket.once("close", () => clearTimeout(timer)).once("error", reject).once("connect", () => {
            clearTimeout(timer);
            resolve(socket.removeListener("error", reject));
        });
    });
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6 (`CONNECT`) */
function openThrough(proxy: URL, path: string): Promise<Socket> {
    const login = proxy.username === "" ? undefined : `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
    const headers = { host: path, ...(login === undefined ? {} : { "proxy-authorization": `Basic ${Buffer.from(login).toString("base64")}` }) };
    const send = proxy.protocol === "https:" ? requestHttps : requestHttp;
    return new Promise((resolve, reject) => {
        const asked = send({ host: proxy.hostname.replace(/^\[|\]$/g, ""), port: proxy.port || (proxy.protocol === "https:" ? 443 : 80), method: "CONNECT", path, headers, timeout: LIMIT_MS });
        asked.on("connect", ({ statusCode = 0 }, socket) => {
            statusCode === 200 ? resolve(socket as Socket) : socket.destroy();
            reject(new Error(`the proxy answers ${statusCode}`));
        });
        asked.on("timeout", () => asked.destroy(new Error(`the proxy is silent for ${LIMIT_MS / 1_000} s`)));
        asked.on("error", (error: NodeJS.ErrnoException) => reject(new Error(`the proxy: ${error.code ?? error.message}`))).end();
    });
}
