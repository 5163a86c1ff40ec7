import { anyPattern } from "./azure-type";
import { entriesOf, readEach, type Read } from "./moving-image";
import { valueAt, type Property } from "./property";
import type { Facts } from "./rule";

/**
 * Where each kind of Kubernetes' own has what its pods are like.
 *
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/
 */
const POD_SPECS: Readonly<Record<string, string>> = {
    Pod: "spec",
    PodTemplate: "template.spec",
    ReplicationController: "spec.template.spec",
    Deployment: "spec.template.spec",
    StatefulSet: "spec.template.spec",
    DaemonSet: "spec.template.spec",
    ReplicaSet: "spec.template.spec",
    Job: "spec.template.spec",
    CronJob: "spec.jobTemplate.spec.template.spec",
};

/**
 * Kinds of others that make pods from `spec.template.spec`, by API group.
 *
 * Sources: https://argo-rollouts.readthedocs.io/en/stable/features/specification/,
 * https://github.com/knative/specs/blob/main/specs/serving/knative-api-specification-1.0.md
 */
const TEMPLATED: Readonly<Record<string, readonly string[]>> = {
    "argoproj\\.io": ["Rollout"],
    "serving\\.knative\\.dev": ["Service"],
};

/** What names an image in a pod: three kinds of containers, and volumes with an image's files. */
const IMAGES: readonly (readonly [list: string, image: string])[] = [
    ["initContainers", "image"],
    ["containers", "image"],
    ["ephemeralContainers", "image"],
    ["volumes", "image.reference"],
];

/** Type tokens of all that makes pods, in every API version, alone, as lists and as patches. */
export const POD_TYPES = anyPattern(
    kubernetesPattern("core|apps|batch|extensions", Object.keys(POD_SPECS)),
    ...Object.entries(TEMPLATED).map(([group, kinds]) => kubernetesPattern(group, kinds)),
);

/** Returns what matches kinds of API groups, their lists and their patches. */
export function kubernetesPattern(groups: string, kinds: readonly string[]): RegExp {
    return new RegExp(`^kubernetes:(?:${groups})/v[^:]*:(${kinds.join("|")})(?:List|Patch)?$`);
}

/** Returns the resource itself, or what it is a list of, with the start of every path in it. */
export function itemsOf({ type, props }: Facts): readonly Property[] {
    return type.endsWith("List")
        ? entriesOf({ path: "items", value: props["items"] }).map(({ path, value }) => ({ path: `${path}.`, value }))
        : [{ path: "", value: props }];
}

/** Returns the images that pods of a resource run, list by list. */
export function podImages(resource: Facts): readonly Read<readonly Read<Property>[]>[] {
    const spec = POD_SPECS[/(\w+?)(?:List|Patch)?$/.exec(resource.type)?.[1] ?? ""] ?? "spec.template.spec";
    return itemsOf(resource).flatMap(({ path, value }) =>
        IMAGES.map(([list, image]) => () => {
            const name = `${spec}.${list}`;
            return readEach(entriesOf({ path: `${path}${name}`, value: valueAt(value, name) }), image);
        }),
    );
}
