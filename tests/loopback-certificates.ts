import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireCertificates } from "../toolchain/services/certificates";
import { localPaths } from "../toolchain/services/local-paths";
import { makePrivateFolder } from "../toolchain/services/private-files";
import type { Signer } from "./jwt";

/** Returns an authority for loopback and a server's certificate with its key, all as PEM. */
export async function makeCertificates(): Promise<{ readonly ca: string; readonly signer: Signer }> {
    const root = mkdtempSync(join(tmpdir(), "certificates-"));
    try {
        const paths = localPaths(root);
        [paths.folder, paths.tls.folder].forEach(makePrivateFolder);
        await requireCertificates(paths);
        return readCertificates(root);
    } finally {
        rmSync(root, { recursive: true });
    }
}

/** Reads those of a checkout's local services. */
export function readCertificates(root: string): { readonly ca: string; readonly signer: Signer } {
    const { tls } = localPaths(root);
    const read = (file: string) => readFileSync(file, "utf8");
    return { ca: read(tls.ca), signer: { certificate: read(tls.server), key: read(tls.serverKey) } };
}
