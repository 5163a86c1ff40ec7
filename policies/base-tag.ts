/**
 * Words for whatever is newest, and for what an image is made for, neither of which tells of which version it is. With a
 * number in it, a tag tells; so does the name of a release such as `bookworm`.
 */
const MOVING =
    "latest|stable|oldstable|lts|current|mainline|edge|nightly|main|master|trunk|dev|devel|develop|development|snapshot|rolling|" +
    "testing|unstable|sid|rawhide|canary|next|preview|beta|alpha|rc|release|prod|production|staging|test|base|default|" +
    "alpine|slim|minimal|micro|full|fat|nonroot|debug|root|static|musl|glibc|gnu|jre|jdk|sdk|runtime|cli|fpm|apache|perl|" +
    "otel|unprivileged|management|community|ce|ee|linux|windows|nanoserver|windowsservercore|debian|ubuntu|openjdk|temurin";

/** Kinds of processors, whose numbers are no versions. */
const PROCESSORS = "amd64|x64|x86|i386|arm64|arm64v8|arm32|arm32v7|armhf|s390x|ppc64le|riscv64";

const WORDS = new RegExp(`^(?:${MOVING}|${PROCESSORS})$`);

/** Says whether the tag of a base image names a version or a release, so that it moves within that at most. */
export function namesRelease(tag: string): boolean {
    return tag
        .toLowerCase()
        .split(/[._-]+/)
        .some((word) => word !== "" && !WORDS.test(word));
}
