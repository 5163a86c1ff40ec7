import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { localPaths } from "../../toolchain/services/local-paths";
import { readPort } from "../../toolchain/services/record";
import type { Checkout } from "./checkout";

/** Images that are pushed to the registry of a checkout as others do it, without this program. */
export class Pushed {
    readonly host: string;

    readonly #regctl: string;

    readonly #config: string;

    readonly #data: string;

    constructor(checkout: Checkout, regctl: string) {
        const paths = localPaths(checkout.root);
        this.host = `127.0.0.1:${readPort(paths) ?? 0}`;
        this.#regctl = regctl;
        this.#data = paths.registry.data;
        this.#config = join(paths.folder, "regctl.json");
        const entry = { regcert: readFileSync(paths.tls.ca, "utf8"), user: "pulumi", pass: readFileSync(paths.password, "utf8").trim() };
        writeFileSync(this.#config, JSON.stringify({ hosts: { [this.host]: entry } }), { mode: 0o600 });
    }

    /** Runs regctl and returns what it printed. */
    run(words: readonly string[], input = ""): string {
        return execFileSync(this.#regctl, words, { env: { ...process.env, REGCTL_CONFIG: this.#config }, input, encoding: "utf8", stdio: "pipe" }).trim();
    }

    /** Pushes an image that differs from every other one, and returns its digest. */
    image(name: string, platform = "linux/amd64"): string {
        this.run(["image", "create", `${this.host}/${name}`, "--platform", platform, "--label", `name=${name}`, "--created", "2001-02-03T04:05:06Z"]);
        return this.digest(name);
    }

    /** Pushes an index of images, and returns its digest. */
    index(name: string, ...parts: readonly string[]): string {
        this.run(["index", "create", `${this.host}/${name}`, ...parts.flatMap((part) => ["--ref", `${this.host}/${part}`])]);
        return this.digest(name);
    }

    /** Pushes something about an image, as a signature is. */
    artifact(about: string): void {
        this.run(["artifact", "put", "--subject", `${this.host}/${about}`, "--artifact-type", "application/vnd.example.note"], "a note\n");
    }

    digest(name: string): string {
        return this.run(["manifest", "head", `${this.host}/${name}`]);
    }

    tags(repository: string): readonly string[] {
        return this.run(["tag", "ls", `${this.host}/${repository}`]).split("\n").filter((tag) => tag !== "").sort();
    }

    /** Says whether a manifest is there. */
    has(repository: string, digest: string): boolean {
        try {
            return this.digest(`${repository}@${digest}`) === digest;
        } catch {
            return false;
        }
    }

    /** Makes all that is in a repository look as old as that. */
    age(repository: string, days: number): void {
        const time = Date.now() / 1000 - days * 86_400;
        const folder = join(this.#data, "docker", "registry", "v2", "repositories", repository, "_manifests");
        readdirSync(folder, { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith("link"))
            .forEach((file) => utimesSync(join(folder, file), time, time));
    }
}
