/** What is wrong with a registry, or with the way to it. */
export const REGISTRY_FAULTS = [
    /** 401: no login, one that is wrong or has ended, or at Azure one without a role. */
    "unauthorized",
    /** 403, or a token that lets less than what is asked. */
    "forbidden",
    /** 403 to this machine's address, whoever logs in. */
    "network-closed",
    /** 404: there is no such repository. */
    "repository-unknown",
    /** 404: there is no such tag or digest. */
    "not-found",
    /** 429. */
    "throttled",
    /** The tag has another image, and may not move. */
    "immutable-tag",
    /** Somebody locked the repository or the tag. */
    "locked",
    /** Of a registry or a repository that is to be made. */
    "name-taken",
    /** A quota, or the registry's storage. */
    "limit-reached",
    /** 5xx. */
    "server-error",
    /** Nobody answers there. */
    "registry-unreachable",
    /** The host's name leads nowhere. */
    "name-not-resolved",
    /** Of an authority that is not trusted, for another name, or past its end. */
    "certificate",
    /** It does not speak TLS. */
    "plain-http",
    /** This machine's clock and the registry's differ. */
    "clock-skew",
] as const;

/** What is wrong with what builds. */
export const BUILDER_FAULTS = [
    /** BuildKit does not answer, or broke off. */
    "builder-unreachable",
    /** There is no builder of that name. */
    "builder-unknown",
    /** Where BuildKit or the registry of this machine has its data. */
    "disk-full",
] as const;

/** A cause of failures that somebody can do something about. */
export type Fault = (typeof REGISTRY_FAULTS)[number] | (typeof BUILDER_FAULTS)[number];

/** What is wrong with a registry, or with the way to it. */
export type RegistryFault = (typeof REGISTRY_FAULTS)[number];

/** All faults. */
export const FAULTS: readonly Fault[] = [...REGISTRY_FAULTS, ...BUILDER_FAULTS];

/** Says whether a fault is one of a registry, or of the way to it. */
export function isOfRegistry(fault: Fault): fault is RegistryFault {
    return (REGISTRY_FAULTS as readonly Fault[]).includes(fault);
}
