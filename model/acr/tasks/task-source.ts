/** What a context has to be. */
export const CONTEXT_TAKES = "the https URL of a git repository without a login, such as https://github.com/contoso/shop.git#main:web";

/** A git repository that a task reads, as its URL says. */
export interface GitSource {
    /** Without the part after `#`. */
    readonly repositoryUrl: string;

    /** Whose webhooks ACR Tasks understands; @default - it can be read, but not be a trigger */
    readonly control?: "Github" | "VisualStudioTeamService";
}

/**
 * Reads the URL of a git repository.
 *
 * @returns undefined if it is none, or one with a login, which would end up in logs
 * @see https://learn.microsoft.com/azure/container-registry/container-registry-tasks-overview#context-locations
 */
export function parseGitSource(text: string): GitSource | undefined {
    const [repositoryUrl = "", ...fragments] = text.split("#");
    const [, host = "", path = ""] = /^https:\/\/([a-z0-9.-]+(?::\d+)?)\/([^\s@?'"`$;|&<>()\\]+)$/i.exec(repositoryUrl) ?? [];
    const isGit = path.endsWith(".git") || isAzureDevOps(host) || host.toLowerCase() === "github.com";
    if (!isGit || fragments.length > 1 || fragments.some((fragment) => !/^[\w./-]*(?::[\w./-]+)?$/.test(fragment))) {
        return undefined;
    }
    const control = sourceControl(host);
    return { repositoryUrl, ...(control === undefined ? {} : { control }) };
}

/** GitHub Enterprise has no triggers. Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-overview#trigger-a-task-on-a-source-code-update */
function sourceControl(host: string): GitSource["control"] {
    return host.toLowerCase() === "github.com" ? "Github" : isAzureDevOps(host) ? "VisualStudioTeamService" : undefined;
}

function isAzureDevOps(host: string): boolean {
    return /^(?:dev\.azure\.com|[^.]+\.visualstudio\.com)$/i.test(host);
}
