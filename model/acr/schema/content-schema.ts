import * as v from "valibot";
import { closedMap, listOf, needed, optional, text } from "../../config-field";
import { isHost, isRepository } from "../../image-ref";
import type { CacheRuleSpec, CredentialSetSpec } from "../acr-spec";
import { name, secretUrl, vaultId } from "../values/acr-text";
import { splitSource } from "../values/cache-path";

/** The keys of a credential set. Names: https://github.com/Azure/azure-rest-api-specs/blob/main/specification/containerregistry/resource-manager/Microsoft.ContainerRegistry/Registry/CredentialSet.tsp */
export const CREDENTIAL_SET_KEYS = {
    name: needed("What cache rules call it by.", name("a credential set", "-")),
    loginServer: needed("The upstream's host.", text("a registry's host, such as docker.io", isHost)),
    usernameSecret: needed("Where the user's name is.", secretUrl()),
    passwordSecret: needed("Where the password or token is.", secretUrl()),
    vault: optional(
        "The secrets' vault, so that the set's own identity is allowed to read them.",
        vaultId(),
        "allowed by other means",
    ),
};

const isTarget = (path: string): boolean => path === "*" || isRepository(path.replace(/\/\*$/, ""));

/** The keys of a cache rule. */
export const CACHE_KEYS = {
    name: needed("Unique among the cache rules.", name("a cache rule", "-")),
    from: needed(
        "Whence images are fetched on their first pull.",
        text(
            "a repository with its host, such as mcr.microsoft.com/dotnet/sdk, or /* last for all below",
            (path) => isHost(splitSource(path).host) && isTarget(splitSource(path).repository),
        ),
    ),
    to: needed("Where they are found in the registry.", text("a repository such as dotnet/sdk, or /* last for all below", isTarget)),
    credentials: optional(
        "How the registry logs in to the upstream. Docker Hub needs one.",
        text("the name of a credential set", (set) => set !== ""),
        "not at all",
    ),
};

/** The keys of a registry that say what it takes from others. */
export const CONTENT_KEYS = {
    credentialSets: optional(
        "Logins to upstream registries, kept in a Key Vault.",
        listOf("a list of credential sets", v.pipe(
            closedMap("a map with at least name, loginServer, usernameSecret and passwordSecret", CREDENTIAL_SET_KEYS),
            v.transform((set): CredentialSetSpec => set),
        )),
        "none",
    ),
    cache: optional(
        "Repositories that are filled from upstream registries.",
        listOf("a list of cache rules", v.pipe(
            closedMap("a map with at least name, from and to", CACHE_KEYS),
            v.transform((rule): CacheRuleSpec => rule),
        )),
        "none",
    ),
};
