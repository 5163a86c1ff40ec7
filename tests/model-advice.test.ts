import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { adviseOn } from "../model/advice/advise";
import { adviseOnErrors, type AdviceFacts } from "../model/advice/advise-on-errors";
import { kindOfHost, type AdviceKind, type AdvicePlace } from "../model/advice/advice-place";
import { BUILDER_FAULTS, FAULTS, REGISTRY_FAULTS, type Fault } from "../model/advice/fault";
import { readFault, type FoundFault } from "../model/advice/read-fault";

const ACR = "contoso.azurecr.io";
const ECR = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const PUBLIC = "public.ecr.aws";
const OTHER = "registry.example.com:5000";
const OWN = "127.0.0.1:27559";

const HOSTS: Readonly<Record<AdviceKind, string>> = { "local": OWN, "acr": ACR, "ecr": ECR, "ecr-public": PUBLIC, "other": OTHER };

const DIGEST = "sha256:7d9d4f5a6a0edf55f16a5b267c489bad92c8c502fdb3bd127b1883dacaa2dc44";
const HEAD = (host: string) => `web: failed to solve: failed to push ${host}/web:1.0.0: unexpected status from HEAD request to https://${host}/v2/web/blobs/${DIGEST}:`;
const TRANSPORT = (host: string) => `web: failed to solve: failed to push ${host}/web:1.0.0: failed to do request: Head "https://${host}/v2/web/blobs/${DIGEST}":`;
const AWS = (call: string) => `ecr-api: 1 error occurred:\n\t* creating: operation error ECR: ${call}, https response error StatusCode: 400, RequestID: 6a,`;

