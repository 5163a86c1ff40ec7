import { spawnSync } from "node:child_process";
import { endProcesses } from "./end-processes";
import { readIfThere } from "./private-files";
import { listProcesses } from "./processes";

/**
 * Ends the build steps that a killed BuildKit has left behind, and takes away its mounts, which would keep anyone from
 * removing the folder. Neither the command nor the ancestors of a step tell whose it is by then, but its root directory
 * does: it is a snapshot in BuildKit's folder.
 *
 * Precondition: no BuildKit runs on the folder.
 *
 * @param folder BuildKit's folder of data
 */
export async function endBuildSteps(folder: string): Promise<void> {
    const inside = `${written(folder)}/`;
    const steps = listProcesses().filter(({ pid }) => readMounts(pid).some(({ point, line }) => point === "/" && line.includes(inside)));
    await endProcesses(steps, 0);
    const left = readMounts("self").filter(({ point, line }) => point !== "/" && line.includes(inside));
    for (const { point } of left.reverse()) {
        // An ordinary user's mounts went with the namespace that they were in.
        spawnSync("umount", [read(point)], { stdio: "ignore" });
    }
}

/** Reads the mounts that a process sees. Source: https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html */
function readMounts(pid: number | "self"): { readonly point: string; readonly line: string }[] {
    const lines = readIfThere(`/proc/${pid}/mountinfo`)?.split("\n") ?? [];
    return lines.map((line) => ({ point: line.split(" ")[4] ?? "", line }));
}

/** Blanks, tabs, line ends and backslashes are written in octal there. */
function written(path: string): string {
    return path.replace(/[ \t\n\\]/g, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, "0")}`);
}

function read(path: string): string {
    return path.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
