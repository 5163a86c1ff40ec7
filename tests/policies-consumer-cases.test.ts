import { GENERIC } from "../policies/examples";
import { facts } from "../policies/facts";
import type { Facts, Props } from "../policies/rule";
import { UNKNOWN } from "./analyzed";
import { testCases, type Case } from "./rule-cases";

const WEB = "contoso.azurecr.io/web";
const ACR = "contoso.azurecr.io";
const CLASSIC = "azure:appservice/linuxWebApp:LinuxWebApp";
const FX = "siteConfig.linuxFxVersion";

const moving = (...paths: readonly string[]) => [`Images that move: ${paths.join(", ")}.`];
const app = (siteConfig: Props): [Facts] => [facts("azure-native:web:WebApp", { siteConfig })];
const composed = (text: string) => app({ linuxFxVersion: `COMPOSE|${Buffer.from(text).toString("base64")}` });
const classic = (applicationStack: Props): [Facts] => [facts(CLASSIC, { siteConfig: { applicationStack } })];
const free = (resourceType: string, properties: Props): [Facts] => [facts(GENERIC, { resourceProviderNamespace: "Microsoft.Web", resourceType, properties })];

testCases("webapp-image-is-pinned", [
    ["a runtime behind a kind of container", app({ linuxFxVersion: `NODE|DOCKER|${WEB}` }), []],
    ["a kind that ends like that of containers", app({ linuxFxVersion: `MYDOCKER|${WEB}` }), []],
    ["a name over two lines", app({ linuxFxVersion: `DOCKER|${WEB}\n` }), moving(FX)],
    ["images of Docker Compose with quotes, blanks and comments", composed(`services:\n a:\n  image: '${WEB}:1.4.2'\n b:\n  image:   ${WEB}:1.4.2 # latest\n  x-image: redis\n`), []],
    ["an image of Docker Compose without quotes", composed(`services:\n a:\n  image: ${WEB}#x\n`), moving(FX)],
    ["images of Docker Compose that is written in small letters", app({ linuxFxVersion: `compose|${Buffer.from(`image: ${WEB}`).toString("base64")}` }), moving(FX)],
    ["both systems", app({ linuxFxVersion: `DOCKER|${WEB}`, windowsFxVersion: `DOCKER|${WEB}` }), moving(FX, "siteConfig.windowsFxVersion")],
    ["a slot, free-form", free("sites/slots", { siteConfig: { linuxFxVersion: `DOCKER|${WEB}` } }), moving(`properties.${FX}`)],
    ["a container at its side, free-form", free("sites/sitecontainers", { image: WEB }), moving("properties.image")],
    ["classic, in two parts of which one is not given", classic({ dockerImage: WEB }), moving("siteConfig.applicationStack.dockerImage")],
    ["classic, in two parts of which the name is not given", classic({ dockerImageTag: "latest" }), []],
    ["a function app, classic, each of its images", [facts("azure:appservice/linuxFunctionApp:LinuxFunctionApp", {
        siteConfig: { applicationStack: { dockers: [{ imageName: WEB, imageTag: "1.4.2" }, { imageName: WEB }] } },
    })], moving("siteConfig.applicationStack.dockers[1].imageName")],
]);

const isPassword = (path: string) => [`${path} is a registry's password.`];
const PASSWORD = { name: "DOCKER_REGISTRY_SERVER_PASSWORD", value: "…" };
const server = (value: string) => ({ name: "DOCKER_REGISTRY_SERVER_URL", value });
const HUB = { hosts: ["index.docker.io", "docker.io"] };

