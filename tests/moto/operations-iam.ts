import type { AwsPlan } from "../../model/ecr/aws-plan";
import type { RolePlan } from "../../model/ecr/role-plan";
import { meaning, tagList, tagMap, type AnyRegistry, type Operation } from "./operation";

/** What a plan's roles and providers are made with, of either registry. */
export const IAM_OPERATIONS: readonly Operation<AnyRegistry>[] = [
    {
        name: "sts:GetCallerIdentity",
        calls: ({ registry }) => [{
            title: registry.account,
            send: ({ sts }) => sts.getCallerIdentity({}),
            read: async ({ sts }) => (await sts.getCallerIdentity({})).Account,
            want: registry.account,
        }],
    },
    {
        name: "iam:CreateOpenIDConnectProvider",
        calls: ({ registry, oidcProviders }) => oidcProviders.map(({ name, url, audiences, tags }) => ({
            title: name,
            send: ({ iam }) => iam.createOpenIDConnectProvider({ Url: url, ClientIDList: [...audiences], Tags: tagList(tags) }),
            read: async ({ iam }) => {
                const OpenIDConnectProviderArn = `arn:${registry.partition}:iam::${registry.account}:oidc-provider/${hostOf(url)}`;
                const made = await iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn });
                return { url: made.Url, audiences: made.ClientIDList, tags: tagMap(made.Tags) };
            },
            want: { url: hostOf(url), audiences, tags },
        })),
    },
    {
        name: "iam:CreateRole",
        calls: (plan) => rolesOf(plan).map(({ name: RoleName, trust, tags }) => ({
            title: RoleName,
            send: ({ iam }) => iam.createRole({ RoleName, AssumeRolePolicyDocument: trust, Tags: tagList(tags) }),
            read: async ({ iam }) => {
                const { Role } = await iam.getRole({ RoleName });
                return { trust: meaning(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")), tags: tagMap(Role?.Tags) };
            },
            want: { trust: meaning(trust), tags },
        })),
    },
    {
        // A trust that changes; moto reads it here, and not where the role is made.
        name: "iam:UpdateAssumeRolePolicy",
        calls: (plan) => rolesOf(plan).map(({ name: RoleName, trust: PolicyDocument }) => ({
            title: RoleName,
            send: ({ iam }) => iam.updateAssumeRolePolicy({ RoleName, PolicyDocument }),
            read: async ({ iam }) => meaning(decodeURIComponent((await iam.getRole({ RoleName })).Role?.AssumeRolePolicyDocument ?? "")),
            want: meaning(PolicyDocument),
        })),
    },
    {
        name: "iam:PutRolePolicy",
        calls: (plan) => [...rolesOf(plan).map(({ name, policy }) => ({ role: name, name, policy })), ...plan.grants.identities]
            .map(({ role: RoleName, name: PolicyName, policy }) => ({
                title: PolicyName,
                send: ({ iam }) => iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument: policy }),
                read: async ({ iam }) => meaning(decodeURIComponent((await iam.getRolePolicy({ RoleName, PolicyName })).PolicyDocument ?? "")),
                want: meaning(policy),
            })),
    },
];

/** Returns the roles that a plan makes. */
export function rolesOf({ registry, pipelines }: AwsPlan): readonly RolePlan[] {
    return [...pipelines, ...("templateRole" in registry && registry.templateRole !== undefined ? [registry.templateRole] : [])];
}

function hostOf(url: string): string {
    return url.replace(/^https:\/\//, "");
}
