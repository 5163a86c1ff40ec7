import * as v from "valibot";
import { closedMap, flag, listOf, mapOf, needed, optional, text, word } from "../../config-field";
import { kindKey, REGISTRY_TAKES } from "../../registry-kind";
import type { AccountSettingsSpec } from "../ecr-part-spec";
import type { EcrSpec } from "../ecr-spec";
import { replaceWrong } from "../../stand-in";
import { account, principalArn, region } from "../values/ecr-text";
import { isRoleNameStart, ROLE_NAME_TAKES } from "../values/role-name";
import { CREATION_KEYS } from "./creation-schema";
import { ELSEWHERE } from "./elsewhere";
import { COPY_KEYS } from "./replication-schema";
import { REPOSITORY_DEFAULTS, REPOSITORY_KEYS, REPOSITORY_SCHEMA } from "./repository-schema";
import { SCANNING_SCHEMA } from "./scanning-schema";

const OWNER = word("create or existing", ["create", "existing"]);

/** The keys of the providers that pipelines are known by. */
export const OIDC_PROVIDER_KEYS = {
    github: optional("That of GitHub.", OWNER, "existing"),
    gitlab: optional("That of GitLab.", OWNER, "existing"),
};

/** The key for the providers that pipelines are known by, which public registries have too. */
export const OIDC_PROVIDERS = optional(
    "Who tells AWS what pipelines are: of each an account has one, which a single stack may create.",
    v.pipe(
        closedMap("a map of github and gitlab", OIDC_PROVIDER_KEYS),
        v.transform((providers): EcrSpec["oidcProviders"] => ({ ...EXISTING_PROVIDERS, ...providers })),
        v.title("a map of github and gitlab"),
    ),
    "both are there already",
);

/** Of the providers that pipelines are known by, none is this stack's. */
export const EXISTING_PROVIDERS = { github: "existing", gitlab: "existing" } as const;

/** The keys of an account's settings. */
export const ACCOUNT_SETTINGS_KEYS = {
    basicScanning: optional("What scans where scanning is basic.", word("AWS_NATIVE or CLAIR", ["AWS_NATIVE", "CLAIR"]), "left as it is"),
    blobMounting: optional("Whether a layer that another repository has is taken from there at a push.", flag(), "left as it is"),
    registryPolicyScope: optional("What the registry's policy is about: three actions (V1) or all (V2).", word("V1 or V2", ["V1", "V2"]), "left as it is"),
};

/** The keys of a private registry of Amazon ECR, but for its kind. */
export const ECR_KEYS = {
    account: needed("The account. Nothing is done with credentials of another one.", account()),
    region: needed("The region.", region()),
    name: optional("The start of the names of roles that are made.", text(ROLE_NAME_TAKES, isRoleNameStart), "registries-<stack>"),
    protect: optional(
        "Whether the engine refuses to delete repositories.",
        flag(),
        "true, but for stacks named dev, development, local or test, alone or with - and more behind",
    ),
    ...REPOSITORY_KEYS,
    repositories: optional(
        "Repositories besides those of the images, and what differs of any.",
        mapOf("a map from repositories' names to what differs of them", REPOSITORY_SCHEMA),
        "those of the images",
    ),
    scanning: optional("Who scans what, for the whole account and region.", SCANNING_SCHEMA, "left as it is"),
    ...COPY_KEYS,
    ...CREATION_KEYS,
    accountSettings: optional("Settings of the account in the region.", v.pipe(
        closedMap("a map of basicScanning, blobMounting and registryPolicyScope", ACCOUNT_SETTINGS_KEYS),
        v.transform((settings): AccountSettingsSpec => settings),
        v.title("a map of basicScanning, blobMounting and registryPolicyScope"),
    ), "left as they are"),
    pullTimeExclusions: optional(
        "Roles and users, by ARN, whose pulls do not count for pulledDays.",
        listOf("a list of ARNs", principalArn()),
        "none",
    ),
    oidcProviders: OIDC_PROVIDERS,
};

const DEFAULTS = {
    ...REPOSITORY_DEFAULTS, repositories: {}, replication: [], replicationFrom: [], pullThroughCache: [], creationTemplates: [],
    accountSettings: {}, pullTimeExclusions: [], oidcProviders: EXISTING_PROVIDERS,
} as const satisfies Partial<EcrSpec>;

/** A private registry of Amazon ECR as it is written. */
export const ECR_MAP = closedMap(REGISTRY_TAKES, { kind: kindKey("ecr"), ...ECR_KEYS }, ELSEWHERE);

/** Returns a private registry of Amazon ECR with its defaults. */
export function completeEcr(registry: v.InferOutput<typeof ECR_MAP>): EcrSpec {
    return { ...DEFAULTS, ...registry };
}

/** What stands for a key whose value is wrong, where no other key depends on the value. */
const STAND_INS: Readonly<Record<string, unknown>> = {
    name: "registries", protect: true, scanOnPush: true, forceDelete: false, tags: {}, accountSettings: undefined,
    pullTimeExclusions: undefined, oidcProviders: undefined,
};

/**
 * Returns a registry with stand-ins for what is wrong in it; `undefined` where what its other keys say against each other
 * would be about values that nobody wrote.
 *
 * @param keys the keys of the registry that have mistakes
 */
export function standInEcr(written: Readonly<Record<string, unknown>>, keys: readonly string[]): EcrSpec | undefined {
    const { success, output } = v.safeParse(ECR_MAP, replaceWrong(written, keys, Object.keys(ECR_KEYS), STAND_INS));
    return success ? completeEcr(output) : undefined;
}
