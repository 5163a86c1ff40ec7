/** The files by which a node and its clients know each other, absolute or relative to the project. */
export interface NodeTlsSpec {
    /** The authority of the node's certificate. */
    readonly ca: string;

    /** What the client shows. Never without a key. */
    readonly certificate?: string;

    readonly key?: string;

    /** The name in the node's certificate; @default - the endpoint's host */
    readonly serverName?: string;
}

/** A BuildKit that runs somewhere. */
export interface NodeSpec {
    /** Such as `tcp://10.0.0.7:1234`. No two nodes have the same. */
    readonly endpoint: string;

    /** What it builds for, its own first; @default - whatever it is asked for */
    readonly platforms?: readonly string[];

    /** Of a node at `tcp://` alone. */
    readonly tls?: NodeTlsSpec;
}

/** BuildKits that buildx starts in a cluster. */
export interface KubernetesSpec {
    /** The name of their Deployment. */
    readonly deployment: string;

    readonly replicas: number;

    /** How a pod is chosen: `sticky` takes the same one for the same context. */
    readonly loadBalance: "sticky" | "random";

    /** @default - that of the kubeconfig's current context */
    readonly namespace?: string;

    /** Absolute or relative to the project; @default - `KUBECONFIG`, else that of the user, else that of the pod */
    readonly kubeconfig?: string;

    /** What their machines run on; @default - any machine */
    readonly platforms?: readonly string[];

    /** BuildKit's own image; @default - that of buildx */
    readonly image?: string;

    readonly rootless?: boolean;

    /** More options of the driver, by its own names. */
    readonly options: Readonly<Record<string, string>>;
}

/** What builds the images, other than a builder that is there already. */
export type BuilderSpec = { readonly nodes: readonly NodeSpec[] } | { readonly kubernetes: KubernetesSpec };
