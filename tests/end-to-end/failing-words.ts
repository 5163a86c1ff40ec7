import { isPublicEcrHost, parseEcrHost } from "../../model/ecr/ecr-host";
import type { Mode } from "./failing-registry";

/** An answer that is no success. */
export interface Refusal {
    readonly status: number;
    /** Of the registry's protocol; empty where the real one answers in plain text. */
    readonly code: string;
    readonly message: string;
}

/** What a refusal depends on. */
export interface Refused {
    readonly method: string;
    readonly host: string;
    /** The repository; empty where the request is about none. */
    readonly name: string;
    readonly rest: string;
}

type Words = Readonly<Partial<Record<Mode, (refused: Refused) => Refusal>>>;

const say = (status: number, code: string, message: string) => (): Refusal => ({ status, code, message });

/** Source: https://github.com/distribution/distribution/blob/v3.1.1/registry/api/errcode/register.go */
const DISTRIBUTION: Words = {
    unauthorized: say(401, "UNAUTHORIZED", "authentication required"),
    forbidden: say(403, "DENIED", "requested access to the resource is denied"),
    "network-forbidden": say(403, "DENIED", "requested access to the resource is denied"),
    "name-unknown": say(404, "NAME_UNKNOWN", "repository name not known to registry"),
    throttled: say(429, "TOOMANYREQUESTS", "too many requests"),
    // Harbor's: https://github.com/goharbor/harbor/blob/main/src/server/middleware/immutable/error.go
    immutable: ({ name, rest }) => say(412, "PRECONDITION", `Failed to process request due to '${name}:${tagOf(rest)}' configured as immutable.`)(),
    "server-error": say(500, "UNKNOWN", "unknown error"),
};

const ACR: Words = {
    ...DISTRIBUTION,
    // https://github.com/Azure/azure-sdk-for-net/issues/22827
    immutable: say(405, "REGISTRY_DISALLOWED_OPERATION", "The operation is disallowed on this registry, repository or image. View troubleshooting steps at https://aka.ms/acr/faq/#why-does-my-pull-or-push-request-fail-with-disallowed-operation"),
    // https://github.com/Azure/acr/issues/841
    unauthorized: say(401, "UNAUTHORIZED", "authentication required, visit https://aka.ms/acr/authorization for more information."),
    // https://learn.microsoft.com/azure/container-registry/container-registry-troubleshoot-access
    "network-forbidden": say(403, "DENIED", "client with IP '203.0.113.7' is not allowed access. Refer https://aka.ms/acr/firewall to grant access."),
};

const ECR: Words = {
    ...DISTRIBUTION,
    unauthorized: say(401, "", "Not Authorized"),
    forbidden: ({ host, name }) => say(403, "DENIED", `User: arn:aws:sts::123456789012:assumed-role/deployer/session is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:${parseEcrHost(host)?.region ?? ""}:123456789012:repository/${name} because no identity-based policy allows the ecr:InitiateLayerUpload action`)(),
    // https://github.com/plexsystems/sinker/issues/55
    "name-unknown": ({ host, name }) => say(404, "NAME_UNKNOWN", `The repository with name '${name}' does not exist in the registry with id '${parseEcrHost(host)?.account ?? ""}'`)(),
    throttled: say(429, "TOOMANYREQUESTS", "Rate exceeded"),
    // https://github.com/GoogleContainerTools/kaniko/issues/3481
    immutable: ({ name, rest }) => say(400, "TAG_INVALID", `The image tag '${tagOf(rest)}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.`)(),
};

/** Says whether whoever has the host asks for a token, where it asks for a login at all. */
export function asksForToken(host: string): boolean {
    return wordsOf(host) === ACR;
}

/** Returns what a registry in a mode refuses a request with, in the words of whoever has its host. */
export function refusalOf(mode: Mode, refused: Refused): Refusal | undefined {
    const isOfRepository = refused.name !== "";
    const applies = mode === "forbidden" || mode === "name-unknown" ? isOfRepository
        : mode === "immutable" ? refused.method === "PUT" && /^manifests\/(?!sha256:)/.test(refused.rest)
        : true;
    return applies ? wordsOf(refused.host)[mode]?.(refused) : undefined;
}

function wordsOf(host: string): Words {
    return /\.azurecr\.(io|cn|us)$/.test(host) ? ACR : parseEcrHost(host) !== undefined || isPublicEcrHost(host) ? ECR : DISTRIBUTION;
}

function tagOf(rest: string): string {
    return rest.split("/").at(-1) ?? "";
}
