import assert from "node:assert/strict";
import type { LifecycleRule } from "../model/ecr/lifecycle/lifecycle-document";
import { formatFinding } from "../model/ecr/lifecycle/lifecycle-finding";
import { lintLifecycleDocument } from "../model/ecr/lifecycle/lint-lifecycle";
import { parseLifecycleDocument } from "../model/ecr/lifecycle/parse-lifecycle";

type Selection = LifecycleRule["selection"];

const expire: LifecycleRule["action"] = { type: "expire" };
const transition: LifecycleRule["action"] = { type: "transition", targetStorageClass: "archive" };
const keep3 = { countType: "imageCountMoreThan", countNumber: 3 } as const;
const aged = { countType: "sinceImagePushed", countUnit: "days", countNumber: 14 } as const;
const pulled = { countType: "sinceImagePulled", countUnit: "days", countNumber: 90 } as const;
const archived = { storageClass: "archive", countType: "sinceImageTransitioned", countUnit: "days", countNumber: 90 } as const;

const rule = (rulePriority: number, selection: Selection, action: LifecycleRule["action"] = expire): LifecycleRule => ({ rulePriority, selection, action });
const patterns = (...tagPatternList: string[]) => ({ tagStatus: "tagged", tagPatternList }) as const;
const prefixes = (...tagPrefixList: string[]) => ({ tagStatus: "tagged", tagPrefixList }) as const;
const untagged = { tagStatus: "untagged" } as const;
const any = { tagStatus: "any" } as const;

