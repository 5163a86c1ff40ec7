import type { AdviceKind, AdvicePlace, Advise } from "./advice-place";
import { ADVISE_ACR } from "./advise-acr";
import { ADVISE_BUILDER } from "./advise-builder";
import { ADVISE_ECR } from "./advise-ecr";
import { ADVISE_LOCAL, ADVISE_OTHER } from "./advise-other";
import { isOfRegistry, type Fault, type RegistryFault } from "./fault";
import { doctorCommand } from "./run-command";

const BY_KIND: Readonly<Record<AdviceKind, Readonly<Record<RegistryFault, Advise>>>> = {
    "local": ADVISE_LOCAL,
    "acr": ADVISE_ACR,
    "ecr": ADVISE_ECR,
    "ecr-public": ADVISE_ECR,
    "other": ADVISE_OTHER,
};

/**
 * Returns what to do next about a fault: short lines, the first thing to try first, each with a command where there is one.
 * The last one is the doctor's, where an image is known and the fault is one of its registry.
 */
export function adviseOn(fault: Fault, place: AdvicePlace): readonly string[] {
    if (!isOfRegistry(fault)) {
        return ADVISE_BUILDER[fault](place);
    }
    const { stack, image } = place;
    const doctor = image === undefined ? [] : [`go the whole way step by step: ${doctorCommand(stack, image)}`];
    return [...BY_KIND[place.kind][fault](place), ...doctor];
}
