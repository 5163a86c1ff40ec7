import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { LocalPaths } from "./local-paths";
import { isPrivateFolder, makePrivateFolder } from "./private-files";

/**
 * Bytes in the path of a socket: 108 on Linux and 104 on macOS, with the NUL at the end.
 *
 * @see https://man7.org/linux/man-pages/man7/unix.7.html
 */
const SOCKET_PATH_BYTES = process.platform === "linux" ? 107 : 103;

/** The longest name of a socket that is put into the folder; it is rootlesskit's own. */
const LONGEST_NAME = "rootlesskit/api.sock";

/**
 * Returns the folder of BuildKit's sockets, which is there and private: beside its configuration, or where that path is
 * too long, in the user's runtime folder or the temporary one.
 *
 * @param known the folder that was used before
 * @throws {Error} If the folder belongs to another user.
 */
export function requireSocketFolder(paths: LocalPaths, known: string | undefined): string {
    const beside = paths.buildkit.folder;
    if (fits(beside)) {
        return beside;
    }
    const name = `pulumi-registries-${createHash("sha256").update(paths.folder).digest("hex").slice(0, 16)}`;
    // In a copy of a checkout, what is known is the folder of the original.
    if (known !== undefined && basename(known) === name && isPrivateFolder(known)) {
        return known;
    }
    const candidates = [process.env["XDG_RUNTIME_DIR"] || tmpdir(), tmpdir(), "/tmp"];
    const folder = candidates.map((candidate) => join(candidate, name)).find(fits) ?? beside;
    makePrivateFolder(folder);
    if (!isPrivateFolder(folder)) {
        throw new Error(`Cannot put a socket into "${folder}": it belongs to another user`);
    }
    return folder;
}

/** Returns the socket that BuildKit listens on. */
export function buildkitSocket(sockets: string): string {
    return join(sockets, "buildkitd.sock");
}

function fits(folder: string): boolean {
    return Buffer.byteLength(join(folder, LONGEST_NAME)) <= SOCKET_PATH_BYTES;
}
