import assert from "node:assert/strict";
import * as proxy from "@pulumi/policy/proxy";
import { facts } from "../policies/facts";
import { judge } from "../policies/judge";
import { hostOf, hostOfImage, namesRegistryPassword, takesIdentities } from "../policies/registry-password";
import type { Facts, Props } from "../policies/rule";
import { rules } from "../policies/rules";
import { UNKNOWN } from "./analyzed";

const WEB = "contoso.azurecr.io/web";
const DIGEST = `${WEB}@sha256:${"0".repeat(64)}`;
const ECR = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const ACR_ID = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries";

/** What the package exports and its type declarations leave out. */
const { unknownCheckingProxy } = proxy as unknown as { readonly unknownCheckingProxy: <T extends object>(props: T) => T };

/** Returns what a rule says of the first resource. */
function said(id: string, resource: Facts, others: readonly Facts[] = [], settings: Props = {}): readonly string[] {
    const rule = rules.find((candidate) => candidate.id === id);
    assert.ok(rule !== undefined, id);
    const resources = [resource, ...others].map((one) => ({ ...one, props: unknownCheckingProxy(one.props) }));
    return judge(rule, resources[0] as Facts, { resources, settings }).map(({ message }) => message);
}

describe("rules on pods", () => {
    const containers = (...images: readonly string[]) => images.map((image, index) => ({ name: `c${index}`, image }));
    const pod = (spec: Props) => facts("kubernetes:core/v1:Pod", { spec });

    it("name every image that moves at once", () => {
        const spec = {
            initContainers: containers(`${WEB}:latest`, DIGEST),
            containers: containers(`${WEB}:1.4.2`, `${WEB}:1.4`),
            ephemeralContainers: containers("busybox"),
        };
        assert.deepEqual(said("k8s-image-is-pinned", pod(spec)), [
            "Images that move: spec.initContainers[0].image, spec.containers[1].image, spec.ephemeralContainers[0].image.",
        ]);
    });

    it("find an image that moves beside one that is not known yet", () => {
        assert.deepEqual(said("k8s-image-is-pinned", pod({ containers: containers(UNKNOWN, WEB) })), [
            "Images that move: spec.containers[1].image.",
        ]);
        assert.deepEqual(said("k8s-image-is-pinned", pod({ initContainers: UNKNOWN, containers: containers(WEB) })), [
            "Images that move: spec.containers[0].image.",
        ]);
    });

    it("are undecided if only what is not known yet may move", () => {
        assert.deepEqual(said("k8s-image-is-pinned", pod({ containers: containers(DIGEST, UNKNOWN) })), [
            "Undecided: spec.containers[1].image is not known yet.",
        ]);
    });

    it("reach into what lists are of", () => {
        const job = { spec: { jobTemplate: { spec: { template: { spec: { containers: containers(DIGEST, WEB) } } } } } };
        const list = facts("kubernetes:batch/v1beta1:CronJobList", { items: [{}, job] });
        assert.deepEqual(said("k8s-image-is-pinned", list), [
            "Images that move: items[1].spec.jobTemplate.spec.template.spec.containers[1].image.",
        ]);
    });

    for (const type of ["kubernetes:batch.volcano.sh/v1alpha1:Job", "kubernetes:core/v1:Service", "kubernetes:apps/v1:ControllerRevision"]) {
        it(`are not about ${type}`, () => {
            const spec = { containers: containers(WEB), template: { spec: { containers: containers(WEB) } } };
            assert.deepEqual(said("k8s-image-is-pinned", facts(type, { spec })), []);
        });
    }
});

