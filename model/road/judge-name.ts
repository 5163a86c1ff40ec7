import { acrNameOf } from "../advice/advice-place";
import { isPublicEcrHost, parseEcrHost } from "../ecr/ecr-host";
import { isDockerHub } from "../oci/docker-hub";
import type { Finding } from "./finding";

/** Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcontainerregistry */
const ACR_NAME = /^[a-z0-9]{5,50}$/;

/** What hosts of Azure's registries end with, in each of its clouds. */
const ACR_SUFFIX = /\.azurecr\.(io|cn|us)$/;

/** What hosts of AWS' private registries have in them. */
const ECR_MARK = /\.dkr[.-]ecr(-fips)?\./;

/** Returns what the name of a registry's host says of it. */
export function judgeName(host: string, { own }: { readonly own: boolean }): Finding {
    const ecr = parseEcrHost(host);
    if (own) {
        return { state: "ok", found: "the registry of this machine" };
    }
    if (ACR_SUFFIX.test(host)) {
        const name = acrNameOf(host);
        return ACR_NAME.test(name)
            ? { state: "ok", found: `Azure Container Registry, ${name}` }
            : { state: "failed", found: "no Azure Container Registry has this name: it is 5 to 50 of a-z and 0-9", fault: "name-not-resolved" };
    }
    if (ecr !== undefined) {
        return { state: "ok", found: `Amazon ECR, account ${ecr.account} in ${ecr.region}` };
    }
    return ECR_MARK.test(host)
        ? { state: "failed", found: "it is not of the form <account of 12 digits>.dkr.ecr.<region>.amazonaws.com", fault: "name-not-resolved" }
        : { state: "ok", found: isPublicEcrHost(host) ? "Amazon ECR Public" : isDockerHub(host) ? "Docker Hub" : "a registry" };
}
