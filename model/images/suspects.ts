import { count } from "../registry-problem";

/** Something in a context that hardly anybody wants to build with. */
export interface Suspect {
    /** Relative to the context, with `/`; a folder ends with one. */
    readonly path: string;

    readonly files: number;
    readonly bytes: number;

    /** Whether there may be more in it, as nobody looked any further. */
    readonly isMore: boolean;
}

/** What was found in a context. */
export interface ContextContents {
    readonly suspects: readonly Suspect[];

    /** Whether all of it was looked at. */
    readonly isComplete: boolean;
}

/** Folders whose content is made or kept by other programs. */
const FOLDERS = /^(?:\.git|node_modules|\.svn|\.hg|\.terraform|\.pulumi|\.ssh|\.aws|\.azure|\.gnupg)$/;

/** Files that tools keep keys and passwords in, by their names. */
const SECRETS = /^(?:\.env|\.env\.(?!example$|sample$|template$|dist$).+|id_(?:rsa|dsa|ecdsa|ed25519)|.+\.(?:pem|key|pfx|p12|jks|keystore|kdbx)|\.npmrc|\.pypirc|\.netrc|\.git-credentials|\.htpasswd|credentials\.json|service-account.*\.json)$/i;

/** At most so many are named. */
const NAMED_MAX = 6;

/** Says whether a folder is counted as a whole and told. */
export function isSuspectFolder(name: string): boolean {
    return FOLDERS.test(name);
}

/** Says whether a file looks as if it held a secret. */
export function isSuspectFile(name: string): boolean {
    return SECRETS.test(name);
}

/**
 * Returns what to tell of a context, if anything.
 *
 * @param context where it is, relative to the project
 */
export function noticeContext(image: string, context: string, { suspects, isComplete }: ContextContents): readonly string[] {
    if (suspects.length === 0) {
        return [];
    }
    const named = [...suspects].sort((one, other) => other.bytes - one.bytes).slice(0, NAMED_MAX).map(formatSuspect);
    const others = suspects.length - named.length;
    const rest = [...(others > 0 ? [`${others} more`] : []), ...(isComplete ? [] : ["perhaps others, as it is too big to look at all of it"])];
    return [`image ${image}: its context ${context} sends ${[...named, ...rest].join(", ")} to the builder; name in its .dockerignore what the build does not need`];
}

function formatSuspect({ path, files, bytes, isMore }: Suspect): string {
    const size = path.endsWith("/") ? `${count(files, "file")}, ${formatBytes(bytes)}` : formatBytes(bytes);
    return `${path} (${isMore ? "more than " : ""}${size})`;
}

function formatBytes(bytes: number): string {
    const units = ["B", "kB", "MB", "GB", "TB"];
    const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
    return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
