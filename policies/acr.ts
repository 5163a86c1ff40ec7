import { anyPattern, GENERIC, genericNoun, typedPattern } from "./azure-type";
import { textOf } from "./props";
import type { Facts } from "./rule";

/** A registry or what belongs to one: the last part of its resource type in lower case. */
export type AcrNoun =
    | "registries"
    | "replications"
    | "cacherules"
    | "credentialsets"
    | "tokens"
    | "tokenpasswords"
    | "scopemaps"
    | "webhooks"
    | "tasks"
    | "agentpools"
    | "connectedregistries"
    | "exportpipelines"
    | "importpipelines";

const NAMESPACE = "microsoft.containerregistry";

/** What azure-native calls them. */
const TYPED_NOUNS: Readonly<Record<string, AcrNoun>> = {
    Registry: "registries",
    Replication: "replications",
    CacheRule: "cacherules",
    CredentialSet: "credentialsets",
    Token: "tokens",
    ScopeMap: "scopemaps",
    Webhook: "webhooks",
    Task: "tasks",
    AgentPool: "agentpools",
    ConnectedRegistry: "connectedregistries",
    ExportPipeline: "exportpipelines",
    ImportPipeline: "importpipelines",
};

/**
 * What the classic provider calls them; replications are a part of its registry.
 *
 * Source: https://www.pulumi.com/registry/packages/azure/api-docs/containerservice/
 */
const CLASSIC_NOUNS: Readonly<Record<string, AcrNoun>> = {
    Registry: "registries",
    RegistryCacheRule: "cacherules",
    RegistryCredentialSet: "credentialsets",
    RegistryToken: "tokens",
    TokenPassword: "tokenpasswords",
    RegistryScopeMap: "scopemaps",
    RegistryWebhook: "webhooks",
    RegistryWebook: "webhooks",
    RegistryTask: "tasks",
    RegistryAgentPool: "agentpools",
    ConnectedRegistry: "connectedregistries",
};

const TYPED = typedPattern("containerregistry", Object.keys(TYPED_NOUNS).join("|"));

const CLASSIC = new RegExp(`^azure:containerservice/[^:]*:(${Object.keys(CLASSIC_NOUNS).join("|")})$`);

/** Type tokens of registries and all that belongs to them, in every family. */
export const ACR_TYPES = anyPattern(TYPED, GENERIC, CLASSIC);

/** Says whether the resource is one of these. */
export function isAcr(resource: Facts, ...nouns: readonly AcrNoun[]): boolean {
    return nouns.some((noun) => noun === nounOf(resource));
}

/** Says whether the resource is a container registry. */
export function isRegistry(resource: Facts): boolean {
    return isAcr(resource, "registries");
}

/** Returns which part of Azure Container Registry the resource is, and `undefined` if it is none. */
export function nounOf({ type, props }: Pick<Facts, "type" | "props">): string | undefined {
    if (GENERIC.test(type)) {
        return genericNoun(props, NAMESPACE);
    }
    return TYPED_NOUNS[TYPED.exec(type)?.[1] ?? ""] ?? CLASSIC_NOUNS[CLASSIC.exec(type)?.[1] ?? ""];
}

/** The properties that a registry's own name is given by; `name` in the classic provider, and as an output. */
const OWN_NAME = ["registryName", "resourceName", "name"];

/** Returns the registry's own name in lower case, and an empty one if the properties do not tell. */
export function nameOfRegistry({ props }: Facts): string {
    return textOf(OWN_NAME.map((property) => props[property]).find((name) => name !== undefined)).toLowerCase();
}
