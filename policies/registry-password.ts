import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { listOf, textOf } from "./props";
import { valueAt, type Property } from "./property";
import type { Settings } from "./rule";
import { ifDecided } from "./undecided";

/** The setting by which a rule leaves some registries alone. */
export const PASSWORD_HOSTS = {
    hosts: {
        type: "array",
        items: { type: "string" },
        default: [],
        description: "Hosts of registries that what runs the images has no identity for, such as ghcr.io.",
    } satisfies PolicyConfigJSONSchema,
};

/** Hosts of Azure Container Registry in every cloud, and of Amazon ECR's private registries in every partition. */
const TAKES_IDENTITIES = /^(?:[a-z0-9-]+(?:\.[a-z0-9]+\.data)?\.azurecr\.[a-z]+|\d{12}\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.[a-z0-9.-]+)$/;

/** What an own prefix, the registry and the kind of secret are called in the names of environment variables. */
const VARIABLE =
    /^(?:(?:azure|aws|ci|private|container|image|my)_)*(?:registry|docker|dockerhub|acr|ecr|ghcr|quay|cr)(?:_(?:hub|registry|server|login|access|user))*_(?:password|passwd|pwd|pass|token|pat)$/;

/** Logins as a whole, for the agent of Amazon ECS, for GitLab's runner, and as Docker has them in its file. */
const VARIABLES_OF_LOGINS = ["ecs_engine_auth_data", "docker_auth_config", "docker_auth", "docker_config_json", "dockerconfigjson"];

/** Says whether an environment variable of this name holds a password of a registry of images. */
export function namesRegistryPassword(name: string): boolean {
    const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase().replace(/-/g, "_");
    return VARIABLE.test(words) || VARIABLES_OF_LOGINS.includes(words);
}

/** Returns those environment variables, as entries with `name` and `value`, that are given a registry's password. */
export function passwordVariables(entries: readonly Property[]): readonly Property[] {
    return entries.filter(
        ({ value }) => namesRegistryPassword(textOf(valueAt(value, "name"))) && isGiven(() => valueAt(value, "value")),
    );
}

/** Says whether something is given, known or not. */
export function isGiven(read: () => unknown): boolean {
    return (ifDecided(() => read() ?? "") ?? "unknown") !== "";
}

/** Says whether those who run images on the same cloud need no password for the registry. */
export function takesIdentities(host: string): boolean {
    return TAKES_IDENTITIES.test(host);
}

/** Says whether the settings leave a registry alone; which it is does not matter, and is not read, if they name none. */
export function isLeftAlone(readHost: () => unknown, settings: Settings): boolean {
    const hosts = listOf(settings["hosts"]).map((host) => textOf(host).toLowerCase());
    return hosts.length > 0 && hosts.includes(hostOf(textOf(readHost())));
}

/** Returns the host, in lower case, of what may be a URL. */
export function hostOf(server: string): string {
    return server.trim().toLowerCase().replace(/^https?:\/\//, "").replace(/\/.*/, "");
}

/**
 * Returns the host, in lower case, that an image's name starts with; Docker Hub's if it starts with none.
 *
 * Source: https://github.com/distribution/reference/blob/v0.6.0/normalize.go (`splitDockerDomain`)
 */
export function hostOfImage(name: string): string {
    const host = name.includes("/") ? hostOf(name) : "";
    return /[.:]|^localhost$/.test(host) ? host : "docker.io";
}