describe("lintLifecycleDocument()", () => {
    const good: [title: string, ...rules: LifecycleRule[]][] = [
        ["no rules"],
        ["rules in any order, with gaps", rule(100, { ...any, ...keep3 }), rule(10, { ...untagged, ...aged }), rule(20, { ...prefixes("v"), ...keep3 })],
        ["any of each storage class", rule(1, { ...any, ...pulled }, transition), rule(2, { ...any, ...archived })],
        ["a narrow rule before a wide one", rule(1, { ...patterns("v1.*"), ...keep3 }), rule(2, { ...patterns("v*"), ...keep3 })],
        ["a list before one of its entries", rule(1, { ...patterns("v*", "latest"), ...keep3 }), rule(2, { ...patterns("v*"), ...keep3 })],
        ["the same list for each storage class", rule(1, { ...patterns("v*"), ...aged }, transition), rule(2, { ...patterns("v*"), ...archived })],
        ["a prefix with a sign that nobody explains", rule(1, { ...prefixes("v*"), ...keep3 }), rule(2, { ...prefixes("v1"), ...keep3 })],
        ["two that leave something to any", rule(1, { ...untagged, ...aged }), rule(2, { ...patterns("*", "v*"), ...keep3 }), rule(3, { ...any, ...aged })],
        ["four wildcards", rule(1, { ...patterns("*a*b*c*"), ...keep3 })],
    ];
    for (const [title, ...rules] of good) {
        it(`accepts ${title}`, () => assert.deepEqual(lintLifecycleDocument({ rules }).map(formatFinding), []));
    }

    const refused: [title: string, rules: LifecycleRule[], ...want: RegExp[]][] = [
        ["any before others", [rule(1, { ...any, ...keep3 }), rule(2, { ...patterns("v*"), ...keep3 })],
            /^rules\[0\]\.rulePriority \(priority 1\): required is the highest.*1, before other rules$/, /^rules\[1\]\.selection \(priority 2\): .*left to priority 1$/],
        ["a priority twice", [rule(1, { ...patterns("a"), ...keep3 }), rule(1, { ...patterns("b"), ...keep3 })],
            /^rules\[1\]\.rulePriority \(priority 1\): required is a whole number that no other rule has; it is now 1$/],
        ["any twice", [rule(1, { ...any, ...keep3 }), rule(2, { ...any, ...aged })], /^rules\[1\]\.selection \(priority 2\): .*left to priority 1$/],
        ["half a priority", [rule(1.5, { ...any, ...keep3 })], /^rules\[0\]\.rulePriority .*1\.5$/],
        ["untagged twice", [rule(2, { ...untagged, ...aged }), rule(1, { ...untagged, ...keep3 })],
            /^rules\[0\]\.selection \(priority 2\): required is images that no rule with a lower rulePriority selects; it is now only images that are left to priority 1$/],
        ["a list twice", [rule(1, { ...patterns("a*", "b"), ...aged }), rule(2, { ...patterns("b", "a*"), ...keep3 })], /^rules\[1\]\.selection .*priority 1$/],
        ["five wildcards", [rule(1, { ...patterns("v*", "a*b*c*d*e*"), ...keep3 })], /^rules\[0\]\.selection\.tagPatternList\[1\] .*at most 4 \*; it is now "a\*b\*c\*d\*e\*"$/],
        ["tagged without a list", [rule(1, { tagStatus: "tagged", ...keep3 })], /^rules\[0\]\.selection .*one of them; it is now none of them$/],
        ["tagged with both lists", [rule(1, { ...patterns("a"), tagPrefixList: ["b"], ...keep3 })], /one of them; it is now both of them$/],
        ["any with a list", [rule(1, { ...any, tagPrefixList: ["b"], ...keep3 })], /^rules\[0\]\.selection\.tagStatus .*tagged with tagPrefixList; it is now any$/],
        ["deleting by the last pull", [rule(1, { ...any, ...pulled })], /^rules\[0\]\.action\.type .*transition with sinceImagePulled; it is now expire$/],
        ["archiving the archive", [rule(1, { ...any, ...archived }, transition)], /^rules\[0\]\.action\.type .*expire with sinceImageTransitioned; it is now transition$/],
        ["too short an archive", [rule(1, { ...any, ...pulled }, transition), rule(2, { ...any, ...archived, countNumber: 89 })],
            /^rules\[1\]\.selection\.countNumber \(priority 2\): required is a whole number, 90 or more.*89$/],
        ["the archive unsaid", [rule(1, { ...any, ...pulled }, transition), rule(2, { ...any, countType: "sinceImageTransitioned", countUnit: "days", countNumber: 90 })],
            /^rules\[1\]\.selection\.storageClass .*archive with sinceImageTransitioned; it is now nothing$/],
        ["the archive by another count", [rule(1, { ...any, ...pulled }, transition), rule(2, { ...any, ...aged, storageClass: "archive" })],
            /^rules\[1\]\.selection\.storageClass .*standard, or nothing, with sinceImagePushed/],
        ["days of a number", [rule(1, { ...any, ...keep3, countUnit: "days" })], /^rules\[0\]\.selection\.countUnit .*nothing with imageCountMoreThan; it is now days$/],
        ["an age without days", [rule(1, { ...any, countType: "sinceImagePushed", countNumber: 3 })], /countUnit .*days with sinceImagePushed; it is now nothing$/],
        ["none to keep", [rule(1, { ...any, ...keep3, countNumber: 0 })], /countNumber .*1 or more; it is now 0$/],
        ["51 rules", Array.from({ length: 51 }, (_, index) => rule(index + 1, { ...prefixes(`v${index}-`), ...keep3 })), /^rules: required is at most 50 rules; it is now 51$/],
        ["too long a policy", [{ ...rule(1, { ...any, ...keep3 }), description: "x".repeat(30_720) }], /^the policy: required is at most 30720 characters; it is now 30\d{3}$/],
    ];
    for (const [title, rules, ...want] of refused) {
        it(`finds that ECR refuses ${title}`, () => {
            const findings = lintLifecycleDocument({ rules });
            assert.equal(findings.length, want.length, findings.map(formatFinding).join("\n"));
            want.forEach((pattern, index) => assert.match(findings.map(formatFinding)[index] ?? "", pattern));
            assert.ok(findings.some(({ isRefused }) => isRefused));
        });
    }

    const idle: [title: string, rules: LifecycleRule[], want: RegExp][] = [
        ["a narrow rule after a wide one", [rule(1, { ...patterns("v*"), ...keep3 }), rule(2, { ...patterns("v1.*"), ...aged })], /^rules\[1\]\.selection .*left to priority 1$/],
        ["a prefix after a pattern", [rule(5, { ...prefixes("v1"), ...keep3 }), rule(3, { ...patterns("v*"), ...keep3 })], /^rules\[0\]\.selection \(priority 5\): .*priority 3$/],
        ["any after all that it is of", [rule(1, { ...patterns("*"), ...keep3 }), rule(2, { ...untagged, ...aged }), rule(3, { ...any, ...aged })], /priority 3.*left to priority 1 and 2$/],
        ["an archive that stays empty", [rule(1, { ...any, ...archived })], /^rules\[0\]\.selection\.storageClass .*by hand alone; it is now archive, with no such rule$/],
        ["a pattern that no tag matches", [rule(1, { ...patterns("team/*"), ...keep3 })], /^rules\[0\]\.selection\.tagPatternList\[0\] .*"team\/\*"$/],
        ["a pattern that no tag starts with", [rule(1, { ...patterns(".a*"), ...keep3 })], /tagPatternList\[0\] .*"\.a\*"$/],
    ];
    for (const [title, rules, want] of idle) {
        it(`finds what is idle, though ECR takes it: ${title}`, () => {
            const findings = lintLifecycleDocument({ rules });
            assert.equal(findings.length, 1, findings.map(formatFinding).join("\n"));
            assert.match(findings.map(formatFinding).join("\n"), want);
            assert.ok(findings.every(({ isRefused }) => !isRefused));
        });
    }
});

