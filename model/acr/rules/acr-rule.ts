import type { Problem } from "../../problem";
import type { AcrSpec } from "../acr-spec";

/** What the keys of a registry have to say together. */
export interface AcrRule {
    /** Never renamed. */
    readonly id: string;

    /** URL of what says so. */
    readonly source: string;

    /** Returns each way in which a registry goes against it. */
    readonly check: (spec: AcrSpec) => readonly Problem[];
}
