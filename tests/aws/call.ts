import type { Operation } from "./cloud";

/** What the double was asked for, and how it went. */
export interface Call {
    readonly operation: Operation | "check" | "diff";
    /** Type token, or the function's. */
    readonly token: string;
    /** The resource's name in its program. */
    readonly name: string;
    readonly preview: boolean;
    /** As pulumi-aws has it, such as a repository's name. */
    readonly id: string;
    /** Of the request; empty for what has none. */
    readonly region: string;
    /** What AWS answered each time that it refused; the last one reached the engine if `failed`. */
    readonly errors: string[];
    failed: boolean;
}
