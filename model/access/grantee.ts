/** @see https://learn.microsoft.com/azure/role-based-access-control/role-assignments-rest */
export type PrincipalType = "User" | "Group" | "ServicePrincipal";

/** Who is granted something on Azure. */
export type AzureGrantee =
    | { readonly principal: string; readonly type: PrincipalType }
    /** ARM id of a user-assigned identity. */
    | { readonly identity: string }
    /** ARM id of an AKS cluster, whose kubelet pulls. */
    | { readonly cluster: string }
    /** Whoever runs the program. */
    | { readonly deployer: true; readonly type: PrincipalType };

/** Who is granted something on AWS. */
export type AwsGrantee =
    /** Name of a role of the registry's account, which gets a policy of its own; or ARN of one of any account. */
    | { readonly role: string }
    /** Id of an account, all of whose identities may that their own account lets. */
    | { readonly account: string }
    /** Id of an organisation, all of whose accounts may. */
    | { readonly organization: string }
    /** ARN of functions of AWS Lambda, in which `*` stands for any text. */
    | { readonly lambda: string };

/** Who is granted something. */
export type Grantee = AzureGrantee | AwsGrantee;

/** The keys that name somebody on AWS. */
export const AWS_GRANTEES = ["role", "account", "organization", "lambda"] as const;
