import type { SemVer } from "semver";
import { isDerived } from "./derived-version";

/** The channels that follow releases. Every other one follows the prereleases of its name. */
export const RELEASE_CHANNELS = ["latest", "stable"] as const;

/** What the name of a channel has to be. */
export const CHANNEL_TAKES =
    "latest or stable, which follow releases, or the word of prereleases, such as beta for 1.5.0-beta.1";

/** The channel of derived versions. */
const DERIVED_CHANNEL = "dev";

/** Says whether the text can be a channel: a word as prereleases have it, and not like `v1`. */
export function isChannel(text: string): boolean {
    return /^(?!v\d)[A-Za-z][A-Za-z-]{0,39}$/.test(text);
}

/** Says whether a channel follows releases. */
export function followsReleases(channel: string): boolean {
    return RELEASE_CHANNELS.some((known) => known === channel);
}

/**
 * Says whether a version is one that a channel moves to: for `latest` and `stable` a release, for `beta` 1.5.0-beta,
 * 1.5.0-beta.2 and 1.5.0-beta2, for `dev` a derived version. What has more words than that, as the 1.5.0-beta.2-alpine
 * of a variant, is on no channel.
 */
export function isOnChannel(channel: string, version: SemVer): boolean {
    const [word, ...numbers] = version.prerelease;
    if (followsReleases(channel) || word === undefined) {
        return followsReleases(channel) && word === undefined;
    }
    if (isDerived(version)) {
        return channel === DERIVED_CHANNEL;
    }
    return String(word).replace(/\d+$/, "") === channel && numbers.every((part) => typeof part === "number");
}
