// The X.509 library is built on a container that needs it: https://github.com/PeculiarVentures/x509#-reflect-polyfill-required
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { KeyObject, webcrypto } from "node:crypto";
import type { Signer } from "../jwt";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

const DAY_MS = 86_400_000;

/** Certificates of one registry: one that is good, and others that are not. */
export interface FailingCertificates {
    /** The authority that clients trust, as PEM. */
    readonly ca: string;
    readonly good: Signer;
    /** Signed by an authority that nobody knows. */
    readonly foreign: Signer;
    /** For another host. */
    readonly misnamed: Signer;
    /** Ended yesterday. */
    readonly expired: Signer;
}

interface Authority {
    readonly certificate: x509.X509Certificate;
    readonly keys: webcrypto.CryptoKeyPair;
}

/** Issues the certificates of a registry on loopback that has other names too; `*.example.com` stands for all below. */
export async function issueFailingCertificates(names: readonly string[]): Promise<FailingCertificates> {
    const [known, unknown] = [await issueAuthority("CN=a test's authority for registries"), await issueAuthority("CN=an authority that nobody knows")];
    const all = ["localhost", ...names];
    const now = Date.now();
    return {
        ca: `${known.certificate.toString("pem")}\n`,
        good: await issueServer(known, all, now + DAY_MS),
        foreign: await issueServer(unknown, all, now + DAY_MS),
        misnamed: await issueServer(known, ["another.example"], now + DAY_MS, []),
        expired: await issueServer(known, all, now - DAY_MS),
    };
}

async function issueAuthority(name: string): Promise<Authority> {
    const keys = await makeKeys();
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
        name, keys, signingAlgorithm: ALGORITHM, ...validUntil(Date.now() + DAY_MS),
        extensions: [
            new x509.BasicConstraintsExtension(true, 0, true),
            new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
            await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        ],
    });
    return { certificate, keys };
}

async function issueServer(authority: Authority, names: readonly string[], until: number, addresses = ["127.0.0.1"]): Promise<Signer> {
    const keys = await makeKeys();
    const certificate = await x509.X509CertificateGenerator.create({
        subject: "CN=a registry that fails", issuer: authority.certificate.subject, publicKey: keys.publicKey,
        signingKey: authority.keys.privateKey, signingAlgorithm: ALGORITHM, ...validUntil(until),
        extensions: [
            new x509.BasicConstraintsExtension(false, undefined, true),
            new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
            new x509.SubjectAlternativeNameExtension([
                ...names.map((value) => ({ type: "dns" as const, value })), ...addresses.map((value) => ({ type: "ip" as const, value })),
            ]),
            await x509.AuthorityKeyIdentifierExtension.create(authority.keys.publicKey),
        ],
    });
    return { certificate: certificate.toString("pem"), key: KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" }).toString() };
}

function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
    return webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]) as Promise<webcrypto.CryptoKeyPair>;
}

function validUntil(end: number): { readonly notBefore: Date; readonly notAfter: Date } {
    return { notBefore: new Date(end - 10 * DAY_MS), notAfter: new Date(end) };
}
