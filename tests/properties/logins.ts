import { facts } from "../../policies/facts";
import type { Facts, Props } from "../../policies/rule";
import { UNKNOWN } from "../analyzed";

/** A login at a registry that something is given. */
export interface Login {
    readonly host: string;

    /** `identity` is one without a password, `empty` one whose password is an empty text. */
    readonly by: "password" | "unknown password" | "empty" | "identity";
}

/** What is given logins, in one family's words. */
export interface LoginWriter {
    readonly rule: string;

    /** Whether passwords are wanted of registries alone whose cloud gives identities. */
    readonly onlyOfClouds: boolean;

    /** Whether there is one login in it. */
    readonly single: boolean;

    write(logins: readonly Login[]): Facts;
}

export const CLOUD_HOSTS = ["contoso.azurecr.io", "contoso-a1b2c3.azurecr.io", "123456789012.dkr.ecr.eu-central-1.amazonaws.com"];
export const OTHER_HOSTS = ["ghcr.io", "docker.io", "registry.example:5000", "contoso.azurecr.example.org.test"];

const FREE = "azure-native:resources:Resource";

function passwordOf({ by }: Login): string | undefined {
    return { password: "p4ssw0rd-of-a-registry", "unknown password": UNKNOWN, empty: "", identity: undefined }[by];
}

const credentialsOf = (logins: readonly Login[]): readonly Props[] =>
    logins.map((login) => ({ server: login.host, ...(passwordOf(login) === undefined ? { identity: UNKNOWN } : { username: "ci", password: passwordOf(login) }) }));

const registriesOf = (name: string) => (logins: readonly Login[]): readonly Props[] =>
    logins.map((login) => ({ server: login.host, ...(passwordOf(login) === undefined ? { identity: "system" } : { username: "ci", [name]: passwordOf(login) }) }));

function dockerConfig(logins: readonly Login[]): string {
    const auths = logins.map((login) => [login.host, passwordOf(login) === undefined ? {} : { username: "ci", password: passwordOf(login) }]);
    return JSON.stringify({ auths: Object.fromEntries(auths) as Props });
}

function appSettings([login]: readonly Login[]): readonly { readonly name: string; readonly value: string }[] {
    const password = login === undefined ? undefined : passwordOf(login);
    const server = { name: "DOCKER_REGISTRY_SERVER_URL", value: `https://${login?.host}` };
    return [server, { name: "WEBSITES_PORT", value: "8080" }, ...(password === undefined ? [] : [{ name: "DOCKER_REGISTRY_SERVER_PASSWORD", value: password }])];
}

/** All that is given logins, in every family. */
export const loginWriters: readonly LoginWriter[] = [
    ...["azure-native:containerinstance:ContainerGroup", "azure:containerservice/group:Group"].map((type) => ({
        rule: "aci-no-registry-password", onlyOfClouds: false, single: false, write: (logins: readonly Login[]) => facts(type, { imageRegistryCredentials: credentialsOf(logins) }),
    })),
    {
        rule: "aci-no-registry-password", onlyOfClouds: false, single: false,
        write: (logins) => facts(FREE, { resourceProviderNamespace: "Microsoft.ContainerInstance", resourceType: "containerGroups", properties: { ImageRegistryCredentials: credentialsOf(logins) } }),
    },
    {
        rule: "containerapp-no-registry-password", onlyOfClouds: false, single: false,
        write: (logins) => facts("azure-native:app:ContainerApp", { configuration: { registries: registriesOf("passwordSecretRef")(logins) } }),
    },
    {
        rule: "containerapp-no-registry-password", onlyOfClouds: false, single: false,
        write: (logins) => facts("azure:containerapp/app:App", { registries: registriesOf("passwordSecretName")(logins) }),
    },
    {
        rule: "containerapp-no-registry-password", onlyOfClouds: false, single: false,
        write: (logins) => facts(FREE, { resourceProviderNamespace: "Microsoft.App", resourceType: "jobs", properties: { configuration: { registries: registriesOf("passwordSecretRef")(logins) } } }),
    },
    ...[
        (settings: readonly Props[]) => facts("azure-native:web:WebApp", { siteConfig: { appSettings: settings } }),
        (settings: readonly Props[]) => facts("azure-native:web:WebAppApplicationSettings", { properties: Object.fromEntries(settings.map(({ name, value }) => [name, value])) }),
        (settings: readonly Props[]) => facts("azure:appservice/linuxWebApp:LinuxWebApp", { appSettings: Object.fromEntries(settings.map(({ name, value }) => [name, value])) }),
    ].map((write) => ({ rule: "webapp-no-registry-password", onlyOfClouds: false, single: true, write: (logins: readonly Login[]) => write(appSettings(logins)) })),
    {
        rule: "k8s-no-registry-password", onlyOfClouds: true, single: false,
        write: (logins) => facts("kubernetes:core/v1:Secret", { type: "kubernetes.io/dockerconfigjson", stringData: { ".dockerconfigjson": dockerConfig(logins) } }),
    },
    {
        rule: "k8s-no-registry-password", onlyOfClouds: true, single: false,
        write: (logins) => facts("kubernetes:core/v1:SecretPatch", { data: { ".dockerconfigjson": Buffer.from(dockerConfig(logins)).toString("base64") } }),
    },
];
