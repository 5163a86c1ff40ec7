import type { Advise } from "./advice-place";
import type { RegistryFault } from "./fault";
import { runCommand } from "./run-command";

/** Faults of which whose registry it is changes little. */
export type WayFault = Extract<RegistryFault, "server-error" | "registry-unreachable" | "name-not-resolved" | "certificate" | "plain-http" | "clock-skew" | "throttled">;

/** What to do about faults on the way to a registry, whoever has it. */
export const ADVISE_WAY: Readonly<Record<WayFault, Advise>> = {
    "throttled": (place) => [
        `wait for as long as it says, else a minute, and run ${runCommand("up", place)} again: what was pushed is there, and only the rest is done`,
    ],
    "server-error": (place) => [`it is out of order: run ${runCommand("up", place)} again in some minutes`],
    "registry-unreachable": ({ host }) => [
        `see what answers there: \`curl -sS -o /dev/null -w '%{http_code}\\n' https://${host}/v2/\`; 200 or 401 is a registry`,
        "check the network of whatever builds, and HTTPS_PROXY and NO_PROXY",
    ],
    "name-not-resolved": ({ host }) => [`look the name up: \`nslookup ${nameOf(host)}\`; check how it is written, and the network`],
    "certificate": ({ host }) => [
        `see what it shows: \`openssl s_client -connect ${withPort(host)} -servername ${nameOf(host)} </dev/null | openssl x509 -noout -issuer -subject -dates -ext subjectAltName\``,
        "an authority that is not known here, as a proxy's: add it to those of the system (`update-ca-certificates`), name its file in "
            + "NODE_EXTRA_CA_CERTS, and run `npm run down` once, as BuildKit keeps those that it started with",
        "another name: write the host as the certificate has it; past its end: renew it, or see whether this machine's clock is right",
    ],
    "plain-http": () => [
        "check host and port: it speaks HTTP, where logins would be seen by everybody on the way; put a certificate in front of it",
    ],
    // How far they may differ: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
    "clock-skew": ({ host }) => [
        `compare the clocks: \`date -u; curl -sSI https://${host}/v2/ | grep -i '^date:'\`; more than five minutes are too many`,
        "set this machine's: `timedatectl set-ntp true`; in a container or virtual machine that of its host",
    ],
};

/** Returns a host without its port. */
export function nameOf(host: string): string {
    return host.replace(/:\d+$/, "");
}

function withPort(host: string): string {
    return /:\d+$/.test(host) ? host : `${host}:443`;
}
