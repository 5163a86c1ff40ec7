/** What a git remote can be written as that people can open in a browser: over HTTP, SSH, or SSH in the form of scp. */
const REMOTES: readonly RegExp[] = [
    /^https?:\/\/(?:[^/@]*@)?([^/@]+)\/(.+?)(?:\.git)?\/?$/,
    /^ssh:\/\/(?:[^/@]*@)?([^/:@]+)(?::\d+)?\/(.+?)(?:\.git)?\/?$/,
    /^(?:[\w.-]+@)?([\w-]+(?:\.[\w-]+)+):(?!\/)(.+?)(?:\.git)?\/?$/,
];

/**
 * Returns the page of a git remote, the same for each way to reach it, and never with the login that a pipeline may have
 * put into it; `undefined` for one that is nowhere but on this machine.
 */
export function formatOrigin(remote: string): string | undefined {
    const [, host, path] = REMOTES.map((pattern) => pattern.exec(remote)).find((found) => found !== null) ?? [];
    return host === undefined || path === undefined ? undefined : `https://${host}/${path}`;
}