/** What providers, BuildKit, this program and Node say. Those without a source were said by the programs that run here. */
const TEXTS: readonly (readonly [title: string, text: string, found: FoundFault])[] = [
    ["a HEAD that was refused", `${HEAD(ECR)} 401 Unauthorized`, { fault: "unauthorized", host: ECR, repository: "web", tag: "1.0.0" }],
    ["a token that was refused", "web: failed to solve: failed to fetch oauth token: unauthorized: authentication required, visit https://aka.ms/acr/authorization for more information.",
        { fault: "unauthorized" }],
    // https://github.com/moby/buildkit/blob/v0.31.1/vendor/github.com/containerd/containerd/v2/core/remotes/docker/authorizer.go
    ["a login that is not there", `web: failed to solve: failed to push ${ECR}/web:1.0.0: failed to authorize: no basic auth credentials`,
        { fault: "unauthorized", host: ECR, repository: "web", tag: "1.0.0" }],
    // https://github.com/microsoft/vscode/issues/205489
    ["a login that has ended", `web: failed to solve: failed to push ${ECR}/web:1.0.0: denied: Your authorization token has expired. Reauthenticate and try again.`,
        { fault: "unauthorized", host: ECR, repository: "web", tag: "1.0.0" }],
    ["a login to ACR that is refused", `Cannot log in to "${ACR}" with the Entra token of whoever deploys: it answers 401 (UNAUTHORIZED: authentication required); grant it AcrPush on the registry`,
        { fault: "unauthorized", host: ACR }],
    ["a login to AWS that has ended", `Cannot log in to "${ECR}" with the AWS credentials of whoever deploys: ExpiredTokenException: The security token included in the request is expired; they have expired: log in again`,
        { fault: "unauthorized", host: ECR }],
    ["a list of tags that is refused", `Cannot tell which tags ${ACR} has: HTTP 401: UNAUTHORIZED authentication required (${ACR}/web); without them a floating tag could move backwards`,
        { fault: "unauthorized", host: ACR, repository: "web" }],
    ["a HEAD that is forbidden", `${HEAD(ACR)} 403 Forbidden`, { fault: "forbidden", host: ACR, repository: "web", tag: "1.0.0" }],
    ["a token that lets pull alone", `web: failed to solve: failed to push ${ACR}/web:1.0.0: failed commit on ref "manifest-${DIGEST}": server message: insufficient_scope: authorization failed`,
        { fault: "forbidden", host: ACR, repository: "web", tag: "1.0.0" }],
    // https://github.com/openedx/edx-notes-api/issues/405
    ["a push to somebody else's repository", "web: failed to solve: failed to push docker.io/acme/web:1: push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
        { fault: "forbidden", host: "docker.io", repository: "acme/web", tag: "1" }],
    ["a base image that may not be pulled", "web: failed to solve: docker.io/acme/base:1: failed to resolve source metadata for docker.io/acme/base:1: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
        { fault: "forbidden", host: "docker.io", repository: "acme/base", tag: "1", action: "pull" }],
    // https://github.com/Azure/azure-sdk-for-js/blob/main/sdk/containerregistry/container-registry/TROUBLESHOOTING.md
    ["permissions that Azure does not find", `web: failed to push ${ACR}/web:1.0.0: denied: retrieving permissions failed`, { fault: "forbidden", host: ACR, repository: "web", tag: "1.0.0" }],
    ["a login that may not push", `Cannot log in to "${ACR}" with the Entra token of whoever deploys: it lets this principal in, but not push to "web"; grant it AcrPush`,
        { fault: "forbidden", host: ACR }],
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/common-errors.html
    ["what IAM does not allow", `${AWS("CreateRepository")} api error AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/ci/a is not authorized to perform: ecr:CreateRepository on resource: arn:aws:ecr:eu-central-1:123456789012:repository/api because no identity-based policy allows the ecr:CreateRepository action`,
        { fault: "forbidden", repository: "api", action: "make", denied: "ecr:CreateRepository" }],
    // https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
    ["what Azure does not allow", "acr-registry: autorest/azure: Service returned an error. Status=403 Code=\"AuthorizationFailed\" Message=\"The client 'a' with object id 'a' does not have authorization to perform action 'Microsoft.ContainerRegistry/registries/write' over scope '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/contoso'\"",
        { fault: "forbidden", action: "make", denied: "Microsoft.ContainerRegistry/registries/write" }],
    // https://learn.microsoft.com/troubleshoot/azure/azure-container-registry/client-ip-address-not-allowed-access
    ["a network that is closed", `web: failed to push ${ACR}/web:1.0.0: denied: {"errors":[{"code":"DENIED","message":"client with IP \\u0027203.0.113.7\\u0027 is not allowed access. Refer https://aka.ms/acr/firewall to grant access."}]}`,
        { fault: "network-closed", host: ACR, repository: "web", tag: "1.0.0" }],
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
    ["layers that the network keeps away", `web: failed to solve: failed to copy: httpReadSeeker: failed open: unexpected status from GET request to https://prod-eu-central-1-starport-layer-bucket.s3.eu-central-1.amazonaws.com/1a-123456789012-2b/3c?X-Amz-Security-Token=a: 403 Forbidden`,
        { fault: "network-closed" }],
    ["a repository that is not there", `web: failed to solve: failed to push ${ECR}/web:1.0.0: unknown: The repository with name 'web' does not exist in the registry with id '123456789012'`,
        { fault: "repository-unknown", host: ECR, repository: "web", tag: "1.0.0" }],
    ["a repository that others do not know", `web: failed to solve: failed to push ${OTHER}/web:1.0.0: unknown: repository name not known to registry`,
        { fault: "repository-unknown", host: OTHER, repository: "web", tag: "1.0.0" }],
    ["a base image that is not there", "web: failed to solve: docker.io/library/nginx:9.9: failed to resolve source metadata for docker.io/library/nginx:9.9: docker.io/library/nginx:9.9: not found",
        { fault: "not-found", host: "docker.io", repository: "library/nginx", tag: "9.9", action: "pull" }],
    ["too many requests", `${HEAD(ACR)} 429 Too Many Requests`, { fault: "throttled", host: ACR, repository: "web", tag: "1.0.0" }],
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/common-errors.html
    ["too many requests in words", `web: failed to push ${ECR}/web:1.0.0: toomanyrequests: Rate exceeded`, { fault: "throttled", host: ECR, repository: "web", tag: "1.0.0" }],
    // https://github.com/CommunityToolkit/Aspire/issues/556
    ["Docker Hub's limit", "web: failed to solve: failed to resolve source metadata for docker.io/library/nginx:1: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit",
        { fault: "throttled", host: "docker.io", repository: "library/nginx", tag: "1", action: "pull" }],
    ["a tag that is fixed", `web: failed to solve: failed to push ${ECR}/web:1.0.0: unknown: The image tag '1.0.0' already exists in the 'web' repository and cannot be overwritten because the tag is immutable.`,
        { fault: "immutable-tag", host: ECR, repository: "web", tag: "1.0.0" }],
    ["a tag that Harbor fixes", `web: failed to solve: failed to push ${OTHER}/web:1.0.0: unknown: Failed to process request due to 'web:1.0.0' configured as immutable.`,
        { fault: "immutable-tag", host: OTHER, repository: "web", tag: "1.0.0" }],
    // https://docs.docker.com/docker-hub/repos/manage/hub-images/immutable-tags/
    ["a tag that Docker Hub fixes", "web: failed to push docker.io/acme/web:1: denied: requested access to the resource is denied - This tag is already assigned to an image in this repository and cannot be updated due to immutability settings.",
        { fault: "immutable-tag", host: "docker.io", repository: "acme/web", tag: "1" }],
    ["a tag that is locked", `web: failed to solve: failed to push ${ACR}/web:1.0.0: unknown: The operation is disallowed on this registry, repository or image. View troubleshooting steps at https://aka.ms/acr/faq/#why-does-my-pull-or-push-request-fail-with-disallowed-operation`,
        { fault: "locked", host: ACR, repository: "web", tag: "1.0.0" }],
    // https://github.com/MicrosoftDocs/azure-dev-docs/issues/1303
    ["a name that is taken at Azure", `acr-registry: Code="AlreadyInUse" Message="The registry DNS name ${ACR} is already in use. You can check if the name is already claimed using following API: https://docs.microsoft.com/en-us/rest/api/containerregistry/registries/checknameavailability"`,
        { fault: "name-taken", host: ACR, action: "make" }],
    // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
    ["a name that is taken at AWS", `${AWS("CreateRepository")} RepositoryAlreadyExistsException: The repository with name 'api' already exists in the registry with id '123456789012'`,
        { fault: "name-taken", repository: "api", action: "make" }],
    ["a quota", `${AWS("CreateRepository")} LimitExceededException: The maximum number of repositories per registry has been reached.`, { fault: "limit-reached", action: "make" }],
    ["a registry that is out of order", `${HEAD(OTHER)} 500 Internal Server Error`, { fault: "server-error", host: OTHER, repository: "web", tag: "1.0.0" }],
    ["a port where nobody is", `web: failed to solve: failed to push ${OWN}/web:1.0.0: failed to do request: Head "http://${OWN}/v2/web/blobs/${DIGEST}": dial tcp ${OWN}: connect: connection refused`,
        { fault: "registry-unreachable", host: OWN, repository: "web", tag: "1.0.0" }],
    ["a registry that never answers", `${TRANSPORT(OTHER)} context deadline exceeded`, { fault: "registry-unreachable", host: OTHER, repository: "web", tag: "1.0.0" }],
    ["nobody, in the words of Node", `Cannot tell which tags ${OTHER} has: ECONNREFUSED (${OTHER}/web); without them a floating tag could move backwards`,
        { fault: "registry-unreachable", host: OTHER, repository: "web" }],
    ["a name that leads nowhere", `${TRANSPORT("no-such.invalid")} dial tcp: lookup no-such.invalid on 10.0.0.1:53: no such host`, { fault: "name-not-resolved", host: "no-such.invalid", repository: "web", tag: "1.0.0" }],
    ["a name that Node does not find", `Cannot log in to "${ACR}" with the Entra token of whoever deploys: it cannot be reached (ENOTFOUND); its name is not known here`, { fault: "name-not-resolved", host: ACR }],
    ["an authority that is not known", `${TRANSPORT(OTHER)} tls: failed to verify certificate: x509: certificate signed by unknown authority`, { fault: "certificate", host: OTHER, repository: "web", tag: "1.0.0" }],
    ["a certificate for another name", `${TRANSPORT(OTHER)} tls: failed to verify certificate: x509: certificate is valid for another.example, not registry.example.com`,
        { fault: "certificate", host: OTHER, repository: "web", tag: "1.0.0" }],
    ["a certificate that has ended", `${TRANSPORT(OTHER)} tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-21T20:58:40Z is after 2026-11-20T20:57:20Z`,
        { fault: "certificate", host: OTHER, repository: "web", tag: "1.0.0" }],
    ["a certificate that Node refuses", `Cannot tell which tags ${OTHER} has: UNABLE_TO_VERIFY_LEAF_SIGNATURE (${OTHER}/web); without them a floating tag could move backwards`,
        { fault: "certificate", host: OTHER, repository: "web" }],
    ["a certificate that starts later", `${TRANSPORT(OTHER)} tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2020-01-01T00:00:00Z is before 2026-11-20T20:57:20Z`,
        { fault: "clock-skew", host: OTHER, repository: "web", tag: "1.0.0" }],
    // https://github.com/upmc-enterprises/registry-creds/issues/47
    ["a clock that is behind", `Cannot log in to "${ECR}" with the AWS credentials of whoever deploys: InvalidSignatureException: Signature expired: 20170416T194251Z is now earlier than 20170417T123951Z (20170417T125451Z - 15 min.)`,
        { fault: "clock-skew", host: ECR }],
    ["no TLS", `${TRANSPORT(OTHER)} http: server gave HTTP response to HTTPS client`, { fault: "plain-http", host: OTHER, repository: "web", tag: "1.0.0" }],
    ["a node that does not answer", "Cannot build: BuildKit at tcp://127.0.0.1:9 does not answer (The pending stream has been canceled (caused by: connect ECONNREFUSED 127.0.0.1:9)), and no other node of registries:builder that does can build web\nCannot build: BuildKit at tcp://127.0.0.1:8 does not answer (it does not answer), and no other node of registries:builder that does can build web",
        { fault: "builder-unreachable", builders: ["tcp://127.0.0.1:9", "tcp://127.0.0.1:8"] }],
    ["a builder that buildx waits for", "web: context deadline exceeded", { fault: "builder-unreachable" }],
    ["a builder that broke off", "web: failed to receive status: rpc error: code = Unavailable desc = error reading from server: connection reset by peer", { fault: "builder-unreachable" }],
    ["a docker that does not run", "web: no valid drivers found: failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is correct and if the daemon is running: dial unix /var/run/docker.sock: connect: no such file or directory",
        { fault: "builder-unreachable" }],
    // https://github.com/pulumi/pulumi-docker-build/issues/102
    ["a builder that starts too slowly", "web: listing workers for Build: failed to list workers: Unavailable: connection error: desc = \"error reading server preface: EOF\"", { fault: "builder-unreachable" }],
    ["a builder that is not there", "web: new builder: no builder \"nosuch\" found", { fault: "builder-unknown", builders: ["nosuch"] }],
    ["a step that fills the disk", "web: failed to solve: process \"/bin/sh -c make\" did not complete successfully: exit code: 1: no space left on device", { fault: "disk-full" }],
];

