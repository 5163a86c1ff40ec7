import type { RegistrySpec } from "../../model/config-spec";
import { PUBLIC_ECR_HOST } from "../../model/ecr/ecr-host";
import { listAddresses, type RegistryAddress } from "../../model/oci/registry-address";
import type { LocalServices } from "../../toolchain/local-services";

/** A registry of a stack. */
export interface RegistryPlace {
    readonly spec: RegistrySpec;

    /** @default - it is that of this machine, and was never started */
    readonly host: string | undefined;
}

/** Returns where the registries of a stack are, in their order. */
export function findPlaces(registries: readonly RegistrySpec[], services: LocalServices | undefined): readonly RegistryPlace[] {
    return registries.map((spec) => ({ spec, host: findHost(spec, services) }));
}

/** Returns where images of the stack have their repositories: in front of those of ECR Public stands an alias that AWS gives. */
export function addressesOf(places: readonly RegistryPlace[]): readonly RegistryAddress[] {
    return places.flatMap(({ spec, host }) => (host === undefined || spec.kind === "ecr-public" ? []
        : [{ kind: spec.kind, host, own: spec.kind === "local" && spec.host === undefined }]));
}

function findHost(spec: RegistrySpec, services: LocalServices | undefined): string | undefined {
    return spec.kind === "local" && spec.host === undefined && services === undefined
        ? undefined
        : listAddresses([spec], services)[0]?.host ?? PUBLIC_ECR_HOST;
}
