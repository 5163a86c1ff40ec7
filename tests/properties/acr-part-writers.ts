import type { Facts, Props } from "../../policies/rule";
import { UNKNOWN } from "../analyzed";
import { idOf, linked, writeAround } from "./acr-around-writers";
import type { Part, PartWish, TaskPart } from "./acr-wishes";
import { spell } from "./spelling";

const EXPIRY = "2031-01-31T00:00:00Z";
const SECRET = { name: "NPM_TOKEN", value: "…" };

/** What something is called: by azure-native, by REST below a registry, and by the classic provider. */
const NAMES: Readonly<Record<string, readonly [typed: string, rest: string, classic: string]>> = {
    replication: ["Replication", "replications", ""],
    "cache rule": ["CacheRule", "cacheRules", "RegistryCacheRule"],
    "agent pool": ["AgentPool", "agentPools", "RegistryAgentPool"],
    "connected registry": ["ConnectedRegistry", "connectedRegistries", "ConnectedRegistry"],
    pipeline: ["ExportPipeline", "exportPipelines", ""],
    token: ["Token", "tokens", "TokenPassword"],
    "scope map": ["ScopeMap", "scopeMaps", "RegistryScopeMap"],
    webhook: ["Webhook", "webhooks", "RegistryWebhook"],
    task: ["Task", "tasks", "RegistryTask"],
};

/** The properties by which the classic provider's resources name a registry, if it is not by its id. */
const BY_NAME: Readonly<Record<string, string>> = { "agent pool": "containerRegistryName", "scope map": "containerRegistryName", webhook: "registryName", token: "containerRegistryTokenId" };

/** Returns what belongs to a registry, grants access to it or is about it. */
export function writePart(wish: PartWish, name: string, owner: Facts, spelling: number): Facts {
    const [typed, rest, classic] = NAMES[wish.part.kind] ?? [];
    if (typed === undefined || rest === undefined || classic === undefined) {
        return writeAround(wish, name, owner);
    }
    const { value, names } = spell(spelling);
    const { inside, beside = {} } = propsOf(wish.part, spelling);
    switch (wish.family) {
        case "typed":
            return linked(wish, `azure-native:containerregistry:${typed}`, name, owner, "registryName", owner.name, { ...beside, ...inside });
        case "free": {
            // A part may also be named with its registry before it.
            const [property, known] = spelling < 2 ? ["parentResourcePath", `registries/${owner.name}`] as const : ["resourceName", `${owner.name}/${name}`] as const;
            return linked(wish, "azure-native:resources:Resource", name, owner, property, known, {
                resourceProviderNamespace: value("Microsoft.ContainerRegistry"),
                resourceType: value(`registries/${rest}`),
                ...beside,
                properties: names(inside),
            });
        }
        case "classic": {
            const property = BY_NAME[wish.part.kind] ?? "containerRegistryId";
            const token = `azure:containerservice/${classic[0]?.toLowerCase()}${classic.slice(1)}:${classic}`;
            return linked(wish, token, name, owner, property, property === "containerRegistryName" || property === "registryName" ? owner.name : idOf(owner), classicProps(wish.part));
        }
    }
}

function propsOf(part: Part, spelling: number): { readonly inside: Props; readonly beside?: Props } {
    switch (part.kind) {
        case "replication":
            return { inside: {}, beside: { location: spelling % 2 === 0 ? part.location : part.location.toUpperCase() } };
        case "cache rule":
            return { inside: { sourceRepository: sourceOf(part), targetRepository: "base/*", ...(part.login ? { credentialSetResourceId: UNKNOWN } : {}) } };
        case "token":
            return { inside: { credentials: { passwords: part.ends.map((ends, index) => ({ name: `password${index + 1}`, ...(ends ? { expiry: EXPIRY } : {}) })) } } };
        case "scope map":
            return { inside: { actions: actionsOf(part) } };
        case "webhook":
            return { inside: { serviceUri: uriOf(part), actions: ["push"] } };
        case "task":
            return {
                inside: {
                    step: { ...stepOf(part), ...(part.secret && { values: [{ ...SECRET, isSecret: part.secret === "marked" }] }) },
                    ...(part.pool ? { agentPoolName: "builders" } : {}),
                    ...(part.login ? { credentials: { sourceRegistry: { identity: "[system]" } } } : {}),
                },
                beside: identityOf(part),
            };
        default:
            return { inside: {} };
    }
}

function classicProps(part: Part): Props {
    switch (part.kind) {
        case "cache rule":
            return { sourceRepo: sourceOf(part), targetRepo: "base", ...(part.login ? { credentialSetId: UNKNOWN } : {}) };
        case "token":
            return Object.fromEntries(part.ends.map((ends, index) => [`password${index + 1}`, ends ? { expiry: EXPIRY } : {}]));
        case "scope map":
            return { actions: actionsOf(part) };
        case "webhook":
            return { serviceUri: uriOf(part) };
        case "task": {
            const secret = part.secret && { [part.secret === "marked" ? "secretValues" : "values"]: { NPM_TOKEN: "…" } };
            return { encodedStep: { taskContent: contentOf(part), ...secret }, ...(part.pool ? { agentPoolName: "builders" } : {}), ...identityOf(part) };
        }
        default:
            return {};
    }
}

function sourceOf({ hub }: Extract<Part, { kind: "cache rule" }>): string {
    return hub ? "docker.io/library/*" : "mcr.microsoft.com/*";
}

function actionsOf({ everywhere, action }: Extract<Part, { kind: "scope map" }>): readonly string[] {
    return ["repositories/base/content/read", `repositories/${everywhere ? "*" : "team-a/*"}/content/${action}`];
}

function uriOf({ tls }: Extract<Part, { kind: "webhook" }>): string {
    return `${tls ? "https" : "http"}://hooks.example/acr`;
}

function contentOf({ purge }: TaskPart): string {
    const command = purge === undefined ? "$Registry/web" : `acr purge ${purge === "filtered" ? "--filter 'web:.*' " : "--untagged-only "}--ago 30d`;
    return Buffer.from(`version: v1.1.0\nsteps:\n  - cmd: ${command}\n    timeout: 3600\n`).toString("base64");
}

function stepOf(part: TaskPart): Props {
    return { type: "EncodedTask", encodedTaskContent: contentOf(part) };
}

function identityOf({ identity }: TaskPart): Props {
    return identity === undefined ? {} : { identity: { type: identity === "user" ? "UserAssigned" : "SystemAssigned" } };
}
