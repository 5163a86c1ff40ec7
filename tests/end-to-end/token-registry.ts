import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chooseFreePort } from "../../toolchain/services/free-port";
import { localPaths } from "../../toolchain/services/local-paths";
import { ISSUER } from "../acr-token-server";
import { ask } from "../local-services-place";

/** Distribution's registry, as it runs behind somebody else's token server. */
export class TokenRegistry {
    private constructor(readonly port: number, readonly child: ChildProcess) {}

    /**
     * Starts it, and returns once it answers.
     *
     * @param program path of distribution's `registry`
     * @param host what clients know it as, and who issues its tokens
     * @see https://distribution.github.io/distribution/about/configuration/#token
     */
    static async start(root: string, program: string, host: string, ca: string): Promise<TokenRegistry> {
        const folder = join(root, "token-registry");
        const port = await chooseFreePort();
        const { tls } = localPaths(root);
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, "config.yml"), JSON.stringify({
            version: 0.1,
            log: { level: "warn", accesslog: { disabled: true } },
            storage: { filesystem: { rootdirectory: join(folder, "data") }, delete: { enabled: true } },
            http: { addr: `127.0.0.1:${port}`, secret: "of uploads", relativeurls: true, tls: { certificate: tls.server, key: tls.serverKey } },
            auth: { token: { realm: `https://${host}/oauth2/token`, service: host, issuer: ISSUER, rootcertbundle: tls.ca } },
        }));
        const log = openSync(join(folder, "registry.log"), "a");
        const env = { PATH: process.env["PATH"], OTEL_TRACES_EXPORTER: "none" };
        const child = spawn(program, ["serve", join(folder, "config.yml")], { stdio: ["ignore", log, log], env });
        const registry = new TokenRegistry(port, child);
        for (let left = 200; ; left--) {
            const status = await ask(`https://127.0.0.1:${port}/v2/`, undefined, ca).catch(() => 0);
            if (status === 401) {
                return registry;
            }
            if (left === 0 || child.exitCode !== null) {
                await registry.stop();
                throw new Error(`the registry does not ask for a token: ${status}`);
            }
            await sleep(50);
        }
    }

    async stop(): Promise<void> {
        if (this.child.exitCode === null && this.child.signalCode === null) {
            const ended = new Promise((resolve) => this.child.once("exit", resolve));
            this.child.kill();
            await ended;
        }
    }
}
