import { propsOf, textOf, type Props } from "../provider/wire";
import { arnOf, hostOf, type Place } from "./arn";
import { AwsError } from "./aws-error";
import { oidcRules, rolePolicyRules, roleRules } from "./iam-rules";
import { ALIAS, type DoubleOptions } from "./options";
import { lifecycleRules, publicRepositoryPolicyRules, registryPolicyRules, repositoryPolicyRules } from "./policy-rules";
import { cacheRules, exclusionRules, replicationRules, scanningRules, settingRules, templateRules } from "./registry-rules";
import { publicRepositoryRules, repositoryRules } from "./repository-rules";
import type { Rule } from "./rule";

/** A resource type as pulumi-aws has it. */
export interface Kind {
    readonly service: "ECR" | "ECR Public" | "IAM";

    /** What the provider calls it in errors. */
    readonly title: string;

    /** The API's actions; without `delete`, the provider only forgets it. */
    readonly actions: { readonly create: string; readonly update?: string; readonly read: string; readonly delete?: string };

    /** Inputs whose change replaces it, besides its region. */
    readonly replaces: readonly string[];

    /** What the engine knows it by. */
    readonly id: (inputs: Props, place: Place) => string;

    /** Why a second one of the same id is refused; @default - it silently takes the place of the first */
    readonly exists?: (id: string, inputs: Props, place: Place) => AwsError;

    readonly rules: readonly Rule[];

    /** What the provider or AWS fills in where an input is absent; the provider knows it in previews if it is in `planned`. */
    readonly defaults?: Props;

    /** Those of the defaults that previews show. */
    readonly planned?: readonly string[];

    /** What only AWS knows. */
    readonly added?: (inputs: Props, place: Place, options: DoubleOptions) => Props;

    /** What is there when nobody has put it, or deleted it; @default - nothing */
    readonly unset?: Props;

    /** Whether it gets a name where it has none. */
    readonly isNamed?: boolean;

    /** Whether it always goes before its replacement comes. */
    readonly deletesFirst?: boolean;
}

const ofRegistry = (_: Props, { account }: Place) => account;
const registryId = (_: Props, { account }: Place) => ({ registryId: account });

const put = (action: string) => ({ create: action, update: action });

/**
 * The resources that the double knows, by type token. Their ids, and what replaces them, are those of the provider below.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/ecr
 * @see https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/iam
 */
