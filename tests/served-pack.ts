import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Facts } from "../policies/rule";
import { aloneRequest } from "./analyzed";

const ROOT = join(__dirname, "..");

/** Returns the folder of a copy of the pack that nobody else uses. */
export function copyPack(): string {
    const root = mkdtempSync(join(tmpdir(), "pack-"));
    const sources = (path: string) => path !== join(ROOT, "policies", "dist");
    cpSync(join(ROOT, "policies"), join(root, "policies"), {
        recursive: true,
        preserveTimestamps: true,
        filter: sources,
    });
    cpSync(join(ROOT, "model"), join(root, "model"), { recursive: true, preserveTimestamps: true });
    cpSync(join(ROOT, "tsconfig.json"), join(root, "tsconfig.json"));
    symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
    return join(root, "policies");
}

export function removePack(folder: string): void {
    rmSync(join(folder, ".."), { recursive: true, force: true });
}

/** A pack that serves as the engine has it serve, run as a program. */
export class ServedPack {
    readonly #client: AnalyzerClient;

    private constructor(
        readonly child: ChildProcess,
        readonly stdout: () => string,
        readonly stderr: () => string,
        port: string,
    ) {
        this.#client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
    }

    /** @param cwd the project's folder */
    static async start(folder: string, program = "main.cjs", cwd = tmpdir()): Promise<ServedPack> {
        const child = spawn(join(folder, program), ["127.0.0.1:1"], {
            cwd,
            stdio: ["ignore", "pipe", "pipe"],
        });
        let [stdout, stderr] = ["", ""];
        child.stderr.on("data", (data: Buffer) => (stderr += data));
        const port = await new Promise<string>((resolve, reject) => {
            child.stdout.on("data", (data: Buffer) => (stdout += data).endsWith("\n") && resolve(stdout.trim()));
            child.once("exit", (code) => reject(new Error(`the pack ended with ${code}: ${stderr}`)));
        });
        assert.match(port, /^\d+$/, "stdout has the port and nothing else");
        return new ServedPack(
            child,
            () => stdout,
            () => stderr,
            port,
        );
    }

    info(): Promise<proto.AnalyzerInfo> {
        return new Promise((resolve, reject) => {
            this.#client.getAnalyzerInfo(new Empty(), (error, info) =>
                error === null ? resolve(info) : reject(error),
            );
        });
    }

    configure(policy: string, settings: Record<string, boolean>): Promise<unknown> {
        const config = new proto.PolicyConfig();
        config.setEnforcementlevel(proto.EnforcementLevel.MANDATORY);
        config.setProperties(Struct.fromJavaScript(settings));
        const request = new proto.ConfigureAnalyzerRequest();
        request.getPolicyconfigMap().set(policy, config);
        return new Promise((resolve, reject) => {
            this.#client.configure(request, (error, empty) => (error === null ? resolve(empty) : reject(error)));
        });
    }

    analyze(facts: Facts): Promise<readonly string[]> {
        return new Promise((resolve, reject) => {
            this.#client.analyze(aloneRequest(facts), (error, response) =>
                error === null
                    ? resolve(response.getDiagnosticsList().map((diagnostic) => diagnostic.getMessage()))
                    : reject(error),
            );
        });
    }

    async stop(): Promise<void> {
        this.#client.close();
        const ended = new Promise((resolve) => this.child.once("exit", resolve));
        this.child.kill();
        await ended;
    }
}
