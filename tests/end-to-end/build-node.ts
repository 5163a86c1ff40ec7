// The X.509 library is built on a container that needs it: https://github.com/PeculiarVentures/x509#-reflect-polyfill-required
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { KeyObject, webcrypto } from "node:crypto";
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { askNode } from "../../toolchain/builder-node";
import { chooseFreePort } from "../../toolchain/services/free-port";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

const HOUR_MS = 3_600_000;

/** The name that the certificate of every node has. */
export const NODE_NAME = "node.example";

/** Writes `ca.pem`, and `node.pem` with `node-key.pem` for both ends of a connection. */
export async function writeCertificates(folder: string): Promise<void> {
    const make = () => webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]) as Promise<webcrypto.CryptoKeyPair>;
    const [authorityKeys, keys] = [await make(), await make()];
    const validity = { notBefore: new Date(Date.now() - HOUR_MS), notAfter: new Date(Date.now() + 24 * HOUR_MS), signingAlgorithm: ALGORITHM };
    const authority = await x509.X509CertificateGenerator.createSelfSigned({
        name: "CN=a test's authority for nodes", ...validity, keys: authorityKeys,
        extensions: [new x509.BasicConstraintsExtension(true, 0, true), await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey)],
    });
    const node = await x509.X509CertificateGenerator.create({
        subject: "CN=a node or its client", issuer: authority.subject, ...validity, publicKey: keys.publicKey, signingKey: authorityKeys.privateKey,
        extensions: [
            new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
            new x509.SubjectAlternativeNameExtension([{ type: "dns", value: NODE_NAME }]),
            await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
        ],
    });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "ca.pem"), authority.toString("pem"));
    writeFileSync(join(folder, "node.pem"), node.toString("pem"));
    writeFileSync(join(folder, "node-key.pem"), KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
}

/** What a node is started with. */
export interface NodePlace {
    /** Of its data. */
    readonly folder: string;
    /** With what {@link writeCertificates} writes. */
    readonly certificates: string;
    /** The registry's host, and the file of its authority. */
    readonly registry: { readonly host: string; readonly caFile: string };
    readonly programs: { readonly buildkitd: string; readonly runc: string; readonly buildctl: string };
}

/** A line of BuildKit's history, as far as it is read. */
interface HistoryLine {
    readonly record: {
        readonly CompletedAt?: unknown;
        readonly error?: unknown;
        readonly Exporters?: readonly { readonly Attrs: Readonly<Record<string, string>> }[];
    };
}

/** A BuildKit at a loopback port that only answers clients with a certificate. */
export class BuildNode {
    #child: ChildProcess | undefined;

    private constructor(private readonly place: NodePlace, private readonly port: number) {}

    /** Starts one at a port that nobody uses. */
    static async start(place: NodePlace): Promise<BuildNode> {
        const node = new BuildNode(place, await chooseFreePort());
        await node.start();
        return node;
    }

    get endpoint(): string {
        return `tcp://127.0.0.1:${this.port}`;
    }

    async start(): Promise<void> {
        await this.kill();
        const { folder, programs } = this.place;
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, "buildkitd.toml"), this.#configuration());
        const log = openSync(join(folder, "buildkitd.log"), "a");
        this.#child = spawn(programs.buildkitd, ["--config", join(folder, "buildkitd.toml")], { stdio: ["ignore", log, log], detached: true });
        closeSync(log);
        const at = (name: string) => join(this.place.certificates, name);
        const tls = { ca: at("ca.pem"), certificate: at("node.pem"), key: at("node-key.pem"), serverName: NODE_NAME };
        for (let tries = 0; (await askNode({ endpoint: this.endpoint, tls }, (path) => path, 1_000)).state !== "ready"; tries += 1) {
            if (tries > 100) {
                throw new Error(`no answer from ${this.endpoint}: see ${folder}/buildkitd.log`);
            }
            await sleep(100);
        }
    }

    /** Ends it as a power cut does. */
    async kill(): Promise<void> {
        const child = this.#child;
        this.#child = undefined;
        if (child?.pid !== undefined) {
            const gone = new Promise((resolve) => child.once("exit", resolve));
            process.kill(-child.pid, "SIGKILL");
            await gone;
        }
    }

    /** Ends it and removes its data. */
    async remove(): Promise<void> {
        await this.kill();
        rmSync(this.place.folder, { recursive: true, force: true });
    }

    /** The repositories that it has built for without a mistake, in all its life, one a build. */
    built(): string[] {
        const at = (name: string) => join(this.place.certificates, name);
        const tls = ["--tlscacert", at("ca.pem"), "--tlscert", at("node.pem"), "--tlskey", at("node-key.pem"), "--tlsservername", NODE_NAME];
        const words = ["--addr", this.endpoint, ...tls, "debug", "histories", "--format", "{{json .}}"];
        const lines = execFileSync(this.place.programs.buildctl, words, { encoding: "utf8", maxBuffer: 1e8 }).split("\n").filter((line) => line !== "");
        return lines.map((line) => (JSON.parse(line) as HistoryLine).record)
            .filter(({ CompletedAt, error }) => CompletedAt !== undefined && error === undefined)
            .map(({ Exporters }) => /\/([^:,]+):/.exec(Exporters?.[0]?.Attrs["name"] ?? "")?.[1] ?? "")
            .sort();
    }

    #configuration(): string {
        const { folder, certificates, registry, programs } = this.place;
        const text = (...names: string[]) => JSON.stringify(join(...names));
        return `root = ${text(folder, "root")}

[grpc]
  address = ["${this.endpoint}"]
  [grpc.tls]
    cert = ${text(certificates, "node.pem")}
    key = ${text(certificates, "node-key.pem")}
    ca = ${text(certificates, "ca.pem")}

[otel]
  socketPath = ${text(folder, "otel.sock")}

[registry."${registry.host}"]
  http = false
  ca = [${text(registry.caFile)}]

[worker.containerd]
  enabled = false

[worker.oci]
  enabled = true
  binary = ${text(programs.runc)}
`;
    }
}
