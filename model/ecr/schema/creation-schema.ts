import * as v from "valibot";
import { closedMap, flag, listOf, needed, optional, text, word } from "../../config-field";
import { isHost } from "../../image-ref";
import type { CreationTemplateSpec, PullThroughCacheSpec } from "../ecr-part-spec";
import { resourceTags, roleArn, secretArn } from "../values/ecr-text";
import { isCachePrefix, isTemplatePrefix, PREFIX_TAKES, ROOT } from "../values/repository-name";
import { REPOSITORY_ELSEWHERE } from "./elsewhere";
import { SHARED_KEYS } from "./repository-schema";

/** Source: https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ecr/repository_creation_template.go */
const DESCRIPTION_LENGTH_MAX = 255;

/** The keys of a pull-through cache. */
export const PULL_THROUGH_CACHE_KEYS = {
    prefix: needed("What the repositories here start with.", text(`2 to 30 characters of ${PREFIX_TAKES}`, isCachePrefix)),
    upstream: needed("The registry that images come from at their first pull.", text("a registry's host, such as public.ecr.aws", isHost)),
    upstreamPrefix: optional(
        "What the repositories there start with. Not with the prefix ROOT.",
        text(`2 to 30 characters of ${PREFIX_TAKES}`, isCachePrefix),
        "ROOT",
    ),
    credentials: optional(
        "How Amazon ECR logs in there: a secret of the same account and region with username and accessToken, encrypted with the key that "
            + "AWS manages. Docker Hub, GitHub, GitLab, Azure and Chainguard need one.",
        secretArn(),
        "not at all",
    ),
    role: optional("The role that pulls from the Amazon ECR of another account, which needs one.", roleArn(), "none"),
};

const OCCASIONS = ["pull-through-cache", "push", "replication"] as const;
const OCCASIONS_TAKE = `a list of at least one of ${OCCASIONS.join(", ")}`;

/** The keys of a creation template. */
export const CREATION_TEMPLATE_KEYS = {
    prefix: needed("What the repositories start with.", text(PREFIX_TAKES, isTemplatePrefix)),
    description: optional("What it is for.", text(
        `a text of at most ${DESCRIPTION_LENGTH_MAX} characters`,
        (description) => description.length <= DESCRIPTION_LENGTH_MAX,
    ), "none"),
    appliesTo: needed("When Amazon ECR makes repositories by itself that are to be so.", v.pipe(
        listOf(OCCASIONS_TAKE, word(OCCASIONS.join(", "), OCCASIONS)),
        v.minLength(1, OCCASIONS_TAKE),
        v.transform((occasions) => [...new Set(occasions)]),
        v.title(OCCASIONS_TAKE),
    )),
    immutableTags: optional(
        "Whether tags stay with the image that they were pushed for. A cache does not follow tags that cannot be moved.",
        flag(),
        "true, but false where it applies to pull-through-cache alone",
    ),
    ...SHARED_KEYS,
    tags: optional("Tags of the repositories. Those of the registry are not among them.", resourceTags(), "none"),
    role: optional("The role that Amazon ECR makes the repositories with.", roleArn(), "one is made where tags or encryption need it"),
};

/** The keys of a registry that say what Amazon ECR makes by itself. */
export const CREATION_KEYS = {
    pullThroughCache: optional(
        "Registries whose images are copied to here at their first pull.",
        listOf("a list of caches", v.pipe(
            closedMap("a map with at least prefix and upstream", PULL_THROUGH_CACHE_KEYS),
            v.transform(({ upstreamPrefix, ...cache }): PullThroughCacheSpec =>
                ({ ...cache, ...(upstreamPrefix === undefined || upstreamPrefix === ROOT ? {} : { upstreamPrefix }) })),
        )),
        "none",
    ),
    creationTemplates: optional(
        "What repositories are like that Amazon ECR makes by itself. Those that are there stay as they are.",
        listOf("a list of templates", v.pipe(
            closedMap("a map with at least prefix and appliesTo", CREATION_TEMPLATE_KEYS, REPOSITORY_ELSEWHERE),
            v.transform((template): CreationTemplateSpec => ({
                immutableTags: template.appliesTo.some((occasion) => occasion !== "pull-through-cache"),
                movableTags: [], lifecycle: [], tags: {}, ...template,
            })),
        )),
        "one for each cache from which somebody may pull who needs a policy of the repository",
    ),
};
