import type { AcrPermissions } from "../acr/acr-spec";
import type { RegistrySpec } from "../config-spec";
import { isPublicEcrHost, parseEcrHost } from "../ecr/ecr-host";

/** Whose registry it is; `other` stands for one that no cloud of this program has. */
export type AdviceKind = RegistrySpec["kind"] | "other";

/** Where something is wrong. */
export interface AdvicePlace {
    /** `local` for the registry that this program runs on this machine, and for no other one. */
    readonly kind: AdviceKind;

    /** Of the registry, with its port if it has one. */
    readonly host: string;

    /** The stack's name. */
    readonly stack: string;

    /** The image's name in the configuration, or a whole reference; @default - it is not about one image */
    readonly image?: string;

    /** Without host; @default - it is not about one repository */
    readonly repository?: string;

    /** @default - it is not about one tag */
    readonly tag?: string;

    /** What was tried; `make` stands for the registry itself and what belongs to it. @default "push" */
    readonly action?: "pull" | "push" | "make";

    /** What a cloud says is not allowed, in its own words, such as `ecr:CreateRepository`; @default - it does not say */
    readonly denied?: string;

    /** Whether the stack makes the registry, and so grants access to it and logs in by itself. @default false */
    readonly managed?: boolean;

    /** Of a registry of Azure; @default - not known */
    readonly permissions?: AcrPermissions;

    /**
     * What builds: the name of a buildx builder, the endpoints of nodes, or `kubernetes://` with a Deployment as kubectl takes it.
     *
     * @default - BuildKit is started on this machine
     */
    readonly builders?: readonly string[];
}

/** What to do next somewhere, in the order to try it. */
export type Advise = (place: AdvicePlace) => readonly string[];

/**
 * Of a registry of Azure, with the hash that a name may have behind it; or of its layers in a region.
 *
 * Sources: https://learn.microsoft.com/azure/container-registry/container-registry-get-started-azure-cli#configure-parameters-for-a-container-registry
 * and https://learn.microsoft.com/azure/container-registry/container-registry-dedicated-data-endpoints
 */
const ACR_HOST = /^([a-z0-9]+)(?:-[a-z0-9]+)?(?:\.[a-z0-9]+\.data)?\.azurecr\.(?:io|cn|us)$/;

/** Returns whose registry answers at a host, as far as its name says. */
export function kindOfHost(host: string): Exclude<AdviceKind, "local"> {
    return ACR_HOST.test(host) ? "acr" : isPublicEcrHost(host) ? "ecr-public" : parseEcrHost(host) === undefined ? "other" : "ecr";
}

/** Returns the name of the registry of Azure at a host; the host itself where it is another one. */
export function acrNameOf(host: string): string {
    return ACR_HOST.exec(host)?.[1] ?? host;
}
