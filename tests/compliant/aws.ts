import { ClusterOf, labels } from "./azure";
import { digest, hash, json, secret, Stack, text, type Inputs, type Resource, type Value } from "./stack";

const ACCOUNT = "318274650912";
const REGION = "eu-central-1";
const HOST = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/7c0b2f8e-51d4-4a0f-9b7c-6d3e1f2a4b5c`;
const ORGANIZATION = { StringEquals: { "aws:PrincipalOrgID": "o-7f3kq2m9xa" } };
const PULL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"];

function document(...statements: readonly Inputs[]): Inputs {
    return { Statement: statements, Version: "2012-10-17" };
}

function trust(service: string): Value {
    return json(document({ Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: service } }));
}

function arn(service: string, name: string): string {
    return `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`;
}

function expire(rulePriority: number, selection: Inputs, description: string): Inputs {
    return { action: { type: "expire" }, description, rulePriority, selection };
}

const CLEAN_UP = {
    rules: [
        expire(1, { countNumber: 7, countType: "sinceImagePushed", countUnit: "days", tagStatus: "untagged" }, "what no tag is on"),
        expire(2, { countNumber: 14, countType: "sinceImagePushed", countUnit: "days", tagPatternList: ["pr-*"], tagStatus: "tagged" }, "pull requests"),
        expire(3, { countNumber: 200, countType: "imageCountMoreThan", tagStatus: "any" }, "all else"),
    ],
};

function repository(stack: Stack, name: string, inputs: Inputs = {}, parent?: Resource): Resource {
    const owner = stack.add("aws:ecr/repository:Repository", name.replaceAll("/", "-"), {
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: KEY }],
        imageScanningConfiguration: { scanOnPush: true },
        imageTagMutability: "IMMUTABLE",
        name,
        tags: { owner: "platform" },
        tagsAll: { owner: "platform", stack: stack.name },
        ...inputs,
    }, { id: name, outputs: { arn: arn("ecr", `repository/${name}`), registryId: ACCOUNT, repositoryUrl: `${HOST}/${name}` }, ...(parent === undefined ? {} : { parent }) });
    stack.add("aws:ecr/lifecyclePolicy:LifecyclePolicy", name.replaceAll("/", "-"), { policy: json(CLEAN_UP), repository: owner.out("name") }, parent === undefined ? {} : { parent });
    return owner;
}

/** All of a private registry of Amazon ECR for an organisation, with the classic provider. */
export function ecrPlatform(): Stack {
    const stack = new Stack("image-registry", "prod");
    const aws = stack.add("pulumi:providers:aws", "images", { allowedAccountIds: json([ACCOUNT]), defaultTags: json({ tags: { owner: "platform" } }), region: REGION, version: "7.8.0" }, { id: "0c9b8a7f-6e5d-4c3b-8a19-f8e7d6c5b4a3" });
    const team = stack.add("orchard:images:TeamRepositories", "shop", {}, { component: true });
    const shop = ["shop/shop-api", "shop/storefront", "shop/search-indexer"].map((name) => repository(stack, name, name === "shop/storefront" ? { imageTagMutability: "IMMUTABLE_WITH_EXCLUSION", imageTagMutabilityExclusionFilters: [{ filter: "latest", filterType: "WILDCARD" }, { filter: "buildcache*", filterType: "WILDCARD" }] } : {}, team));
    shop.forEach((owner) =>
        stack.add("aws:ecr/repositoryPolicy:RepositoryPolicy", `${owner.name}-pull`, {
            policy: json(document(
                { Action: PULL, Effect: "Allow", Principal: { AWS: ["arn:aws:iam::742918305566:root", "arn:aws:iam::860155274433:role/deploy"] }, Sid: "pull" },
                { Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], Condition: { ArnLike: { "aws:SourceArn": "arn:aws:lambda:eu-central-1:742918305566:function:*" } }, Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Sid: "lambda" },
                { Action: ["ecr:PutImage", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload"], Effect: "Allow", Principal: { AWS: "arn:aws:iam::860155274433:role/ci-shop" }, Sid: "push" },
            )),
            repository: owner.out("name"),
        }, { parent: team }));
    // The scanning configuration below scans it.
    repository(stack, "base/python", { imageScanningConfiguration: { scanOnPush: false } });
    stack.add("aws:ecr/repositoryPolicy:RepositoryPolicy", "base-for-all", { policy: json(document({ Action: PULL, Condition: ORGANIZATION, Effect: "Allow", Principal: "*", Sid: "organisation" })), repository: repository(stack, "base/node").out("name") });
    stack.add("aws:ecr/registryPolicy:RegistryPolicy", "registry", {
        policy: json(document(
            { Action: ["ecr:CreateRepository", "ecr:ReplicateImage"], Effect: "Allow", Principal: { AWS: "arn:aws:iam::742918305566:root" }, Resource: arn("ecr", "repository/*"), Sid: "replicas" },
            { Action: ["ecr:CreateRepository", "ecr:BatchImportUpstreamImage"], Condition: ORGANIZATION, Effect: "Allow", Principal: { AWS: "*" }, Resource: arn("ecr", "repository/hub/*"), Sid: "cache" },
        )),
    }, { provider: aws });
    stack.add("aws:ecr/replicationConfiguration:ReplicationConfiguration", "replicas", { replicationConfiguration: { rules: [{ destinations: [{ region: "eu-west-1", registryId: ACCOUNT }], repositoryFilters: [{ filter: "shop/", filterType: "PREFIX_MATCH" }] }] } }, { provider: aws });
    stack.add("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration", "scanning", { rules: [{ repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }], scanFrequency: "SCAN_ON_PUSH" }], scanType: "BASIC" }, { provider: aws });
    const login = stack.add("aws:secretsmanager/secret:Secret", "hub", { name: "ecr-pullthroughcache/hub" }, { outputs: { arn: arn("secretsmanager", "secret:ecr-pullthroughcache/hub-4kQ2zT") } });
    stack.add("aws:secretsmanager/secretVersion:SecretVersion", "hub", { secretId: login.id, secretString: secret('{"username":"u","accessToken":"t"}') });
    stack.add("aws:ecr/pullThroughCacheRule:PullThroughCacheRule", "hub", { credentialArn: login.out("arn"), ecrRepositoryPrefix: "hub", upstreamRegistryUrl: "registry-1.docker.io" });
    stack.add("aws:ecr/pullThroughCacheRule:PullThroughCacheRule", "quay", { ecrRepositoryPrefix: "quay", upstreamRegistryUrl: "quay.io" });
    stack.add("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", "hub", {
        appliedFors: ["PULL_THROUGH_CACHE"],
        customRoleArn: `arn:aws:iam::${ACCOUNT}:role/ecr-templates`,
        description: "caches",
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: KEY }],
        imageTagMutability: "MUTABLE",
        lifecyclePolicy: json({ rules: [expire(1, { countNumber: 90, countType: "sinceImagePushed", countUnit: "days", tagStatus: "any" }, "old")] }),
        prefix: "hub",
        repositoryPolicy: json(document({ Action: PULL, Condition: { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": ["o-7f3kq2m9xa/r-8k1c/ou-8k1c-5pq7x2wz/*"] } }, Effect: "Allow", Principal: "*" })),
        resourceTags: { owner: "platform" },
    });
    stack.add("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", "replicas", { appliedFors: ["REPLICATION"], encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: KEY }], imageTagMutability: "IMMUTABLE", lifecyclePolicy: json(CLEAN_UP), prefix: "ROOT" });
    stack.add("aws:ecr/accountSetting:AccountSetting", "scanning", { name: "BASIC_SCAN_TYPE_VERSION", value: "AWS_NATIVE" });
    return stack;
}

/** The same with Cloud Control, where a repository has its policies in itself. */
export function ecrNative(): Stack {
    const stack = new Stack("image-registry-native", "prod");
    const native = (name: string): Resource =>
        stack.add("aws-native:ecr:Repository", name.replaceAll("/", "-"), {
            encryptionConfiguration: { encryptionType: "KMS", kmsKey: KEY },
            imageScanningConfiguration: { scanOnPush: true },
            imageTagMutability: "IMMUTABLE",
            lifecyclePolicy: { lifecyclePolicyText: json(CLEAN_UP) },
            repositoryName: name,
            repositoryPolicyText: document({ Action: PULL, Effect: "Allow", Principal: { AWS: "arn:aws:iam::742918305566:root" } }),
            tags: [{ key: "owner", value: "platform" }],
        }, { id: name, outputs: { arn: arn("ecr", `repository/${name}`), repositoryUri: `${HOST}/${name}` } });
    const worker = native("payments/worker");
    native("payments/shop-api");
    stack.add("aws-native:ecr:RegistryPolicy", "registry", { policyText: document({ Action: ["ecr:ReplicateImage"], Effect: "Allow", Principal: { AWS: "arn:aws:iam::742918305566:root" }, Resource: arn("ecr", "repository/*"), Sid: "replicas" }) });
    stack.add("aws-native:ecr:RegistryScanningConfiguration", "scanning", { rules: [{ repositoryFilters: [{ filter: "payments/*", filterType: "WILDCARD" }], scanFrequency: "SCAN_ON_PUSH" }], scanType: "BASIC" });
    stack.add("aws-native:ecr:RepositoryCreationTemplate", "hub", { appliedFor: ["PULL_THROUGH_CACHE"], encryptionConfiguration: { encryptionType: "KMS", kmsKey: KEY }, imageTagMutability: "IMMUTABLE", lifecyclePolicy: json(CLEAN_UP), prefix: "hub" });
    stack.add("aws-native:ecr:PullThroughCacheRule", "hub", { credentialArn: arn("secretsmanager", "secret:ecr-pullthroughcache/hub-4kQ2zT"), ecrRepositoryPrefix: "hub", upstreamRegistry: "docker-hub" });
    const role = stack.add("aws-native:iam:Role", "worker", { assumeRolePolicyDocument: document({ Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: ["ecs-tasks.amazonaws.com"] } }), managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly"] }, { outputs: { arn: `arn:aws:iam::${ACCOUNT}:role/worker` } });
    stack.add("aws-native:ecs:TaskDefinition", "worker", { containerDefinitions: [{ environment: [{ name: "QUEUE", value: "payments" }], image: text`${worker.out("repositoryUri")}@${digest("worker")}`, name: "worker", secrets: [{ name: "DATABASE_PASSWORD", valueFrom: arn("secretsmanager", "secret:database") }] }], cpu: "512", executionRoleArn: role.out("arn"), family: "worker", memory: "1024", networkMode: "awsvpc", requiresCompatibilities: ["FARGATE"] });
    stack.add("aws-native:lambda:Function", "resize", { code: { imageUri: `${HOST}/payments/resize:1.12.0` }, packageType: "Image", role: role.out("arn") });
    stack.add("aws-native:lambda:Function", "glue", { code: { s3Bucket: "artifacts", s3Key: "glue.zip" }, handler: "index.handler", role: role.out("arn"), runtime: "nodejs22.x" });
    return stack;
}

/** A gallery for everybody, and the role that pushes to it. */
export function ecrPublic(): Stack {
    const stack = new Stack("open-images", "prod");
    const provider = stack.add("pulumi:providers:aws", "us-east-1", { region: "us-east-1", version: "7.8.0" }, { id: "1d2c3b4a-5f6e-4d7c-8b9a-0f1e2d3c4b5a" });
    const gallery = stack.add("aws:ecrpublic/repository:Repository", "otel-shim", { catalogData: { aboutText: "# shim", architectures: ["x86-64", "ARM 64"], operatingSystems: ["Linux"] }, repositoryName: "otel-shim", tags: { owner: "open-source" } }, { outputs: { repositoryUri: "public.ecr.aws/q4x7m2b9/otel-shim" }, provider });
    stack.add("aws:ecrpublic/repositoryPolicy:RepositoryPolicy", "otel-shim", { policy: json(document({ Action: ["ecr-public:PutImage", "ecr-public:InitiateLayerUpload"], Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/release` } })), repositoryName: gallery.out("repositoryName") }, { provider });
    const version = "0.9.4";
    const platforms = ["linux/amd64", "linux/arm64"].map((platform) => {
        const architecture = platform.slice("linux/".length);
        return stack.add("docker-build:index:Image", `otel-shim-${architecture}`, {
            buildOnPreview: false,
            cacheFrom: [{ gha: { scope: architecture } }],
            cacheTo: [{ gha: { mode: "max", scope: architecture } }],
            context: { location: "../shim" },
            exec: false,
            labels: labels("otel-shim", version),
            platforms: [platform],
            push: true,
            registries: [{ address: "public.ecr.aws", password: secret("t"), username: "AWS" }],
            tags: [text`${gallery.out("repositoryUri")}:${version}-${architecture}`],
        }, { outputs: { ref: `public.ecr.aws/q4x7m2b9/otel-shim:${version}-${architecture}@${digest(architecture)}` } });
    });
    const sources = platforms.map((image) => image.out("ref"));
    for (const tag of [version, "0.9", "latest"]) {
        stack.add("docker-build:index:Index", `otel-shim-${tag}`, { push: true, registry: { address: "public.ecr.aws", password: secret("t"), username: "AWS" }, sources, tag: text`${gallery.out("repositoryUri")}:${tag}` });
    }
    return stack;
}

