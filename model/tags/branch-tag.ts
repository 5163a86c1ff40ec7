/**
 * Returns a branch's name as it can stand in a tag: what a tag cannot have becomes `-`, as docker/metadata-action does
 * it; unlike there, no `.` or `-` is left in front, where a tag cannot have them. `feature/login` becomes
 * `feature-login`, and so does `feature-login`: such branches take the tag from each other.
 *
 * @returns an empty text if nothing is left, as of a name in another script
 * @see https://github.com/docker/metadata-action#tags-input
 */
export function formatBranch(branch: string): string {
    return branch.replace(/^refs\/heads\//, "").replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+/, "");
}