testCases("webapp-no-registry-password", [
    ["a list of settings of which one is for a registry that is left alone", app({ appSettings: [PASSWORD, server("https://index.docker.io/v1")] }), [], HUB],
    ["a list of settings for another registry", app({ appSettings: [PASSWORD, server(`https://${ACR}`)] }), isPassword("siteConfig.appSettings[0]"), HUB],
    ["a record of settings for a registry that is left alone", [facts(CLASSIC, { appSettings: { [PASSWORD.name]: "…", DOCKER_REGISTRY_SERVER_URL: "https://index.docker.io" } })], [], HUB],
    ["a stack for a registry that is left alone, classic", classic({ dockerRegistryPassword: "…", dockerRegistryUrl: "https://index.docker.io" }), [], HUB],
    ["a stack for another registry, classic", classic({ dockerRegistryPassword: "…", dockerRegistryUrl: `https://${ACR}` }), isPassword("siteConfig.applicationStack.dockerRegistryPassword"), HUB],
    ["a function app for a registry that is left alone, classic", classic({ dockers: [{ registryPassword: "…", registryUrl: "docker.io" }] }), [], HUB],
    ["the second image of a function app, classic", classic({ dockers: [{}, { registryPassword: "…" }] }), isPassword("siteConfig.applicationStack.dockers[1].registryPassword")],
    ["a container at its side, of Docker Hub", [facts("azure-native:web:WebAppSiteContainer", { image: "nginx", passwordSecret: "A" })], [], HUB],
    ["a container at its side without a password", [facts("azure-native:web:WebAppSiteContainer", { image: "nginx", passwordSecret: "" })], []],
    ["an app that runs code, while its settings are not known yet", app({ linuxFxVersion: "NODE|22-lts", appSettings: UNKNOWN }), []],
    ["an app that runs a container, while its settings are not known yet", app({ linuxFxVersion: `DOCKER|${WEB}`, appSettings: UNKNOWN }), ["Undecided: siteConfig.appSettings is not known yet."]],
    ["an app of which nobody says what it runs, while its settings are not known yet", app({ appSettings: UNKNOWN }), ["Undecided: siteConfig.appSettings is not known yet."]],
    ["an app that runs containers at its side, while its settings are not known yet", app({ linuxFxVersion: "sitecontainers", appSettings: UNKNOWN }), ["Undecided: siteConfig.appSettings is not known yet."]],
    ["an app that runs code, with a password all the same", app({ linuxFxVersion: "NODE|22-lts", appSettings: [PASSWORD] }), isPassword("siteConfig.appSettings[0]")],
]);

const ECR = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64");
const secret = (props: Props): [Facts] => [facts("kubernetes:core/v1:Secret", props)];
const LOGIN = { auth: "…" };

testCases("k8s-no-registry-password", [
    ["both files in both places", secret({
        type: "kubernetes.io/dockerconfigjson",
        stringData: { ".dockerconfigjson": JSON.stringify({ auths: { [ACR]: LOGIN } }), ".dockercfg": JSON.stringify({ [ECR]: LOGIN }) },
        data: { ".dockerconfigjson": encode({ auths: { [ACR]: LOGIN } }), ".dockercfg": encode({ [ECR]: LOGIN }) },
    }), ["stringData[.dockerconfigjson]", "stringData[.dockercfg]", "data[.dockerconfigjson]", "data[.dockercfg]"].map((place) => `${place} has a password.`)],
    ["logins in another file of the Secret", secret({ stringData: { "settings.json": JSON.stringify({ auths: { [ACR]: LOGIN } }) } }), []],
    ["an empty password", secret({ stringData: { ".dockercfg": JSON.stringify({ [ACR]: { auth: "", password: "" } }) } }), []],
    ...["kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg", UNKNOWN].map(
        (type): Case => [`what is not known yet in a Secret for logins (${type})`, secret({ type, data: UNKNOWN }), ["Undecided: data is not known yet."]],
    ),
    ["what is not known yet in any other", secret({ type: "Opaque", data: UNKNOWN }), []],
    ["what is not known yet in one of no type", secret({ data: UNKNOWN }), []],
    ["logins in a Secret of another type", secret({ type: "Opaque", stringData: { ".dockercfg": JSON.stringify({ [ACR]: LOGIN }) } }), ["stringData[.dockercfg] has a password."]],
    ["a ConfigMap", [facts("kubernetes:core/v1:ConfigMap", { data: { ".dockercfg": encode({ [ACR]: LOGIN }) } })], []],
]);

const POD = { containers: [{ image: WEB }] };
const TEMPLATE = { template: { spec: POD } };
const PODS: readonly (readonly [type: string, props: Props, path: string])[] = [
    ["core/v1:Pod", { spec: POD }, "spec"],
    ["core/v1:PodTemplate", TEMPLATE, "template.spec"],
    ["core/v1:ReplicationController", { spec: TEMPLATE }, "spec.template.spec"],
    ...["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"].map((kind) => [`apps/v1:${kind}`, { spec: TEMPLATE }, "spec.template.spec"] as const),
    ["extensions/v1beta1:Deployment", { spec: TEMPLATE }, "spec.template.spec"],
    ["batch/v1:Job", { spec: TEMPLATE }, "spec.template.spec"],
    ["batch/v1:CronJob", { spec: { jobTemplate: { spec: TEMPLATE } } }, "spec.jobTemplate.spec.template.spec"],
];

