import { posix } from "node:path";

/**
 * What a builder fetches itself: URLs, git repositories, other images, other targets, or the standard input.
 *
 * Source: https://github.com/docker/buildx/blob/v0.35.0/util/urlutil/urlutil.go (`IsRemoteURL`)
 */
const REMOTE = /^(?!file:)[a-z][a-z0-9+.-]+:\/\/|^github\.com\/|^[\w.-]+@[\w.-]+:|^target:|^-$/i;

/** Paths from the root of a disk, a share or somebody's home, on any system. */
const ABSOLUTE = /^(?:[/\\]|[a-z]:[/\\]|~(?:[/\\]|$)|file:)/i;

/** Says whether a context or a Dockerfile is fetched by the builder from elsewhere. */
export function isRemote(location: string): boolean {
    return REMOTE.test(location.trim());
}

/** Says whether a context or a Dockerfile is a path that holds on one machine alone. */
export function isAbsolute(location: string): boolean {
    return !isRemote(location) && ABSOLUTE.test(location.trim());
}

/**
 * Returns where a relative path leads: how many folders up, and what comes below.
 *
 * @param location a path with `/` or `\`; an empty one is the folder of the program
 */
export function readRelative(location: string): { readonly up: number; readonly below: string } {
    const parts = posix.normalize(location.trim().replaceAll("\\", "/") || ".").split("/").filter((part) => part !== "" && part !== ".");
    const up = parts.filter((part) => part === "..").length;
    return { up, below: parts.slice(up).join("/") };
}
