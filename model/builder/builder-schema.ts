import * as v from "valibot";
import { closedMap, flag, listOf, mapOf, needed, optional, text, wholeNumber, word } from "../config-field";
import { isPlatform, PLATFORMS } from "../platform";
import { ENDPOINT_TAKES, parseEndpoint } from "./endpoint";

/** Source: https://github.com/docker/buildx/blob/v0.35.0/store/util.go (`namePattern`) */
const BUILDER = /^[a-zA-Z][a-zA-Z0-9._-]*$/;

/** Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The most pods that anybody has asked a Deployment for in earnest; more is a slip of the finger. */
const REPLICAS_MAX = 1000;

/** What the key `builder` takes. */
export const BUILDER_TAKES = "a map with the key nodes or kubernetes, or the name of a buildx builder";

/** A builder that is there already. */
export const BUILDER_NAME = text(BUILDER_TAKES, (name) => BUILDER.test(name));

const file = () => text("a file's path, absolute or relative to the project", (path) => /^\P{Cc}+$/u.test(path));

const platforms = () =>
    listOf("a list of platforms", text("a platform such as linux/amd64 or linux/arm64", isPlatform, PLATFORMS));

const label = () => text("1 to 63 of a-z 0-9 and -, not - first or last", (name) => DNS_LABEL.test(name));

/** The keys of a node's TLS. */
export const NODE_TLS_KEYS = {
    ca: needed("The authority of the node's certificate, as PEM. No other is trusted.", file()),
    certificate: optional("What the client shows, as PEM. Goes with `key`.", file(), "nothing is shown"),
    key: optional("The key of `certificate`, as PEM. It is read where it is, and never copied.", file(), "nothing is shown"),
    serverName: optional("The name in the node's certificate.", text("a host's name", (name) => /^[\w.:-]+$/.test(name)), "the endpoint's host"),
};

/** The keys of a node. */
export const NODE_KEYS = {
    endpoint: needed(
        "Where a BuildKit listens.",
        text(ENDPOINT_TAKES, (endpoint) => parseEndpoint(endpoint) !== undefined),
    ),
    platforms: optional(
        "What the node builds for, its own first. An image goes to a node that has its platforms; an image without any "
            + "to a node with the same first one as the first node.",
        platforms(),
        "whatever it is asked for",
    ),
    tls: optional(
        "How a node at tcp:// is known, and how it knows its clients.",
        closedMap("a map with ca, and with certificate and key where the node asks who comes", NODE_TLS_KEYS),
        "nobody is known, and everybody on the way can read and change what is built",
    ),
};

/** One node. */
export const NODE_SCHEMA = closedMap("a map with at least endpoint", NODE_KEYS);

/** The keys of a builder in a cluster. */
export const KUBERNETES_KEYS = {
    deployment: optional("The name of the Deployment. One that is there is used as it is.", label(), "registries"),
    namespace: optional("Where it is.", label(), "that of the kubeconfig's current context"),
    kubeconfig: optional("How the cluster is reached.", file(), "KUBECONFIG, else ~/.kube/config, else the pod's own account"),
    replicas: optional("How many BuildKits share the images.", wholeNumber("a number of pods from 1 on", 1, REPLICAS_MAX), "1"),
    loadBalance: optional(
        "How a pod is chosen. `sticky` takes the same pod for the same context, which has its layers already.",
        word('"sticky" or "random"', ["sticky", "random"]),
        "sticky",
    ),
    platforms: optional("What the machines run on.", platforms(), "any machine of the cluster"),
    image: optional("BuildKit's own image.", text("an image reference", (image) => /^\S+$/.test(image)), "that of buildx"),
    rootless: optional("Whether BuildKit runs as an ordinary user.", flag(), "false"),
    options: optional(
        "More options of buildx's driver, by its own names, such as requests.cpu.",
        mapOf("a map from names to texts", text("a text (a number, true or false in quotes)", () => true)),
        "none",
    ),
};

/** A builder in a cluster. */
export const KUBERNETES_SCHEMA = closedMap("a map, which may be empty", KUBERNETES_KEYS);

/** The keys of a builder that is described. */
export const BUILDER_KEYS = {
    nodes: optional(
        "BuildKits that run somewhere. They share the images.",
        v.pipe(v.unknown(), v.title("a list of at least one node")),
        "none",
    ),
    kubernetes: optional("BuildKits that buildx starts in a cluster.", KUBERNETES_SCHEMA, "none"),
};

/** A builder that is described. */
export const BUILDER_SCHEMA = closedMap(BUILDER_TAKES, BUILDER_KEYS);
