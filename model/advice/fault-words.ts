import type { Fault } from "./fault";

/** A fault, by the words that tell it. */
export type FaultWords = readonly [words: RegExp, fault: Fault];

/**
 * Words that mean one thing wherever they stand. The first that fit hold.
 *
 * Sources of the words: of builders https://github.com/docker/buildx/blob/v0.35.0/store/storeutil/storeutil.go,
 * https://github.com/pulumi/pulumi-docker-build/issues/102 and https://github.com/docker/buildx/issues/2064; of Azure
 * https://github.com/MicrosoftDocs/azure-dev-docs/issues/1303, https://github.com/Azure/azure-sdk-for-net/issues/22827,
 * https://learn.microsoft.com/troubleshoot/azure/azure-container-registry/client-ip-address-not-allowed-access and
 * https://github.com/Azure/azure-sdk-for-js/blob/main/sdk/containerregistry/container-registry/TROUBLESHOOTING.md; of AWS
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html#API_CreateRepository_Errors,
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html#API_PutImage_Errors,
 * https://github.com/GoogleContainerTools/kaniko/issues/3481,
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms and, of clocks,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html; of Harbor
 * https://github.com/goharbor/harbor/blob/main/src/server/middleware/immutable/error.go and Docker Hub
 * https://docs.docker.com/docker-hub/repos/manage/hub-images/immutable-tags/; of certificates
 * https://go.dev/src/crypto/x509/verify.go
 */
export const CERTAIN: readonly FaultWords[] = [
    [/no space left on device/, "disk-full"],
    [/BuildKit at \S+ does not answer|failed to list workers|no valid drivers found|failed to initialize builder|buildkitd\.sock/, "builder-unreachable"],
    [/error reading server preface|Cannot connect to the Docker daemon|failed to receive status: rpc error: code = Unavailable|Unavailable: error reading from server/, "builder-unreachable"],
    // buildx waits for a builder that is not there, and says no more than that: https://github.com/docker/buildx/blob/v0.35.0/driver/manager.go
    [/^(?:[\w./-]+: )?context deadline exceeded$/, "builder-unreachable"],
    [/no builder "[^"]*" found/, "builder-unknown"],
    [/\bAlreadyInUse\b|registry DNS name \S+ is already in use|RepositoryAlreadyExistsException/, "name-taken"],
    [/tag is immutable|ImageTagAlreadyExistsException|configured as immutable|immutability settings|tag immutability/, "immutable-tag"],
    [/REGISTRY_DISALLOWED_OPERATION|operation is disallowed on this registry/, "locked"],
    [/\b(?:ServiceQuota|Limit|Quota)Exceeded(?:Exception)?\b/, "limit-reached"],
    [/Signature expired: |Signature not yet current: |RequestTimeTooSkewed|not yet valid: current time \S+ is before|CERT_NOT_YET_VALID/, "clock-skew"],
    [/client with IP |starport-layer-bucket[^]*\b403\b/, "network-closed"],
    [/repository with name '[^']*' does not exist|RepositoryNotFoundException|repository name not known to registry|\bNAME_UNKNOWN\b/, "repository-unknown"],
    [/authorization token has expired|no basic auth credentials|visit https:\/\/aka\.ms\/acr\/authorization|failed to fetch (?:oauth|anonymous) token: unauthorized/, "unauthorized"],
    [/insufficient_scope|(?:push|pull) access denied|retrieving permissions failed|requested access to the resource is denied|lets this principal in, but not push/, "forbidden"],
    [/not authorized to perform: (?:ecr|ecr-public|sts):|AuthorizationFailed[^]*Microsoft\.ContainerRegistry/, "forbidden"],
    [/reached your (?:unauthenticated )?pull rate limit/, "throttled"],
];

/**
 * Words that are said of much else too, so that they count only where a registry is named. The first that fit hold.
 *
 * Sources: https://github.com/containerd/containerd/blob/v2.2.0/core/remotes/errors/errors.go,
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#error-codes,
 * https://nodejs.org/docs/latest-v20.x/api/tls.html#x509-certificate-error-codes, https://go.dev/src/net/net.go,
 * https://go.dev/src/net/http/transport.go and https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html
 */
export const BY_A_REGISTRY: readonly FaultWords[] = [
    [/x509: |failed to verify certificate|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT|SELF_SIGNED_CERT|ERR_TLS_CERT_ALTNAME_INVALID|CERT_HAS_EXPIRED|CERT_UNTRUSTED/, "certificate"],
    [/gave HTTP response to HTTPS client|does not look like a TLS handshake|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG/, "plain-http"],
    [/no such host|server misbehaving|\bENOTFOUND\b|\bEAI_AGAIN\b/, "name-not-resolved"],
    [/\b429 Too Many Requests|\b(?:HTTP|answers) 429\b|toomanyrequests|Throttl(?:ing|e)(?:d|Exception)|Rate exceeded/i, "throttled"],
    [/ExpiredToken|security token included in the request|InvalidClientTokenId|UnrecognizedClient|\bSSO\b|valid credential sources/, "unauthorized"],
    [/\b403 Forbidden|\b(?:HTTP|answers) 403\b|\bAccessDenied|explicit deny|: denied: /, "forbidden"],
    [/\b401 Unauthorized|\b(?:HTTP|answers) 401\b|: unauthorized: |authentication required/, "unauthorized"],
    [/failed to resolve source metadata[^]*: not found|\b404 Not Found|\b(?:HTTP|answers) 404\b|MANIFEST_UNKNOWN|manifest unknown|Requested image not found/, "not-found"],
    [/\b5\d\d (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)|\b(?:HTTP|answers) 5\d\d\b|failed to push \S+: (?:unavailable|internal)/i, "server-error"],
    [/connection refused|i\/o timeout|no route to host|network is unreachable|\bE(?:CONNREFUSED|TIMEDOUT|HOSTUNREACH|NETUNREACH)\b/, "registry-unreachable"],
    [/connection reset|\bECONNRESET\b|handshake timeout|Client\.Timeout|UND_ERR_|silent for |deadline exceeded|proxyconnect|\bEOF\b/, "registry-unreachable"],
];