/** What is no fault of a registry or of what builds. */
const OTHERS: readonly (readonly [title: string, text: string])[] = [
    ["the engine's last word", "update failed"],
    ["a step of a Dockerfile that fails", `web: failed to solve: process "/bin/sh -c curl https://${ACR}/v2/web/tags/list" did not complete successfully: exit code: 22: 401 Unauthorized, connection refused`],
    ["a file that is not in the context", "site: failed to solve: failed to compute cache key: failed to calculate checksum of ref 11ist3::xg0o49: \"/nope\": not found"],
    ["the backend of the state", "read \".pulumi/meta.yaml\": blob (code=Unknown): operation error S3: GetObject, https response error StatusCode: 403, api error AccessDenied: Access Denied"],
    ["another service that is throttled", "role: operation error IAM: CreateRole, https response error StatusCode: 400, RequestID: 6a, api error Throttling: Rate exceeded"],
    ["another resource that Azure does not allow", "group: autorest/azure: Status=403 Code=\"AuthorizationFailed\" Message=\"… to perform action 'Microsoft.Resources/subscriptions/resourcegroups/write' over scope '/subscriptions/s'\""],
    ["a login that failed before", "Cannot push any image: there is no login to the registry"],
];

describe("readFault()", () => {
    for (const [title, text, found] of TEXTS) {
        it(`reads ${title}`, () => assert.deepEqual(readFault(text), found));
    }

    for (const [title, text] of OTHERS) {
        it(`reads nothing into ${title}`, () => assert.equal(readFault(text), undefined));
    }

    it("knows a text for every fault", () => {
        assert.deepEqual(FAULTS.filter((fault) => !TEXTS.some(([, , found]) => found.fault === fault)), []);
    });
});

