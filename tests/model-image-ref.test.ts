import assert from "node:assert/strict";
import { formatRef, isDigest, isHost, isRepository, isTag } from "../model/image-ref";

const DIGEST = `sha256:${"0a".repeat(32)}`;

const grammars: [name: string, accepts: (text: string) => boolean, good: string[], bad: string[]][] = [
    [
        "isTag()",
        isTag,
        ["1", "1.4.2", "latest", "_x", "sha-0123456789ab", "A".repeat(128)],
        ["", ".x", "-x", "a b", "1.0+x", "a/b", "a:b", "ä", "x\n", "A".repeat(129)],
    ],
    [
        "isRepository()",
        isRepository,
        ["web", "team-a/web", "a__b", "a---b", "a.b/c_d", "0", "a".repeat(255)],
        ["", "Web", "a___b", "a..b", "-a", "a-", "/a", "a/", "a//b", "a:b", "a\n", "a".repeat(256)],
    ],
    [
        "isHost()",
        isHost,
        ["localhost", "localhost:5000", "127.0.0.1:5000", "contoso.azurecr.io", "registry:5000", "[::1]:5000", "A.io"],
        ["", "registry", "https://a.io", "a.io/x", "u:p@a.io", "-a.io", "a-.io", "a.io:", "a.io:x", "a..io", "::1"],
    ],
    [
        "isDigest()",
        isDigest,
        [DIGEST, `sha512:${"f".repeat(128)}`],
        ["", "sha256:", DIGEST.toUpperCase(), `${DIGEST}0`, "md5:d41d8cd98f00b204e9800998ecf8427e"],
    ],
];

for (const [name, accepts, good, bad] of grammars) {
    describe(name, () => {
        good.forEach((text) => it(`takes ${JSON.stringify(text.slice(0, 40))}`, () => assert.equal(accepts(text), true)));
        bad.forEach((text) => it(`refuses ${JSON.stringify(text.slice(0, 40))}`, () => assert.equal(accepts(text), false)));
    });
}

describe("formatRef()", () => {
    const good: [version: string, want: string][] = [
        ["1.4.2", "127.0.0.1:5000/team/web:1.4.2"],
        [DIGEST, `127.0.0.1:5000/team/web@${DIGEST}`],
    ];
    for (const [version, want] of good) {
        it(`joins ${version.slice(0, 12)}`, () => assert.equal(formatRef("127.0.0.1:5000", "team/web", version), want));
    }

    const bad: [host: string, repository: string, version: string, want: RegExp][] = [
        ["registry", "web", "1", /^RangeError: Cannot refer to "registry" as a registry/],
        ["a.io", "Web", "1", /^RangeError: Cannot refer to "Web" as a repository/],
        ["a.io", "web", "sha256:1", /^RangeError: Cannot refer to "sha256:1" as a tag or digest/],
    ];
    for (const [host, repository, version, want] of bad) {
        it(`refuses ${host} ${repository} ${version}`, () => {
            assert.throws(() => formatRef(host, repository, version), (error) => want.test(String(error)));
        });
    }
});
