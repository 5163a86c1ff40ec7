import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findTools } from "../toolchain/find";
import {
    describeLocalServices, startLocalServices, stopLocalServices,
    type LocalServices, type ServiceLimits, type ServiceName, type ServicePrograms,
} from "../toolchain/local-services";
import { localPaths } from "../toolchain/services/local-paths";
import { listProcesses } from "../toolchain/services/processes";
import { skip } from "./tools-at-hand";

const LIMITS: Partial<ServiceLimits> = { answerMs: 2_000, readyMs: 30_000 };

/** Returns the programs of the services; without them the test, or all tests of a hook's suite, are skipped. */
export async function needPrograms(context: Mocha.Context): Promise<Required<ServicePrograms>> {
    const found = await findTools(["registry", "buildkitd", "runc"]);
    const missing = found.filter(({ path }) => path === undefined).map(({ tool }) => tool);
    if (missing.length > 0) {
        skip(context, `missing ${missing.join(", ")}`);
    }
    const [registry = "", buildkitd = "", runc = ""] = found.map(({ path }) => path);
    return { registry, buildkit: { buildkitd, runc } };
}

/** A folder with services of its own. */
export class Place {
    readonly said: string[] = [];

    readonly #programs: ServicePrograms;

    constructor(programs: ServicePrograms, readonly root = mkdtempSync(join(tmpdir(), "services-"))) {
        this.#programs = programs;
    }

    get paths() {
        return localPaths(this.root);
    }

    start(programs: ServicePrograms = this.#programs): Promise<LocalServices> {
        this.said.length = 0;
        return startLocalServices(this.root, programs, (line) => this.said.push(line), LIMITS);
    }

    /** Starts the services from another process. */
    startElsewhere(): ChildProcess {
        const child = join(__dirname, "local-services-child.ts");
        return spawn(process.execPath, ["--require", "tsx/cjs", child, this.root, JSON.stringify(this.#programs)], {
            cwd: join(__dirname, ".."),
            stdio: ["ignore", "pipe", "inherit"],
        });
    }

    stop(): Promise<void> {
        return stopLocalServices(this.root, (line) => this.said.push(line), LIMITS);
    }

    /** Ends what runs and removes everything. */
    async end(): Promise<void> {
        await this.stop();
        rmSync(this.root, { recursive: true, force: true });
    }

    /** The service's process as the doctor knows it. */
    async pid(name: ServiceName): Promise<number> {
        const row = (await describeLocalServices(this.root)).find((one) => one.name === name);
        return row?.pid ?? 0;
    }

    /** All processes whose command names this folder. */
    processes(): string[] {
        return listProcesses().filter(({ pid, command }) => pid !== process.pid && command.join(" ").includes(`${this.paths.folder}/`))
            .map(({ command }) => command.join(" "));
    }

    read(file: string): string {
        return readFileSync(join(this.paths.folder, file), "utf8");
    }
}

/** Returns the status of the registry's answer to a login; rejects if its certificate is not trusted. */
export function ask(url: string, login?: string, ca?: string): Promise<number> {
    const options = {
        agent: false,
        headers: { accept: "application/vnd.oci.image.manifest.v1+json" },
        ...(login === undefined ? {} : { auth: login }),
        ...(ca === undefined ? {} : { ca }),
    };
    return new Promise((resolve, reject) => {
        const asked = request(url, options, (response) => {
            response.resume();
            resolve(response.statusCode ?? 0);
        });
        asked.on("error", reject).end();
    });
}
