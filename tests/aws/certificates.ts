// The X.509 library is built on a container that needs it: https://github.com/PeculiarVentures/x509#-reflect-polyfill-required
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { KeyObject, webcrypto } from "node:crypto";
import type { Signer } from "../jwt";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

const HOUR_MS = 3_600_000;

/** Returns a new authority for some hosts, and a server's certificate for them with its key, all as PEM. */
export async function issueCertificates(hosts: readonly string[]): Promise<{ readonly ca: string; readonly signer: Signer }> {
    const [authorityKeys, keys] = await Promise.all([1, 2].map(() => webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]) as Promise<webcrypto.CryptoKeyPair>)) as [webcrypto.CryptoKeyPair, webcrypto.CryptoKeyPair];
    const validity = { notBefore: new Date(Date.now() - HOUR_MS), notAfter: new Date(Date.now() + 24 * HOUR_MS) };
    const authority = await x509.X509CertificateGenerator.createSelfSigned({
        name: "CN=a test's authority for hosts of AWS", ...validity, keys: authorityKeys, signingAlgorithm: ALGORITHM,
        extensions: [
            new x509.BasicConstraintsExtension(true, 0, true),
            new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
            await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
        ],
    });
    const server = await x509.X509CertificateGenerator.create({
        subject: "CN=hosts of AWS", issuer: authority.subject, ...validity, publicKey: keys.publicKey, signingKey: authorityKeys.privateKey, signingAlgorithm: ALGORITHM,
        extensions: [
            new x509.BasicConstraintsExtension(false, undefined, true),
            new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
            new x509.SubjectAlternativeNameExtension(hosts.map((value) => ({ type: "dns" as const, value }))),
            await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
        ],
    });
    return { ca: `${authority.toString("pem")}\n`, signer: { certificate: server.toString("pem"), key: KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" }).toString() } };
}
