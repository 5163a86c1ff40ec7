import type { ArmError } from "./arm-error";
import type { ArmResource, AzureCloud } from "./cloud";
import type { DoubleOptions } from "./options";

/** Something that is to be written to Azure. */
export interface Request {
    readonly cloud: AzureCloud;
    readonly options: DoubleOptions;
    /** As it is to be. */
    readonly resource: ArmResource;
    /** As it is, if it is an update. */
    readonly old: ArmResource | undefined;
}

/** A reason that Azure has to refuse a request. */
export type Rule = (request: Request) => ArmError | undefined;
