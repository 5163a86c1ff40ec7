import { createHash } from "node:crypto";
import type { Clients } from "./moto";

const BLOB = Buffer.from("a layer");

/** Returns the digest of bytes. */
export function digestOf(bytes: Buffer | string): string {
    return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** The only layer of the test's image. */
export const LAYER = { blob: BLOB, digest: digestOf(BLOB) };

/** Returns an image of that layer. */
export function manifest(note: string): string {
    return JSON.stringify({
        schemaVersion: 2,
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        config: { mediaType: "application/vnd.oci.image.config.v1+json", digest: digestOf(note), size: note.length },
        layers: [{ mediaType: "application/vnd.oci.image.layer.v1.tar", digest: LAYER.digest, size: BLOB.length }],
    });
}

const uploadId = "none";

/** What somebody may try to do with a repository, by the name of the action; what is of no repository does not look at it. */
export const ACTIONS: Readonly<Record<string, (clients: Clients, repositoryName: string) => Promise<unknown>>> = {
    GetAuthorizationToken: ({ ecr }) => ecr.getAuthorizationToken({}),
    DescribeRepositories: ({ ecr }) => ecr.describeRepositories({}),
    DescribeImages: ({ ecr }, repositoryName) => ecr.describeImages({ repositoryName }),
    ListImages: ({ ecr }, repositoryName) => ecr.listImages({ repositoryName }),
    BatchCheckLayerAvailability: ({ ecr }, repositoryName) => ecr.batchCheckLayerAvailability({ repositoryName, layerDigests: [LAYER.digest] }),
    BatchGetImage: ({ ecr }, repositoryName) => ecr.batchGetImage({ repositoryName, imageIds: [{ imageTag: "1" }] }),
    GetDownloadUrlForLayer: ({ ecr }, repositoryName) => ecr.getDownloadUrlForLayer({ repositoryName, layerDigest: LAYER.digest }),
    InitiateLayerUpload: ({ ecr }, repositoryName) => ecr.initiateLayerUpload({ repositoryName }),
    UploadLayerPart: ({ ecr }, repositoryName) => ecr.uploadLayerPart({ repositoryName, uploadId, partFirstByte: 0, partLastByte: BLOB.length - 1, layerPartBlob: BLOB }),
    CompleteLayerUpload: ({ ecr }, repositoryName) => ecr.completeLayerUpload({ repositoryName, uploadId, layerDigests: [LAYER.digest] }),
    PutImage: ({ ecr }, repositoryName) => ecr.putImage({ repositoryName, imageManifest: manifest("tried"), imageTag: "tried" }),
    BatchDeleteImage: ({ ecr }, repositoryName) => ecr.batchDeleteImage({ repositoryName, imageIds: [{ imageTag: "none" }] }),
    PutImageTagMutability: ({ ecr }, repositoryName) => ecr.putImageTagMutability({ repositoryName, imageTagMutability: "MUTABLE" }),
    PutLifecyclePolicy: ({ ecr }, repositoryName) => ecr.putLifecyclePolicy({ repositoryName, lifecyclePolicyText: "{}" }),
    SetRepositoryPolicy: ({ ecr }, repositoryName) => ecr.setRepositoryPolicy({ repositoryName, policyText: "{}" }),
    CreateRepository: ({ ecr }, repositoryName) => ecr.createRepository({ repositoryName }),
    DeleteRepository: ({ ecr }, repositoryName) => ecr.deleteRepository({ repositoryName }),
};

/** What is answered to somebody who may, but says something that is not so, or that moto does not go on with. */
const ALLOWED = [
    "NotImplemented", "UploadNotFoundException", "ImageAlreadyExistsException", "InvalidParameterException",
    "RepositoryAlreadyExistsException", "RepositoryNotEmptyException", "RepositoryNotFoundException",
];

/** Returns the names of the actions that the clients' caller may do with a repository. */
export async function allowedActions(clients: Clients, repositoryName: string): Promise<readonly string[]> {
    const allowed: string[] = [];
    for (const [name, act] of Object.entries(ACTIONS)) {
        if (await isAllowed(() => act(clients, repositoryName))) {
            allowed.push(name);
        }
    }
    return allowed;
}

async function isAllowed(act: () => Promise<unknown>): Promise<boolean> {
    try {
        await act();
        return true;
    } catch (error) {
        const { name } = error as Error;
        if (!/^AccessDenied/.test(name) && !ALLOWED.includes(name)) {
            throw error;
        }
        return ALLOWED.includes(name);
    }
}

/** Pushes an image as a client of containers does; returns its digest. */
export async function push({ ecr }: Clients, repositoryName: string, imageTag: string): Promise<string | undefined> {
    await ecr.getAuthorizationToken({});
    const { uploadId: upload } = await ecr.initiateLayerUpload({ repositoryName });
    await ecr.uploadLayerPart({ repositoryName, uploadId: upload, partFirstByte: 0, partLastByte: BLOB.length - 1, layerPartBlob: BLOB });
    await ecr.completeLayerUpload({ repositoryName, uploadId: upload, layerDigests: [LAYER.digest] });
    const { image } = await ecr.putImage({ repositoryName, imageTag, imageManifest: manifest(imageTag) });
    return image?.imageId?.imageDigest;
}
