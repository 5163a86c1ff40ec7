import type { Write } from "../provider/client";
import type { Props } from "../provider/wire";
import { ACCOUNT, REGION } from "./options";

/** Type tokens of pulumi-aws, by class; public ones apart. */
export const TOKEN = {
    repository: "aws:ecr/repository:Repository",
    lifecycle: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    policy: "aws:ecr/repositoryPolicy:RepositoryPolicy",
    registryPolicy: "aws:ecr/registryPolicy:RegistryPolicy",
    scanning: "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
    replication: "aws:ecr/replicationConfiguration:ReplicationConfiguration",
    cache: "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
    template: "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
    setting: "aws:ecr/accountSetting:AccountSetting",
    exclusion: "aws:ecr/pullTimeUpdateExclusion:PullTimeUpdateExclusion",
    publicRepository: "aws:ecrpublic/repository:Repository",
    publicPolicy: "aws:ecrpublic/repositoryPolicy:RepositoryPolicy",
    role: "aws:iam/role:Role",
    rolePolicy: "aws:iam/rolePolicy:RolePolicy",
    oidcProvider: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
} as const;

/** Returns a policy with one statement, as JSON. */
export function policyOf(statement: Props): string {
    return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}

/** Who may pull: another account. */
export const PULL: Props = { Principal: { AWS: "arn:aws:iam::210987654321:root" }, Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"] };

/** Returns inputs of a policy of the repository `web`. */
export function repositoryPolicy(statement: Props = PULL): Props {
    return { repository: "web", policy: policyOf(statement) };
}

/** Returns a rule of a lifecycle that expires all but some images. */
export function expiring(selection: Props, more: Props = {}): Props {
    return { rulePriority: 1, selection: { countType: "imageCountMoreThan", countNumber: 5, ...selection }, action: { type: "expire" }, ...more };
}

/** Returns inputs of the lifecycle policy of the repository `web`. */
export function lifecycle(...rules: Props[]): Props {
    return { repository: "web", policy: JSON.stringify({ rules }) };
}

/** Returns inputs of a role that pipelines of GitHub take on. */
export function pipelineRole(condition: Props): Props {
    return { name: "pusher", assumeRolePolicy: policyOf({
        Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` }, Action: "sts:AssumeRoleWithWebIdentity", Condition: condition,
    }) };
}

/** Whose tokens a role takes. */
export const PINNED: Props = { StringEquals: {
    "token.actions.githubusercontent.com:sub": "repo:contoso/web:ref:refs/heads/main", "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
} };

/** What a role may do. */
export const PUSH = policyOf({ Action: ["ecr:PutImage"], Resource: `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/web` });

/** Returns inputs of a replication to regions of the account. */
export function replication(...regions: string[]): Props {
    return { replicationConfiguration: { rules: [{ destinations: regions.map((region) => ({ region, registryId: ACCOUNT })) }] } };
}

/** Returns inputs of the registry's scanning. */
export function scanning(scanType: string, scanFrequency: string): Props {
    return { scanType, rules: [{ scanFrequency, repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }] }] };
}

/** Writes the repository `web`. */
export const web: Write = [TOKEN.repository, { name: "web" }];

/** Writes the repository `web` with further inputs. */
export function repository(more: Props): Write {
    return [TOKEN.repository, { name: "web", ...more }];
}

/** The ARN of the role that `role` writes. */
export const roleArn = `arn:aws:iam::${ACCOUNT}:role/pusher`;

/** Writes whom roles of pipelines on GitHub trust in. */
export const oidc: Write = [TOKEN.oidcProvider, { url: "https://token.actions.githubusercontent.com", clientIdLists: ["sts.amazonaws.com"] }];

/** Writes a role of a pipeline. */
export const role: Write = [TOKEN.role, pipelineRole(PINNED)];
