import * as v from "valibot";
import { closedMap, flag, needed, optional, text, word } from "../config-field";
import { isHost, isRepository, isTag } from "../image-ref";
import { isMap } from "../one-of";
import type { CacheSpec } from "./cache-spec";
import { path } from "./input-schema";

/** The tag of a cache in the registry that has no name of its own. */
const CACHE_TAG = "buildcache";

const KINDS = ["registry", "inline", "gha"] as const;

const CACHE_TAKES = "registry, inline or gha, or a map with at least one of registry, inline, local, gha, s3, azblob";

/** What BuildKit is told has a comma after each value. */
const value = (takes: string) => text(takes, (written) => /^[^",\s]+$/.test(written));

function isRef(written: string): boolean {
    const [, host = "", repository = "", tag = ""] = /^([^/]+)\/(.+):([^:/]+)$/.exec(written) ?? [];
    return isHost(host) && isRepository(repository) && isTag(tag);
}

/** The keys of a cache in a bucket. */
export const S3_CACHE_KEYS = {
    bucket: needed("The bucket, which has to be there.", value("the name of a bucket")),
    region: needed("Its region.", value("a region such as eu-central-1")),
    prefix: optional("What the names of its objects start with.", value("a text without commas and blanks, such as shop/"), "nothing"),
    endpoint: optional("A service other than that of AWS.", value("a URL such as https://minio.example.com"), "that of AWS"),
};

/** The keys of a cache in Azure Blob Storage. */
export const AZBLOB_CACHE_KEYS = {
    accountUrl: needed("The storage account.", text("a URL such as https://contoso.blob.core.windows.net", (url) => /^https:\/\/[^\s,"?@]+$/.test(url))),
    container: optional("The container.", value("the name of a container"), "buildkit-cache, as BuildKit has it"),
    accountKey: optional("The account's key. It is a secret in the state.", value("a key of the account"), "the Azure login of BuildKit itself"),
};

/** The keys of a cache. */
export const BUILD_CACHE_KEYS = {
    registry: optional(
        "In the registry, the first of several. The tag may be moved and is kept by the rules of the registry.",
        text(`a tag of the image's repository, such as ${CACHE_TAG}, or a reference host/repository:tag`, (written) => isTag(written) || isRef(written)),
        "none",
    ),
    inline: optional("As a part of the image, which knows the last stage alone.", flag(), "false"),
    local: optional("In a folder of whoever runs it.", path("a folder's path relative to the project, with /, such as .cache/web"), "none"),
    gha: optional(
        "In the cache of GitHub Actions, which gives its token only to actions: a step such as crazy-max/ghaction-github-runtime has to show it.",
        value("a scope, such as the image's name"),
        "none",
    ),
    s3: optional(
        "In a bucket, with the AWS credentials of whoever runs it.",
        closedMap("a map with at least bucket and region", S3_CACHE_KEYS),
        "none",
    ),
    azblob: optional("In Azure Blob Storage.", closedMap("a map with at least accountUrl", AZBLOB_CACHE_KEYS), "none"),
    mode: optional("min keeps what the image is made of, max every stage.", word("min or max", ["min", "max"]), "max; inline has min alone"),
    write: optional("Whether builds write it, or only read it. A preview never writes.", flag(), "true"),
};

const PLACES = ["registry", "inline", "local", "gha", "s3", "azblob"] as const;

const MAP = v.pipe(
    v.custom<Readonly<Record<string, unknown>>>(isMap, CACHE_TAKES),
    closedMap(CACHE_TAKES, BUILD_CACHE_KEYS),
    v.check((cache) => PLACES.some((place) => cache[place] !== undefined && cache[place] !== false), CACHE_TAKES),
    v.transform(({ registry, write = true, mode = "max", inline = false, ...places }): CacheSpec => ({
        ...places, write, mode, inline, ...(registry === undefined ? {} : { registry: isTag(registry) ? { tag: registry } : { ref: registry } }),
    })),
);

const KIND = v.pipe(word(CACHE_TAKES, KINDS), v.transform((kind): CacheSpec => ({
    write: true, mode: "max", inline: kind === "inline",
    ...(kind === "registry" ? { registry: { tag: CACHE_TAG } } : {}),
    ...(kind === "gha" ? { gha: "" } : {}),
})));

/** Where builds find what earlier ones made; one word stands for a map with its defaults. */
export const CACHE_SCHEMA = v.pipe(v.lazy((written) => (typeof written === "string" ? KIND : MAP)), v.title(CACHE_TAKES));
