import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where distributions keep the authorities that they trust, each in one file. Source: https://go.dev/src/crypto/x509/root_linux.go */
const BUNDLES = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/pki/tls/cacert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem",
];

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Returns the authorities that this system trusts, as PEM: what BuildKit and docker go by. Node knows none of them by
 * itself, nor those of `NODE_EXTRA_CA_CERTS` beside others.
 *
 * @see https://pkg.go.dev/crypto/x509#SystemCertPool (`SSL_CERT_FILE`, `SSL_CERT_DIR`)
 */
export function readAuthorities(env: NodeJS.ProcessEnv): string {
    const { SSL_CERT_FILE: file, SSL_CERT_DIR: folders = "", NODE_EXTRA_CA_CERTS: extra } = env;
    const bundle = file === undefined || file === "" ? BUNDLES.map(read).find((text) => text !== "") ?? "" : read(file);
    const texts = [bundle, ...(extra === undefined ? [] : [read(extra)]), ...folders.split(":").filter((folder) => folder !== "").flatMap(readFolder)];
    return [...new Set(texts.flatMap((text) => text.match(CERTIFICATE) ?? []))].join("\n");
}

function readFolder(folder: string): readonly string[] {
    try {
        return readdirSync(folder).map((name) => read(join(folder, name)));
    } catch {
        return [];
    }
}

function read(file: string): string {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return "";
    }
}
