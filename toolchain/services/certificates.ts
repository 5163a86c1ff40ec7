import { createPrivateKey, X509Certificate } from "node:crypto";
import { join } from "node:path";
import type { LocalPaths } from "./local-paths";
import { makePrivateFolder, readIfThere, writePrivateFile } from "./private-files";

/** A certificate that ends sooner than this is renewed. */
const RENEW_DAYS = 30;

const DAY_MS = 86_400_000;

/**
 * Makes sure that there is an authority and a server certificate for the registry, both good for a while.
 *
 * @param now the time that they must be good at; @default - the clock
 */
export async function requireCertificates({ tls }: LocalPaths, now = new Date()): Promise<void> {
    makePrivateFolder(tls.caDir);
    const authority = readPair(tls.ca, tls.caKey, now);
    const server = readPair(tls.server, tls.serverKey, now);
    if (authority === undefined || server === undefined || !isServerOf(server.certificate, authority.certificate)) {
        const { issueAuthority, issueServer } = require("./issue") as typeof import("./issue");
        const issuer = authority?.pem ?? await issueAuthority(now);
        const issued = await issueServer(issuer, now);
        writePrivateFile(tls.caKey, issuer.key);
        writePrivateFile(tls.ca, issuer.certificate);
        writePrivateFile(tls.serverKey, issued.key);
        writePrivateFile(tls.server, issued.certificate);
    }
    writePrivateFile(join(tls.caDir, "ca.pem"), readIfThere(tls.ca) ?? "");
}

/** A certificate and its private key, both as PEM. */
export interface CertificatePem {
    readonly certificate: string;
    readonly key: string;
}

/** Returns a certificate and its key if they belong together and are good for a while. */
function readPair(certificateFile: string, keyFile: string, now: Date): { certificate: X509Certificate; pem: CertificatePem } | undefined {
    const pem = { certificate: readIfThere(certificateFile) ?? "", key: readIfThere(keyFile) ?? "" };
    try {
        const certificate = new X509Certificate(pem.certificate);
        const daysLeft = (Date.parse(certificate.validTo) - now.getTime()) / DAY_MS;
        const good = daysLeft >= RENEW_DAYS && Date.parse(certificate.validFrom) <= now.getTime();
        return good && certificate.checkPrivateKey(createPrivateKey(pem.key)) ? { certificate, pem } : undefined;
    } catch {
        return undefined;
    }
}

function isServerOf(server: X509Certificate, authority: X509Certificate): boolean {
    return server.checkIP("127.0.0.1") !== undefined && server.checkIssued(authority) && server.verify(authority.publicKey);
}
