import * as v from "valibot";
import { closedMap, flag, listOf, needed, optional, text, word } from "../../config-field";
import { isRepository } from "../../image-ref";
import type { ScopeMapSpec, TokenSpec } from "../acr-spec";
import { name } from "../values/acr-text";
import { formatUtcTime, isUtcTime } from "../values/utc-time";

/** What a token may be allowed. */
const RIGHTS = ["pull", "push", "delete"] as const;

/** The keys of what a scope map allows on one repository. */
export const SCOPE_KEYS = {
    name: needed(
        "Which repositories.",
        text(
            "a repository such as team-a/web, a prefix that ends in /*, or *",
            (repository) => repository === "*" || isRepository(repository.replace(/\/\*$/, "")),
        ),
    ),
    may: needed("What is allowed.", v.pipe(
        listOf("a list of pull, push, delete", word("pull, push or delete", RIGHTS)),
        v.minLength(1, "a list of at least one of pull, push, delete"),
    )),
};

/** The keys of a scope map. */
export const SCOPE_MAP_KEYS = {
    name: needed("What tokens call it by.", name("a scope map", "_-")),
    description: optional("What it is for.", text("a text of up to 256 characters", (value) => value.length <= 256), "none"),
    repositories: needed("What it allows.", v.pipe(
        listOf("a list of maps with name and may", closedMap("a map with name and may", SCOPE_KEYS)),
        v.minLength(1, "a list of at least one map with name and may"),
    )),
};

/** The keys of a token. */
export const TOKEN_KEYS = {
    name: needed("What one logs in with as user.", name("a token", "-")),
    scopeMap: needed("What it may do.", text("the name of a scope map", (map) => map !== "")),
    enabled: optional("Whether it can be used.", flag(), "true"),
    expires: needed(
        "When its passwords end: they are made by `az acr token credential generate`, which is told to take this.",
        v.pipe(
            text("a moment in UTC such as 2027-01-31T00:00:00Z, or a day such as 2027-01-31", isUtcTime),
            v.transform(formatUtcTime),
            v.title("a moment in UTC such as 2027-01-31T00:00:00Z, or a day such as 2027-01-31"),
        ),
    ),
};

/** The keys of a registry that say who without an identity of Entra ID may do what. */
export const LOGIN_KEYS = {
    scopeMaps: optional(
        "What tokens may do.",
        listOf("a list of scope maps", v.pipe(
            closedMap("a map with at least name and repositories", SCOPE_MAP_KEYS),
            v.transform((map): ScopeMapSpec => map),
        )),
        "none",
    ),
    tokens: optional(
        "Logins for what cannot have an identity of Entra ID. Their passwords are not made here.",
        listOf("a list of tokens", v.pipe(
            closedMap("a map with at least name, scopeMap and expires", TOKEN_KEYS),
            v.transform((token): TokenSpec => ({ enabled: true, ...token })),
        )),
        "none",
    ),
};