testCases("k8s-image-is-pinned", [
    ...PODS.flatMap(([type, props, path]): readonly Case[] => [
        [type, [facts(`kubernetes:${type}`, props)], moving(`${path}.containers[0].image`)],
        [`a patch of ${type}`, [facts(`kubernetes:${type}Patch`, props)], moving(`${path}.containers[0].image`)],
        [`a list of ${type}`, [facts(`kubernetes:${type}List`, { items: [props, props] })], moving(`items[0].${path}.containers[0].image`, `items[1].${path}.containers[0].image`)],
        [`what ends like ${type}`, [facts(`mykubernetes:${type}`, props)], []],
        [`what starts like ${type}`, [facts(`kubernetes:${type}Set2`, props)], []],
    ]),
    ["files of an image as a volume", [facts("kubernetes:core/v1:Pod", { spec: { volumes: [{ image: { reference: WEB } }] } })], moving("spec.volumes[0].image.reference")],
]);

const container = (configuration: Props, template: Props = {}): [Facts] => [facts("azure-native:app:ContainerApp", { configuration, template })];
const variable = { name: "ACR_PASSWORD", value: "…" };

testCases("containerapp-no-registry-password", [
    ["variables of containers that start first too", container({}, { initContainers: [{ env: [variable] }], containers: [{ env: [{ name: "A", value: "b" }, variable] }] }), [
        "template.initContainers[0].env[0] has a password.",
        "template.containers[0].env[1] has a password.",
    ]],
    ["a login that some settings leave alone, and a variable", container({ registries: [{ server: "ghcr.io", passwordSecretRef: "a" }] }, { containers: [{ env: [variable] }] }), [
        "template.containers[0].env[0] has a password.",
    ], { hosts: ["ghcr.io"] }],
    ["a job, free-form", [facts(GENERIC, { resourceProviderNamespace: "Microsoft.App", resourceType: "jobs", properties: { configuration: { registries: [{ passwordSecretRef: "a" }] } } })], [
        "properties.configuration.registries[0] has a password.",
    ]],
    ["a job, classic", [facts("azure:containerapp/job:Job", { registries: [{ passwordSecretName: "a" }] })], ["registries[0] has a password."]],
]);

const group = (props: Props): [Facts] => [facts("azure-native:containerinstance:ContainerGroup", props)];

testCases("aci-no-registry-password", [
    ["each login", group({ imageRegistryCredentials: [{ server: ACR, password: "a" }, { server: ACR, identity: "b" }, { server: ACR, password: "c" }] }), [
        "imageRegistryCredentials[0] has a password.",
        "imageRegistryCredentials[2] has a password.",
    ]],
    ["a profile", [facts("azure-native:containerinstance:ContainerGroupProfile", { imageRegistryCredentials: [{ password: "a" }] })], ["imageRegistryCredentials[0] has a password."]],
    ["a profile of older versions", [facts("azure-native:containerinstance:CGProfile", { imageRegistryCredentials: [{ password: "a" }] })], ["imageRegistryCredentials[0] has a password."]],
]);

/** Returns a group that this program's own component declares. */
const planned = (image: unknown): [Facts] => {
    const [made] = group({ containers: [{ image }] });
    return [{ ...made, urn: `urn:pulumi:prod::shop::registries:azure:AzureContainerGroup$${made.type}::web` }];
};

testCases("aci-image-is-pinned", [
    ["one of this program's own before its digest is known", planned(UNKNOWN), []],
    ["one of this program's own with a tag that moves", planned(WEB), moving("containers[0].image")],
    ["any other before its name is known", group({ containers: [{ image: UNKNOWN }] }), ["Undecided: containers[0].image is not known yet."]],
]);

testCases("registry-tagged", [
    ["a tag of a public repository in another case", [facts("aws-native:ecr:PublicRepository", { tags: [{ key: "Owner" }] })], ["Tags that are missing: owner."], { required: ["owner"] }],
    ["a tag of Cloud Control among others", [facts("aws-native:ecr:PublicRepository", { tags: [{ key: "a" }, { key: "owner" }] })], [], { required: ["owner"] }],
    ["a tag of a registry in another case", [facts("azure-native:containerregistry:Registry", { tags: { OWNER: "…" } })], [], { required: ["owner"] }],
    ["a cache rule, which has no tags", [facts("azure-native:containerregistry:CacheRule")], [], { required: ["owner"] }],
]);
