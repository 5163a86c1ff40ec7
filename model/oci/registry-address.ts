import type { RegistrySpec } from "../config-spec";
import { listLoginHosts } from "../docker-config";
import { planLocalRegistry, type LocalFacts } from "../local";

/** Where a registry of a stack is, as far as that is known without asking a cloud. */
export interface RegistryAddress {
    readonly kind: RegistrySpec["kind"];

    readonly host: string;

    /** Whether it runs on this machine, and is this program's own. */
    readonly own: boolean;
}

/**
 * Returns where the registries of a stack are, in their order. ECR Public is left out: in front of its repositories stands
 * an alias that AWS gives, so they are named in full.
 *
 * @param facts of the services on this machine
 * @throws {RangeError} If a registry is that of this machine, and was never set up.
 */
export function listAddresses(registries: readonly RegistrySpec[], facts: LocalFacts | undefined): readonly RegistryAddress[] {
    return registries.flatMap((spec): RegistryAddress[] => {
        if (spec.kind === "local") {
            const { host, login } = planLocalRegistry(spec, facts);
            return [{ kind: "local", host, own: login !== undefined }];
        }
        // The first is the registry itself, the others are its copies in other regions.
        const [first] = listLoginHosts([spec]);
        return first === undefined || spec.kind === "ecr-public" ? [] : [{ kind: spec.kind, host: first.host, own: false }];
    });
}
