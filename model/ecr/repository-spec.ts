import type { LifecycleRuleSpec } from "./lifecycle/lifecycle-spec";

/** What a repository is like. */
export interface RepositorySettings {
    /** Whether tags stay with the image that they were pushed for. */
    readonly immutableTags: boolean;

    /** Tags, or patterns with `*`, that may be moved all the same, besides those that this stack's images move. */
    readonly movableTags: readonly string[];

    /** Whether images are scanned as they are pushed; the registry's `scanning` goes before it. */
    readonly scanOnPush: boolean;

    /** @default - a key of Amazon S3's (AES256) */
    readonly encryption?: EncryptionSpec;

    /** Whether the repository goes with the images in it. */
    readonly forceDelete: boolean;

    readonly lifecycle: readonly LifecycleRuleSpec[];

    readonly tags: Readonly<Record<string, string>>;
}

/** Encryption with AWS KMS, fixed when a repository is made. */
export interface EncryptionSpec {
    /** ARN of a key of the registry's region; @default - the key that AWS manages for ECR */
    readonly key?: string;

    /** Two independent layers (KMS_DSSE). */
    readonly dualLayer: boolean;
}
