import fc from "fast-check";
import { REGIONS, ROLES, type Part, type PartWish, type RegistryWish } from "./acr-wishes";

const maybe = fc.option(fc.boolean(), { nil: undefined });
const region = fc.constantFrom(...REGIONS);

const part: fc.Arbitrary<Part> = fc.oneof(
    fc.record({ kind: fc.constant("replication" as const), location: region }),
    fc.record({ kind: fc.constant("cache rule" as const), hub: fc.boolean(), login: fc.boolean() }),
    fc.record({ kind: fc.constantFrom("agent pool" as const, "connected registry" as const, "pipeline" as const) }),
    fc.record({ kind: fc.constant("token" as const), ends: fc.array(fc.boolean(), { maxLength: 2 }) }),
    fc.record({ kind: fc.constant("scope map" as const), everywhere: fc.boolean(), action: fc.constantFrom("read" as const, "write" as const, "delete" as const) }),
    fc.record({ kind: fc.constant("webhook" as const), tls: fc.boolean() }),
    fc.record({
        kind: fc.constant("task" as const),
        purge: fc.constantFrom("filtered" as const, "unfiltered" as const, undefined),
        identity: fc.constantFrom("system" as const, "user" as const, undefined),
        login: fc.boolean(),
        pool: fc.boolean(),
        secret: fc.constantFrom("plain" as const, "marked" as const, undefined),
    }),
    fc.record({ kind: fc.constant("endpoint" as const), manual: fc.boolean() }),
    fc.record({ kind: fc.constant("logs" as const), keeps: fc.constantFrom("logins" as const, "repositories" as const, "audit" as const, "nothing" as const) }),
    fc.record({ kind: fc.constant("lock" as const), level: fc.constantFrom("CanNotDelete" as const, "ReadOnly" as const, "NotSpecified" as const) }),
    fc.record({ kind: fc.constant("grant" as const), role: fc.constantFrom(...(Object.keys(ROLES) as (keyof typeof ROLES)[])) }),
);

const partWish: fc.Arbitrary<PartWish> = fc.record({ family: fc.constantFrom("typed" as const, "free" as const, "classic" as const), made: fc.boolean(), part });

/** Registries with all that may belong to them, as far as their family can say it. */
export const registryWish: fc.Arbitrary<RegistryWish> = fc
    .record({
        family: fc.constantFrom("default" as const, "dated" as const, "local" as const, "free" as const, "classic" as const),
        tier: fc.constantFrom("Basic" as const, "Standard" as const, "Premium" as const),
        adminUser: maybe,
        anonymousPull: maybe,
        publicAccess: maybe,
        network: fc.option(
            fc.record({ action: fc.constantFrom("Allow" as const, "Deny" as const, undefined), addresses: fc.nat(2), networks: fc.nat(1) }),
            { nil: undefined },
        ),
        dataEndpoint: maybe,
        key: fc.constantFrom("versionless" as const, "versioned" as const, "off" as const, undefined),
        retention: maybe,
        exports: maybe,
        trust: maybe,
        softDelete: maybe,
        armTokens: maybe,
        abac: maybe,
        trustedServices: maybe,
        tasksBypass: maybe,
        zones: maybe,
        quarantine: maybe,
        location: region,
        parts: fc.array(partWish, { maxLength: 5 }),
        spelling: fc.nat(3),
    })
    .map(fit);

/** Leaves out what the family has no words for, which is then as the service has it by itself. */
function fit(wish: RegistryWish): RegistryWish {
    const newest = wish.family === "local" || wish.family === "free";
    const isClassic = wish.family === "classic";
    return {
        ...wish,
        abac: newest ? wish.abac : undefined,
        tasksBypass: newest ? wish.tasksBypass : undefined,
        network: wish.network && { ...wish.network, networks: newest ? wish.network.networks : 0 },
        softDelete: isClassic ? undefined : wish.softDelete,
        armTokens: isClassic ? undefined : wish.armTokens,
        // Nothing says whether other tiers have it, so that only the provider's word counts.
        quarantine: isClassic ? wish.quarantine : undefined,
        key: isClassic && wish.key === "off" ? undefined : wish.key,
        parts: wish.parts.map(fitPart),
    };
}

function fitPart(wish: PartWish): PartWish {
    const { kind } = wish.part;
    const hasClassic = !["replication", "pipeline"].includes(kind);
    const hasFree = !["logs", "lock", "grant"].includes(kind);
    const family = (wish.family === "classic" && !hasClassic) || (wish.family === "free" && !hasFree) ? "typed" : wish.family;
    return { ...wish, family };
}
