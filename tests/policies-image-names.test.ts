import assert from "node:assert/strict";
import { namesOneBuild } from "../model/build-tag";
import { parseImageName } from "../policies/image-name";

const HEX = "0123456789abcdef0123456789abcdef01234567";

describe("namesOneBuild()", () => {
    const good: readonly (readonly [string, readonly string[]])[] = [
        ["a version", ["1.4.2", "v1.4.2", "0.0.0", "10.20.30", "1.4.2.7", "2026.1.31"]],
        [
            "a version with more to it",
            [
                "1.4.2-rc.1",
                "v2.0.0-alpha",
                "1.4.2-alpine3.21",
                "1.4.2_build7",
                "release-1.4.2",
                "web-v1.4.2",
                "v1.4.2-3-g0a1b2c3",
                "3.14.0rc2-slim",
                "1.300062.0b1304",
            ],
        ],
        [
            "a commit",
            [
                HEX,
                "0a1b2c3",
                "sha-0a1b2c3",
                "sha-0123456789ab",
                `git-${HEX}`,
                "main-0a1b2c3",
                "pr-12-0a1b2c3",
                "0A1B2C3",
                "sha-bcdefab",
                `sha256-${"f".repeat(64)}`,
            ],
        ],
        [
            "a date",
            [
                "20260131",
                "2026-01-31",
                "20260131.4",
                "2026-01-31.4",
                "20260131T1200",
                "20260131T120000Z",
                "nightly-20260131",
                "nightly-2026-01-31",
                "1.4-2026-01-31",
            ],
        ],
        ["a time", ["1769817600", "1769817600000", "main-1769817600"]],
        ["a build", ["build-123", "build.123", "build123", "run-7", "ci-7", "pipeline-7", "main-build-7", "48213"]],
    ];
    const bad: readonly (readonly [string, readonly string[]])[] = [
        [
            "a word",
            [
                "latest",
                "Latest",
                "main",
                "master",
                "stable",
                "edge",
                "dev",
                "prod",
                "nightly",
                "release",
                "v",
                "facade",
            ],
        ],
        [
            "a version that moves on",
            ["1", "22", "1.2", "v1", "v1.2", "1.x", "1-alpine", "1.2-alpine3.21.0", "1.2-bookworm", "24.04"],
        ],
        ["a year or a month", ["2024", "2026-01", "202601", "2026.01"]],
        ["an unreal date", ["2026-13-01", "2026-01-32"]],
        ["a pull request or a branch", ["pr-12", "feature-login", "release-1.4", "team-a"]],
        ["a version that is replaced", ["1.4.2-SNAPSHOT", "1.4.2-latest"]],
        ["the default of awsx", [`${HEX}-container`]],
        ["a short number", ["1", "42", "120", "4821"]],
    ];

    for (const [title, tags] of good) {
        it(`accepts ${title}`, () => {
            assert.deepEqual(
                tags.filter((tag) => !namesOneBuild(tag)),
                [],
            );
        });
    }

    for (const [title, tags] of bad) {
        it(`rejects ${title}`, () => {
            assert.deepEqual(tags.filter(namesOneBuild), []);
        });
    }
});

describe("parseImageName()", () => {
    const table: readonly (readonly [string, string, string | undefined, boolean])[] = [
        ["web", "web", undefined, false],
        ["web:1.4.2", "web", "1.4.2", false],
        ["web:", "web", undefined, false],
        ["host:5000/web", "host:5000/web", undefined, false],
        ["host:5000/team/web:1", "host:5000/team/web", "1", false],
        ["[::1]:5000/web:1", "[::1]:5000/web", "1", false],
        ["127.0.0.1:5000/web:sha-0123456789ab", "127.0.0.1:5000/web", "sha-0123456789ab", false],
        [`host/web@sha256:${"0".repeat(64)}`, "host/web", undefined, true],
        [`host/web:1@sha256:${"0".repeat(64)}`, "host/web", "1", true],
        ["docker.io/library/web:1", "web", "1", false],
        ["index.docker.io/team/web:1", "team/web", "1", false],
        ["Host.example/web:Latest", "host.example/web", "Latest", false],
    ];

    for (const [text, repository, tag, pinned] of table) {
        it(`reads ${text.slice(0, 40)}`, () => {
            assert.deepEqual(parseImageName(text), { repository, tag, pinned });
        });
    }
});
