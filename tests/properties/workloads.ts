import { facts } from "../../policies/facts";
import type { Facts, Props } from "../../policies/rule";

/** What runs images, in one family's words. */
export interface Workload {
    readonly rule: string;

    /** How many images it takes. */
    readonly most: number;

    write(images: readonly string[]): Facts;
}

const FREE = "azure-native:resources:Resource";
const free = (resourceProviderNamespace: string, resourceType: string, properties: Props) => facts(FREE, { resourceProviderNamespace, resourceType, properties });
const containersOf = (images: readonly string[]) => images.map((image, index) => ({ name: `web${index}`, image }));
const one = (write: (image: string) => Facts) => ({ most: 1, write: ([image = ""]: readonly string[]) => write(image) });
const some = (write: (images: readonly string[]) => Facts) => ({ most: 3, write });

const KINDS: Readonly<Record<string, (pod: Props) => Props>> = {
    "core/v1:Pod": (pod) => pod,
    "core/v1:PodTemplate": (pod) => ({ template: pod }),
    "core/v1:ReplicationController": (pod) => ({ spec: { template: pod } }),
    "apps/v1:Deployment": (pod) => ({ spec: { template: pod } }),
    "apps/v1beta2:StatefulSet": (pod) => ({ spec: { template: pod } }),
    "apps/v1:DaemonSetPatch": (pod) => ({ spec: { template: pod } }),
    "extensions/v1beta1:ReplicaSet": (pod) => ({ spec: { template: pod } }),
    "batch/v1:Job": (pod) => ({ spec: { template: pod } }),
    "batch/v1:CronJob": (pod) => ({ spec: { jobTemplate: { spec: { template: pod } } } }),
    "argoproj.io/v1alpha1:Rollout": (pod) => ({ spec: { template: pod } }),
    "serving.knative.dev/v1:Service": (pod) => ({ spec: { template: pod } }),
    "apps/v1:DeploymentList": (pod) => ({ items: [{ spec: { template: pod } }] }),
};

/** The first image is one that prepares the others. */
const podOf = ([first, ...others]: readonly string[]): Props => ({ spec: { initContainers: containersOf(first === undefined ? [] : [first]), containers: containersOf(others) } });

const groupOf = ([first, ...others]: readonly string[]): Props => ({ initContainers: containersOf(first === undefined ? [] : [first]), containers: containersOf(others) });

const composeOf = (images: readonly string[]) =>
    `COMPOSE|${Buffer.from(`services:\n${images.map((image, index) => `  web${index}:\n    image: "${image}"\n`).join("")}`).toString("base64")}`;

/** All that runs images, in every family. */
export const workloads: readonly Workload[] = [
    ...["azure-native:containerinstance:ContainerGroup", "azure-native:containerinstance/v20230501:ContainerGroup", "azure:containerservice/group:Group"].map((type) => ({
        rule: "aci-image-is-pinned", ...some((images) => facts(type, groupOf(images))),
    })),
    {
        rule: "aci-image-is-pinned",
        ...some((images) => free("microsoft.containerinstance", "ContainerGroups", { containers: images.map((image) => ({ name: "web", properties: { image } })) })),
    },
    ...["azure-native:app:ContainerApp", "azure-native:app/v20240301:Job", "azure:containerapp/app:App", "azure:containerapp/job:Job"].map((type) => ({
        rule: "containerapp-image-is-pinned", ...some((images) => facts(type, { template: groupOf(images) })),
    })),
    { rule: "containerapp-image-is-pinned", ...some((images) => free("Microsoft.App", "containerApps", { template: groupOf(images) })) },
    { rule: "ecs-image-is-pinned", ...some((images) => facts("aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions: JSON.stringify(containersOf(images)) })) },
    { rule: "ecs-image-is-pinned", ...some((images) => facts("aws-native:ecs:TaskDefinition", { containerDefinitions: containersOf(images) })) },
    { rule: "ecs-image-is-pinned", ...some((images) => facts("awsx:ecs:FargateTaskDefinition", { containers: Object.fromEntries(containersOf(images).map((container) => [container.name, container])) })) },
    { rule: "ecs-image-is-pinned", ...one((image) => facts("awsx:ecs:EC2Service", { taskDefinitionArgs: { container: { image } } })) },
    { rule: "ecs-image-is-pinned", ...one((image) => facts("aws:ecs/expressGatewayService:ExpressGatewayService", { primaryContainer: { image } })) },
    ...Object.entries(KINDS).map(([kind, write]) => ({ rule: "k8s-image-is-pinned", ...some((images) => facts(`kubernetes:${kind}`, write(podOf(images)))) })),
    { rule: "lambda-image-is-pinned", ...one((imageUri) => facts("aws:lambda/function:Function", { packageType: "Image", imageUri })) },
    { rule: "lambda-image-is-pinned", ...one((imageUri) => facts("aws-native:lambda:Function", { code: { imageUri } })) },
    ...["aws:apprunner/service:Service", "aws-native:apprunner:Service"].map((type) => ({
        rule: "apprunner-image-is-pinned", ...one((imageIdentifier) => facts(type, { sourceConfiguration: { imageRepository: { imageIdentifier } } })),
    })),
    { rule: "webapp-image-is-pinned", ...one((image) => facts("azure-native:web:WebApp", { siteConfig: { linuxFxVersion: `DOCKER|${image}` } })) },
    ...["appService:AppService", "functionApp:FunctionApp", "slot:Slot", "functionAppSlot:FunctionAppSlot"].map((type) => ({
        rule: "webapp-image-is-pinned", ...one((image) => facts(`azure:appservice/${type}`, { siteConfig: { linuxFxVersion: `DOCKER|${image}` } })),
    })),
    { rule: "webapp-image-is-pinned", ...some((images) => facts("azure-native:web:WebAppSlot", { siteConfig: { linuxFxVersion: composeOf(images) } })) },
    { rule: "webapp-image-is-pinned", ...one((image) => free("Microsoft.Web", "sites", { SiteConfig: { WindowsFxVersion: `docker|${image}` } })) },
    { rule: "webapp-image-is-pinned", ...one((image) => facts("azure-native:web:WebAppSiteContainer", { image, isMain: true })) },
    { rule: "webapp-image-is-pinned", ...one((dockerImageName) => facts("azure:appservice/linuxWebApp:LinuxWebApp", { siteConfig: { applicationStack: { dockerImageName } } })) },
];
