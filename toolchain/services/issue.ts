// The X.509 library is built on a container that needs it: https://github.com/PeculiarVentures/x509#-reflect-polyfill-required
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { createPrivateKey, KeyObject, randomBytes, webcrypto } from "node:crypto";
import type { CertificatePem } from "./certificates";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

const AUTHORITY_DAYS = 3_650;

/** Below the 825 days that Apple's systems accept of a server. Source: https://support.apple.com/en-us/103769 */
const SERVER_DAYS = 397;

/** The clocks of two machines, or of one before and after a suspend, may differ. */
const SKEW_MS = 3_600_000;

const DAY_MS = 86_400_000;

/**
 * What the authority may vouch for, as DER: the address 127.0.0.1 and the name localhost. Whoever trusts it, trusts it
 * with nothing else.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10
 */
const LOOPBACK_ONLY = Buffer.concat([
    Buffer.from("301ba019", "hex"),
    Buffer.from("300a87087f000001ffffffff", "hex"),
    Buffer.from("300b8209", "hex"), Buffer.from("localhost"),
]);

/** Returns a new certificate authority for loopback. */
export async function issueAuthority(now: Date): Promise<CertificatePem> {
    const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
        // The name is its own: a library that picks an issuer by name may know the authority of another checkout too.
        name: `CN=pulumi-registries local CA ${randomBytes(4).toString("hex")}`,
        ...validity(now, AUTHORITY_DAYS),
        keys,
        signingAlgorithm: ALGORITHM,
        extensions: [
            new x509.BasicConstraintsExtension(true, 0, true),
            new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
            new x509.Extension("2.5.29.30", true, LOOPBACK_ONLY),
            await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        ],
    });
    return { certificate: formatPem(certificate), key: formatKey(keys.privateKey) };
}

/** Returns a new certificate for the registry. */
export async function issueServer(issuer: CertificatePem, now: Date): Promise<CertificatePem> {
    const authority = new x509.X509Certificate(issuer.certificate);
    const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
    const certificate = await x509.X509CertificateGenerator.create({
        subject: "CN=pulumi-registries local registry",
        issuer: authority.subject,
        ...validity(now, SERVER_DAYS),
        publicKey: keys.publicKey,
        signingKey: await importKey(issuer.key),
        signingAlgorithm: ALGORITHM,
        extensions: [
            new x509.BasicConstraintsExtension(false, undefined, true),
            new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
            new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
            new x509.SubjectAlternativeNameExtension([{ type: "ip", value: "127.0.0.1" }, { type: "dns", value: "localhost" }]),
            await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
            await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
        ],
    });
    return { certificate: formatPem(certificate), key: formatKey(keys.privateKey) };
}

function validity(now: Date, days: number): { readonly notBefore: Date; readonly notAfter: Date } {
    return { notBefore: new Date(now.getTime() - SKEW_MS), notAfter: new Date(now.getTime() + days * DAY_MS) };
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
    const bytes = createPrivateKey(pem).export({ type: "pkcs8", format: "der" });
    return webcrypto.subtle.importKey("pkcs8", bytes, ALGORITHM, false, ["sign"]);
}

function formatKey(key: webcrypto.CryptoKey): string {
    return KeyObject.from(key).export({ type: "pkcs8", format: "pem" }).toString();
}

function formatPem(certificate: x509.X509Certificate): string {
    return `${certificate.toString("pem").trim()}\n`;
}
