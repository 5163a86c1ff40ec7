import type { Operation } from "./cloud";

/** What the double was asked for, and how it went. */
export interface Call {
    readonly operation: Operation | "check" | "diff" | "invoke";
    /** Type token, or the function's. */
    readonly token: string;
    /** The resource's name in its program. */
    readonly name: string;
    readonly preview: boolean;
    /** ARM id. */
    readonly id: string;
    /** What Azure answered each time that it refused; the last one reached the engine if `failed`. */
    readonly errors: string[];
    failed: boolean;
}
