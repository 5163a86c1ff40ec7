import { facts } from "../facts";
import { findMovingImages, PIN_IMAGE } from "../moving-image";
import { POD_TYPES, podImages } from "../pod-spec";
import type { Facts, Props, Rule } from "../rule";

const WEB = "contoso.azurecr.io/web";
const DIGEST = `${WEB}@sha256:${"0".repeat(64)}`;
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const STRICT = { strict: true };

/** Pods run images that stay what they are. */
export const k8sImageIsPinned: Rule = {
    id: "k8s-image-is-pinned",
    title: "A pod runs images that are named by their digest or by a tag for one build",
    why: "each node runs what a tag that moves was on when that node pulled it, so that pods of one kind may differ",
    severity: "high",
    level: "advisory",
    fix: PIN_IMAGE.fix,
    url: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
    references: [
        "AP 021f8078-41a0-40e6-81b6-c6597da9f3ee",
        "CKV_K8S_14",
        "CKV_K8S_43",
        "KICS 583053b7-e632-46f0-b989-f81ff8045385",
        "KICS 7c81d34c-8e5a-402b-9798-9f442630e678",
        "KSV-0013",
    ],
    appliesTo: POD_TYPES,
    scope: "resource",
    reads: [
        "spec",
        "spec.containers",
        "spec.containers[0].image",
        "spec.template.spec.containers[0].image",
        "spec.jobTemplate.spec.template",
        "spec.initContainers[0].image",
        "items",
    ],
    settings: PIN_IMAGE.settings,

    check: (resource, { settings }) => findMovingImages(podImages(resource), settings),

    good: [
        { title: "a digest", resources: [pod(DIGEST)] },
        { title: "a moving tag with a digest", resources: [pod(`${WEB}:latest@sha256:${"0".repeat(64)}`)] },
        { title: "a version", resources: [pod(`${WEB}:1.4.2`)] },
        { title: "a port and a version", resources: [pod("registry.local:5000/web:1.4.2")] },
        { title: "a commit, in a deployment", resources: [templated(DEPLOYMENT, `${WEB}:sha-0123456789ab`)] },
        { title: "a cron job", resources: [cronJob(`${WEB}:1.4.2`)] },
        { title: "a patch of something else", resources: [facts("kubernetes:apps/v1:DeploymentPatch", { spec: { replicas: 3 } })] },
        { title: "a list", resources: [podList(DIGEST, `${WEB}:1.4.2`)] },
        { title: "strict", resources: [templated(DEPLOYMENT, DIGEST)], settings: STRICT },
    ],
    bad: [
        { title: "no tag", resources: [pod(WEB)], violation: moves("spec.containers[0].image") },
        { title: "a tag in the place of a digest", resources: [pod(`${WEB}@latest`)], violation: moves("spec.containers[0].image") },
        {
            title: "a port, which is no tag",
            resources: [pod("registry.local:5000/web")],
            violation: moves("spec.containers[0].image"),
        },
        ...["initContainers", "ephemeralContainers"].map((list) => ({
            title: `one of the ${list}`,
            resources: [
                facts("kubernetes:core/v1:Pod", { spec: { [list]: [{ image: "busybox" }], containers: [{ image: DIGEST }] } }),
            ] as const,
            violation: moves(`spec.${list}[0].image`),
        })),
        {
            title: "a volume of an image's files",
            resources: [
                facts("kubernetes:core/v1:Pod", { spec: { volumes: [{ name: "model", image: { reference: `${WEB}:latest` } }] } }),
            ],
            violation: moves("spec.volumes[0].image.reference"),
        },
        ...[
            DEPLOYMENT,
            "kubernetes:apps/v1beta2:StatefulSet",
            "kubernetes:extensions/v1beta1:DaemonSet",
            "kubernetes:apps/v1:ReplicaSetPatch",
            "kubernetes:batch/v1:Job",
            "kubernetes:argoproj.io/v1alpha1:Rollout",
            "kubernetes:serving.knative.dev/v1:Service",
        ].map((type) => ({
            title: `a tag that moves, ${type}`,
            resources: [templated(type, `${WEB}:stable`)] as const,
            violation: moves("spec.template.spec.containers[0].image"),
        })),
        {
            title: "a cron job",
            resources: [cronJob(`${WEB}:main`)],
            violation: moves("spec.jobTemplate.spec.template.spec.containers[0].image"),
        },
        {
            title: "one of a list",
            resources: [podList(DIGEST, WEB)],
            violation: moves("items[1].spec.containers[0].image"),
        },
        {
            title: "strict",
            resources: [pod(`${WEB}:1.4.2`)],
            settings: STRICT,
            violation: moves("spec.containers[0].image"),
        },
    ],
};

function moves(...paths: readonly string[]): string {
    return `Images that move: ${paths.join(", ")}.`;
}

function podSpec(image: string): Props {
    return { spec: { containers: [{ name: "web", image }] } };
}

function pod(image: string): Facts {
    return facts("kubernetes:core/v1:Pod", { apiVersion: "v1", kind: "Pod", ...podSpec(image) });
}

function podList(...images: readonly string[]): Facts {
    return facts("kubernetes:core/v1:PodList", { items: images.map(podSpec) });
}

function templated(type: string, image: string): Facts {
    return facts(type, { spec: { replicas: 2, template: podSpec(image) } });
}

function cronJob(image: string): Facts {
    return facts("kubernetes:batch/v1:CronJob", { spec: { jobTemplate: { spec: { template: podSpec(image) } } } });
}
