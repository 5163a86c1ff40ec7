import type { Stack } from "@pulumi/pulumi/automation";
import type { FoundImages } from "../components/program-run";
import type { EngineListener } from "./engine-listener";
import type { EngineLog } from "./engine-log";
import type { Options } from "./options";
import type { Report } from "./report";

/** What a verb needs: the stack, what was asked, and where to tell how it goes. */
export interface Work {
    readonly root: string;
    readonly stack: Stack;
    readonly options: Options;
    /** Whether a preview builds. */
    readonly proves: boolean;
    /** What the program found at its last run. */
    readonly found: () => FoundImages;
    /** Tells the program which version tags its images were compared with. */
    readonly compared: (seen: ReadonlyMap<string, readonly string[]>) => void;
    readonly listener: EngineListener;
    readonly say: (line: string) => void;
    /** Told of each log, so that what is running can be shown. */
    readonly watch: (log: EngineLog) => void;
    /** Aborted as soon as somebody wants an end. */
    readonly interrupted: AbortSignal;
    /** Asks the engine to finish what runs. */
    readonly signal: AbortSignal;
    /** Told when the engine does so. */
    readonly heard: () => void;
}

/** What a verb came to; the caller adds the time. */
export type Outcome = Omit<Report, "seconds">;
