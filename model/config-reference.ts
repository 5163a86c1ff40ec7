import * as v from "valibot";
import { ACCESS_KEYS } from "./access/access-schema";
import { AWS_GRANTEES } from "./access/grantee";
import { CONTAINER_GROUP_KEYS } from "./acr/containers/container-group-schema";
import { AZURE_PIPELINES_KEYS, GITHUB_KEYS, GITLAB_KEYS, PIPELINE_KEYS } from "./pipelines/pipeline-schema";
import { ACR_KEYS, CUSTOMER_MANAGED_KEY_KEYS } from "./acr/schema/acr-schema";
import { CACHE_KEYS, CREDENTIAL_SET_KEYS } from "./acr/schema/content-schema";
import { PRIVATE_ENDPOINT_KEYS, REPLICATION_KEYS } from "./acr/schema/network-schema";
import { SCOPE_KEYS, SCOPE_MAP_KEYS, TOKEN_KEYS } from "./acr/schema/token-schema";
import { DIAGNOSTICS_KEYS, EVENT_HUB_KEYS, WEBHOOK_KEYS } from "./acr/schema/watch-schema";
import { AGENT_POOL_KEYS } from "./acr/tasks/agent-pool-schema";
import { PURGE_KEYS, PURGE_RULE_KEYS } from "./acr/tasks/purge-schema";
import { TASK_KEYS, TIMER_KEYS, TRIGGER_KEYS } from "./acr/tasks/task-schema";
import { TASK_BUILD_KEYS, TASK_FILE_KEYS, TASK_STEPS_KEYS } from "./acr/tasks/task-work-schema";
import { BUILDER_KEYS, KUBERNETES_KEYS, NODE_KEYS, NODE_TLS_KEYS } from "./builder/builder-schema";
import { NAMESPACE } from "./config-key";
import { CONFIG_KEYS } from "./config-schema";
import { ECR_PUBLIC_KEYS, ECR_PUBLIC_PARTS } from "./ecr/public/ecr-public-schema";
import { ECR_PARTS } from "./ecr/schema/ecr-parts";
import { ECR_KEYS } from "./ecr/schema/ecr-schema";
import { AZBLOB_CACHE_KEYS, BUILD_CACHE_KEYS, S3_CACHE_KEYS } from "./images/cache-schema";
import { IMAGE_KEYS } from "./images/image-schema";
import { LOCAL_REGISTRY_KEYS } from "./registry-schema";

/** What the documentation says of one key. */
export interface ConfigRow {
    /** `registries:images.<name>.context` */
    readonly key: string;

    /** What it takes, as its problems say it. */
    readonly takes: string;

    /** What holds where it is left out; `undefined` if it must not be. */
    readonly fallback: string | undefined;

    readonly meaning: string;
}

/** Returns every key that any stack file may have, in the order to explain them. */
export function listConfigKeys(): readonly ConfigRow[] {
    const { registry, images, access, pipelines, containerGroups, builder } = CONFIG_KEYS;
    return [
        ...rows("", { registry }),
        ...rows("registry.", LOCAL_REGISTRY_KEYS),
        ...rows("", { images }),
        ...withParts("images.<name>.", IMAGE_KEYS, IMAGE_PARTS),
        ...rows("", { access, pipelines, containerGroups, builder }),
    ];
}

/** The keys of each part of an image, by where the part is. */
const IMAGE_PARTS: Parts = [
    ["cache", BUILD_CACHE_KEYS],
    ["cache.s3", S3_CACHE_KEYS],
    ["cache.azblob", AZBLOB_CACHE_KEYS],
];

