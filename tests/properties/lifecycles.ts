import fc from "fast-check";

/** A rule as the documentation has it: https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
interface LifecycleRule {
    readonly rulePriority: number;
    readonly selection: Readonly<Record<string, unknown>>;
    readonly action: Readonly<Record<string, unknown>>;
}

/** A lifecycle policy. */
export interface Lifecycle {
    readonly rules: readonly LifecycleRule[];
}

const EXPIRE = { type: "expire" };

const counted = fc.oneof(
    fc.integer({ min: 1, max: 999 }).map((countNumber) => ({ countType: "imageCountMoreThan", countNumber })),
    fc.integer({ min: 1, max: 999 }).map((countNumber) => ({ countType: "sinceImagePushed", countUnit: "days", countNumber })),
);

/** Tags that no other of these is a part of. */
const tagged = fc.uniqueArray(
    fc.constantFrom({ tagPrefixList: ["pr-"] }, { tagPrefixList: ["dev-"] }, { tagPatternList: ["sha-*"] }, { tagPatternList: ["*-cache"] }, { tagPatternList: ["v*.*.*-rc*"] }),
    { maxLength: 3, selector: (list) => JSON.stringify(list) },
);

/** Policies that Amazon ECR takes and in which each rule has something to do, their rules in any order. */
export const lifecycle: fc.Arbitrary<Lifecycle> = fc
    .record({ lists: tagged, untagged: fc.boolean(), any: fc.boolean(), counts: fc.array(counted, { minLength: 5, maxLength: 5 }), step: fc.integer({ min: 1, max: 9 }) })
    .filter(({ lists, untagged, any }) => lists.length > 0 || untagged || any)
    .chain(({ lists, untagged, any, counts, step }) => {
        const selections = [...(untagged ? [{ tagStatus: "untagged" }] : []), ...lists.map((list) => ({ tagStatus: "tagged", ...list })), ...(any ? [{ tagStatus: "any" }] : [])];
        const rules = selections.map((selection, index) => ({ rulePriority: 1 + index * step, selection: { ...selection, ...counts[index] }, action: EXPIRE }));
        return fc.shuffledSubarray(rules, { minLength: rules.length }).map((shuffled) => ({ rules: shuffled }));
    });

const first = (change: (rule: LifecycleRule) => LifecycleRule) => ({ rules }: Lifecycle): Lifecycle => ({ rules: rules.map((rule, index) => (index === 0 ? change(rule) : rule)) });
const selecting = (more: Readonly<Record<string, unknown>>) => first((rule) => ({ ...rule, selection: { ...rule.selection, ...more } }));
const beside = (selection: Readonly<Record<string, unknown>>, action: Readonly<Record<string, unknown>> = EXPIRE, rulePriority = 5000) => ({ rules }: Lifecycle): Lifecycle => ({ rules: [...rules, { rulePriority, selection, action }] });
const days = (countType: string, countNumber = 30) => ({ countType, countUnit: "days", countNumber });

/** What nobody may do to such a policy. */
export const SPOILED: readonly (readonly [title: string, spoil: (policy: Lifecycle) => Lifecycle])[] = [
    ["a count of none", selecting({ countNumber: 0 })],
    ["a count of a fraction", selecting({ countNumber: 1.5 })],
    ["another way to count", selecting({ countType: "imageSizeMoreThan" })],
    ["other units", first((rule) => ({ ...rule, selection: { ...rule.selection, ...days("sinceImagePushed"), countUnit: "weeks" } }))],
    ["no unit of days", first(({ selection: { countUnit: _, ...selection }, ...rule }) => ({ ...rule, selection: { ...selection, countType: "sinceImagePushed" } }))],
    ["a unit of images", selecting({ countType: "imageCountMoreThan", countUnit: "days" })],
    ["another status", selecting({ tagStatus: "old" })],
    ["another action", first((rule) => ({ ...rule, action: { type: "delete" } }))],
    ["one priority twice", ({ rules }) => ({ rules: [...rules, { rulePriority: rules[0]?.rulePriority ?? 1, selection: { tagStatus: "tagged", tagPrefixList: ["x-"], ...days("sinceImagePushed") }, action: EXPIRE }] })],
    ["tagged without tags", beside({ tagStatus: "tagged", ...days("sinceImagePushed") }, EXPIRE, 0)],
    ["tags of the untagged", beside({ tagStatus: "untagged", tagPrefixList: ["x-"], ...days("sinceImagePushed") })],
    ["prefixes and patterns", beside({ tagStatus: "tagged", tagPrefixList: ["x-"], tagPatternList: ["y-*"], ...days("sinceImagePushed") })],
    ["five stars", beside({ tagStatus: "tagged", tagPatternList: ["x*x*x*x*x*"], ...days("sinceImagePushed") })],
    ["all, and then some", (policy) => beside({ tagStatus: "tagged", tagPrefixList: ["x-"], ...days("sinceImagePushed") }, EXPIRE, 6000)(beside({ tagStatus: "any", ...days("sinceImagePushed") })(policy))],
    ["what is pulled expires", beside({ tagStatus: "tagged", tagPrefixList: ["x-"], ...days("sinceImagePulled") })],
    ["archives of a month", beside({ tagStatus: "tagged", tagPrefixList: ["x-"], storageClass: "archive", ...days("sinceImageTransitioned") })],
    ["a prefix within another rule's", (policy) => beside({ tagStatus: "tagged", tagPrefixList: ["y-z-"], ...days("sinceImagePushed", 9) }, EXPIRE, 6000)(beside({ tagStatus: "tagged", tagPrefixList: ["y-"], ...days("sinceImagePushed") })(policy))],
    ["the untagged twice", (policy) => beside({ tagStatus: "untagged", ...days("sinceImagePushed", 9) }, EXPIRE, 4001)(beside({ tagStatus: "untagged", ...days("sinceImagePushed") }, EXPIRE, 4000)(policy))],
    ["no rules as a list", () => ({ rules: {} as never })],
];
