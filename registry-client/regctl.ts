import { readManifest, type Manifest } from "../model/oci/manifest";
import type { Login } from "./login";
import { ProgramError, runProgram } from "./program";

/** Time for one answer of a registry, with all retries: regctl waits between them, longer each time. */
const ANSWER_MS = 120_000;

/** Time for the copy of an image. */
const COPY_MS = 3_600_000;

/** What an image says of itself. */
export interface ImageConfig {
    /** RFC 3339; @default - it does not say */
    readonly created?: string;
    readonly labels: Readonly<Record<string, string>>;
}

/**
 * A registry's protocol, as regctl speaks it: with tokens, pages and retries.
 *
 * @see https://regclient.org/cli/regctl/
 */
export class Regctl {
    constructor(
        /** The program. */
        readonly path: string,
        /** What it runs with; names its private configuration. */
        readonly env: NodeJS.ProcessEnv,
        /** By host, for messages. */
        readonly logins: ReadonlyMap<string, Login>,
    ) {}

    /** Returns the tags of a repository; `undefined` if there is no such repository. */
    async tags(repository: string): Promise<readonly string[] | undefined> {
        const output = await this.#ask(["tag", "ls", repository, "--format", "{{json .}}"]);
        return output === undefined ? undefined : (JSON.parse(output) as { tags?: string[] | null }).tags ?? [];
    }

    /** Returns the digest that a reference leads to; `undefined` if it leads nowhere. */
    async digest(ref: string): Promise<string | undefined> {
        return (await this.#ask(["manifest", "head", ref, "--require-digest"]))?.trim();
    }

    /** Returns the manifest that a reference leads to; `undefined` if it leads nowhere. */
    async manifest(ref: string): Promise<Manifest | undefined> {
        const output = await this.#ask(["manifest", "get", ref, "--format", "[{{json .GetDescriptor}},{{json .}}]"]);
        const [descriptor, body] = output === undefined ? [] : (JSON.parse(output) as unknown[]);
        return output === undefined ? undefined : readManifest(descriptor, body);
    }

    /** Returns what the image of one platform says of itself; `undefined` if it is no image. */
    async config(ref: string): Promise<ImageConfig | undefined> {
        try {
            const output = await this.#ask(["image", "config", ref, "--format", "{{json .}}"]);
            const { created, config } = JSON.parse(output ?? "{}") as { created?: string; config?: { Labels?: Record<string, string> | null } };
            return { ...(created === undefined ? {} : { created }), labels: config?.Labels ?? {} };
        } catch (error) {
            if (error instanceof Error && /unsupported (config )?media ?type/i.test(error.message)) {
                return undefined;
            }
            throw error;
        }
    }

    /** Returns what is about an image: signatures and other descriptions. */
    async referrers(ref: string): Promise<readonly { readonly digest: string; readonly artifactType?: string }[]> {
        const output = await this.#ask(["artifact", "list", ref, "--format", "{{json .Descriptors}}"]);
        return (JSON.parse(output ?? "null") as { digest: string; artifactType?: string }[] | null) ?? [];
    }

    /** Copies an image with all its platforms, and what is about it. */
    async copy(from: string, to: string): Promise<void> {
        await this.#run(["image", "copy", "--referrers", "--digest-tags", from, to], COPY_MS);
    }

    /** Takes a tag away and leaves its image, also where the registry cannot do that by itself. */
    async untag(ref: string): Promise<void> {
        await this.#run(["tag", "rm", ref], ANSWER_MS);
    }

    /** Deletes a manifest by its digest, with all its tags; returns false if it is gone already. */
    async remove(ref: string): Promise<boolean> {
        return (await this.#ask(["manifest", "rm", ref])) !== undefined;
    }

    /** Returns what a command printed; `undefined` if the registry does not have what it is about. */
    async #ask(words: readonly string[]): Promise<string | undefined> {
        try {
            return await this.#run(words, ANSWER_MS);
        } catch (error) {
            if (error instanceof Error && / \[http 404\]/.test(error.message)) {
                return undefined;
            }
            throw error;
        }
    }

    async #run(words: readonly string[], limitMs: number): Promise<string> {
        try {
            return await runProgram(this.path, ["--verbosity", "error", ...words], { env: this.env, limitMs });
        } catch (error) {
            throw error instanceof ProgramError ? new Error(`${error.said}${this.#adviceFor(words, error.said)}`, { cause: error }) : error;
        }
    }

    /** Says whose login was sent, or what may start the registry, where that may be what is wrong. */
    #adviceFor(words: readonly string[], said: string): string {
        const login = [...this.logins.values()].find(({ host }) => words.some((word) => word.startsWith(`${host}/`)));
        if (login !== undefined && /unauthorized|forbidden|denied|\[http 40[13]\]/i.test(said)) {
            return ` (login: ${[login.from, ...login.tried].join("; ")})`;
        }
        return login?.start !== undefined && /connection refused/.test(said) ? `; ${login.start}` : "";
    }
}
