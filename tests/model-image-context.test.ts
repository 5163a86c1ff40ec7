import assert from "node:assert/strict";
import { parseGitContext, pinGitContext } from "../model/images/git-context";
import { parseIgnoreFile } from "../model/images/ignore-file";
import { isSuspectFile, isSuspectFolder, noticeContext } from "../model/images/suspects";

describe("parseIgnoreFile()", () => {
    const rows: [file: string, ignored: string[], kept: string[]][] = [
        ["node_modules", ["node_modules", "node_modules/x/y"], ["a/node_modules", "node_modules2"]],
        ["**/node_modules", ["node_modules", "a/b/node_modules/x"], ["node_modulesx"]],
        ["/.git/", [".git", ".git/config"], ["a/.git"]],
        ["*.md\n!README.md", ["a.md"], ["README.md", "docs/a.md"]],
        ["docs\n!docs/a.md", ["docs/b.md"], ["docs/a.md"]],
        ["!a\na", ["a"], []],
        ["*", ["a", "a/b", ".env"], []],
        ["**", ["a", "a/b"], []],
        ["a?.[ch]", ["ab.c", "ac.h"], ["a.c", "ab.x", "a/.c"]],
        ["# x\n\n  a  ", ["a"], ["# x"]],
        ["./a/../b", ["b"], ["a"]],
        ["a+(b)", ["a+(b)"], ["aab"]],
        ["docs/**/*.png", ["docs/a.png", "docs/a/b/c.png"], ["a.png"]],
        ["", [], ["a"]],
    ];
    for (const [file, ignored, kept] of rows) {
        it(`reads ${JSON.stringify(file)}`, () => {
            const { ignores } = parseIgnoreFile(file);
            ignored.forEach((path) => assert.equal(ignores(path), true, path));
            kept.forEach((path) => assert.equal(ignores(path), false, path));
        });
    }

    it("goes on below what an exception may take back", () => {
        assert.equal(parseIgnoreFile("docs").ignoresAllBelow("docs"), true);
        assert.equal(parseIgnoreFile("docs\n!docs/a").ignoresAllBelow("docs"), false);
    });
});

describe("isSuspectFile()", () => {
    const secret = [".env", ".env.production", "id_rsa", "id_ed25519", "server.pem", "tls.KEY", "x.pfx", ".npmrc", ".netrc", "credentials.json"];
    const other = [".env.example", ".envrc", "id_rsa.pub", "key.ts", "pem", "keys.json", "index.html"];
    secret.forEach((name) => it(`suspects ${name}`, () => assert.equal(isSuspectFile(name), true)));
    other.forEach((name) => it(`does not suspect ${name}`, () => assert.equal(isSuspectFile(name), false)));
    it("suspects whole folders", () => assert.deepEqual([".git", "node_modules", "src"].map(isSuspectFolder), [true, true, false]));
});

describe("noticeContext()", () => {
    const suspect = (path: string, files: number, bytes: number, isMore = false) => ({ path, files, bytes, isMore });

    it("tells what, how many and how big, the biggest first", () => {
        const suspects = [suspect(".env", 1, 12), suspect("node_modules/", 10_000, 2_500_000_000, true), suspect(".git/", 1, 34_567)];
        assert.deepEqual(noticeContext("web", "services/web", { suspects, isComplete: true }), [
            "image web: its context services/web sends node_modules/ (more than 10000 files, 2.5 GB), .git/ (1 file, 34.6 kB), .env (12 B) to the builder; "
                + "name in its .dockerignore what the build does not need",
        ]);
    });

    it("names a few, and says that there may be more", () => {
        const suspects = Array.from({ length: 8 }, (_, index) => suspect(`${index}.pem`, 1, 1));
        assert.match(noticeContext("web", ".", { suspects, isComplete: false })[0] ?? "", /5\.pem \(1 B\), 2 more, perhaps others, as it is too big/);
    });

    it("tells nothing of nothing", () => assert.deepEqual(noticeContext("web", ".", { suspects: [], isComplete: false }), []));
});

describe("parseGitContext()", () => {
    const good: [text: string, want: unknown][] = [
        ["https://a.io/b.git", { url: "https://a.io/b.git" }],
        ["https://a.io/b.git#main", { url: "https://a.io/b.git", ref: "main" }],
        ["https://a.io/b.git#:web/", { url: "https://a.io/b.git", folder: "web" }],
        ["git@a.io:b/c.git#feature/x:./web", { url: "git@a.io:b/c.git", ref: "feature/x", folder: "web" }],
        ["ssh://git@a.io:22/b#v1.0.0", { url: "ssh://git@a.io:22/b", ref: "v1.0.0" }],
        ["https://a.io/b.git#main:../../x", { url: "https://a.io/b.git", ref: "main", folder: "x" }],
    ];
    good.forEach(([text, want]) => it(`reads ${text}`, () => assert.deepEqual(parseGitContext(text), want)));

    const bad = ["web", "https://a.io/b", "https://u:p@a.io/b.git", "https://u@a.io/b.git", "ext::sh -c x", "file:///b.git", "https://a.io/b.git#-x", "https://a.io/b.git#a..b", "https://a.io/b.git#a:b:c", "ssh://u:p@a.io/b"];
    bad.forEach((text) => it(`does not take ${text}`, () => assert.equal(parseGitContext(text), undefined)));

    it("is pinned to a commit, as far as that is known", () => {
        assert.equal(pinGitContext("https://a.io/b.git#:web", { commit: "0a" }), "https://a.io/b.git#0a:web");
        assert.equal(pinGitContext("https://a.io/b.git#main", { message: "no" }), "https://a.io/b.git#main");
        assert.equal(pinGitContext("web", undefined), "web");
    });
});
