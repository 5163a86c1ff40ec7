import type { Props } from "../provider/wire";
import type { Place } from "./arn";
import type { AwsError } from "./aws-error";
import type { AwsCloud, Entry } from "./cloud";

/** Something that is to be written to AWS. */
export interface Request {
    readonly cloud: AwsCloud;
    readonly place: Place;
    readonly id: string;
    /** As it is to be. */
    readonly props: Props;
    /** As it is, if it is an update. */
    readonly old: Entry | undefined;
}

/** A reason that AWS has to refuse a request. */
export type Rule = (request: Request) => AwsError | undefined;
