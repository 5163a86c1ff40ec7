import type { Problem } from "../problem";
import { formatKey } from "../config-key";
import { formatSuggestion } from "../nearest-word";

/**
 * The options of the driver `kubernetes` that have no key of their own here.
 *
 * Source: https://github.com/docker/buildx/blob/v0.35.0/driver/kubernetes/factory.go (`processDriverOpts`)
 */
const KUBERNETES_OPTIONS: readonly string[] = [
    "requests.cpu",
    "requests.memory",
    "requests.ephemeral-storage",
    "persistent-volume-claim.requests.storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
    "schedulername",
    "serviceaccount",
    "nodeselector",
    "annotations",
    "labels",
    "tolerations",
    "qemu.install",
    "qemu.image",
    "buildkit-root-volume-memory",
    "timeout",
];

/** Returns a problem for each option that the driver has not; it would tell the first one alone, and in mid-build. */
export function findOptionProblems(path: readonly string[], options: Readonly<Record<string, unknown>>): Problem[] {
    const unknown = Object.keys(options).filter((name) => !KUBERNETES_OPTIONS.includes(name) && !/^env\../.test(name));
    return unknown.map((name) => ({
        key: formatKey([...path, name]),
        required: `one of ${KUBERNETES_OPTIONS.join(", ")}, or env. and a name${formatSuggestion(name, KUBERNETES_OPTIONS)}`,
        now: JSON.stringify(name),
    }));
}
