import assert from "node:assert/strict";
import { namesOneBuild } from "../model/build-tag";
import { expandVersion, isVersion } from "../model/version";

describe("expandVersion()", () => {
    const good: [title: string, version: string, exact: string, floating: string[]][] = [
        ["has three tags for a release", "1.4.2", "1.4.2", ["1.4", "1"]],
        ["drops a leading v", "v1.4.2", "1.4.2", ["1.4", "1"]],
        ["keeps a zero at the end", "1.10.0", "1.10.0", ["1.10", "1"]],
        ["has no tag 0", "0.3.1", "0.3.1", ["0.3"]],
        ["has a prerelease's full tag alone", "1.4.2-rc.1", "1.4.2-rc.1", []],
        ["has a prerelease's full tag alone, below 1 too", "v0.1.0-alpha", "0.1.0-alpha", []],
        ["drops build metadata", "1.4.2+5", "1.4.2", ["1.4", "1"]],
        ["drops a prerelease's build metadata", "1.4.2-rc.1+5.x", "1.4.2-rc.1", []],
        ["takes a calendar version", "2024.10.3", "2024.10.3", ["2024.10", "2024"]],
    ];
    for (const [title, version, exact, floating] of good) {
        it(title, () => assert.deepEqual(expandVersion(version), { exact, floating }));
    }

    const bad = ["", "1", "1.4", "1.4.2.1", "01.4.2", "=1.4.2", "V 1.4.2", "latest", "git", `1.0.0-${"a".repeat(128)}`];
    for (const version of bad) {
        it(`refuses "${version.slice(0, 20)}"`, () => {
            assert.equal(isVersion(version), false);
            assert.throws(() => expandVersion(version), /^SyntaxError: Cannot read ".*" as a semantic version/);
        });
    }
});

describe("namesOneBuild()", () => {
    const floating = ["latest", "main", "stable", "1", "1.4", "v1", "edge", "pr-12", "2024", "alpine", "abc", "1.4-alpine"];
    const exact = [
        "1.4.2", "v1.4.2", "1.4.2-rc.1", "1.4.2.7", "1.4.2-alpine", "sha-0123456789ab", "0123abc", "20241031",
        "2024-10-31", "20241031-2", "2024-10-31T10", "build-17",
    ];
    floating.forEach((tag) => it(`says that ${tag} moves`, () => assert.equal(namesOneBuild(tag), false)));
    exact.forEach((tag) => it(`says that ${tag} stays`, () => assert.equal(namesOneBuild(tag), true)));
});
