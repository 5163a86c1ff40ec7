import fc from "fast-check";

/** A name of an image as somebody writes it, with what it means. */
export interface WrittenRef {
    readonly text: string;

    /** The same for all ways to write the name of one repository. */
    readonly repository: string;

    /** Whether it names one build for good. */
    readonly fixed: boolean;

    readonly pinned: boolean;
}

const hex = (minLength: number, maxLength: number) => fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength, maxLength });
const number = fc.nat(99).map(String);
const version = fc.tuple(fc.constantFrom("", "v"), number, number, number).map(([start, ...numbers]) => start + numbers.join("."));

/** With a letter in it, so that it is no number of another kind. */
const commit = fc.tuple(hex(3, 18), fc.constantFrom("a", "c", "f"), hex(3, 18)).map((parts) => parts.join(""));

const date = fc.tuple(fc.integer({ min: 2020, max: 2035 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })).map(([year, month, day]) => [year, String(month).padStart(2, "0"), String(day).padStart(2, "0")]);

/** Tags that nobody gives to another build: versions in full, commits, dates, numbers of builds. */
const fixedTag = fc.oneof(
    version,
    fc.tuple(version, fc.constantFrom("-rc.1", "-alpine", "-beta", "-bookworm-slim", "_amd64")).map((parts) => parts.join("")),
    fc.tuple(fc.constantFrom("", "sha-", "main-", "git-", "feature-login-"), commit).map((parts) => parts.join("")),
    date.map((parts) => parts.join("-")),
    fc.tuple(fc.constantFrom("", "nightly-"), date).map(([start, parts]) => `${start}${parts.join("")}`),
    fc.tuple(fc.constantFrom("build-", "run-", "ci."), number).map((parts) => parts.join("")),
);

/** Tags that are given to the next build: none at all, words, versions in part, and what a snapshot is. */
const movingTag = fc.oneof(
    fc.constantFrom("", "latest", "Latest", "stable", "lts", "edge", "main", "master", "dev", "prod", "test", "nightly", "release", "alpine", "feature-login", "pr-12", "local"),
    fc.tuple(fc.constantFrom("", "v"), number, fc.constantFrom("", "-alpine", "-slim", "-latest")).map((parts) => parts.join("")),
    fc.tuple(fc.constantFrom("", "v"), number, number, fc.constantFrom("", "-alpine", "-SNAPSHOT")).map(([start, major, minor, end]) => `${start}${major}.${minor}${end}`),
    version.map((text) => `${text}-SNAPSHOT`),
    date.map(([year, month]) => `${year}${month}`),
);

/** Hosts, each in all the ways to write it. */
const HOSTS: readonly (readonly string[])[] = [
    ["", "docker.io/", "index.docker.io/"],
    ["contoso.azurecr.io/", "CONTOSO.azurecr.io/"],
    ["registry.example:5000/"],
    ["localhost:5000/"],
    ["123456789012.dkr.ecr.eu-central-1.amazonaws.com/"],
    ["ghcr.io/"],
];

const PATHS = ["team/web", "team/web2", "shop/team/api"];

/** Names with and without ports, tags and digests. */
export const writtenRef: fc.Arbitrary<WrittenRef> = fc
    .record({
        host: fc.nat(HOSTS.length - 1),
        way: fc.nat(2),
        path: fc.constantFrom(...PATHS),
        tag: fc.oneof(fixedTag.map((text) => ({ text, fixed: true })), movingTag.map((text) => ({ text, fixed: false }))),
        digest: fc.nat(5).map((chance) => chance === 0),
    })
    .map(({ host, way, path, tag, digest }) => {
        const ways = HOSTS[host] ?? [];
        const end = digest ? `@sha256:${"0a1b2c3d".repeat(8)}` : "";
        return {
            text: `${ways[way % ways.length]}${path}${tag.text === "" ? "" : `:${tag.text}`}${end}`,
            repository: `${host} ${path}`,
            fixed: tag.fixed || digest,
            pinned: digest,
        };
    });

/** Says whether each repository gets a name for good. */
export function eachIsFixed(refs: readonly WrittenRef[]): boolean {
    return refs.every(({ repository }) => refs.some((other) => other.repository === repository && other.fixed));
}
