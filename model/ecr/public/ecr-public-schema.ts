import * as v from "valibot";
import { closedMap, flag, listOf, mapOf, needed, optional, text, word } from "../../config-field";
import { kindKey, REGISTRY_TAKES } from "../../registry-kind";
import { replaceWrong } from "../../stand-in";
import { EXISTING_PROVIDERS, OIDC_PROVIDER_KEYS, OIDC_PROVIDERS } from "../schema/ecr-schema";
import { CATALOG_ELSEWHERE, PUBLIC_ELSEWHERE } from "../schema/elsewhere";
import { account, resourceTags } from "../values/ecr-text";
import { isRoleNameStart, ROLE_NAME_TAKES } from "../values/role-name";
import type { CatalogSpec, EcrPublicSpec } from "./ecr-public-spec";

/** What the gallery looks for. Source: https://docs.aws.amazon.com/AmazonECRPublic/latest/APIReference/API_RepositoryCatalogDataInput.html */
const ARCHITECTURES = ["ARM", "ARM 64", "x86", "x86-64"] as const;

/** Source: as above */
const OPERATING_SYSTEMS = ["Linux", "Windows"] as const;

/** Source: as above */
const DESCRIPTION_LENGTH_MAX = 1024;

/** The provider takes less than the service. Source: https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ecrpublic/repository.go */
const TEXT_LENGTH_MAX = 10_240;

const upTo = (most: number, what: string) => text(`${what} of 1 to ${most} characters`, (written) => written !== "" && written.length <= most);

function words<const W extends readonly string[]>(all: W) {
    const takes = `a list of ${all.join(", ")}`;
    return v.pipe(listOf(takes, word(all.join(", "), all)), v.transform((list) => [...new Set(list)]), v.title(takes));
}

/** The keys of what the gallery shows of a repository. */
export const CATALOG_KEYS = {
    description: optional("What is in it, in a line.", upTo(DESCRIPTION_LENGTH_MAX, "a text"), "none"),
    about: optional("What is in it, at length.", upTo(TEXT_LENGTH_MAX, "Markdown"), "none"),
    usage: optional("How to use it.", upTo(TEXT_LENGTH_MAX, "Markdown"), "none"),
    architectures: optional("What its images run on.", words(ARCHITECTURES), "none is shown"),
    operatingSystems: optional("What its images run on.", words(OPERATING_SYSTEMS), "none is shown"),
};

const CATALOG_TAKES = "a map of what the gallery shows of it, which may be empty";

const NOTHING: CatalogSpec = { architectures: [], operatingSystems: [] };

const CATALOG = v.pipe(
    // A name with nothing behind it is empty in YAML.
    v.lazy((input) => (input === null
        ? v.pipe(v.null(), v.transform(() => NOTHING))
        : v.pipe(
            closedMap(CATALOG_TAKES, CATALOG_KEYS, CATALOG_ELSEWHERE),
            v.transform((catalog): CatalogSpec => ({ ...NOTHING, ...catalog })),
        ))),
    v.title(CATALOG_TAKES),
);

/** The keys of a public registry of Amazon ECR, but for its kind. */
export const ECR_PUBLIC_KEYS = {
    account: needed("The account. Nothing is done with credentials of another one.", account()),
    name: optional("The start of the names of roles that are made.", text(ROLE_NAME_TAKES, isRoleNameStart), "registries-<stack>-public"),
    protect: optional(
        "Whether the engine refuses to delete repositories.",
        flag(),
        "true, but for stacks named dev, development, local or test, alone or with - and more behind",
    ),
    forceDelete: optional("Whether a repository goes with the images in it; else it has to be empty.", flag(), "false"),
    tags: optional("Tags of all that is made.", resourceTags(), "none"),
    repositories: optional(
        "Repositories besides those of the images, and what the gallery shows of any.",
        mapOf("a map from repositories' names to what the gallery shows", CATALOG),
        "those of the images",
    ),
    oidcProviders: OIDC_PROVIDERS,
};

/** The keys of each part of a public registry, by where the part is. */
export const ECR_PUBLIC_PARTS: readonly (readonly [above: string, keys: v.ObjectEntries])[] = [
    ["repositories.<name>", CATALOG_KEYS],
    ["oidcProviders", OIDC_PROVIDER_KEYS],
];

/** A public registry of Amazon ECR as it is written. */
export const ECR_PUBLIC_MAP = closedMap(REGISTRY_TAKES, { kind: kindKey("ecr-public"), ...ECR_PUBLIC_KEYS }, PUBLIC_ELSEWHERE);

/** Returns a public registry of Amazon ECR with its defaults. */
export function completeEcrPublic(registry: v.InferOutput<typeof ECR_PUBLIC_MAP>): EcrPublicSpec {
    return { forceDelete: false, tags: {}, repositories: {}, oidcProviders: EXISTING_PROVIDERS, ...registry };
}

/** What stands for a key whose value is wrong, where no other key depends on the value. */
const STAND_INS: Readonly<Record<string, unknown>> = {
    account: "123456789012", name: "registries", protect: true, forceDelete: false, tags: {}, oidcProviders: undefined,
};

/**
 * Returns a registry with stand-ins for what is wrong in it; `undefined` where what its other keys say against each other
 * would be about values that nobody wrote.
 *
 * @param keys the keys of the registry that have mistakes
 */
export function standInEcrPublic(written: Readonly<Record<string, unknown>>, keys: readonly string[]): EcrPublicSpec | undefined {
    const { success, output } = v.safeParse(ECR_PUBLIC_MAP, replaceWrong(written, keys, Object.keys(ECR_PUBLIC_KEYS), STAND_INS));
    return success ? completeEcrPublic(output) : undefined;
}
