import type { BuilderPlan } from "./builder-plan";
import type { KubernetesSpec, NodeSpec } from "./builder-spec";

/** Makes a path absolute. */
export type Resolve = (path: string) => string;

/**
 * Returns a builder as buildx stores it, as JSON.
 *
 * @see https://github.com/docker/buildx/blob/v0.35.0/store/nodegroup.go
 */
export function formatBuildxInstance({ name, spec }: BuilderPlan, resolve: Resolve): string {
    const nodes = "nodes" in spec
        ? spec.nodes.map((node, index) => remoteNode(`${name}-${index}`, node, resolve))
        : [kubernetesNode(name, spec.kubernetes, resolve)];
    return JSON.stringify({ Name: name, Driver: "nodes" in spec ? "remote" : "kubernetes", Nodes: nodes, Dynamic: false });
}

/** Source of the options: https://github.com/docker/buildx/blob/v0.35.0/driver/remote/factory.go */
function remoteNode(name: string, { endpoint, platforms, tls }: NodeSpec, resolve: Resolve): object {
    const options = tls === undefined ? null : {
        cacert: resolve(tls.ca),
        ...(tls.certificate === undefined ? {} : { cert: resolve(tls.certificate) }),
        ...(tls.key === undefined ? {} : { key: resolve(tls.key) }),
        ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
    };
    return storedNode(name, endpoint, platforms, options);
}

/** Source of the endpoint: https://github.com/docker/buildx/blob/v0.35.0/builder/builder.go (`case driverName == "kubernetes"`) */
function kubernetesNode(builder: string, spec: KubernetesSpec, resolve: Resolve): object {
    const kubeconfig = spec.kubeconfig === undefined ? "" : encodeURIComponent(resolve(spec.kubeconfig));
    return storedNode(spec.deployment, `kubernetes:///${builder}?deployment=${spec.deployment}&kubeconfig=${kubeconfig}`, spec.platforms, {
        ...spec.options,
        replicas: String(spec.replicas),
        loadbalance: spec.loadBalance,
        ...(spec.namespace === undefined ? {} : { namespace: spec.namespace }),
        ...(spec.rootless === undefined ? {} : { rootless: String(spec.rootless) }),
        ...(spec.image === undefined ? {} : { image: spec.image }),
    });
}

function storedNode(name: string, endpoint: string, platforms: readonly string[] | undefined, options: object | null): object {
    const split = (platforms ?? []).map((platform) => platform.split("/")).map(([os, architecture]) => ({ architecture, os }));
    return { Name: name, Endpoint: endpoint, Platforms: split.length === 0 ? null : split, DriverOpts: options, Flags: null, Files: null };
}
