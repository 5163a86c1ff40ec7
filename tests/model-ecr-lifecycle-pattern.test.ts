import assert from "node:assert/strict";
import { covers, findCovering, type ImageSelection } from "../model/ecr/lifecycle/image-selection";
import { includesPattern, matchesPattern, searchTag } from "../model/ecr/lifecycle/tag-pattern";

/** All texts of some signs up to a length. */
function texts(signs: string, length: number): string[] {
    const shorter = length === 0 ? [] : texts(signs, length - 1);
    const longest = shorter.filter((text) => text.length === length - 1);
    return length === 0 ? [""] : [...shorter, ...longest.flatMap((text) => [...signs].map((sign) => text + sign))];
}

const toRegExp = (pattern: string) => new RegExp(`^${pattern.replaceAll(".", "[.]").replaceAll("*", ".*")}$`);

describe("includesPattern()", () => {
    it("says what trying all short tags says, of all short patterns", () => {
        const tags = texts("abc", 5).filter((tag) => tag !== "");
        const patterns = texts("ab*", 3).filter((pattern) => pattern !== "");
        const matches = new Map(patterns.map((pattern) => [pattern, new Set(tags.filter((tag) => toRegExp(pattern).test(tag)))]));
        let included = 0;
        for (const outer of patterns) {
            for (const inner of patterns) {
                const want = [...matches.get(inner) ?? []].every((tag) => matches.get(outer)?.has(tag));
                assert.equal(includesPattern(outer, inner), want, `${outer} over ${inner}`);
                included += want ? 1 : 0;
            }
        }
        assert.ok(included > patterns.length && included < patterns.length ** 2);
    });

    const good: [outer: string, inner: string][] = [
        ["*", "v*"], ["v*", "v1.*"], ["*a*", "*ba*b"], ["*-rc*", "v*-rc.1"], ["**", "a"], ["a*b*c", "a*b*b*c"], ["*", "_"],
        // No tag starts with them, so none is left out.
        ["a*", "-*"], ["*a", ".b"],
    ];
    for (const [outer, inner] of good) {
        it(`says that ${outer} includes ${inner}`, () => assert.ok(includesPattern(outer, inner)));
    }

    const bad: [outer: string, inner: string][] = [["v1.*", "v*"], ["v*", "*"], ["*a*b*", "*b*a*"], ["v.*", "v1*"], ["a*a", "a"], ["A*", "a*"]];
    for (const [outer, inner] of bad) {
        it(`says that ${outer} leaves out some of ${inner}`, () => assert.ok(!includesPattern(outer, inner)));
    }

    it("does not know of patterns that are longer than anybody writes", () => {
        const long = `*${"ab".repeat(30)}*${"ba".repeat(30)}*`;
        const { isSure, tag } = searchTag({ all: [long, "*aa*bb*", "*bab*abb*ab*"], noneOf: [["*bbb*", "*aaab*"], [`*${"a".repeat(60)}*`], [`*${"aab".repeat(20)}*b*`]] });
        assert.ok(!isSure && tag === undefined);
    });
});

describe("matchesPattern()", () => {
    it("says what a regular expression says", () => {
        for (const pattern of ["*", "a*", "*a", "a*a", "*a*b*", "ab", "*ab*ab"]) {
            texts("ab.", 5).forEach((tag) => assert.equal(matchesPattern(pattern, tag), toRegExp(pattern).test(tag), `${pattern} on "${tag}"`));
        }
    });
});

describe("searchTag()", () => {
    const rows: [all: string[], noneOf: string[][], want: RegExp | undefined][] = [
        [["a*", "*b"], [], /^ab$/],
        [["a*"], [["a"]], /^a.$/],
        [["a*"], [["a*", "*c*"]], /^a$/],
        [["a*"], [["*"]], undefined],
        [["a"], [["a", "b"]], /^a$/],
        [[".a*"], [], undefined],
        [["a".repeat(128)], [], /^a{128}$/],
        [["a".repeat(129)], [], undefined],
        [[], [["a*"], ["b*"]], /^[^ab.-]$/],
    ];
    for (const [all, noneOf, want] of rows) {
        it(`finds ${String(want ?? "none")} for ${all.join(" and ").slice(0, 20)} without ${JSON.stringify(noneOf)}`, () => {
            const { tag, isSure } = searchTag({ all, noneOf });
            assert.ok(isSure);
            if (want === undefined) {
                assert.equal(tag, undefined);
            } else {
                assert.match(tag ?? "", want);
            }
        });
    }
});

describe("covers()", () => {
    const good: [outer: ImageSelection, inner: ImageSelection][] = [
        ["any", "untagged"], ["any", ["a*"]], ["any", "any"], ["untagged", "untagged"],
        [["a*"], ["ab*"]], [["*"], ["x", "y"]],
        // An image that has a tag for each of three has one for each of two.
        [["a*", "b*"], ["b1", "a1", "c*"]],
    ];
    for (const [outer, inner] of good) {
        it(`says that ${String(outer)} takes all of ${String(inner)}`, () => assert.ok(covers(outer, inner)));
    }

    const bad: [outer: ImageSelection, inner: ImageSelection][] = [
        ["untagged", "any"], [["*"], "any"], [["*"], "untagged"], ["untagged", ["*"]],
        // An image of the second may have no tag for b*.
        [["a*", "b*"], ["a1"]], [["a1"], ["a*", "b*"]],
    ];
    for (const [outer, inner] of bad) {
        it(`says that ${String(outer)} leaves some of ${String(inner)}`, () => assert.ok(!covers(outer, inner)));
    }

    it("finds the two that leave nothing to any", () => {
        assert.deepEqual(findCovering([["a"], ["*"], undefined, "untagged"], "any"), [1, 3]);
        assert.equal(findCovering([["a"], ["v*"], "untagged"], "any"), undefined);
        assert.equal(findCovering([["*"]], "any"), undefined);
    });
});
