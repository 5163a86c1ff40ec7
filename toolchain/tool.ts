import type { Sources, Surroundings } from "./surroundings";

/** How one tool is told apart, gotten and built. */
export interface Tool {
    readonly name: string;
    /** File name of the program. */
    readonly executable: string;
    /** The version that is downloaded or built, without a `v`. */
    readonly version: string;
    /** The semver range that counts on PATH. */
    readonly accepts: string;
    /** How to ask for the version; without it, a program on PATH is taken as it is. */
    readonly probe?: { readonly args: readonly string[]; readonly pattern: RegExp };
    /** Operating systems that the program exists for. @default all */
    readonly systems?: readonly NodeJS.Platform[];
    /** True for a Pulumi provider, which lives in Pulumi's own plugin folder. @default false */
    readonly plugin?: boolean;
    /** The publisher's own way. @default - none */
    readonly installer?: Installer;
    /** The published file for a system and an architecture in Go's words, where there is one. @default - none */
    readonly release?: (system: string, architecture: string) => Release | undefined;
    readonly go: GoBuild;
    /** What a person can do, as an imperative clause. */
    readonly advice: string;
}

/** A published file, and where its checksum is published. */
export interface Release {
    /** Path below the address of `github`. */
    readonly file: string;
    /** Text that holds the file's SHA-256: a list as `sha256sum` writes it, or GitHub's description of a release. */
    readonly checksum: { readonly source: keyof Sources; readonly path: string };
    /** The program's path inside the archive. @default - the file is the program */
    readonly member?: string;
}

/** A publisher's own way of installing a tool, and the address that it needs. */
export interface Installer {
    readonly source: keyof Sources;
    /** @throws {Error} With one line of reason. */
    readonly install: (job: InstallJob) => Promise<void>;
}

/** What an installer is given. */
export interface InstallJob {
    readonly tool: Tool;
    /** Where to leave `bin/<executable>`; a plugin goes to Pulumi's plugin folder instead. */
    readonly folder: string;
    /** The Pulumi CLI, which installs plugins; undefined while it is missing itself. */
    readonly pulumi: string | undefined;
    readonly surroundings: Surroundings;
}

/** How a tool is built from its pinned Go module. */
export interface GoBuild {
    /** Absolute folder that holds go.mod and go.sum. */
    readonly folder: string;
    /** `path@version` of the module that the program comes from. */
    readonly module: string;
    /** The program's package. */
    readonly package: string;
    /** Linker flags that stamp the version into the program. @default "" */
    readonly stamp?: string;
    /** True if a C compiler is needed. @default false */
    readonly c?: boolean;
    /** A library known to pkg-config, the build tag that goes with it, and what is lost without it. @default - none */
    readonly optional?: { readonly library: string; readonly tag: string; readonly without: string };
    /** Time on two quiet cores, from empty caches. */
    readonly seconds: number;
    /** What Go's caches grow to at most, from empty ones; rounded up, and for all but the CLI estimated. */
    readonly gigabytes: number;
}
