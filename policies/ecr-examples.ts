import { facts, type Origin } from "./facts";
import type { Facts, Props } from "./rule";

/** A repository of the classic provider. */
export const REPOSITORY = "aws:ecr/repository:Repository";

/** A repository of Cloud Control. */
const NATIVE_REPOSITORY = "aws-native:ecr:Repository";

/** Who may do what with a repository of the classic provider. */
const REPOSITORY_POLICY = "aws:ecr/repositoryPolicy:RepositoryPolicy";

/** Who may do what with a registry. */
export const REGISTRY_POLICY = "aws:ecr/registryPolicy:RegistryPolicy";

/** What repositories are like that Amazon ECR makes by itself. */
export const TEMPLATE = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate";

/** A role of IAM. */
export const ROLE = "aws:iam/role:Role";

/** Another account as a principal. */
export const FOREIGN_ROOT = "arn:aws:iam::210987654321:root";

/** Returns a repository called `web` by AWS. */
export function repository(props: Props = {}, origin: Origin = {}): Facts {
    return facts(REPOSITORY, { name: "web", ...props }, { name: "repository", ...origin });
}

/** Returns a repository of Cloud Control called `web` by AWS. */
export function nativeRepository(props: Props = {}, origin: Origin = {}): Facts {
    return facts(NATIVE_REPOSITORY, { repositoryName: "web", ...props }, { name: "repository", ...origin });
}

/** Returns a creation template for all that is replicated. */
export function template(props: Props = {}): Facts {
    return facts(TEMPLATE, { prefix: "ROOT", appliedFors: ["REPLICATION"], ...props });
}

/** Returns a policy as a document. */
export function policyDocument(...statements: readonly Props[]): Props {
    return { Version: "2012-10-17", Statement: statements };
}

/** Returns a repository's policy as JSON. */
export function repositoryPolicy(...statements: readonly Props[]): Facts {
    return facts(REPOSITORY_POLICY, { repository: "web", policy: JSON.stringify(policyDocument(...statements)) });
}

/** Returns a statement that lets somebody pull, or do what else is given. */
export function allow(Principal: unknown, rest: Props = {}): Props {
    return { Effect: "Allow", Principal, Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], ...rest };
}