/** A service on Fargate as the components of awsx make it, with an image that the program builds, by its digest. */
export function fargateService(): Stack {
    const stack = new Stack("checkout", "prod");
    const repo = stack.add("awsx:ecr:Repository", "checkout", {}, { component: true, outputs: { url: `${HOST}/checkout-4b1c9e2` } });
    const inner = stack.add("aws:ecr/repository:Repository", "checkout", { imageScanningConfiguration: { scanOnPush: true }, imageTagMutability: "IMMUTABLE", name: "checkout-4b1c9e2" }, { id: "checkout-4b1c9e2", outputs: { repositoryUrl: `${HOST}/checkout-4b1c9e2` }, parent: repo });
    stack.add("aws:ecr/lifecyclePolicy:LifecyclePolicy", "checkout", { policy: json({ rules: [expire(1, { countNumber: 1, countType: "imageCountMoreThan", tagStatus: "untagged" }, "remove untagged images")] }), repository: inner.id }, { parent: repo });
    const built = stack.add("awsx:ecr:Image", "checkout", {}, { component: true });
    const image = stack.add("docker-build:index:Image", "checkout-2026.3.2", {
        buildArgs: { BUILD_NUMBER: "8841" },
        cacheFrom: [{ registry: { ref: text`${inner.out("repositoryUrl")}:2026.3.2` } }],
        cacheTo: [{ inline: {} }],
        context: { location: "../checkout" },
        dockerfile: {},
        exec: false,
        platforms: ["linux/amd64"],
        push: true,
        registries: [{ address: text`https://${inner.out("repositoryUrl")}`, password: secret("t"), username: "AWS" }],
        tags: [text`${inner.out("repositoryUrl")}:2026.3.2`],
    }, { outputs: { digest: digest("checkout"), ref: `${HOST}/checkout-4b1c9e2:2026.3.2@${digest("checkout")}` }, parent: built });
    const cluster = stack.add("aws:ecs/cluster:Cluster", "main", { name: "main", settings: [{ name: "containerInsights", value: "enabled" }] }, { outputs: { arn: arn("ecs", "cluster/main") } });
    const vpc = stack.add("awsx:ec2:Vpc", "main", {}, { component: true });
    const net = stack.add("aws:ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true }, { parent: vpc });
    const subnet = stack.add("aws:ec2/subnet:Subnet", "main-private-1", { cidrBlock: "10.0.32.0/19", vpcId: net.id }, { parent: vpc });
    const service = stack.add("awsx:ecs:FargateService", "checkout", {}, { component: true });
    const definition = stack.add("awsx:ecs:FargateTaskDefinition", "checkout", {}, { component: true, parent: service });
    const logs = stack.add("aws:cloudwatch/logGroup:LogGroup", "checkout", { name: "/ecs/checkout", retentionInDays: 30 }, { parent: definition });
    const execution = stack.add("aws:iam/role:Role", "checkout-execution", { assumeRolePolicy: trust("ecs-tasks.amazonaws.com"), managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"], name: "checkout-execution" }, { outputs: { arn: `arn:aws:iam::${ACCOUNT}:role/checkout-execution` }, parent: definition });
    const task = stack.add("aws:ecs/taskDefinition:TaskDefinition", "checkout", {
        containerDefinitions: json([
            { environment: [{ name: "PORT", value: "8080" }, { name: "REGISTRY_ALIASES", value: "q4x7m2b9" }], essential: true, image: text`${inner.out("repositoryUrl")}@${image.out("digest")}`, logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": logs.out("name"), "awslogs-region": REGION, "awslogs-stream-prefix": "app" } }, name: "checkout", portMappings: [{ containerPort: 8080 }], secrets: [{ name: "STRIPE_KEY", valueFrom: arn("ssm", "parameter/checkout/stripe") }] },
            { essential: false, image: "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3", name: "otel" },
            { essential: false, image: "public.ecr.aws/cloudwatch-agent/cloudwatch-agent:1.300062.0b1304", name: "cloudwatch" },
            { essential: false, image: "ghcr.io/orchard/mesh-agent:1.8.0", name: "mesh", repositoryCredentials: { credentialsParameter: arn("secretsmanager", "secret:ghcr-8Yt3Qa") } },
        ]),
        cpu: "1024",
        executionRoleArn: execution.out("arn"),
        family: "checkout",
        memory: "2048",
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
    }, { outputs: { arn: arn("ecs", "task-definition/checkout:18") }, parent: definition, pendingDelete: { containerDefinitions: "[{\"name\":\"checkout\",\"image\":\"checkout:latest\"}]", family: "checkout" } });
    stack.add("aws:ecs/service:Service", "checkout", { cluster: cluster.out("arn"), desiredCount: 3, launchType: "FARGATE", networkConfiguration: { assignPublicIp: false, subnets: [subnet.id] }, taskDefinition: task.out("arn") }, { parent: service });
    return stack;
}

/** Functions from images and from archives, and a service of App Runner. */
export function serverless(): Stack {
    const stack = new Stack("media", "prod");
    const owner = repository(stack, "media/transcode");
    const image = stack.add("docker-build:index:Image", "transcode", {
        buildOnPreview: true,
        cacheFrom: [{ registry: { ref: text`${owner.out("repositoryUrl")}:buildcache` } }],
        context: { location: "../transcode" },
        exec: false,
        exports: [{ registry: { names: [text`${owner.out("repositoryUrl")}:sha-6f1c2b7e4a30`], ociMediaTypes: true } }],
        labels: labels("transcode", "6f1c2b7e4a30"),
        platforms: ["linux/arm64"],
        push: false,
        registries: [{ address: owner.out("repositoryUrl"), password: secret("t"), username: "AWS" }],
    }, { outputs: { digest: digest("transcode"), ref: `${HOST}/media/transcode:sha-6f1c2b7e4a30@${digest("transcode")}` } });
    const role = stack.add("aws:iam/role:Role", "transcode", { assumeRolePolicy: trust("lambda.amazonaws.com") }, { outputs: { arn: `arn:aws:iam::${ACCOUNT}:role/transcode-1c2b7e4` } });
    stack.add("aws:lambda/function:Function", "transcode", { architectures: ["arm64"], environment: { variables: { BUCKET: "media", REGISTRY_TOKEN_TTL: "300" } }, imageConfig: { commands: ["app.handler"] }, imageUri: image.out("ref"), memorySize: 2048, packageType: "Image", role: role.out("arn"), timeout: 300 });
    stack.add("aws:lambda/function:Function", "thumbnail", { imageUri: `${HOST}/media/thumbnail:build-1907`, packageType: "Image", role: role.out("arn") });
    stack.add("aws:lambda/function:Function", "notify", { code: { "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7", assets: {}, hash: hash("notify"), path: "./dist" }, environment: { variables: { API_KEY: secret("k") } }, handler: "index.handler", role: role.out("arn"), runtime: "nodejs22.x" });
    const access = stack.add("aws:iam/role:Role", "apprunner", { assumeRolePolicy: trust("build.apprunner.amazonaws.com"), managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSAppRunnerServicePolicyForECRAccess"] }, { outputs: { arn: `arn:aws:iam::${ACCOUNT}:role/apprunner-9d0e21b` } });
    stack.add("aws:apprunner/service:Service", "player", { serviceName: "player", sourceConfiguration: { authenticationConfiguration: { accessRoleArn: access.out("arn") }, autoDeploymentsEnabled: false, imageRepository: { imageConfiguration: { port: "8000", runtimeEnvironmentVariables: { THEME: "dark" } }, imageIdentifier: `${HOST}/media/player:7.1.0`, imageRepositoryType: "ECR" } } });
    stack.add("aws:apprunner/service:Service", "docs", { serviceName: "docs", sourceConfiguration: { authenticationConfiguration: { connectionArn: arn("apprunner", "connection/github/1f2e3d") }, codeRepository: { codeConfiguration: { configurationSource: "REPOSITORY" }, repositoryUrl: "https://github.com/orchard/docs", sourceCodeVersion: { type: "BRANCH", value: "main" } } } });
    stack.add("aws:apprunner/service:Service", "hello", { serviceName: "status", sourceConfiguration: { imageRepository: { imageIdentifier: "public.ecr.aws/q4x7m2b9/status:2.0.6", imageRepositoryType: "ECR_PUBLIC" } } });
    return stack;
}

/** EKS with its add-ons from Helm, roles for service accounts, and a team's workloads. */
export function eksPlatform(): Stack {
    const stack = new Stack("clusters", "prod");
    const eks = stack.add("eks:index:Cluster", "main", {}, { component: true });
    const nodes = stack.add("aws:iam/role:Role", "main-nodes", { assumeRolePolicy: trust("ec2.amazonaws.com"), managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy", "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly"] }, { outputs: { arn: `arn:aws:iam::${ACCOUNT}:role/main-nodes` }, parent: eks });
    const cluster = stack.add("aws:eks/cluster:Cluster", "main", { name: "main", roleArn: `arn:aws:iam::${ACCOUNT}:role/main`, version: "1.32", vpcConfig: { subnetIds: ["subnet-0a1b2c3d4e5f60718"] } }, { outputs: { issuer: "oidc.eks.eu-central-1.amazonaws.com/id/9F1C2B7E4A304C559D0E21B7A4E8C9D1" }, parent: eks });
    stack.add("aws:eks/nodeGroup:NodeGroup", "main", { clusterName: cluster.out("name"), nodeRoleArn: nodes.out("arn"), scalingConfig: { desiredSize: 3, maxSize: 6, minSize: 3 } }, { parent: eks });
    const issuer = stack.add("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "main", { clientIdLists: ["sts.amazonaws.com"], url: text`https://${cluster.out("issuer")}` }, { outputs: { arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/9F1C2B7E4A304C559D0E21B7A4E8C9D1` }, parent: eks });
    stack.add("aws:iam/role:Role", "external-dns", { assumeRolePolicy: json(document({ Action: "sts:AssumeRoleWithWebIdentity", Condition: { StringEquals: { "oidc.eks.eu-central-1.amazonaws.com/id/9F1C2B7E4A304C559D0E21B7A4E8C9D1:sub": "system:serviceaccount:dns:external-dns" } }, Effect: "Allow", Principal: { Federated: issuer.out("arn") } })) });
    stack.add("aws:iam/role:Role", "karpenter", { assumeRolePolicy: json(document({ Action: ["sts:AssumeRole", "sts:TagSession"], Effect: "Allow", Principal: { Service: "pods.eks.amazonaws.com" } })) });
    const inside = new ClusterOf(stack);
    const release = (name: string, values: Inputs): Resource => inside.add("kubernetes:helm.sh/v3:Release", name, { atomic: false, chart: name, name, namespace: name, repositoryOpts: { repo: `https://charts.${name}.example` }, values, version: "1.17.1" });
    release("cert-manager", { image: { tag: "v1.17.1" }, installCRDs: true });
    release("external-secrets", { extraEnv: [{ name: "AWS_REGION", value: REGION }] });
    const chart = stack.add("kubernetes:helm.sh/v4:Chart", "ingress", {}, { component: true });
    inside.add("kubernetes:apps/v1:Deployment", "ingress/ingress-nginx-controller", { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "ingress-nginx-controller", namespace: "ingress" }, spec: { template: { spec: { containers: [{ image: `registry.k8s.io/ingress-nginx/controller:v1.12.1@${digest("ingress")}`, name: "controller" }] } } } }, { parent: chart });
    inside.add("kubernetes:batch/v1:Job", "ingress/admission-create", { apiVersion: "batch/v1", kind: "Job", metadata: { name: "admission-create", namespace: "ingress" }, spec: { template: { spec: { containers: [{ image: `registry.k8s.io/ingress-nginx/kube-webhook-certgen:v1.5.2@${digest("certgen")}`, name: "create" }] } } } }, { parent: chart });
    inside.add("kubernetes:core/v1:Secret", "ingress/admission", { apiVersion: "v1", data: secret({ ca: "Y2E=" }), kind: "Secret", metadata: { name: "admission", namespace: "ingress" }, type: "Opaque" }, { parent: chart, secretOutputs: ["data"] });
    inside.add("kubernetes:core/v1:Secret", "reader-token", { apiVersion: "v1", kind: "Secret", metadata: { annotations: { "kubernetes.io/service-account.name": "reader" }, name: "reader-token" }, type: "kubernetes.io/service-account-token" });
    const metrics: Inputs = { apiVersion: "apps/v1", kind: "DaemonSet", metadata: { name: "node-exporter", namespace: "monitoring" }, spec: { selector: { matchLabels: { app: "node-exporter" } }, template: { metadata: { labels: { app: "node-exporter" } }, spec: { containers: [{ image: "quay.io/prometheus/node-exporter:v1.9.0", name: "exporter" }, { image: "602401143452.dkr.ecr.eu-central-1.amazonaws.com/eks/kube-proxy:v1.32.0-minimal-eksbuild.2", name: "proxy" }], hostNetwork: true } } } };
    inside.add("kubernetes:apps/v1:DaemonSet", "node-exporter", metrics);
    inside.add("kubernetes:apps/v1:StatefulSet", "shop-search", { apiVersion: "apps/v1", kind: "StatefulSet", metadata: { name: "shop-search", namespace: "shop" }, spec: { serviceName: "shop-search", template: { spec: { containers: [{ image: `${HOST}/shop/search-indexer@${digest("search")}`, name: "search" }], initContainers: [{ command: ["sysctl", "-w", "vm.max_map_count=262144"], image: `${HOST}/hub/library/busybox:1.37.0`, name: "sysctl" }] } } } });
    inside.add("kubernetes:apps/v1:DeploymentPatch", "coredns-tolerations", { apiVersion: "apps/v1", kind: "Deployment", metadata: { annotations: { "pulumi.com/patchForce": "true" }, name: "coredns", namespace: "kube-system" }, spec: { template: { spec: { tolerations: [{ key: "system", operator: "Exists" }] } } } });
    inside.add("kubernetes:batch/v1:CronJob", "backup", { apiVersion: "batch/v1", kind: "CronJob", metadata: { name: "backup" }, spec: { jobTemplate: { spec: { template: { spec: { containers: [{ image: "public.ecr.aws/aws-cli/aws-cli:2.24.18", name: "aws" }], imagePullSecrets: [{ name: "ghcr" }] } } } }, schedule: "0 1 * * *" } });
    inside.add("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", "widgets", { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", metadata: { name: "widgets.orchard.example" }, spec: { group: "orchard.example" } });
    return stack;
}

/** Roles for pipelines elsewhere: GitHub by branch, environment, repository id and reusable workflow; GitLab; Terraform Cloud. */
export function pipelineRoles(): Stack {
    const stack = new Stack("pipelines", "prod");
    const github = stack.add("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "github", { clientIdLists: ["sts.amazonaws.com"], url: "https://token.actions.githubusercontent.com" }, { outputs: { arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` } });
    const gitlab = stack.add("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "gitlab", {}, { external: true, id: `arn:aws:iam::${ACCOUNT}:oidc-provider/gitlab.com`, outputs: { arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/gitlab.com`, url: "gitlab.com" } });
    const claim = (name: string) => `token.actions.githubusercontent.com:${name}`;
    const audience = { [claim("aud")]: "sts.amazonaws.com" };
    const role = (name: string, provider: Resource, Condition: Inputs): Resource => {
        const made = stack.add("aws:iam/role:Role", name, { assumeRolePolicy: json(document({ Action: "sts:AssumeRoleWithWebIdentity", Condition, Effect: "Allow", Principal: { Federated: provider.out("arn") } })), maxSessionDuration: 3600, name, tags: { owner: "platform" } }, { outputs: { arn: `arn:aws:iam::${ACCOUNT}:role/${name}` } });
        stack.add("aws:iam/rolePolicy:RolePolicy", name, { policy: json(document({ Action: ["ecr:PutImage", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", ...PULL], Effect: "Allow", Resource: arn("ecr", "repository/shop/*") }, { Action: "ecr:GetAuthorizationToken", Effect: "Allow", Resource: "*" })), role: made.id });
        return made;
    };
    role("ci-branch", github, { StringEquals: { ...audience, [claim("sub")]: "repo:orchard/shop-api:ref:refs/heads/main" } });
    role("ci-environment", github, { StringEquals: { ...audience, [claim("sub")]: ["repo:orchard/shop-api:environment:production", "repo:orchard/storefront:environment:production"] } });
    role("ci-tags", github, { StringEquals: audience, StringLike: { [claim("sub")]: "repo:orchard/shop-api:ref:refs/tags/v*" } });
    role("ci-repository-id", github, { StringEquals: { ...audience, [claim("repository_id")]: "741852963" }, StringLike: { [claim("sub")]: "repo:orchard/*" } });
    role("ci-repository", github, { StringEquals: { ...audience, [claim("repository")]: ["orchard/shop-api", "orchard/storefront"], [claim("ref")]: "refs/heads/main" }, StringLike: { [claim("sub")]: "repo:orchard/*" } });
    role("ci-gitlab", gitlab, { StringEquals: { "gitlab.com:aud": "https://gitlab.com" }, StringLike: { "gitlab.com:sub": "project_path:orchard/shop/api:ref_type:branch:ref:*" } });
    stack.add("aws:iam/role:Role", "ci-terraform", { assumeRolePolicy: json(document({ Action: "sts:AssumeRoleWithWebIdentity", Condition: { StringEquals: { "app.terraform.io:aud": "aws.workload.identity" } }, Effect: "Allow", Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/app.terraform.io` } })) });
    stack.add("aws:iam/role:Role", "break-glass", { assumeRolePolicy: json(document({ Action: "sts:AssumeRole", Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } }, Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } })) });
    return stack;
}

/** Images of one service for two kinds of processors, with caches in Amazon ECR, joined by indexes. */
export function multiPlatform(): Stack {
    const stack = new Stack("edge-proxy", "prod");
    const owner = repository(stack, "edge/edge-proxy", { imageTagMutability: "IMMUTABLE_WITH_EXCLUSION", imageTagMutabilityExclusionFilters: [{ filter: "cache-*", filterType: "WILDCARD" }, { filter: "2", filterType: "WILDCARD" }] });
    const common: Inputs = {
        buildArgs: { GOFLAGS: "-trimpath", GOPROXY: "https://proxy.orchard.example", TARGET_KEY_ID: "alias/edge", CACHE_KEY: "go-1.24", GPG_KEY: "0123ABCD" },
        buildOnPreview: false,
        builder: { name: "farm" },
        context: { location: "./proxy", named: { base: { location: `docker-image://gcr.io/distroless/static-debian12@${digest("distroless")}` }, golang: { location: "docker-image://golang:1.24.1-bookworm" } } },
        dockerfile: { inline: "# syntax=docker/dockerfile:1\nARG GO=1.24.1\nFROM --platform=$BUILDPLATFORM golang:${GO}-bookworm AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /proxy .\nFROM base\nCOPY --from=build /proxy /proxy\nENTRYPOINT [\"/proxy\"]\n" },
        exec: false,
        labels: labels("edge-proxy", "2.6.1"),
        push: true,
        registries: [{ address: owner.out("repositoryUrl"), password: secret("t"), username: "AWS" }],
    };
    const images = ["amd64", "arm64"].map((architecture) => {
        const ref = text`${owner.out("repositoryUrl")}:cache-${architecture}`;
        return stack.add("docker-build:index:Image", `edge-proxy-${architecture}`, {
            ...common,
            cacheFrom: [{ registry: { ref } }],
            cacheTo: architecture === "amd64" ? [{ registry: { ignoreError: true, imageManifest: true, mode: "max", ociMediaTypes: true, ref } }] : [{ raw: text`type=registry,ref=${ref},mode=max,image-manifest=true,oci-mediatypes=true` }],
            platforms: [`linux/${architecture}`],
            tags: [text`${owner.out("repositoryUrl")}:2.6.1-${architecture}`],
        }, { outputs: { ref: `${HOST}/edge/edge-proxy:2.6.1-${architecture}@${digest(architecture)}` }, secretOutputs: ["secrets"] });
    });
    for (const tag of ["2.6.1", "2"]) {
        stack.add("docker-build:index:Index", `edge-proxy-${tag}`, { push: true, registry: { address: owner.out("repositoryUrl"), password: secret("t"), username: "AWS" }, sources: images.map((image) => image.out("ref")), tag: text`${owner.out("repositoryUrl")}:${tag}` });
    }
    stack.add("docker-build:index:Image", "edge-proxy-test", { buildOnPreview: true, context: { location: "./proxy" }, exec: false, labels: {}, push: false, tags: [], target: "test" });
    return stack;
}

/** The package docker in version 4, pushing to a registry that the pack's settings name. */
export function dockerImages(): Stack {
    const stack = new Stack("newsletter", "prod");
    const login: Inputs = { password: secret("t"), server: "ghcr.io", username: "orchard-bot" };
    const image = stack.add("docker:index/image:Image", "newsletter", { build: { args: { PYTHON_VERSION: "3.13.2", PIP_INDEX_URL: "https://pypi.orchard.example/simple" }, context: "../newsletter", dockerfile: "../newsletter/Dockerfile", platform: "linux/amd64" }, imageName: "ghcr.io/orchard/newsletter:3.0.7", registry: login, skipPush: false }, { outputs: { baseImageName: "ghcr.io/orchard/newsletter:3.0.7", repoDigest: `ghcr.io/orchard/newsletter@${digest("newsletter")}` } });
    stack.add("docker:index/image:Image", "tooling", { build: { context: "../tooling" }, imageName: "newsletter-tooling:dev", skipPush: true });
    const cached = stack.add("docker:index/remoteImage:RemoteImage", "mailhog", { keepLocally: true, name: "mailhog/mailhog:v1.0.1" }, { outputs: { imageId: digest("mailhog") } });
    stack.add("docker:index/container:Container", "mailhog", { image: cached.out("imageId"), name: "mailhog", ports: [{ external: 8025, internal: 8025 }] });
    stack.add("docker:index/tag:Tag", "newsletter-stable", { sourceImage: image.out("repoDigest"), targetImage: "ghcr.io/orchard/newsletter:stable" });
    for (const tag of ["3.0.7", "3.0"]) {
        stack.add("docker:index/registryImage:RegistryImage", `newsletter-web-${tag}`, { keepRemotely: true, name: `ghcr.io/orchard/newsletter-web:${tag}` });
    }
    return stack;
}

/** Buckets, networks, databases with passwords, queues, users and functions from archives: nothing of containers. */
export function awsWithoutContainers(): Stack {
    const stack = new Stack("data-lake", "prod");
    const lake = stack.add("aws:s3/bucket:Bucket", "lake", { bucket: "orchard-lake", forceDestroy: true, tags: { owner: "data" } }, { outputs: { arn: "arn:aws:s3:::orchard-lake" } });
    stack.add("aws:s3/bucketPolicy:BucketPolicy", "lake", { bucket: lake.out("bucket"), policy: json(document({ Action: "s3:GetObject", Effect: "Allow", Principal: "*", Resource: text`${lake.out("arn")}/public/*` })) });
    stack.add("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "lake", { bucket: lake.out("bucket"), rules: [{ expiration: { days: 365 }, id: "old", status: "Enabled" }] });
    const vpc = stack.add("aws:ec2/vpc:Vpc", "data", { cidrBlock: "10.64.0.0/16" });
    const group = stack.add("aws:ec2/securityGroup:SecurityGroup", "database", { ingress: [{ cidrBlocks: ["10.64.0.0/16"], fromPort: 5432, protocol: "tcp", toPort: 5432 }], vpcId: vpc.id });
    const password = stack.add("random:index/randomPassword:RandomPassword", "database", { length: 32, overrideSpecial: "_-" }, { outputs: { result: secret("p") }, secretOutputs: ["bcryptHash", "result"] });
    const database = stack.add("aws:rds/instance:Instance", "catalog", { allocatedStorage: 100, engine: "postgres", engineVersion: "16.6", instanceClass: "db.m7g.large", password: password.out("result"), username: "catalog", vpcSecurityGroupIds: [group.id] }, { outputs: { endpoint: "catalog.c1x2y3z4.eu-central-1.rds.amazonaws.com:5432" }, secretOutputs: ["password"], protect: true });
    const role = stack.add("aws:iam/role:Role", "loader", { assumeRolePolicy: trust("lambda.amazonaws.com"), inlinePolicies: [{ name: "all", policy: json(document({ Action: "*", Effect: "Allow", Resource: "*" })) }] }, { outputs: { arn: `arn:aws:iam::${ACCOUNT}:role/loader` } });
    stack.add("aws:lambda/function:Function", "loader", { code: { "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7", hash: hash("loader"), path: "loader.zip" }, environment: { variables: secret({ DATABASE_PASSWORD: "p" }) }, handler: "loader.main", role: role.out("arn"), runtime: "python3.13" });
    stack.add("aws:lambda/layerVersion:LayerVersion", "pandas", { layerName: "pandas", s3Bucket: "artifacts", s3Key: "pandas.zip" });
    stack.add("aws:secretsmanager/secretVersion:SecretVersion", "database", { secretId: "arn:aws:secretsmanager:eu-central-1:318274650912:secret:database", secretString: text`{"password":"${password.out("result")}","host":"${database.out("endpoint")}"}` });
    stack.add("aws:sqs/queue:Queue", "events", { name: "events", policy: json(document({ Action: "sqs:SendMessage", Effect: "Allow", Principal: "*" })) });
    stack.add("aws:iam/user:User", "exporter", { name: "exporter" });
    stack.add("aws:iam/accessKey:AccessKey", "exporter", { user: "exporter" }, { outputs: { secret: secret("s") }, secretOutputs: ["secret", "sesSmtpPasswordV4"] });
    stack.add("tls:index/privateKey:PrivateKey", "bastion", { algorithm: "ED25519" }, { outputs: { privateKeyPem: secret("-----BEGIN") }, secretOutputs: ["privateKeyPem"] });
    stack.add("azuread:index/application:Application", "reports", { displayName: "reports" });
    stack.add("pulumi:pulumi:StackReference", "network", { name: "orchard/network/prod" }, { external: true, outputs: { outputs: { token: secret("t") }, secretOutputNames: ["token"] } });
    return stack;
}
