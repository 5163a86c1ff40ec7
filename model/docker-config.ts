import type { AcrSpec } from "./acr/acr-spec";
import { formatRegion } from "./acr/values/region";
import type { RegistrySpec } from "./config-spec";
import { formatEcrHost, PUBLIC_ECR_HOST } from "./ecr/ecr-host";

/**
 * What gets logins for docker, as it stands in `credHelpers`: `ecr-login` is the program docker-credential-ecr-login, which
 * AWS keeps. Of Azure there is none: its own was given up, and of those by others, that for pipelines is the one that most
 * tools know.
 *
 * @see https://github.com/awslabs/amazon-ecr-credential-helper#docker
 * @see https://github.com/Azure/acr-docker-credential-helper#readme
 * @see https://github.com/chrismellard/docker-credential-acr-env#readme
 */
export type CredentialProgram = "ecr-login" | "acr-env";

/** A registry in a cloud, to which docker logs in. */
export interface LoginHost {
    readonly host: string;

    readonly cloud: "aws" | "azure";

    /** @default - none can log in there */
    readonly program?: CredentialProgram;
}

/**
 * What hosts end with in each of Azure's clouds, by the start of its regions' names; all others are in the public one.
 *
 * Source: https://github.com/Azure/azure-cli/blob/dev/src/azure-cli-core/azure/cli/core/cloud.py (`acr_login_server_endpoint`)
 */
const ACR_SUFFIXES: readonly (readonly [RegExp, string])[] = [[/^china/, "azurecr.cn"], [/^us(gov|dod)/, "azurecr.us"], [/^/, "azurecr.io"]];

/**
 * Returns the hosts of clouds that consumers of a stack's images log in to, each once: those of copies in other regions
 * too. They are known before anything is made.
 */
export function listLoginHosts(registries: readonly RegistrySpec[]): readonly LoginHost[] {
    const hosts = registries.flatMap(listHosts);
    return hosts.filter(({ host }, index) => hosts.findIndex((other) => other.host === host) === index);
}

function listHosts(registry: RegistrySpec): readonly LoginHost[] {
    switch (registry.kind) {
        case "local":
            return [];
        case "acr":
            return [acrHost(registry)];
        case "ecr":
            return [registry, ...registry.replication.flatMap(({ to }) => to)].map(({ account = registry.account, region }) =>
                ({ host: formatEcrHost({ account, region }), cloud: "aws", program: "ecr-login" }));
        case "ecr-public":
            return [{ host: PUBLIC_ECR_HOST, cloud: "aws", program: "ecr-login" }];
    }
}

/** No program but Azure's CLI asks for tokens of another audience than Azure Resource Manager. */
function acrHost({ name, location, armTokens }: AcrSpec): LoginHost {
    const [, suffix = ""] = ACR_SUFFIXES.find(([regions]) => regions.test(formatRegion(location))) ?? [];
    return { host: `${name.toLowerCase()}.${suffix}`, cloud: "azure", ...(armTokens ? { program: "acr-env" } : {}) };
}