export const KINDS: Readonly<Record<string, Kind>> = {
    "aws:ecr/repository:Repository": {
        service: "ECR", title: "ECR Repository", isNamed: true, replaces: ["name", "encryptionConfigurations"], rules: repositoryRules,
        actions: { create: "CreateRepository", update: "PutImageTagMutability", read: "DescribeRepositories", delete: "DeleteRepository" },
        id: ({ name }) => textOf(name),
        exists: (id, _, { account }) => new AwsError("RepositoryAlreadyExistsException", `The repository with name '${id}' already exists in the registry with id '${account}'`),
        defaults: { imageTagMutability: "MUTABLE", encryptionConfigurations: [{ encryptionType: "AES256", kmsKey: "" }], imageScanningConfiguration: { scanOnPush: false } },
        planned: ["imageTagMutability"],
        added: ({ name }, place) => ({ arn: arnOf("ecr", place, `repository/${textOf(name)}`), registryId: place.account, repositoryUrl: `${hostOf(place)}/${textOf(name)}` }),
    },
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
        // https://github.com/pulumi/pulumi-aws/pull/2085
        service: "ECR", title: "ECR Lifecycle Policy", replaces: ["policy", "repository"], deletesFirst: true, rules: lifecycleRules,
        actions: { create: "PutLifecyclePolicy", read: "GetLifecyclePolicy", delete: "DeleteLifecyclePolicy" },
        id: ({ repository }) => textOf(repository), added: registryId,
    },
    "aws:ecr/repositoryPolicy:RepositoryPolicy": {
        service: "ECR", title: "ECR Repository Policy", replaces: ["repository"], rules: repositoryPolicyRules,
        actions: { ...put("SetRepositoryPolicy"), read: "GetRepositoryPolicy", delete: "DeleteRepositoryPolicy" },
        id: ({ repository }) => textOf(repository), added: registryId,
    },
    "aws:ecr/registryPolicy:RegistryPolicy": {
        service: "ECR", title: "ECR Registry Policy", replaces: [], rules: registryPolicyRules,
        actions: { ...put("PutRegistryPolicy"), read: "GetRegistryPolicy", delete: "DeleteRegistryPolicy" },
        id: ofRegistry, added: registryId,
    },
    "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": {
        service: "ECR", title: "ECR Registry Scanning Configuration", replaces: [], rules: scanningRules, unset: { scanType: "BASIC", rules: [] },
        actions: { ...put("PutRegistryScanningConfiguration"), read: "GetRegistryScanningConfiguration", delete: "PutRegistryScanningConfiguration" },
        id: ofRegistry, added: registryId, defaults: { rules: [] },
    },
    "aws:ecr/replicationConfiguration:ReplicationConfiguration": {
        service: "ECR", title: "ECR Replication Configuration", replaces: [], rules: replicationRules,
        actions: { ...put("PutReplicationConfiguration"), read: "DescribeRegistry", delete: "PutReplicationConfiguration" },
        id: ofRegistry, added: registryId,
    },
    "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": {
        service: "ECR", title: "ECR Pull Through Cache Rule", replaces: ["ecrRepositoryPrefix", "upstreamRegistryUrl", "upstreamRepositoryPrefix"], rules: cacheRules,
        actions: { create: "CreatePullThroughCacheRule", update: "UpdatePullThroughCacheRule", read: "DescribePullThroughCacheRules", delete: "DeletePullThroughCacheRule" },
        id: ({ ecrRepositoryPrefix }) => textOf(ecrRepositoryPrefix), added: registryId,
        exists: (id, _, { account }) => new AwsError("PullThroughCacheRuleAlreadyExistsException", `The pull through cache rule with repository prefix '${id}' already exists in the registry with id '${account}'`),
    },
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": {
        service: "ECR", title: "ECR Repository Creation Template", replaces: ["prefix"], rules: templateRules,
        actions: { create: "CreateRepositoryCreationTemplate", update: "UpdateRepositoryCreationTemplate", read: "DescribeRepositoryCreationTemplates", delete: "DeleteRepositoryCreationTemplate" },
        id: ({ prefix }) => textOf(prefix), added: registryId,
        defaults: { imageTagMutability: "MUTABLE", encryptionConfigurations: [{ encryptionType: "AES256", kmsKey: "" }] }, planned: ["imageTagMutability"],
        exists: (id, _, { account }) => new AwsError("TemplateAlreadyExistsException", `The repository creation template with prefix '${id}' already exists in the registry with id '${account}'`),
    },
    "aws:ecr/accountSetting:AccountSetting": {
        service: "ECR", title: "ECR Account Setting", replaces: ["name"], rules: settingRules, isNamed: true,
        actions: { ...put("PutAccountSetting"), read: "GetAccountSetting" },
        id: ({ name }) => textOf(name),
    },
    "aws:ecr/pullTimeUpdateExclusion:PullTimeUpdateExclusion": {
        service: "ECR", title: "ECR Pull Time Update Exclusion", replaces: ["principalArn"], rules: exclusionRules,
        actions: { create: "RegisterPullTimeUpdateExclusion", read: "ListPullTimeUpdateExclusions", delete: "DeregisterPullTimeUpdateExclusion" },
        id: ({ principalArn }) => textOf(principalArn),
        exists: (id) => new AwsError("ExclusionAlreadyExistsException", `The pull time update exclusion for '${id}' already exists`),
    },
    "aws:ecrpublic/repository:Repository": {
        service: "ECR Public", title: "ECR Public Repository", replaces: ["repositoryName"], rules: publicRepositoryRules,
        actions: { create: "CreateRepository", update: "PutRepositoryCatalogData", read: "DescribeRepositories", delete: "DeleteRepository" },
        id: ({ repositoryName }) => textOf(repositoryName), defaults: { forceDestroy: false }, planned: ["forceDestroy"],
        exists: (id, _, { account }) => new AwsError("RepositoryAlreadyExistsException", `The repository with name '${id}' already exists in the registry with id '${account}'`),
        added: ({ repositoryName }, place, { alias = ALIAS }) => ({
            arn: arnOf("ecr-public", place, `repository/${textOf(repositoryName)}`), registryId: place.account, repositoryUri: `public.ecr.aws/${alias}/${textOf(repositoryName)}`,
        }),
    },
    "aws:ecrpublic/repositoryPolicy:RepositoryPolicy": {
        service: "ECR Public", title: "ECR Public Repository Policy", replaces: ["repositoryName"], rules: publicRepositoryPolicyRules,
        actions: { ...put("SetRepositoryPolicy"), read: "GetRepositoryPolicy", delete: "DeleteRepositoryPolicy" },
        id: ({ repositoryName }) => textOf(repositoryName), added: registryId,
    },
    "aws:iam/role:Role": {
        service: "IAM", title: "IAM Role", isNamed: true, replaces: ["name", "namePrefix", "path"], rules: roleRules,
        actions: { create: "CreateRole", update: "UpdateAssumeRolePolicy", read: "GetRole", delete: "DeleteRole" },
        id: ({ name }) => textOf(name), defaults: { path: "/", maxSessionDuration: 3_600, forceDetachPolicies: false }, planned: ["path", "maxSessionDuration", "forceDetachPolicies"],
        exists: (id) => new AwsError("EntityAlreadyExists", `Role with name ${id} already exists.`, 409),
        added: ({ name, path }, place) => ({
            arn: arnOf("iam", place, `role${textOf(path) || "/"}${textOf(name)}`), createDate: "2025-01-01T00:00:00Z", uniqueId: "AROA1234567890EXAMPLE", namePrefix: "", inlinePolicies: [], managedPolicyArns: [],
        }),
    },
    "aws:iam/rolePolicy:RolePolicy": {
        service: "IAM", title: "IAM Role Policy", isNamed: true, replaces: ["name", "namePrefix", "role"], rules: rolePolicyRules,
        actions: { ...put("PutRolePolicy"), read: "GetRolePolicy", delete: "DeleteRolePolicy" },
        id: ({ role, name }) => `${textOf(role)}:${textOf(name)}`, added: () => ({ namePrefix: "" }),
    },
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
        service: "IAM", title: "IAM OIDC Provider", replaces: ["url"], rules: oidcRules,
        actions: { create: "CreateOpenIDConnectProvider", update: "UpdateOpenIDConnectProviderThumbprint", read: "GetOpenIDConnectProvider", delete: "DeleteOpenIDConnectProvider" },
        id: ({ url }, place) => arnOf("iam", place, `oidc-provider/${bareUrl(url)}`),
        // https://github.com/daohoangson/bubby/issues/9
        exists: (_, { url }) => new AwsError("EntityAlreadyExists", `Provider with url https://${bareUrl(url)} already exists.`, 409),
        added: ({ url, thumbprintLists }, place) => ({
            arn: arnOf("iam", place, `oidc-provider/${bareUrl(url)}`), url: bareUrl(url), thumbprintLists: thumbprintLists ?? ["f".repeat(40)],
        }),
    },
};

/** Returns a URL as IAM keeps it. */
export function bareUrl(url: unknown): string {
    return textOf(url).replace(/^https:\/\//, "").replace(/\/$/, "");
}

/** Returns a kind. @throws {Error} If the double does not know the token. */
export function kindOf(token: string): Kind {
    const kind = KINDS[token];
    if (kind === undefined) {
        throw new Error(`the double of pulumi-aws does not know ${token}; tests/aws/kinds.ts has those that it knows`);
    }
    return kind;
}

/** Returns what a resource is, with defaults and with what only AWS knows. */
export function showEntry(kind: Kind, props: Props, place: Place, options: DoubleOptions): Props {
    return { ...kind.defaults, tagsAll: propsOf(props["tags"]), region: place.region, ...props, ...kind.added?.(props, place, options) };
}
