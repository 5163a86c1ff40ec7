import { request } from "node:https";
import { gunzipSync } from "node:zlib";
import type { Checkout } from "./checkout";

const MANIFESTS = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json";

interface Manifest {
    readonly config: { readonly digest: string };
    readonly layers: readonly { readonly digest: string }[];
    readonly annotations?: Readonly<Record<string, string>>;
}

/** What a registry says of an image besides its files. */
export interface PulledImage {
    readonly annotations: Readonly<Record<string, string>>;
    readonly created: string;
    readonly config: { readonly Labels: Readonly<Record<string, string>> };
}

/** Reads from the local registry of a checkout, with its certificate and its login, and nothing of the program's own. */
export class Pulled {
    readonly #ca: string;

    readonly #login: string;

    constructor(checkout: Checkout) {
        this.#ca = checkout.read(".local/tls/ca.pem");
        const [, user = "", , password = ""] = /login (\S+)(\s+)password (\S+)/.exec(checkout.read(".local/netrc")) ?? [];
        this.#login = `${user}:${password}`;
    }

    /** Returns the digest that a tag names now. */
    async digest(host: string, repository: string, tag: string): Promise<string | undefined> {
        const { status, headers } = await this.#get(`https://${host}/v2/${repository}/manifests/${tag}`);
        return status === 200 ? String(headers["docker-content-digest"]) : undefined;
    }

    async tags(host: string, repository: string): Promise<string[]> {
        const { body } = await this.#get(`https://${host}/v2/${repository}/tags/list`);
        return ((JSON.parse(body.toString()) as { tags: string[] | null }).tags ?? []).sort();
    }

    /** Returns the files of an image that its reference pins. */
    async files(ref: string): Promise<Map<string, string>> {
        const [, host, repository, digest] = /^([^/]+)\/(.+)@(sha256:[0-9a-f]{64})$/.exec(ref) ?? [];
        const manifest = await this.#get(`https://${host}/v2/${repository}/manifests/${digest}`);
        const files = new Map<string, string>();
        for (const layer of (JSON.parse(manifest.body.toString()) as Manifest).layers) {
            const { body } = await this.#get(`https://${host}/v2/${repository}/blobs/${layer.digest}`);
            readTar(gunzipSync(body), files);
        }
        return files;
    }

    /** Returns what is said of an image that its reference pins. */
    async image(ref: string): Promise<PulledImage> {
        const { annotations, config } = await this.#configured(ref);
        return { ...(config as unknown as Omit<PulledImage, "annotations">), annotations };
    }

    /** Returns one value of the configuration of what a reference pins. */
    async config(ref: string, key: string): Promise<unknown> {
        return (await this.#configured(ref)).config[key];
    }

    /** Returns the index that a reference pins. */
    async index(ref: string): Promise<{ annotations: Readonly<Record<string, string>>; manifests: readonly { digest: string }[] }> {
        const [, host, repository, digest] = /^([^/]+)\/(.+)@(sha256:[0-9a-f]{64})$/.exec(ref) ?? [];
        const { body } = await this.#get(`https://${host}/v2/${repository}/manifests/${digest}`);
        return JSON.parse(body.toString()) as Awaited<ReturnType<Pulled["index"]>>;
    }

    /** Returns the digests of the layers of an image that its reference pins. */
    async layers(ref: string): Promise<readonly string[]> {
        const [, host, repository, digest] = /^([^/]+)\/(.+)@(sha256:[0-9a-f]{64})$/.exec(ref) ?? [];
        const { body } = await this.#get(`https://${host}/v2/${repository}/manifests/${digest}`);
        return (JSON.parse(body.toString()) as Manifest).layers.map((layer) => layer.digest);
    }

    async #configured(ref: string): Promise<{ annotations: Readonly<Record<string, string>>; config: Record<string, unknown> }> {
        const [, host, repository, digest] = /^([^/]+)\/(.+)@(sha256:[0-9a-f]{64})$/.exec(ref) ?? [];
        const manifest = await this.#get(`https://${host}/v2/${repository}/manifests/${digest}`);
        const { config, annotations = {} } = JSON.parse(manifest.body.toString()) as Manifest;
        const { body } = await this.#get(`https://${host}/v2/${repository}/blobs/${config.digest}`);
        return { annotations, config: JSON.parse(body.toString()) as Record<string, unknown> };
    }

    #get(url: string): Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: Buffer }> {
        return new Promise((resolve, reject) => {
            request(url, { ca: this.#ca, auth: this.#login, headers: { accept: MANIFESTS } }, (response) => {
                const chunks: Buffer[] = [];
                response.on("data", (chunk: Buffer) => chunks.push(chunk));
                response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }));
            }).on("error", reject).end();
        });
    }
}

/** Reads the regular files of a tar archive: blocks of 512 bytes, name at 0, octal size at 124, type at 156. */
function readTar(archive: Buffer, files: Map<string, string>): void {
    for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
        const field = (from: number, to: number) => archive.toString("utf8", at + from, at + to).split("\0")[0] ?? "";
        const size = parseInt(field(124, 136), 8);
        if (field(156, 157) === "0") {
            files.set(field(0, 100), archive.toString("utf8", at + 512, at + 512 + size));
        }
        at += 512 + Math.ceil(size / 512) * 512;
    }
}