describe("parseLifecycleDocument()", () => {
    const text = (...rules: unknown[]) => JSON.stringify({ rules });
    const ordinary = rule(1, { ...patterns("v*"), ...keep3 });

    it("takes a policy, white space and all", () => {
        const document = { rules: [ordinary, { ...rule(2, { ...any, ...pulled }, transition), description: "" }] };
        assert.deepEqual(parseLifecycleDocument(JSON.stringify(document, null, 8)), { document, findings: [] });
    });

    const bad: [title: string, text: string, ...want: RegExp[]][] = [
        ["no JSON", "{ rules:", /^the policy: required is JSON; it is now something else$/],
        ["no map", "3", /^the policy: required is a map with rules; it is now the number 3$/],
        ["no rules", "{}", /^rules: required is a list of rules; it is now nothing$/],
        ["no rule", text(3), /^rules\[0\]: required is a map with rulePriority, selection and action; it is now the number 3$/],
        ["an empty rule", text({}), /^rules\[0\]\.rulePriority: .*nothing$/, /^rules\[0\]\.selection: .*nothing$/, /^rules\[0\]\.action: .*nothing$/],
        ["words of nobody", text(rule(1, { ...ordinary.selection, tagStatus: "all" as "any" })), /^rules\[0\]\.selection\.tagStatus: required is tagged, untagged, any; it is now "all"$/],
        ["an unknown key", text({ ...ordinary, name: "x" }), /^rules\[0\]\.name: required is one of the keys rulePriority, .*; it is now "name"$/],
        ["a target that is null", text({ ...ordinary, action: { type: "expire", targetStorageClass: null } }), /^rules\[0\]\.action\.targetStorageClass: /],
        ["a target unsaid", text({ ...ordinary, action: { type: "transition" } }), /^rules\[0\]\.action\.targetStorageClass: required is archive; it is now nothing$/],
        ["another action", text({ ...ordinary, action: { type: "delete" } }), /^rules\[0\]\.action\.type: .*"delete"$/],
        ["a list of numbers", text(rule(1, { ...ordinary.selection, tagPatternList: [1 as unknown as string] })), /tagPatternList\[0\]: required is a text; it is now the number 1$/],
        ["a text in place of a number", text({ ...ordinary, rulePriority: "1" }), /^rules\[0\]\.rulePriority: required is a number; it is now "1"$/],
        ["too much white space", `${text(ordinary)}${" ".repeat(30_720)}`, /^the policy: required is at most 30720 characters/],
    ];
    for (const [title, written, ...want] of bad) {
        it(`refuses ${title}`, () => {
            const { findings } = parseLifecycleDocument(written);
            assert.equal(findings.length, want.length, findings.map(formatFinding).join("\n"));
            want.forEach((pattern, index) => assert.match(findings.map(formatFinding)[index] ?? "", pattern));
        });
    }
});
