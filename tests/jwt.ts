import { createPrivateKey, randomUUID, sign } from "node:crypto";

/** Who signs tokens: a certificate and its key, both as PEM. */
export interface Signer {
    readonly certificate: string;
    readonly key: string;
}

/**
 * Returns a signed token that starts now and lasts for some seconds. Its header has the signer's certificate, so that whoever
 * trusts the authority above trusts the token.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-4.1.6
 */
export function signJwt(claims: object, seconds: number, { certificate, key }: Signer): string {
    const now = Math.floor(Date.now() / 1000);
    const x5c = [certificate.replace(/-----[A-Z ]+-----|\s/g, "")];
    const times = { iat: now, nbf: now, exp: now + seconds, jti: randomUUID() };
    const signed = [{ typ: "JWT", alg: "ES256", x5c }, { ...claims, ...times }].map(encode).join(".");
    const signature = sign("sha256", Buffer.from(signed), { key: createPrivateKey(key), dsaEncoding: "ieee-p1363" });
    return `${signed}.${signature.toString("base64url")}`;
}

function encode(part: object): string {
    return Buffer.from(JSON.stringify(part)).toString("base64url");
}
