import { request } from "node:https";
import { json } from "node:stream/consumers";
import { exchangeToken } from "../../components/azure/acr-exchange";
import { NULL_GUID, TENANT, type AcrTokenServer } from "../acr-token-server";

const OCI = "application/vnd.oci.image.manifest.v1+json";

/** What a server answered. */
export interface Answer {
    readonly status: number | undefined;
    readonly body: unknown;
}

/** Returns where the manifest is that a reference pins. */
export function manifestUrl(ref: string): string {
    const [, host = "", repository = "", digest = ""] = /^([^/]+)\/(.+)@(sha256:[0-9a-f]{64})$/.exec(ref) ?? [];
    return `https://${host}/v2/${repository}/manifests/${digest}`;
}

/** Reads the manifest that a reference pins with an access token of the Docker protocol, which a fresh login pays for. */
export async function pullManifest(server: AcrTokenServer, ref: string): Promise<Answer> {
    const { ca, host } = server;
    const login = { host, tenant: TENANT, entraToken: server.issueEntraToken(), repositories: [], fresh: false };
    const refreshToken = await exchangeToken(login, { ca });
    const repository = /^[^/]+\/(.+)@/.exec(ref)?.[1] ?? "";
    const scope = encodeURIComponent(`repository:${repository}:pull`);
    const { body } = await getJson(`https://${host}/oauth2/token?service=${host}&scope=${scope}`, { ca, auth: `${NULL_GUID}:${refreshToken}` });
    return getJson(manifestUrl(ref), { ca, headers: { accept: OCI, authorization: `Bearer ${(body as { token: string }).token}` } });
}

/** Asks a server for JSON. */
export function getJson(url: string, options: object): Promise<Answer> {
    return new Promise((resolve, reject) => {
        request(url, { agent: false, ...options }, (response) => {
            json(response).then((body) => resolve({ status: response.statusCode, body }), reject);
        }).on("error", reject).end();
    });
}