describe("rules on passwords of clusters", () => {
    const secret = (props: Props) => facts("kubernetes:core/v1:Secret", { type: "kubernetes.io/dockerconfigjson", ...props });
    const check = (props: Props) => said("k8s-no-registry-password", secret(props));

    it("are undecided on what is no JSON, and do not show it", () => {
        assert.deepEqual(check({ stringData: { ".dockerconfigjson": "pa55" } }), ["Undecided: stringData[.dockerconfigjson] is no JSON."]);
    });

    it("are undecided on a file that is not known yet", () => {
        assert.deepEqual(check({ data: { ".dockerconfigjson": UNKNOWN } }), ["Undecided: data..dockerconfigjson is not known yet."]);
    });

    for (const login of ["auth", "password", "identitytoken", "registrytoken"]) {
        it(`find ${login}`, () => {
            const text = JSON.stringify({ auths: { [ECR]: { [login]: "pa55" } } });
            assert.deepEqual(check({ stringData: { ".dockerconfigjson": text } }), ["stringData[.dockerconfigjson] has a password."]);
        });
    }
});

describe("rules on tasks", () => {
    const task = (containerDefinitions: unknown) => facts("aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions });

    it("are undecided on containers that are no JSON, and do not show them", () => {
        for (const id of ["ecs-image-is-pinned", "ecs-no-registry-password"]) {
            assert.deepEqual(said(id, task("pa55")), ["Undecided: containerDefinitions is no JSON."]);
        }
    });

    it("find a password in clear while its value and the image are not known yet", () => {
        const environment = [{ name: "REGISTRY_PASSWORD", value: UNKNOWN }];
        const repositoryCredentials = { credentialsParameter: "arn" };
        assert.deepEqual(said("ecs-no-registry-password", task([{ image: UNKNOWN, environment, repositoryCredentials }])), [
            "containerDefinitions[0].environment[0] is a registry's password in clear.",
        ]);
    });

    it("are undecided on credentials for an image that is not known yet", () => {
        assert.deepEqual(said("ecs-no-registry-password", task([{ image: UNKNOWN, repositoryCredentials: { credentialsParameter: UNKNOWN } }])), [
            "Undecided: containerDefinitions[0].image is not known yet.",
        ]);
    });

    it("say each fault of each container", () => {
        const faulty = { image: `${ECR}/web`, repositoryCredentials: { credentialsParameter: "arn" }, environment: [{ name: "ACR_PASSWORD", value: "pa55" }] };
        assert.deepEqual(said("ecs-no-registry-password", task(JSON.stringify([faulty, { image: "nginx" }, faulty]))), [
            "containerDefinitions[0].repositoryCredentials are for Amazon ECR.",
            "containerDefinitions[0].environment[0] is a registry's password in clear.",
            "containerDefinitions[2].repositoryCredentials are for Amazon ECR.",
            "containerDefinitions[2].environment[0] is a registry's password in clear.",
        ]);
    });
});

describe("rules on apps of Azure", () => {
    it("find a password while the registry is not known yet, unless a registry may have one", () => {
        const registries = [{ server: UNKNOWN, username: UNKNOWN, passwordSecretRef: "registry" }];
        const app = facts("azure-native:app:ContainerApp", { configuration: { registries } });
        assert.deepEqual(said("containerapp-no-registry-password", app), ["configuration.registries[0] has a password."]);
        assert.deepEqual(said("containerapp-no-registry-password", app, [], { hosts: ["ghcr.io"] }), [
            "Undecided: configuration.registries[0].server is not known yet.",
        ]);
    });

    it("find a setting with a password while its value is not known yet", () => {
        const appSettings = [{ name: "DOCKER_REGISTRY_SERVER_PASSWORD", value: UNKNOWN }];
        assert.deepEqual(said("webapp-no-registry-password", facts("azure-native:web:WebApp", { siteConfig: { appSettings } })), [
            "siteConfig.appSettings[0] is a registry's password.",
        ]);
    });

    it("are not about modules of similar names", () => {
        const props = { configuration: { registries: [{ passwordSecretRef: "registry" }] }, template: { containers: [{ image: WEB }] } };
        assert.deepEqual(said("containerapp-no-registry-password", facts("azure-native:appplatform:Job", props)), []);
        assert.deepEqual(said("webapp-image-is-pinned", facts("azure-native:webpubsub:WebApp", { image: WEB })), []);
    });
});

describe("rules on tags", () => {
    it("are undecided if the provider's may have what is missing", () => {
        const repository = (props: Props) => facts("aws:ecr/repository:Repository", props);
        const check = (props: Props) => said("registry-tagged", repository(props), [], { required: ["owner"] });
        assert.deepEqual(check({ tags: { stage: "prod" }, tagsAll: UNKNOWN }), ["Undecided: tagsAll is not known yet."]);
        assert.deepEqual(check({ tags: { owner: UNKNOWN }, tagsAll: UNKNOWN }), []);
        assert.deepEqual(check({ tags: UNKNOWN }), ["Undecided: tags is not known yet."]);
    });
});

describe("rules on locks", () => {
    const LOCK = "azure-native:authorization:ManagementLockByScope";
    const registry = facts("azure-native:containerregistry:Registry", { resourceGroupName: "images" });
    const lockOf = (target: Facts) => facts(LOCK, { scope: UNKNOWN, level: "CanNotDelete" }, { name: "lock", from: { scope: [target] } });
    const check = (target: Facts) => said("acr-locked", registry, [target, lockOf(target)]);

    it("leave locks of other things aside, before their scope is known too", () => {
        assert.deepEqual(check(facts("azure-native:storage:StorageAccount")), ["No lock of this stack keeps it from being deleted."]);
    });

    it("are undecided on a lock of a resource group that may be the registry's", () => {
        assert.deepEqual(check(facts("azure-native:resources:ResourceGroup")), ["Undecided: scope of lock is not known yet."]);
    });

    it("are undecided on a lock whose level is not known yet", () => {
        const lock = facts(LOCK, { level: UNKNOWN }, { name: "lock", from: { scope: [registry] } });
        assert.deepEqual(said("acr-locked", registry, [lock]), ["Undecided: level of lock is not known yet."]);
    });
});

describe("namesRegistryPassword()", () => {
    const good = [
        ..."REGISTRY_PASSWORD DOCKER_PASSWORD DOCKER_REGISTRY_SERVER_PASSWORD DOCKERHUB_TOKEN DOCKER_HUB_PAT ACR_PASSWORD".split(" "),
        ..."CI_REGISTRY_PASSWORD GHCR_TOKEN CR_PAT registryPassword docker-auth-config DOCKER_AUTH ECS_ENGINE_AUTH_DATA".split(" "),
    ];
    const bad = [
        ..."REGISTRY_HTTP_SECRET REGISTRY_AUTH REGISTRY_AUTH_TOKEN_REALM SCHEMA_REGISTRY_PASSWORD NPM_REGISTRY_TOKEN".split(" "),
        ..."REGISTRY_USERNAME DOCKER_HOST DB_PASSWORD PASSWORD REGISTRY_PASSWORD_FILE TOKEN".split(" "),
        "",
    ];
    good.forEach((name) => it(`takes ${name} for one`, () => assert.equal(namesRegistryPassword(name), true)));
    bad.forEach((name) => it(`does not take ${name || "nothing"} for one`, () => assert.equal(namesRegistryPassword(name), false)));
});

describe("hosts of registries", () => {
    it("are read from URLs and from names of images", () => {
        assert.deepEqual(["https://GHCR.io/v2/", "contoso.azurecr.io", ""].map(hostOf), ["ghcr.io", "contoso.azurecr.io", ""]);
        assert.deepEqual(["nginx:1.27", "library/nginx", "localhost/web", "host:5000/web", `${ECR}/a/b@sha256:0`, ""].map(hostOfImage), [
            "docker.io",
            "docker.io",
            "localhost",
            "host:5000",
            ECR,
            "docker.io",
        ]);
    });

    it("take identities in every cloud, and only whole names do", () => {
        const good = ["contoso.azurecr.io", "contoso.azurecr.cn", "contoso-x1.azurecr.us", "contoso.westeurope.data.azurecr.io", ECR];
        const bad = ["azurecr.io", "contoso.azurecr.io.example", "ghcr.io", "public.ecr.aws", `x.${ECR}`, "mcr.microsoft.com"];
        const china = "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn";
        [...good, china, ECR.replace(".ecr.", ".ecr-fips.")].forEach((host) => assert.equal(takesIdentities(host), true, host));
        bad.forEach((host) => assert.equal(takesIdentities(host), false, host));
    });
});

describe("rules on ten thousand resources", () => {
    const STACK = { stack: "prod" };
    const group = (n: number): readonly Facts[] => {
        const name = `contoso${n}`;
        const web = `web-${n}-a`;
        const image = `${n % 5 === 0 ? "fabrikam" : name}.azurecr.io/web:1.4.2`;
        const of = (type: string, props: Props, from?: Readonly<Record<string, readonly Facts[]>>) =>
            facts(type, props, { ...STACK, name: `${type}${n}`, ...(from === undefined ? {} : { from }) });
        const acr = (type: string, props: Props) => of(`azure-native:containerregistry:${type}`, { registryName: name, ...props });
        const lock = (type: string, props: Props) => of(`azure-native:authorization:ManagementLock${type}`, props);
        const repository = of("aws:ecr/repository:Repository", { name: web });
        const purge = n % 3 === 0 ? "- cmd: acr purge --filter 'a:.*'" : "- cmd: acr tag list";
        const ofType = { resourceProviderNamespace: "Microsoft.ContainerRegistry", resourceType: "registries" };
        return [
            acr("Registry", { resourceGroupName: `group${n}`, sku: { name: n % 4 === 0 ? "Basic" : "Premium" } }),
            acr("Replication", { location: "northeurope" }),
            acr("CacheRule", { sourceRepository: "docker.io/library/*" }),
            acr("Task", { step: { encodedTaskContent: Buffer.from(purge).toString("base64") } }),
            acr("Webhook", { serviceUri: "https://contoso.com" }),
            of("azure-native:monitor:DiagnosticSetting", { resourceUri: `${ACR_ID}/${name}`, logs: [{ categoryGroup: n % 2 === 0 ? "audit" : "other" }] }),
            of("azure-native:network:PrivateEndpoint", { privateLinkServiceConnections: n % 5 === 0 ? [] : [{ privateLinkServiceId: `${ACR_ID}/${name}` }] }),
            lock("ByScope", { scope: `${ACR_ID}/${name}`, level: n % 2 === 0 ? "CanNotDelete" : "NotSpecified" }),
            lock("AtResourceGroupLevel", { resourceGroupName: `group${n}`, level: n % 8 === 1 ? "ReadOnly" : "NotSpecified" }),
            lock("AtResourceLevel", { ...ofType, resourceName: n % 8 === 3 ? name : "other", level: "CanNotDelete" }),
            of("azure-native:authorization:RoleAssignment", { scope: `${ACR_ID}/${name}`, roleDefinitionId: "/7f951dda-4ed3-4680-a7ca-43fe172d538d" }),
            repository,
            of("aws:ecr/lifecyclePolicy:LifecyclePolicy", { repository: n % 3 === 0 ? "other" : web }, n % 7 === 0 ? { repository: [repository] } : undefined),
            of("aws:ecr/repositoryPolicy:RepositoryPolicy", { repository: web, policy: "{}" }),
            of("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration", {
                scanType: "BASIC",
                rules: [{ scanFrequency: "SCAN_ON_PUSH", repositoryFilters: [{ filter: n % 5 === 0 ? "other-*" : `web-${n}-*`, filterType: "WILDCARD" }] }],
            }),
            of("docker-build:index:Index", { tag: `host/web${n - (n % 2)}:${n % 4 === 1 ? "1.4.2" : "latest"}`, push: true }),
            of("docker-build:index:Image", { push: true, tags: [image] }),
            of("kubernetes:core/v1:Pod", { spec: { containers: [{ name: "web", image }] } }),
            of("aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions: JSON.stringify([{ name: "web", image }]) }),
            of("azure-native:app:ContainerApp", { template: { containers: [{ image }] } }),
        ];
    };
    const groups = Array.from({ length: 500 }, (_, n) => group(n));
    const judging = rules.filter(({ scope }) => scope !== "resource");
    const find = (judged: readonly Facts[], resources: readonly Facts[]) =>
        judged.flatMap((resource) =>
            judging.flatMap((rule) => judge(rule, resource, { resources, settings: {} }).map(({ message }) => [rule.id, resource.urn, message].join(" "))),
        );

    it("say what they say of each twenty with its neighbours", () => {
        const all = groups.flat();
        assert.equal(all.length, 10_000);
        const together = find(all, all);
        assert.deepEqual(
            together,
            groups.flatMap((twenty, n) => find(twenty, [...(groups[n - 1] ?? []), ...twenty, ...(groups[n + 1] ?? [])])),
        );
        const count = (id: string) => together.filter((line) => line.startsWith(`${id} `)).length;
        const counted = [
            // Every second; every second less two of its eighths; two of three; every fourth.
            ...["acr-logged", "acr-locked", "acr-cleans-up", "acr-premium-for-replication"],
            // Every third less those made from it; every fifth; three of four indexes less those beside one; images, every fifth, and all indexes.
            ...["ecr-has-lifecycle", "ecr-scanned", "image-tag-is-versioned", "image-pushed-to-known-registry"],
        ];
        assert.deepEqual(counted.map(count), [250, 124, 333, 125, 143, 100, 250, 600]);
    });

    /** Resources whose names nobody knows, with and without a word on what they are made from, and what belongs to none of the stack. */
    const SHAPES: Readonly<Record<string, (resource: Facts, first: readonly Facts[]) => Facts>> = {
        "that name each other": (resource) => resource,
        "that are made from each other": (resource, first) => ({ ...hide(resource), propertyDependencies: Object.fromEntries(NAMES.map((name) => [name, [first[0]?.urn ?? ""]])) }),
        "of which nobody knows the names": (resource) => hide(resource),
        "of which only registries have names": (resource) => (/:Registry$|:Repository$/.test(resource.type) ? resource : hide(resource)),
        "that name one elsewhere": (resource) => (/:Registry$|:Repository$/.test(resource.type) ? resource : { ...resource, props: { ...resource.props, ...ELSEWHERE } }),
    };
    const NAMES = ["registryName", "resourceGroupName", "resourceName", "resourceUri", "scope", "privateLinkServiceConnections", "repository", "name", "rules", "tag", "tags"];
    const ELSEWHERE = { registryName: "elsewhere", resourceUri: `${ACR_ID}/elsewhere`, scope: `${ACR_ID}/elsewhere`, repository: "elsewhere" };
    const hide = (resource: Facts): Facts =>
        ({ ...resource, props: unknownCheckingProxy({ ...resource.props, ...Object.fromEntries(NAMES.filter((name) => name in resource.props).map((name) => [name, UNKNOWN])) }) });

    for (const [which, shape] of Object.entries(SHAPES)) {
        it(`read four times as much of four times as many ${which}`, () => {
            const reads = (size: number, rule: (typeof rules)[number]) => {
                let count = 0;
                const get = (resource: Facts, key: keyof Facts) => {
                    count += 1;
                    return resource[key];
                };
                const resources = groups.slice(0, size).flatMap((twenty) => twenty.map((one) => new Proxy(shape(one, twenty), { get } as ProxyHandler<Facts>)));
                resources.forEach((resource) => judge(rule, resource, { resources, settings: {} }));
                return count;
            };
            for (const rule of judging) {
                const [once, four] = [reads(25, rule), reads(100, rule)];
                assert.ok(four <= 4.1 * once, `${rule.id}: ${once} reads of 500, ${four} of 2,000`);
            }
        });
    }
});
