import { accessSync, constants } from "node:fs";
import { userInfo } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { readIfThere } from "./private-files";

/** What runs BuildKit as an ordinary user. */
export interface Rootless {
    /** Path of the program that makes the user root of a namespace of its own. */
    readonly rootlesskit: string;
    /** The folders of the programs that it calls. */
    readonly folders: readonly string[];
}

/**
 * Returns what runs BuildKit as this user.
 *
 * @throws {Error} If something for it is missing, with all that is missing and what to do.
 * @see https://github.com/moby/buildkit/blob/v0.31.1/docs/rootless.md
 */
export function requireRootless(env: NodeJS.ProcessEnv = process.env): Rootless {
    const { username, uid } = userInfo();
    const [rootlesskit, ...mappers] = ["rootlesskit", "newuidmap", "newgidmap"].map((name) => findProgram(name, env));
    const missing = [
        ...(rootlesskit === undefined ? ["rootlesskit (apt-get install rootlesskit)"] : []),
        ...(mappers.includes(undefined) ? ["newuidmap and newgidmap (apt-get install uidmap)"] : []),
        ...["/etc/subuid", "/etc/subgid"].filter((file) => !hasRange(file, username, uid))
            .map((file) => `a range of ids in ${file} (usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${username})`),
    ];
    if (rootlesskit === undefined || missing.length > 0) {
        throw new Error(`Cannot run BuildKit as user ${username}: missing ${missing.join(", ")}; `
            + "otherwise name an existing builder as registries:builder");
    }
    return { rootlesskit, folders: [...new Set(mappers.flatMap((path) => (path === undefined ? [] : [dirname(path)])))] };
}

/** Returns true if the file gives the user ids. Source: https://man7.org/linux/man-pages/man5/subuid.5.html */
function hasRange(file: string, username: string, uid: number): boolean {
    return readIfThere(file)?.split("\n").some((line) => line.startsWith(`${username}:`) || line.startsWith(`${uid}:`)) === true;
}

function findProgram(name: string, env: NodeJS.ProcessEnv): string | undefined {
    const folders = (env["PATH"] ?? "").split(delimiter).filter(isAbsolute);
    return folders.map((folder) => join(folder, name)).find((path) => {
        try {
            accessSync(path, constants.X_OK);
            return true;
        } catch {
            return false;
        }
    });
}
