/** What a test decides about Azure before it starts. */
export interface DoubleOptions {
    /** Names of registries that somebody else in the world has. */
    readonly namesTaken?: readonly string[];

    /** What `loginServer` is of every registry; @default - `<name>.azurecr.io` */
    readonly loginServer?: string;

    /** How often Entra ID does not find the principal of a new identity; @default 0 */
    readonly principalTries?: number;

    /** Object ids that no principal has; any other one that no new identity has is taken to be somebody's. */
    readonly noPrincipals?: readonly string[];

    /** What `getClientToken` returns; @default "entra-token" */
    readonly entraToken?: string;

    /** @default SUBSCRIPTION */
    readonly subscriptionId?: string;

    /** Existing AKS clusters: the kubelet's object id by the cluster's ARM id. */
    readonly clusters?: Readonly<Record<string, string>>;
}

/** The subscription of whoever deploys; the one that the examples name. */
export const SUBSCRIPTION = "11111111-1111-4111-8111-111111111111";

export { TENANT } from "../acr-token-server";

/** The object id of whoever deploys. */
export const DEPLOYER = "00000000-0000-4000-8000-000000000003";

/** The client id of whoever deploys. */
export const DEPLOYER_CLIENT = "00000000-0000-4000-8000-000000000004";
