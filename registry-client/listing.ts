import { parseEcrHost } from "../model/ecr/ecr-host";
import { programsOnPath } from "../toolchain/on-path";
import { acrNameOf } from "./cloud-login";
import { ProgramError, runProgram } from "./program";

/** A manifest as a registry lists it. */
export interface ListedManifest {
    readonly digest: string;
    readonly tags: readonly string[];
    /** When it was pushed, in milliseconds since 1970; @default - not told */
    readonly at?: number;
}

/** All manifests of a repository, those without a tag too, or why they are not to be had. */
export type Listing = { readonly manifests: readonly ListedManifest[] } | { readonly fault: string };

/** Time for a list of all manifests, of which there may be many pages. */
const LIMIT_MS = 600_000;

/** How a cloud's own program lists the manifests of a repository. */
interface CloudListing {
    readonly program: "az" | "aws";
    readonly args: readonly string[];
    readonly read: (output: string) => readonly ListedManifest[];
}

/**
 * Returns what a cloud's own program knows of a repository: the protocol lists tags alone.
 *
 * @see https://learn.microsoft.com/cli/azure/acr/manifest#az-acr-manifest-list-metadata
 * @see https://docs.aws.amazon.com/cli/latest/reference/ecr/describe-images.html
 */
export async function listInCloud(host: string, repository: string, env: NodeJS.ProcessEnv): Promise<Listing | undefined> {
    const cloud = listingFor(host, repository);
    if (cloud === undefined) {
        return undefined;
    }
    const [path] = await programsOnPath(cloud.program, env);
    if (path === undefined) {
        return { fault: `${cloud.program}, which lists them, is not on PATH` };
    }
    try {
        return { manifests: cloud.read(await runProgram(path, cloud.args, { env, limitMs: LIMIT_MS })) };
    } catch (error) {
        return { fault: `${cloud.program}: ${error instanceof ProgramError ? error.said : "what it printed cannot be read"}` };
    }
}

function listingFor(host: string, repository: string): CloudListing | undefined {
    const acr = acrNameOf(host);
    if (acr !== undefined) {
        return { program: "az", args: ["acr", "manifest", "list-metadata", "--registry", acr, "--name", repository, "--output", "json"], read: readAzure };
    }
    const ecr = parseEcrHost(host);
    return ecr === undefined ? undefined : {
        program: "aws",
        args: ["ecr", "describe-images", "--registry-id", ecr.account, "--region", ecr.region, "--repository-name", repository, "--output", "json"],
        read: readAws,
    };
}

/** The time of a manifest's last update is that of the last tag too, so it is when an image came into use. */
function readAzure(output: string): readonly ListedManifest[] {
    const rows = JSON.parse(output) as readonly { digest: string; tags?: readonly string[] | null; lastUpdateTime?: string; createdTime?: string }[];
    return rows.map(({ digest, tags, lastUpdateTime, createdTime }) => withTime(digest, tags ?? [], lastUpdateTime ?? createdTime));
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageDetail.html */
interface AwsImage {
    readonly imageDigest: string;
    readonly imageTags?: readonly string[];
    readonly imagePushedAt?: string | number;
}

function readAws(output: string): readonly ListedManifest[] {
    const { imageDetails } = JSON.parse(output) as { readonly imageDetails: readonly AwsImage[] };
    return imageDetails.map(({ imageDigest, imageTags, imagePushedAt }) => withTime(imageDigest, imageTags ?? [], imagePushedAt));
}

/** @param time a date, or as version 1 of AWS' program has it, seconds since 1970 */
function withTime(digest: string, tags: readonly string[], time: string | number | undefined): ListedManifest {
    const at = typeof time === "number" ? time * 1000 : Date.parse(time ?? "");
    return { digest, tags, ...(Number.isNaN(at) ? {} : { at }) };
}
