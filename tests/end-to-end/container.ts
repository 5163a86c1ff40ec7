import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Unpacked } from "./unpacked";

/** What the kernel says of a process. */
export interface ProcessStatus {
    /** Real, effective, saved, and that of the file system. */
    readonly uids: readonly number[];
    readonly noNewPrivileges: boolean;
    /** Whether it has, or could get, a capability. */
    readonly isCapable: boolean;
}

/** A container that runc runs from an image: on this machine's network, without any right, on a file system that is read-only. */
export class Container {
    /** The code that the service ended with. */
    readonly ended: Promise<number | null>;

    /** What it wrote until now. */
    output = "";

    readonly #runc: string;

    readonly #state: string;

    readonly #child: ChildProcess;

    /** @param variables besides those of the image */
    constructor(runc: string, folder: string, image: Unpacked, variables: Readonly<Record<string, string>>) {
        const bundle = mkdtempSync(join(folder, "bundle-"));
        this.#runc = runc;
        this.#state = join(bundle, "state");
        mkdirSync(this.#state);
        writeFileSync(join(bundle, "config.json"), JSON.stringify(formatConfig(image, variables)));
        this.#child = spawn(runc, this.#words("run", "--bundle", bundle), { stdio: ["ignore", "pipe", "pipe"] });
        [this.#child.stdout, this.#child.stderr].forEach((stream) => stream?.on("data", (data: Buffer) => (this.output += data.toString())));
        this.ended = new Promise((resolve, reject) => this.#child.on("error", reject).on("close", resolve));
    }

    get runs(): boolean {
        return this.#child.exitCode === null && this.#child.signalCode === null;
    }

    /** What the kernel says of the service's first process. */
    status(): ProcessStatus {
        const { pid } = JSON.parse(execFileSync(this.#runc, this.#words("state"), { encoding: "utf8" })) as { pid: number };
        const text = readFileSync(`/proc/${pid}/status`, "utf8");
        const field = (name: string) => new RegExp(`^${name}:\\s*(.+)$`, "m").exec(text)?.[1]?.split(/\s+/) ?? [];
        return {
            uids: field("Uid").map(Number),
            noNewPrivileges: field("NoNewPrivs")[0] === "1",
            isCapable: ["CapEff", "CapPrm", "CapInh", "CapAmb", "CapBnd"].some((name) => !/^0+$/.test(field(name)[0] ?? "")),
        };
    }

    /** Runs a command inside, as the service's user; throws if it fails. */
    exec(command: readonly string[]): string {
        return execFileSync(this.#runc, [...this.#words("exec"), ...command], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    }

    /** Asks the service to end, and returns its code. */
    async stop(): Promise<number | null> {
        execFileSync(this.#runc, [...this.#words("kill"), "TERM"]);
        return this.ended;
    }

    /** Ends it if it runs still. */
    async remove(): Promise<void> {
        if (this.runs) {
            execFileSync(this.#runc, this.#words("delete", "--force"), { stdio: "ignore" });
            await this.ended;
        }
    }

    #words(command: string, ...options: string[]): string[] {
        // Of this process alone, as containers are groups of the kernel by their names.
        return ["--root", this.#state, command, ...options, `echo-${process.pid}`];
    }
}

/** Source: https://github.com/opencontainers/runtime-spec/blob/v1.0.2/config.md */
function formatConfig({ root, config }: Unpacked, variables: Readonly<Record<string, string>>): object {
    const [uid, gid] = config.User.split(":").map(Number);
    const tmpfs = (destination: string, ...options: string[]) => ({ destination, type: "tmpfs", source: "tmpfs", options: ["nosuid", "noexec", ...options] });
    return {
        ociVersion: "1.0.2",
        process: {
            user: { uid, gid },
            args: [...config.Entrypoint ?? [], ...config.Cmd],
            env: [...config.Env, ...Object.entries(variables).map(([name, value]) => `${name}=${value}`)],
            cwd: config.WorkingDir,
            noNewPrivileges: true,
            capabilities: { bounding: [], effective: [], permitted: [], inheritable: [], ambient: [] },
        },
        root: { path: root, readonly: true },
        mounts: [
            { destination: "/proc", type: "proc", source: "proc" },
            tmpfs("/dev", "mode=755", "size=65536k"),
            tmpfs("/dev/shm", "nodev", "mode=1777", "size=65536k"),
        ],
        linux: { namespaces: ["pid", "mount", "ipc", "uts"].map((type) => ({ type })) },
    };
}
