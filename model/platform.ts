/**
 * The platforms that the docker-build provider takes.
 *
 * Source: https://github.com/pulumi/pulumi-docker-build/blob/v0.0.22/sdk/nodejs/types/enums/index.ts (`Platform`)
 */
export const PLATFORMS = [
    "darwin/386",
    "darwin/amd64",
    "darwin/arm",
    "darwin/arm64",
    "dragonfly/amd64",
    "freebsd/386",
    "freebsd/amd64",
    "freebsd/arm",
    "linux/386",
    "linux/amd64",
    "linux/arm",
    "linux/arm64",
    "linux/mips64",
    "linux/mips64le",
    "linux/ppc64le",
    "linux/riscv64",
    "linux/s390x",
    "netbsd/386",
    "netbsd/amd64",
    "netbsd/arm",
    "openbsd/386",
    "openbsd/amd64",
    "openbsd/arm",
    "plan9/386",
    "plan9/amd64",
    "solaris/amd64",
    "windows/386",
    "windows/amd64",
] as const;

/** An operating system and a processor, such as `linux/arm64`. */
export type Platform = (typeof PLATFORMS)[number];

/** Says whether the text is one of {@link PLATFORMS}. */
export function isPlatform(text: string): text is Platform {
    return (PLATFORMS as readonly string[]).includes(text);
}