/** The keys of each part of an Azure Container Registry, by where the part is. */
const ACR_PARTS: Parts = [
    ["customerManagedKey", CUSTOMER_MANAGED_KEY_KEYS],
    ["replications[]", REPLICATION_KEYS],
    ["privateEndpoints[]", PRIVATE_ENDPOINT_KEYS],
    ["credentialSets[]", CREDENTIAL_SET_KEYS],
    ["cache[]", CACHE_KEYS],
    ["scopeMaps[]", SCOPE_MAP_KEYS],
    ["scopeMaps[].repositories[]", SCOPE_KEYS],
    ["tokens[]", TOKEN_KEYS],
    ["webhooks[]", WEBHOOK_KEYS],
    ["diagnostics[]", DIAGNOSTICS_KEYS],
    ["diagnostics[].eventHub", EVENT_HUB_KEYS],
    ["agentPools[]", AGENT_POOL_KEYS],
    ["tasks[]", TASK_KEYS],
    ["tasks[].build", TASK_BUILD_KEYS],
    ["tasks[].file", TASK_FILE_KEYS],
    ["tasks[].steps", TASK_STEPS_KEYS],
    ["tasks[].triggers", TRIGGER_KEYS],
    ["tasks[].triggers.timers[]", TIMER_KEYS],
    ["purge", PURGE_KEYS],
    ["purge.rules[]", PURGE_RULE_KEYS],
];

/** The keys of a grant that name somebody on Azure. */
const AZURE_KEYS = ["principal", "type", "identity", "cluster", "deployer"];

/** Returns every key that a registry of the kind acr and its users may have, each part's right after the part. */
export function listAzureKeys(): readonly ConfigRow[] {
    return [
        ...withParts("registry.", ACR_KEYS, ACR_PARTS),
        ...rows("access[].", without(ACCESS_KEYS, AWS_GRANTEES)),
        ...rows("pipelines.<name>.", PIPELINE_KEYS),
        ...rows("pipelines.<name>.github.", GITHUB_KEYS),
        ...rows("pipelines.<name>.azurePipelines.", AZURE_PIPELINES_KEYS),
        ...rows("pipelines.<name>.gitlab.", GITLAB_KEYS),
        ...rows("containerGroups.<name>.", CONTAINER_GROUP_KEYS),
    ];
}

/** Returns every key that a registry of the kind ecr and its users may have. */
export function listEcrKeys(): readonly ConfigRow[] {
    return [
        ...withParts("registry.", ECR_KEYS, ECR_PARTS),
        ...rows("access[].", without(ACCESS_KEYS, AZURE_KEYS)),
        ...rows("pipelines.<name>.", without(PIPELINE_KEYS, ["azurePipelines"])),
        ...rows("pipelines.<name>.github.", GITHUB_KEYS),
        ...rows("pipelines.<name>.gitlab.", GITLAB_KEYS),
    ];
}

/** Returns every key that a registry of the kind ecr-public may have. */
export function listEcrPublicKeys(): readonly ConfigRow[] {
    return withParts("registry.", ECR_PUBLIC_KEYS, ECR_PUBLIC_PARTS);
}

/** Returns every key that a builder may have that is described. */
export function listBuilderKeys(): readonly ConfigRow[] {
    return withParts("builder.", BUILDER_KEYS, [["nodes[]", NODE_KEYS], ["nodes[].tls", NODE_TLS_KEYS], ["kubernetes", KUBERNETES_KEYS]]);
}

type Parts = readonly (readonly [above: string, keys: v.ObjectEntries])[];

function withParts(above: string, keys: v.ObjectEntries, parts: Parts, part = ""): ConfigRow[] {
    return rows(above + part, keys).flatMap((row, index) => {
        const name = `${part}${Object.keys(keys)[index]}`;
        const below = parts.find(([path]) => [name, `${name}[]`, `${name}.<name>`].includes(path));
        return below === undefined ? [row] : [row, ...withParts(above, below[1], parts, `${below[0]}.`)];
    });
}

function without(keys: v.ObjectEntries, names: readonly string[]): v.ObjectEntries {
    return Object.fromEntries(Object.entries(keys).filter(([key]) => !names.includes(key)));
}

function rows(above: string, keys: v.ObjectEntries): ConfigRow[] {
    return Object.entries(keys).map(([key, schema]) => ({
        key: `${NAMESPACE}:${above}${key}`,
        takes: v.getTitle(schema) ?? "",
        fallback: schema.type === "exact_optional" ? String(v.getMetadata(schema)["default"]) : undefined,
        meaning: v.getDescription(schema) ?? "",
    }));
}
