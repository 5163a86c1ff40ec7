/** A copy of the registry in another region. */
export interface ReplicationSpec {
    readonly location: string;

    /** Whether requests are routed to it. */
    readonly routing: boolean;
}

/** A way to the registry from a virtual network. */
export interface PrivateEndpointSpec {
    /** Unique among the registry's endpoints. */
    readonly name: string;

    /** The subnet's ARM id. */
    readonly subnet: string;

    /** The subnet's IPv4 range in CIDR form, from which the number of its addresses is known; @default - not checked */
    readonly subnetRange?: string;

    /** The subnet's region; @default - the registry's */
    readonly location?: string;

    /** ARM id of the private DNS zone `privatelink.azurecr.io`; @default - names are resolved by other means */
    readonly dnsZone?: string;
}

/** Encryption with a key of one's own; only at creation, and for good. */
export interface CustomerManagedKeySpec {
    /** The key's URL in its vault; without a version the registry follows its rotation. */
    readonly key: string;

    /** ARM id of the user-assigned identity that may use the key; @default - one is created and granted, which needs `vault` */
    readonly identity?: string;

    /** ARM id of the key's vault; needed where an identity is to be created. */
    readonly vault?: string;
}

/** How the registry logs in to an upstream registry. */
export interface CredentialSetSpec {
    readonly name: string;

    /** The upstream's host, such as `docker.io`. */
    readonly loginServer: string;

    /** URL of the Key Vault secret with the user's name. */
    readonly usernameSecret: string;

    /** URL of the Key Vault secret with the password or token. */
    readonly passwordSecret: string;

    /** ARM id of the vault, so that the set's identity is allowed to read it; @default - allowed by other means */
    readonly vault?: string;
}

/** Repositories that are filled from an upstream registry on first pull. */
export interface CacheRuleSpec {
    readonly name: string;

    /** With the host: `docker.io/library/*`. */
    readonly from: string;

    /** `library/*` */
    readonly to: string;

    /** Name of a credential set; @default - the upstream is public */
    readonly credentials?: string;
}

/** What a token may do. */
export interface ScopeMapSpec {
    readonly name: string;

    readonly description?: string;

    readonly repositories: readonly {
        /** A repository, or a prefix that ends in `/*`, or `*` for all. */
        readonly name: string;
        readonly may: readonly ("pull" | "push" | "delete")[];
    }[];
}

/** A login that is not of Entra ID, for what cannot have one. */
export interface TokenSpec {
    readonly name: string;

    /** Name of a scope map. */
    readonly scopeMap: string;

    readonly enabled: boolean;

    /** When its passwords end, in ISO 8601, UTC. */
    readonly expires: string;
}

/** Where the registry tells of pushes and deletions. */
export interface WebhookSpec {
    readonly name: string;

    /** May hold a secret. */
    readonly url: string;

    readonly actions: readonly ("push" | "delete" | "quarantine" | "chart_push" | "chart_delete")[];

    /** `repository:tag`, or `repository:*` for all of its tags; @default - everything */
    readonly scope?: string;

    /** May hold a secret. */
    readonly headers: Readonly<Record<string, string>>;

    readonly enabled: boolean;

    /** A region of the registry; @default - the home region */
    readonly location?: string;
}

/** Where logs and metrics go: at least one of the three. */
export interface DiagnosticsSpec {
    readonly name: string;

    /** ARM id of a Log Analytics workspace. */
    readonly workspace?: string;

    /** ARM id of a storage account. */
    readonly storageAccount?: string;

    /** An event hub, by its namespace's authorization rule. */
    readonly eventHub?: { readonly authorizationRule: string; readonly name?: string };

    /** Empty for all. */
    readonly logs: readonly string[];

    readonly metrics: boolean;
}
