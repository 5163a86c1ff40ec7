import { facts } from "../facts";
import { readJson } from "../json-property";
import type { Read } from "../moving-image";
import { itemsOf, kubernetesPattern } from "../pod-spec";
import { recordOf, textOf } from "../props";
import { valueAt, type Property } from "../property";
import { hostOf, isGiven, isLeftAlone, PASSWORD_HOSTS, takesIdentities } from "../registry-password";
import type { Facts, Props, Rule, Settings } from "../rule";
import { gather, ifDecided } from "../undecided";

const ACR = "contoso.azurecr.io";
const ECR = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const LOGIN = { username: "contoso", password: "…" };

/**
 * The files of a secret that logins at registries are in.
 *
 * Source: https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets
 */
const FILES = [".dockerconfigjson", ".dockercfg", "config.json"];

/** The types of the secrets that a kubelet logs in with. Source: as above */
const TYPES = ["kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg"];

/** What a login has besides a name. Source: https://github.com/docker/cli/blob/v28.5.2/cli/config/types/authconfig.go */
const PASSWORDS = ["password", "auth", "identitytoken", "registrytoken"];

/** A cluster pulls without passwords that somebody has to keep. */
export const k8sNoRegistryPassword: Rule = {
    id: "k8s-no-registry-password",
    title: "A cluster logs in at registries of its cloud with an identity",
    why: "a password in a Secret can be read by all who may read Secrets there, works anywhere, and ends one day",
    severity: "high",
    level: "advisory",
    fix:
        "Grant the pull role to the identity that the nodes have: AcrPull, or Container Registry Repository Reader, to the " +
        "kubelet's identity of AKS; AmazonEC2ContainerRegistryPullOnly to the role of the nodes of EKS. Then remove the " +
        "Secret and what names it as imagePullSecrets. If the cluster runs elsewhere, name the host in the setting hosts.",
    url: "https://learn.microsoft.com/azure/aks/cluster-container-registry-integration",
    references: [],
    appliesTo: kubernetesPattern("core", ["Secret"]),
    scope: "resource",
    reads: ["data", "stringData", "items"],
    settings: PASSWORD_HOSTS,

    check(resource, { settings }) {
        return gather(
            itemsOf(resource)
                .flatMap((secret) => filesOf(secret).map((read) => (isForLogins(secret) ? read : () => ifDecided(read))))
                .map((read) => () => {
                    const file = read();
                    return file !== undefined && hasPassword(file, settings) ? [`${file.path} has a password.`] : [];
                }),
        );
    },

    good: [
        { title: "no login", resources: [secret({ type: "Opaque", stringData: { password: "…" } })] },
        { title: "a registry of another service", resources: [config({ "ghcr.io": LOGIN })] },
        { title: "a name that only looks like a registry's", resources: [config({ "azurecr.io.example.com": LOGIN })] },
        { title: "a registry without a password", resources: [config({ [ACR]: { username: "contoso" } })] },
        { title: "nothing", resources: [secret({ type: "kubernetes.io/dockerconfigjson" })] },
        { title: "a cluster elsewhere", resources: [config({ [ACR]: LOGIN })], settings: { hosts: [ACR] } },
    ],
    bad: [
        {
            title: "a registry of Azure",
            resources: [config({ "ghcr.io": LOGIN, [ACR]: LOGIN })],
            violation: "stringData[.dockerconfigjson] has a password.",
        },
        {
            title: "a registry of AWS, as it is stored",
            resources: [secret({ type: TYPES[0], data: { ".dockerconfigjson": encode({ auths: { [ECR]: { auth: "…" } } }) } })],
            violation: "data[.dockerconfigjson] has a password.",
        },
        {
            title: "the older form",
            resources: [secret({ type: TYPES[1], data: { ".dockercfg": encode({ [`https://${ACR}/v2/`]: LOGIN }) } })],
            violation: "data[.dockercfg] has a password.",
        },
        {
            title: "a list",
            resources: [facts("kubernetes:core/v1:SecretList", { items: [{}, config({ [ACR]: LOGIN }).props] })],
            violation: "items[1].stringData[.dockerconfigjson] has a password.",
        },
        {
            title: "another cluster elsewhere",
            resources: [config({ [ACR]: LOGIN })],
            settings: { hosts: [ECR] },
            violation: "stringData[.dockerconfigjson] has a password.",
        },
    ],
};

/** All others may hold logins too, but nobody can tell as long as they are not readable. */
function isForLogins({ value }: Property): boolean {
    return TYPES.includes(ifDecided(() => textOf(valueAt(value, "type") ?? "Opaque")) ?? TYPES[0] ?? "");
}

/** Kubernetes has texts in `stringData` and the same as Base64 in `data`. */
function filesOf({ path, value }: Property): readonly Read<Property>[] {
    return ["stringData", "data"].flatMap((name) =>
        FILES.map((file) => () => {
            const text = textOf(recordOf(valueAt(value, name))[file]);
            const place = `${path}${name}[${file}]`;
            const content = readJson({ path: place, value: name === "data" ? Buffer.from(text, "base64").toString("utf8") : text });
            // Other programs than Docker have files of this name, too.
            return file === "config.json" ? { path: place, value: { auths: valueAt(content.value, "auths") ?? {} } } : content;
        }),
    );
}

function hasPassword({ value }: Property, settings: Settings): boolean {
    const logins = recordOf(valueAt(value, "auths") ?? value);
    return Object.entries(logins).some(
        ([server, login]) =>
            takesIdentities(hostOf(server)) &&
            PASSWORDS.some((name) => isGiven(() => valueAt(login, name))) &&
            !isLeftAlone(() => hostOf(server), settings),
    );
}

function config(auths: Props): Facts {
    return secret({ type: "kubernetes.io/dockerconfigjson", stringData: { ".dockerconfigjson": JSON.stringify({ auths }) } });
}

function secret(props: Props): Facts {
    return facts("kubernetes:core/v1:Secret", props);
}

function encode(content: Props): string {
    return Buffer.from(JSON.stringify(content)).toString("base64");
}
