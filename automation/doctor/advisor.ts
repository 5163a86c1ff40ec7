import { kindOfHost, type AdvicePlace } from "../../model/advice/advice-place";
import { adviseOn } from "../../model/advice/advise";
import type { RegistryFault } from "../../model/advice/fault";
import { runCommand } from "../../model/advice/run-command";
import type { RegistrySpec } from "../../model/config-spec";
import type { Advise } from "../../model/road/finding";
import type { RoadTarget } from "../../registry-client/road-repository";

/** What a first push mends too. */
const NOT_THERE: ReadonlySet<RegistryFault> = new Set(["repository-unknown", "not-found"]);

/** A registry whose road is walked. */
export interface AdvisedRegistry {
    readonly host: string;

    readonly stack: string;

    /** Whether it is the one of this machine. */
    readonly own: boolean;

    /** What the configuration says of it; @default - nothing, a person named it */
    readonly spec?: RegistrySpec;
}

/** Returns who says what to do about a registry, or about one of its repositories. */
export function advisorFor({ host, stack, own, spec }: AdvisedRegistry): (target: RoadTarget | undefined) => Advise {
    const place: AdvicePlace = {
        kind: own ? "local" : kindOfHost(host),
        host, stack,
        managed: spec !== undefined && spec.kind !== "local",
        ...(spec?.kind === "acr" ? { permissions: spec.permissions } : {}),
    };
    return (target) => (fault, { step, tag }) => [
        ...(target?.planned === true && NOT_THERE.has(fault) ? [`what was never pushed: ${runCommand("up", place)} does it`] : []),
        ...adviseOn(fault, {
            ...place,
            action: step === "push" ? "push" : "pull",
            ...(target === undefined ? {} : { repository: target.repository }),
            ...(tag === undefined ? {} : { tag }),
        }),
    ];
}
