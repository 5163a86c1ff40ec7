/** `enabled` or `disabled`, as policies have it. */
export type Status = "enabled" | "disabled";

/** What `CustomerManagedKeySpec` came to. */
export interface CustomerManagedKeyPlan {
    readonly keyIdentifier: string;

    /** ARM id of an existing identity, or the name of one to create and to grant the use of the vault's keys. */
    readonly identity: { readonly existing: string } | { readonly create: string; readonly vault: string };
}

/** What `ReplicationSpec` came to. */
export interface ReplicationPlan {
    /** The region's name without spaces, in lower case. */
    readonly name: string;
    readonly location: string;
    readonly regionEndpointEnabled: boolean;
}

/** What `PrivateEndpointSpec` came to. */
export interface PrivateEndpointPlan {
    readonly name: string;
    readonly subnet: string;
    readonly location: string;
    readonly dnsZone?: string;
}

/** What `CredentialSetSpec` came to; `authCredentials` is in the words of the REST API. */
export interface CredentialSetPlan {
    readonly name: string;
    readonly loginServer: string;
    readonly authCredentials: readonly {
        readonly name: "Credential1";
        readonly usernameSecretIdentifier: string;
        readonly passwordSecretIdentifier: string;
    }[];
    readonly vault?: string;
}

/** What `CacheRuleSpec` came to. */
export interface CacheRulePlan {
    readonly name: string;
    readonly sourceRepository: string;
    readonly targetRepository: string;
    /** Name of a credential set of the same plan. */
    readonly credentialSet?: string;
}

/** What `ScopeMapSpec` came to. */
export interface ScopeMapPlan {
    readonly name: string;
    readonly description?: string;
    /** `repositories/team-a/web/content/read` and so on. */
    readonly actions: readonly string[];
}

/** What `TokenSpec` came to. Its passwords are made by `az acr token credential generate` alone: Azure takes none. */
export interface TokenPlan {
    readonly name: string;
    readonly scopeMap: string;
    readonly status: Status;
}

/** What `WebhookSpec` came to. */
export interface WebhookPlan {
    readonly name: string;
    readonly location: string;
    /** May hold a secret. */
    readonly serviceUri: string;
    readonly actions: readonly string[];
    readonly scope: string;
    /** May hold a secret. */
    readonly customHeaders: Readonly<Record<string, string>>;
    readonly status: Status;
}

/** What `DiagnosticsSpec` came to, in the words of the REST API. */
export interface DiagnosticsPlan {
    readonly name: string;
    readonly workspaceId?: string;
    readonly storageAccountId?: string;
    readonly eventHubAuthorizationRuleId?: string;
    readonly eventHubName?: string;
    readonly logs: readonly ({ readonly category: string; readonly enabled: true } | { readonly categoryGroup: string; readonly enabled: true })[];
    readonly metrics: readonly { readonly category: string; readonly enabled: true }[];
}
