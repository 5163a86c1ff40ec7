/** What may stand on either side of a part of a tag. */
const START = "(?:^|[._-])";
const END = "(?:$|[._+-])";

/** What names one build wherever it stands in a tag: `1.4.2`, `v1.4.2-rc.1`, `main-0a1b2c3`, `nightly-2026-01-31`. */
const BUILD: readonly RegExp[] = [
    // Three or more numbers, as in a semantic version; with letters and a number at the last, such as 3.14.0rc2 (see
    // https://packaging.python.org/specifications/version-specifiers/) and 1.300062.0b1304, a build of Amazon's agents.
    new RegExp(`(?:^|[_-])v?\\d+(?:\\.\\d+){2,}(?:[a-z]{1,5}\\d+)?${END}`, "i"),
    // A commit's id, in full or shortened: git's default is seven digits. Dates as 20260131, times since 1970 and other
    // numbers of seven or more digits are among these. Words of these letters only exist, but nobody moves such a tag.
    new RegExp(`${START}g?[0-9a-f]{7,64}${END}`, "i"),
    // A date, and a time after it.
    new RegExp(
        `${START}\\d{4}(?:-(?:0[1-9]|1[0-2])-|(?:0[1-9]|1[0-2]))(?:0[1-9]|[12]\\d|3[01])(?:T\\d+Z?)?${END}`,
        "i",
    ),
    // A build's number. A pull request's number is none: each push to the pull request makes another build of it.
    new RegExp(`${START}(?:build|run|job|pipeline|ci)[._-]?\\d+${END}`, "i"),
    // A build's number alone, from five digits on: with fewer it may be a year or a major version.
    /^\d{5,}$/,
];

/** What looks like one of those and moves all the same. */
const MOVING: readonly RegExp[] = [
    // Source: https://maven.apache.org/guides/getting-started/index.html#what-is-a-snapshot-version
    /(?:^|[._-])(?:latest|snapshot)$/i,
    // A year and month.
    /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])$/,
    // The default of awsx, a hash of the build's arguments without its context.
    // Source: https://github.com/pulumi/pulumi-awsx/blob/10a88591e83b9344221d69fe61b4c9617bfc14c3/awsx/ecr/image.ts
    /^[0-9a-f]{40}-container$/,
];

/** Says whether a tag names exactly one build, so that nobody moves it to another one. */
export function namesOneBuild(tag: string): boolean {
    return BUILD.some((pattern) => pattern.test(tag)) && !MOVING.some((pattern) => pattern.test(tag));
}
