import { posix } from "node:path";
import * as v from "valibot";
import { text } from "../config-field";
import { isRepository } from "../image-ref";
import { isMap } from "../one-of";
import { GIT_CONTEXT_TAKES, parseGitContext } from "./git-context";
import type { NamedContextSpec, SshSpec } from "./image-spec";

/** What build steps reach. */
export const NETWORKS = ["default", "none", "host"] as const;

/** One of {@link NETWORKS}. */
export type Network = (typeof NETWORKS)[number];

/** Marks a reference to an image where other contexts may stand. */
const IMAGE_SCHEME = "docker-image://";

const REF = /^[a-zA-Z0-9][a-zA-Z0-9.:_/-]*(?:@sha256:[0-9a-f]{64})?$/;

const CONTEXT_TAKES = `a folder relative to the project, with / in it (./base), ${IMAGE_SCHEME}REFERENCE, { image: NAME } for an image of this `
    + `configuration, or ${GIT_CONTEXT_TAKES}`;

const SSH_TAKES = "default, another id, or id=path[,path] of sockets or private keys";

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|(?=.*:)[0-9a-fA-F:.]{2,45})$/;

/** The docker-build provider compares paths as they are written, so an absolute one would rebuild on every machine. */
function isRelativePath(written: string): boolean {
    return written !== "" && !/^\/|^[a-zA-Z]:|:\/\/|^[^/]+@[^/]+:|[\\\p{Cc}]/u.test(written);
}

/** Returns a path in its shortest form, so that `./web/` and `web` are one. */
function normalize(written: string): string {
    return posix.join(written, ".").replace(/(?<=.)\/$/, "");
}

/** A path in its shortest form. */
export function path(takes: string) {
    return v.pipe(text(takes, isRelativePath), v.transform(normalize), v.title(takes));
}

/** A folder in its shortest form, or a git repository. */
export function context(takes: string) {
    return v.pipe(
        text(takes, (written) => isRelativePath(written) || parseGitContext(written) !== undefined),
        v.transform((written) => (isRelativePath(written) ? normalize(written) : written)),
        v.title(takes),
    );
}

/** What a named context is made of. */
export function namedContext() {
    return v.pipe(
        v.custom<string | Readonly<Record<string, unknown>>>((written) => parseNamedContext(written) !== undefined, CONTEXT_TAKES),
        // Only what could be parsed comes this far.
        v.transform((written) => parseNamedContext(written) ?? { folder: "." }),
        v.title(CONTEXT_TAKES),
    );
}

function parseNamedContext(written: unknown): NamedContextSpec | undefined {
    if (isMap(written)) {
        const image = written["image"];
        return typeof image === "string" && image !== "" && Object.keys(written).length === 1 ? { image } : undefined;
    }
    if (typeof written !== "string") {
        return undefined;
    }
    if (written.startsWith(IMAGE_SCHEME)) {
        const ref = written.slice(IMAGE_SCHEME.length);
        return REF.test(ref) ? { ref } : undefined;
    }
    if (parseGitContext(written) !== undefined) {
        return { git: written };
    }
    return isRelativePath(written) && /[./]/.test(written) ? { folder: normalize(written) } : undefined;
}

/**
 * Says whether a Dockerfile can have the name for a context: a stage's, or that of an image that the context stands for.
 *
 * Source: https://github.com/pulumi/pulumi-docker-build/blob/v0.0.22/provider/internal/client.go (`reference.ParseNormalizedNamed`)
 */
export function isContextName(name: string): boolean {
    const [, host = "", rest = ""] = /^((?:[a-z0-9.-]+(?::\d+)?|localhost)\/)?([^@]+)$/.exec(name) ?? [];
    const [repository = "", tag = "latest", more] = rest.split(":");
    return more === undefined && /^[\w][\w.-]{0,127}$/.test(tag) && (isRepository(repository) || (host !== "" && isRepository(host + repository)));
}

/** What build steps may log in with over SSH. */
export function ssh() {
    return v.pipe(
        text(SSH_TAKES, (written) => /^[a-zA-Z][\w.-]*(?:=[^,=\p{Cc}]+(?:,[^,=\p{Cc}]+)*)?$/u.test(written)),
        v.transform((written): SshSpec => {
            const [id = "", paths] = written.split("=");
            return { id, paths: paths === undefined ? [] : paths.split(",") };
        }),
        v.title(SSH_TAKES),
    );
}

/** Says whether a text is an IP address. */
export function isAddress(written: string): boolean {
    return ADDRESS.test(written) && written.split(".").every((part) => part.includes(":") || Number(part) <= 255);
}
