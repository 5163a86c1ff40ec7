import assert from "node:assert/strict";
import { requireArea } from "../model/ecr/access/granted-area";

const names = { repositories: ["web", "team-a/web", "team-a/worker", "team-ab"], caches: ["docker-hub"] };

describe("requireArea()", () => {
    const good: [scopes: string[], repositories: string[], caches: string[]][] = [
        [[], names.repositories, ["docker-hub/*"]],
        [["team-a/"], ["team-a/web", "team-a/worker"], []],
        [["web"], ["web"], []],
        [["team-a/web", "team-a/", "web"], ["team-a/web", "team-a/worker", "web"], []],
        [["web", "docker-hub/library/"], ["web"], ["docker-hub/library/*"]],
    ];
    for (const [scopes, repositories, caches] of good) {
        it(`takes ${scopes.join(" and ") || "all"}`, () => assert.deepEqual(requireArea(names, scopes), { repositories, caches }));
    }

    const bad: [title: string, known: typeof names, scopes: string[], want: RegExp][] = [
        ["the start of a name without a /", names, ["team-a"], /^RangeError: Cannot grant anything on "team-a": this stack has web, team-a\/web, .*docker-hub\/$/],
        ["what is not there beside what is", names, ["web", "team-b/", "wbe"], /on "team-b\/", "wbe":/],
        ["what a cache fills where none is asked", { ...names, caches: [] }, ["docker-hub/"], /on "docker-hub\/":/],
        ["all of none", { repositories: [], caches: [] }, [], /on all repositories: this stack has none$/],
    ];
    for (const [title, known, scopes, want] of bad) {
        it(`refuses ${title}`, () => assert.throws(() => requireArea(known, scopes), want));
    }
});
