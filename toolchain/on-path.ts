import { access, constants, realpath, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";

/** Returns each program of that name on PATH, in PATH's order; one that is linked from several folders comes once. */
export async function programsOnPath(executable: string, env: NodeJS.ProcessEnv): Promise<string[]> {
    const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
    const paths = folders.map((folder) => join(folder, executable));
    const found = await Promise.all(paths.map(async (path) => ((await isProgram(path)) ? realpath(path) : undefined)));
    return paths.filter((_, place) => found[place] !== undefined && found.indexOf(found[place]) === place);
}

/** Returns true if the path is a file that may be executed. */
export async function isProgram(path: string): Promise<boolean> {
    try {
        await access(path, constants.X_OK);
        return (await stat(path)).isFile();
    } catch {
        return false;
    }
}
