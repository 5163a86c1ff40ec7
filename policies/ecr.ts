import { textOf } from "./props";
import { valueAt, type Property } from "./property";
import type { Facts } from "./rule";

/** A part of Amazon ECR, private or public. */
export type EcrNoun =
    | "repository"
    | "public repository"
    | "repository policy"
    | "registry policy"
    | "lifecycle policy"
    | "scanning configuration"
    | "creation template";

/**
 * What the providers call them; with Cloud Control, a repository has its policies in itself.
 *
 * Sources: https://www.pulumi.com/registry/packages/aws/api-docs/ecr/,
 * https://www.pulumi.com/registry/packages/aws/api-docs/ecrpublic/ and
 * https://www.pulumi.com/registry/packages/aws-native/api-docs/ecr/
 */
const NOUNS: Readonly<Record<string, EcrNoun>> = {
    "aws:ecr:Repository": "repository",
    "aws:ecr:RepositoryPolicy": "repository policy",
    "aws:ecr:RegistryPolicy": "registry policy",
    "aws:ecr:LifecyclePolicy": "lifecycle policy",
    "aws:ecr:RegistryScanningConfiguration": "scanning configuration",
    "aws:ecr:RepositoryCreationTemplate": "creation template",
    "aws:ecrpublic:Repository": "public repository",
    "aws:ecrpublic:RepositoryPolicy": "repository policy",
    "aws-native:ecr:Repository": "repository",
    "aws-native:ecr:PublicRepository": "public repository",
    "aws-native:ecr:RegistryPolicy": "registry policy",
    "aws-native:ecr:RegistryScanningConfiguration": "scanning configuration",
    "aws-native:ecr:RepositoryCreationTemplate": "creation template",
};

/** The part of a token that the name of the type is said in once more: `aws:ecr/repository:Repository`. */
const FILE = "(?:/[^:]*)?";

/** Type tokens of repositories and all that belongs to a registry, in both families. */
export const ECR_TYPES = new RegExp(`^(?:${Object.keys(NOUNS).map((token) => token.replace(/:(?=[^:]*$)/, `${FILE}:`)).join("|")})$`);

/** The package `@pulumi/aws-native`, which speaks the words of CloudFormation. */
const NATIVE = /^aws-native:/;

/** Where a property is in each family. */
export interface AwsPlace {
    readonly classic: string;

    /** @default - as in the classic one */
    readonly native?: string;
}

/** Says whether the resource is one of these. */
export function isEcr({ type }: Facts, ...nouns: readonly EcrNoun[]): boolean {
    return nouns.some((noun) => noun === NOUNS[type.replace(/\/[^:]*/, "")]);
}

/** Says whether the resource is of Cloud Control. */
export function isNative({ type }: Facts): boolean {
    return NATIVE.test(type);
}

/** Returns the property of a resource on AWS of either family; a number in its path is a place in a list. */
export function awsPropertyAt(resource: Facts, { classic, native = classic }: AwsPlace): Property {
    const path = isNative(resource) ? native : classic;
    return { path: path.replace(/\.(\d+)/g, "[$1]"), value: valueAt(resource.props, path) };
}

/** Returns the name of a private repository, which is one that Pulumi makes up if it is not set. */
export function repositoryNameOf(resource: Facts): Property {
    return awsPropertyAt(resource, { classic: "name", native: "repositoryName" });
}

/** Says whether two resources may be in the same region: one that is not set is that of the provider. */
export function mayShareRegion(one: Facts, other: Facts): boolean {
    const [mine, theirs] = [one, other].map(({ props }) => textOf(props["region"]));
    return mine === "" || theirs === "" || mine === theirs;
}
