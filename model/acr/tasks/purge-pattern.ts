import { isRepositoryScope } from "../access/condition";

/** What a regular expression of a rule may consist of: all that names and expressions need, and nothing that a shell or YAML reads. */
const SIGNS = /^[A-Za-z0-9._/*+?()[\]{}|^$\\,:-]+$/;

/**
 * What is refused although it is a regular expression to `acr purge`, in the order to say it. Its engine is that of .NET,
 * which this program cannot ask: so only what means the same in all engines is taken.
 *
 * Source: https://github.com/Azure/acr-cli/blob/cfbb835/cmd/repository/image_functions.go (`BuildRegexFilter`)
 */
const REFUSED: readonly (readonly [RegExp, string])[] = [
    [/\{\{/, "without {{, which starts a template in ACR Tasks"],
    [/\$[A-Za-z0-9]/, "without letters or digits after $, which name a variable in ACR Tasks"],
    [/\(\?<?[=!]/, "without a look ahead or behind"],
    [/\(\?(?!:)/, "without (? but in (?:"],
    [/(?<!\(\?):/, "without a colon but in (?:"],
    [/\\[1-9k]/, "without a reference back to a group"],
    [/\[\^?\]/, "without an empty [] or [^]"],
];

/** Names that nobody would purge by one narrow expression. */
const ANY_REPOSITORIES: readonly string[] = ["web", "team-a/api", "library/nginx", "x9/y_z.0/q-w"];
const ANY_TAGS: readonly string[] = ["latest", "1.4.2", "v2", "sha-0123456789ab", "pr-7", "20260131", "Main_build.3"];

/** Returns what a regular expression has to be that this one is not; `undefined` if it is well. */
export function explainPattern(pattern: string): string | undefined {
    const refused = REFUSED.find(([found]) => found.test(pattern));
    if (refused !== undefined) {
        return `a regular expression ${refused[1]}`;
    }
    if (!SIGNS.test(pattern)) {
        return "a regular expression of letters, digits and the signs . _ - / * + ? ( ) [ ] { } | ^ $ \\ , alone";
    }
    return compile(pattern) === undefined ? "a regular expression that can be read, with its brackets closed" : undefined;
}

/**
 * Says whether `acr purge` looks into a repository: the whole name has to match.
 *
 * Source: https://github.com/Azure/acr-cli/blob/cfbb835/cmd/repository/image_functions.go (`CollectTagFilters`)
 */
export function matchesRepository(pattern: string, repository: string): boolean {
    return compile(`^(?:${pattern})$`)?.test(repository) ?? false;
}

/** Says whether `acr purge` takes a tag for one to delete: a part of it is enough. */
export function matchesTag(pattern: string, tag: string): boolean {
    return compile(pattern)?.test(tag) ?? false;
}

/** Says whether no repository can be expected to be spared. */
export function matchesAllRepositories(pattern: string): boolean {
    return ANY_REPOSITORIES.every((repository) => matchesRepository(pattern, repository));
}

/** Says whether no tag can be expected to be spared. */
export function matchesAllTags(pattern: string): boolean {
    return ANY_TAGS.every((tag) => matchesTag(pattern, tag));
}

/**
 * Returns the narrowest place that holds every repository of an expression: one repository, or with a `/` at the end all
 * below; `undefined` if that is all of the registry.
 */
export function scopeOf(pattern: string): string | undefined {
    const [, prefix = ""] = /^\^?([a-z0-9_/-]*\/)(?![*?+{])/.exec(pattern.includes("|") ? "" : pattern) ?? [];
    return [pattern, prefix].find((scope) => /^[a-z0-9_/-]+$/.test(scope) && isRepositoryScope(scope));
}

function compile(pattern: string): RegExp | undefined {
    try {
        return new RegExp(pattern, "u");
    } catch {
        return undefined;
    }
}