/** A place with all that may be known of it. */
const placeOf = (kind: AdviceKind, more: Partial<AdvicePlace> = {}): AdvicePlace =>
    ({ kind, host: HOSTS[kind], stack: "prod", image: "web", repository: "team/web", tag: "1.0.0", managed: true, ...more });

const bare = (kind: AdviceKind): AdvicePlace => ({ kind, host: HOSTS[kind], stack: "local" });

const KINDS = Object.keys(HOSTS) as AdviceKind[];

describe("adviseOn()", () => {
    const places = (kind: AdviceKind): AdvicePlace[] => [
        bare(kind), placeOf(kind), ...([false, true].flatMap((managed) => (["pull", "push", "make"] as const).map((action) => placeOf(kind, { managed, action })))),
        placeOf(kind, { builders: ["tcp://10.0.0.7:1234", "mine", "kubernetes://registries --namespace build"] }), placeOf(kind, { permissions: "abac", denied: "ecr:PutImage" }),
    ];

    for (const fault of FAULTS) {
        it(`says what to do about ${fault}, whoever has the registry`, () => {
            for (const place of KINDS.flatMap(places)) {
                const lines = adviseOn(fault, place);
                assert.ok(lines.length > 0 && lines.length <= 7, `${place.kind}: ${lines.length} lines`);
                assert.equal(new Set(lines).size, lines.length, `${place.kind}: ${lines.join("\n")}`);
                for (const line of lines) {
                    assert.doesNotMatch(line, /undefined|\[object|\n|\s$|^\s/, `${place.kind}: ${line}`);
                    assert.equal(line.split("`").length % 2, 1, `${place.kind}: ${line}`);
                }
            }
        });
    }

    it("ends with the doctor where an image of the registry is known", () => {
        for (const kind of KINDS) {
            REGISTRY_FAULTS.forEach((fault) => assert.match(adviseOn(fault, placeOf(kind)).at(-1) ?? "", /`npm run doctor -- --stack prod web`$/));
            REGISTRY_FAULTS.forEach((fault) => assert.doesNotMatch(adviseOn(fault, bare(kind)).join("\n"), /npm run doctor --/));
            BUILDER_FAULTS.forEach((fault) => assert.doesNotMatch(adviseOn(fault, placeOf(kind)).join("\n"), /doctor --/));
        }
    });

    /** What has to be among the advice. */
    const named: readonly (readonly [Fault, AdvicePlace, RegExp])[] = [
        ["unauthorized", placeOf("acr"), /`az acr login --name contoso --expose-token --output none`.*\n.*`az role assignment list --scope "\$\(az acr show --name contoso --query id --output tsv\)" --include-inherited --output table`; to push takes AcrPush, or Container Registry Repository Writer where its mode is ABAC\n.*`npm run up -- --stack prod`.*\n.*`az acr check-health --name contoso --ignore-errors --yes`/],
        ["unauthorized", placeOf("acr", { managed: false }), /`docker login contoso\.azurecr\.io`.*cannot be used here\n.*`az acr token list --registry contoso --output table`/],
        ["unauthorized", placeOf("ecr"), /`aws sts get-caller-identity`; the registry is of the account 123456789012\n.*`aws ecr get-authorization-token --region eu-central-1 --query 'authorizationData\[\]\.expiresAt'`\n.*`aws sso login`/],
        ["unauthorized", placeOf("ecr", { managed: false }), /`aws ecr get-login-password --region eu-central-1 \| docker login --username AWS --password-stdin 123456789012\.dkr\.ecr\.eu-central-1\.amazonaws\.com`/],
        ["unauthorized", placeOf("ecr-public"), /`aws ecr-public get-authorization-token --region us-east-1 --query authorizationData\.expiresAt`/],
        ["unauthorized", placeOf("other"), /`docker login registry\.example\.com:5000`/],
        ["unauthorized", placeOf("other", { host: "docker.io" }), /`docker login`/],
        ["unauthorized", placeOf("local"), /remove `\.local\/registry\/htpasswd`\nthen run `npm run up -- --stack prod`/],
        ["forbidden", placeOf("acr", { permissions: "abac" }), /to push takes Container Registry Repository Writer\n.*`az acr network-rule list --name contoso`/],
        ["forbidden", placeOf("acr", { permissions: "legacy", action: "pull" }), /to pull takes AcrPull\n/],
        ["forbidden", placeOf("acr", { managed: false }), /content\/write on the repository: `az acr scope-map list --registry contoso/],
        ["forbidden", placeOf("acr", { action: "make", denied: "Microsoft.ContainerRegistry/registries/write" }), /Microsoft\.ContainerRegistry\/registries\/write needs Contributor on the resource group/],
        ["forbidden", placeOf("ecr"), /allow ecr:BatchCheckLayerAvailability, [^\n]*ecr:InitiateLayerUpload, ecr:PutImage, ecr:UploadLayerPart[^\n]*, and ecr:GetAuthorizationToken on \*\n.*`aws ecr get-repository-policy --repository-name team\/web --registry-id 123456789012 --region eu-central-1`/],
        ["forbidden", placeOf("ecr", { denied: "ecr:CreateRepository" }), /let a policy of theirs allow ecr:CreateRepository\n/],
        ["forbidden", placeOf("ecr-public", { action: "pull" }), /^[^\n]*`docker logout public\.ecr\.aws`/],
        ["network-closed", placeOf("acr"), /`az acr network-rule list --name contoso`.*\n.*`ipRules`/],
        ["network-closed", placeOf("ecr"), /`aws ec2 describe-vpc-endpoints --region eu-central-1 .*\n.*arn:aws:s3:::prod-eu-central-1-starport-layer-bucket\/\*/],
        ["repository-unknown", placeOf("ecr"), /`aws ecr describe-repositories --repository-names team\/web --registry-id 123456789012 --region eu-central-1`\n.*`npm run up -- --refresh --stack prod`/],
        ["repository-unknown", placeOf("ecr", { managed: false }), /`aws ecr create-repository --repository-name team\/web --region eu-central-1`/],
        ["repository-unknown", placeOf("ecr-public", { repository: "a1b2c3d4/web" }), /describe-repositories --repository-names web --region us-east-1/],
        ["not-found", placeOf("acr"), /`az acr repository show-tags --name contoso --repository team\/web --output table`/],
        ["throttled", placeOf("acr"), /`npm run up -- --stack prod` again.*\n.*`az acr show --name contoso --query sku\.name`; write a higher `tier`/],
        ["throttled", placeOf("ecr"), /`aws service-quotas list-service-quotas --service-code ecr --region eu-central-1`/],
        ["throttled", placeOf("other", { host: "docker.io", action: "pull" }), /with a login there may be more: `docker login`/],
        ["immutable-tag", placeOf("ecr"), /^write a new `version`.*\n.*`aws ecr describe-images --repository-name team\/web --image-ids imageTag=1\.0\.0 --registry-id 123456789012 --region eu-central-1`\n.*`movableTags`/],
        ["immutable-tag", placeOf("other"), /^write a new `version`.*\n.*`docker buildx imagetools inspect registry\.example\.com:5000\/team\/web:1\.0\.0`/],
        ["locked", placeOf("acr"), /`az acr repository show --name contoso --image team\/web:1\.0\.0 --query changeableAttributes`\n.*`az acr repository update --name contoso --image team\/web:1\.0\.0 --write-enabled true`\n.*`az acr show-usage/],
        ["name-taken", placeOf("acr"), /`az acr check-name --name contoso`.*\n.*write another `registries:registry\.name`/],
        ["name-taken", placeOf("ecr"), /describe-repositories.*\n.*`kind: local` with `host: 123456789012/],
        ["registry-unreachable", placeOf("other"), /`curl -sS -o \/dev\/null -w '%\{http_code\}\\n' https:\/\/registry\.example\.com:5000\/v2\/`/],
        ["registry-unreachable", placeOf("local"), /`npm run doctor`\nthen run `npm run up -- --stack prod`/],
        ["name-not-resolved", placeOf("acr"), /`az acr show --name contoso --query loginServer`\n.*`nslookup contoso\.azurecr\.io`.*\n.*privatelink\.azurecr\.io/],
        ["name-not-resolved", placeOf("other"), /`nslookup registry\.example\.com`/],
        ["certificate", placeOf("other"), /`openssl s_client -connect registry\.example\.com:5000 -servername registry\.example\.com <\/dev\/null/],
        ["certificate", placeOf("acr"), /-connect contoso\.azurecr\.io:443 /],
        ["clock-skew", placeOf("ecr"), /`date -u; curl -sSI https:.*five minutes.*\n.*timedatectl/],
        ["builder-unreachable", placeOf("acr"), /`npm run doctor`.*buildkitd\.log\n`npm run up -- --stack prod` starts it again/],
        ["builder-unreachable", placeOf("acr", { builders: ["tcp://10.0.0.7:1234"] }), /`buildctl --addr tcp:\/\/10\.0\.0\.7:1234 debug workers`.*\n.*registries:builder/],
        ["builder-unreachable", placeOf("acr", { builders: ["mine"] }), /`docker buildx inspect --bootstrap mine`/],
        ["builder-unreachable", placeOf("acr", { builders: ["kubernetes://registries --namespace build"] }), /`kubectl describe deployment registries --namespace build`/],
        ["builder-unknown", placeOf("acr", { builders: ["mine"] }), /`docker buildx ls`.*\n.*`docker buildx create --driver docker-container --name mine`/],
        ["disk-full", placeOf("acr"), /`npm run down`, and remove `\.local\/buildkit\/root`/],
    ];
    for (const [fault, place, pattern] of named) {
        it(`names the commands for ${fault} at ${place.kind}${place.managed === true ? "" : ", not the stack's own"}${place.action === undefined ? "" : `, to ${place.action}`}: ${pattern.source.slice(0, 40)}…`, () => {
            assert.match(adviseOn(fault, place).join("\n"), pattern);
        });
    }

    it("prints no password and no token", () => {
        const all = KINDS.flatMap((kind) => FAULTS.flatMap((fault) => places(kind).flatMap((place) => adviseOn(fault, place)))).join("\n");
        assert.doesNotMatch(all, /get-login-password(?![^`]*\| docker login [^`]*--password-stdin)/);
        assert.doesNotMatch(all, /--expose-token(?! --output none)/);
        assert.doesNotMatch(all, /credential show|--password /);
    });
});

describe("kindOfHost()", () => {
    const kinds: readonly (readonly [string, AdviceKind])[] = [
        [ACR, "acr"], ["contoso-a1b2c3d4e5.azurecr.io", "acr"], ["contoso.westeurope.data.azurecr.io", "acr"], ["contoso.azurecr.cn", "acr"],
        [ECR, "ecr"], ["123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "ecr"], [PUBLIC, "ecr-public"],
        ["docker.io", "other"], [OTHER, "other"], ["azurecr.io", "other"], ["a.b.azurecr.io.example.com", "other"],
    ];
    for (const [host, kind] of kinds) {
        it(`takes ${host} for ${kind}`, () => assert.equal(kindOfHost(host), kind));
    }
});

describe("adviseOnErrors()", () => {
    const NAMES = Array.from({ length: 100 }, (_, index) => `image-${index}`);
    const images = [...NAMES, "web"].map((name) => ({ name, repository: `team/${name}`, tags: ["2.0.0"] }));
    const facts = (more: Partial<AdviceFacts> = {}): AdviceFacts => ({ stack: "prod", images, ...more });
    const local = { kind: "local" } as const;
    const elsewhere = { kind: "local", host: ACR } as const;
    const acr = { kind: "acr", name: "Contoso", location: "westeurope", permissions: "abac" } as never;
    const ecr = { kind: "ecr", account: "123456789012", region: "eu-central-1", replication: [] } as never;

    it("says a thing once, however many images it holds up, and names them all", () => {
        const errors = [...NAMES.flatMap((name) => [HEAD(ACR).replaceAll("web", name), HEAD(OTHER).replaceAll("web", name)].map((text) => `${text} 401 Unauthorized`)), "update failed"];
        const advice = adviseOnErrors(errors, facts({ config: { registries: [elsewhere] } }));
        assert.deepEqual(advice.map(({ fault, host, resources }) => [fault, host, resources.length]), [["unauthorized", ACR, 100], ["unauthorized", OTHER, 100]]);
        assert.match(advice[0]?.next.at(-1) ?? "", /doctor -- --stack prod image-0`$/);
    });

    it("says each fault of a registry", () => {
        const advice = adviseOnErrors([`${HEAD(ACR)} 401 Unauthorized`, `${HEAD(ACR)} 429 Too Many Requests`], facts({ config: { registries: [elsewhere] } }));
        assert.deepEqual(advice.map(({ fault }) => fault), ["unauthorized", "throttled"]);
    });

    it("knows what the stack says of its registry", () => {
        const [made] = adviseOnErrors([`${HEAD(ACR)} 403 Forbidden`], facts({ config: { registries: [acr] } }));
        assert.match(made?.next.join("\n") ?? "", /to push takes Container Registry Repository Writer\n(?!.*scope-map)/);
        const [found] = adviseOnErrors([`${HEAD(ACR)} 403 Forbidden`], facts({ config: { registries: [elsewhere] } }));
        assert.match(found?.next.join("\n") ?? "", /scope-map list/);
    });

    it("names the repository that the configuration names, and the tag that was pushed", () => {
        const [advice] = adviseOnErrors([TEXTS.find(([title]) => title === "a tag that is fixed")?.[1] ?? ""], facts({ config: { registries: [ecr] } }));
        assert.match(advice?.next.join("\n") ?? "", /--repository-name team\/web --image-ids imageTag=1\.0\.0/);
    });

    it("finds the image by its repository, and takes any one where the whole registry is meant", () => {
        const next = (text: string) => adviseOnErrors([text], facts({ config: { registries: [elsewhere] } }))[0]?.next.at(-1) ?? "";
        assert.match(next(`Cannot tell which tags ${ACR} has: HTTP 401 (${ACR}/team/image-7); without them a floating tag could move backwards`), /doctor -- --stack prod image-7`$/);
        assert.match(next(`Cannot log in to "${ACR}" with the Entra token of whoever deploys: it answers 401`), /doctor -- --stack prod image-0`$/);
    });

    it("takes the registry of this machine for what it is, wherever else it may be", () => {
        const errors = [TEXTS.find(([title]) => title === "a port where nobody is")?.[1] ?? ""];
        const [own] = adviseOnErrors(errors, facts({ config: { registries: [local] }, ownHost: OWN }));
        assert.match(own?.next.join("\n") ?? "", /see whether it runs/);
        const [other] = adviseOnErrors(errors, facts({ config: { registries: [{ ...local, host: OWN }] }, ownHost: OWN }));
        assert.match(other?.next.join("\n") ?? "", /curl -sS/);
    });

    it("finds the registry where an error names none", () => {
        const nameless = TEXTS.find(([title]) => title === "a token that was refused")?.[1] ?? "";
        assert.equal(adviseOnErrors([nameless], facts({ config: { registries: [elsewhere] } }))[0]?.host, ACR);
        assert.equal(adviseOnErrors([nameless], facts({ config: { registries: [ecr, acr] } }))[0]?.host, ACR);
        const taken = TEXTS.find(([title]) => title === "a name that is taken at AWS")?.[1] ?? "";
        const [advice] = adviseOnErrors([taken], facts({ config: { registries: [acr, ecr] } }));
        assert.deepEqual([advice?.host, advice?.resources], [ECR, ["ecr-api"]]);
        assert.match(advice?.next.join("\n") ?? "", /--repository-names api /);
        assert.deepEqual(adviseOnErrors([nameless], facts()), []);
    });

    it("speaks of a base image's registry where the fault is there", () => {
        const [advice] = adviseOnErrors([TEXTS.find(([title]) => title === "Docker Hub's limit")?.[1] ?? ""], facts({ config: { registries: [acr] } }));
        assert.equal(advice?.host, "docker.io");
        assert.match(advice?.next.join("\n") ?? "", /`docker login`\n.*doctor -- --stack prod docker\.io\/library\/nginx:1`$/);
    });

    it("speaks of what builds as the configuration has it", () => {
        const text = "web: context deadline exceeded";
        const next = (config?: AdviceFacts["config"]) => adviseOnErrors([text], facts(config === undefined ? {} : { config }))[0]?.next.join("\n") ?? "";
        assert.match(next(), /buildkitd\.log/);
        assert.match(next({ registries: [acr], builder: "mine" }), /--bootstrap mine/);
        assert.match(next({ registries: [acr, ecr], builder: { nodes: [{ endpoint: "tcp://a:1" }, { endpoint: "tcp://b:1" }] } }), /--addr tcp:\/\/a:1 [^]*--addr tcp:\/\/b:1 /);
        assert.match(next({ registries: [acr], builder: { kubernetes: { deployment: "registries", replicas: 1, loadBalance: "sticky", namespace: "build", options: {} } } }), /deployment registries --namespace build`/);
        assert.equal(adviseOnErrors([text], facts())[0]?.host, undefined);
    });

    it("says nothing of errors that say nothing of either", () => {
        assert.deepEqual(adviseOnErrors(OTHERS.map(([, text]) => text), facts({ config: { registries: [acr] } })), []);
    });
});

describe("the README's table of 401 and 403", () => {
    const [, table = ""] = /## When a registry says 401 or 403\n([^]*?)\n## /.exec(readFileSync(join(__dirname, "..", "README.md"), "utf8")) ?? [];
    const rows = table.split("\n").filter((line) => /^\| (ACR|ECR|public\.ecr\.aws)/.test(line)).map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

    it("is there", () => assert.ok(rows.length >= 8, table));

    for (const [, says = "", , what = ""] of rows) {
        const kind: AdviceKind = says.startsWith("ACR") ? "acr" : says.startsWith("ECR") ? "ecr" : "ecr-public";
        const quotes = [...says.matchAll(/`([^`]+)`/g)].filter(([, quoted = ""]) => quoted !== "permissions: abac").map(([, quoted = ""]) => quoted.replace("with an explicit deny", "is not authorized to perform: ecr:PutImage on resource: … $&"));
        const read = quotes.map((quoted) => readFault(/starport/.test(quoted) ? `web: unexpected status from GET request to https://prod-eu-central-1${quoted.replace(/…/g, "")}: 403 Forbidden`
            : `web: failed to push ${HOSTS[kind]}/web:1: ${quoted}`)?.fault);
        if (quotes.length > 0) {
            it(`has words that are read as what they are: ${quotes.join(", ")}`, () => {
                const expected = (quoted: string): Fault => (/client with IP|starport/.test(quoted) ? "network-closed" : /unauthorized:|credentials|expired/.test(quoted) ? "unauthorized" : "forbidden");
                assert.deepEqual(read, quotes.map(expected));
            });
        }
        const commands = [...what.matchAll(/`((?:az|aws|docker) [a-z]+(?: [a-z-]+)?)/g)].map(([, command = ""]) => command);
        if (commands.length > 0) {
            it(`names commands that the advice names too: ${commands.join(", ")}`, () => {
                const place = placeOf(kind, kind === "ecr-public" ? { action: "pull" } : {});
                const all = [...adviseOn(read[0] ?? "forbidden", place), ...adviseOn("forbidden", place)].join("\n");
                commands.forEach((command) => assert.ok(all.includes(command), `${command}:\n${all}`));
            });
        }
    }
});
