import * as v from "valibot";
import { closedMap, flag, listOf, optional, text } from "../../config-field";
import { LIFECYCLE_SCHEMA } from "../lifecycle/lifecycle-schema";
import type { EncryptionSpec, RepositorySettings } from "../repository-spec";
import { keyArn, resourceTags } from "../values/ecr-text";
import { FILTER_LENGTH_MAX, FILTER_WILDCARDS_MAX, isTagFilter } from "../values/tag-filter";
import { REPOSITORY_ELSEWHERE } from "./elsewhere";

/** The keys of encryption with AWS KMS. */
export const ENCRYPTION_KEYS = {
    key: optional("A key of the registry's region. It may be another account's.", keyArn(), "the key that AWS manages for ECR"),
    dualLayer: optional("Whether images are encrypted in two layers (KMS_DSSE). Only in AWS GovCloud (US).", flag(), "false"),
};

const ENCRYPTION_TAKES = "a map of key and dualLayer, which may be empty";

/** The keys that repositories and creation templates have, some with another meaning for tags that others push. */
export const SHARED_KEYS = {
    movableTags: optional(
        "Tags, or patterns with *, that may be moved all the same, besides those that this stack's images move: those of a build cache, mostly.",
        listOf("a list of tags or patterns", text(
            `a tag or a pattern: 1 to ${FILTER_LENGTH_MAX} of A-Z a-z 0-9 . _ - with at most ${FILTER_WILDCARDS_MAX} *, such as cache-*`,
            isTagFilter,
        )),
        "none",
    ),
    encryption: optional(
        "Encryption with AWS KMS, fixed when a repository is made: to change it is to replace the repository with all that is in it.",
        v.pipe(
            closedMap(ENCRYPTION_TAKES, ENCRYPTION_KEYS),
            v.transform((encryption): EncryptionSpec => ({ dualLayer: false, ...encryption })),
            v.title(ENCRYPTION_TAKES),
        ),
        "a key of Amazon S3 (AES256)",
    ),
    lifecycle: optional("Which images go, the most important rule first.", LIFECYCLE_SCHEMA, "all stay"),
};

/** The keys of a registry that say what its repositories are like, and of a repository that say what differs. */
export const REPOSITORY_KEYS = {
    immutableTags: optional("Whether tags stay with the image that they were pushed for.", flag(), "true"),
    ...SHARED_KEYS,
    scanOnPush: optional("Whether images are scanned as they are pushed. With scanning, that decides instead.", flag(), "true"),
    forceDelete: optional("Whether a repository goes with the images in it; else it has to be empty.", flag(), "false"),
    tags: optional("Tags of all that is made. Those of a repository come on top of the registry's.", resourceTags(), "none"),
};

/** What the repositories of a registry are like of which it says nothing. */
export const REPOSITORY_DEFAULTS = {
    immutableTags: true, movableTags: [], scanOnPush: true, forceDelete: false, lifecycle: [], tags: {},
} as const satisfies RepositorySettings;

const REPOSITORY_TAKES = "a map of what differs from the registry's other repositories, which may be empty";

/** What differs of a repository. */
export const REPOSITORY_SCHEMA = v.pipe(
    // A name with nothing behind it is empty in YAML.
    v.lazy((input) => (input === null
        ? v.pipe(v.null(), v.transform((): Partial<RepositorySettings> => ({})))
        : v.pipe(
            closedMap(REPOSITORY_TAKES, REPOSITORY_KEYS, REPOSITORY_ELSEWHERE),
            v.transform((repository): Partial<RepositorySettings> => repository),
        ))),
    v.title(REPOSITORY_TAKES),
);
