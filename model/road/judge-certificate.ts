import { isLoopback } from "../builder/endpoint";
import type { Finding } from "./finding";

/** What a server shows of itself. */
export interface Certificate {
    /** What it is for: `DNS:*.azurecr.io, IP Address:127.0.0.1`. */
    readonly names: string;

    readonly issuer: string;

    /** As OpenSSL writes it. */
    readonly until: string;

    readonly daysLeft: number;

    /** Of TLS, such as `TLSv1.3`. */
    readonly protocol: string;

    /** Why it is not trusted, as Node's code; @default - it is */
    readonly fault?: string | undefined;
}

/** One that ends sooner is told, in days. */
const SOON_DAYS = 14;

/** By Node's codes. @see https://nodejs.org/docs/latest-v20.x/api/tls.html#x509-certificate-error-codes */
const FAULTS: readonly (readonly [RegExp, (certificate: Certificate) => string])[] = [
    [/ALTNAME/, ({ names }) => `it is for another name: ${names}`],
    [/HAS_EXPIRED/, ({ until }) => `it has ended, ${until}`],
    [/NOT_YET_VALID/, () => "it starts later than this machine's clock says"],
    [/ISSUER|SELF_SIGNED|UNABLE_TO_VERIFY|UNTRUSTED/, ({ issuer }) => `its authority is not known here: ${issuer}`],
];

/** Returns whether a server's certificate is good. */
export function judgeCertificate(certificate: Certificate): Finding {
    const { names, issuer, until, daysLeft, protocol, fault } = certificate;
    if (fault !== undefined) {
        const [, say] = FAULTS.find(([code]) => code.test(fault)) ?? [];
        return { state: "failed", found: `the certificate is refused (${fault})${say === undefined ? "" : `: ${say(certificate)}`}`, fault: "certificate" };
    }
    const found = `${protocol}, certificate for ${shorten(names)} by ${issuer} until ${until}`;
    return { state: "ok", found: daysLeft >= SOON_DAYS ? found : `${found}, in ${Math.max(0, Math.floor(daysLeft))} days` };
}

/** What a client of TLS hears of a server that speaks another protocol. Source: https://docs.openssl.org/3.0/man3/ERR_get_error/ */
const OTHER_PROTOCOL = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|EPROTO|HTTP_REQUEST/;

/**
 * Returns what a handshake came to that led to no certificate.
 *
 * @param host without its port; what builds speaks to one of this machine in the clear, but for that which this program runs
 * @see https://github.com/containerd/containerd/blob/v2.1.0/core/remotes/docker/registry.go (`MatchLocalhost`)
 */
export function judgeHandshake(host: string, fault: string): Finding {
    if (!OTHER_PROTOCOL.test(fault)) {
        return { state: "failed", found: `no TLS: ${fault}`, fault: "registry-unreachable" };
    }
    return isLoopback(host)
        ? { state: "unknown", found: "what answers does not speak TLS, which a registry of this machine need not; what is behind is not walked" }
        : { state: "failed", found: `what answers does not speak TLS (${fault})`, fault: "plain-http" };
}

/** Big services name dozens of hosts. */
function shorten(names: string): string {
    const all = names.split(", ").map((name) => name.replace(/^(DNS|IP Address):/, ""));
    return all.length > 3 ? `${all.slice(0, 3).join(", ")} and ${all.length - 3} more` : all.join(", ");
}
