import assert from "node:assert/strict";
import { judge } from "../policies/judge";
import type { Example, Facts, Rule } from "../policies/rule";
import { rules } from "../policies/rules";
import { replaceAt, valueAt } from "./replaced";

/** Properties whose values are words of a service's own list. */
const LISTED = new Set([
    "actions",
    "appliedFors",
    "category",
    "categoryGroup",
    "defaultAction",
    "Effect",
    "imageTagMutability",
    "level",
    "lockLevel",
    "network",
    "networkRuleBypassOption",
    "networkRuleBypassOptions",
    "publicNetworkAccess",
    "resourceProviderNamespace",
    "roleAssignmentMode",
    "scanFrequency",
    "scanType",
    "sku",
    "sku.name",
    "status",
]);

/** What the type of a free-form resource of Azure is made of. */
const FREE_FORM = ["resourceProviderNamespace", "resourceType"];

const FOREIGN = "contoso:other:Other";

for (const rule of rules) {
    describe(`policy rule ${rule.id} on its words`, () => {
        it("takes no type for another that is in its name", () => {
            for (const { example, place, resource } of resourcesOf(rule)) {
                const foreign = judged(rule, example, place, { ...resource, type: FOREIGN });
                for (const type of around(resource.type)) {
                    assert.deepEqual(judged(rule, example, place, { ...resource, type }), foreign, `${example.title}: ${type}`);
                }
            }
        });

        it("is silent on free-form resources of other types", () => {
            for (const { example, place, resource } of resourcesOf(rule)) {
                for (const path of place === 0 ? FREE_FORM.filter((name) => name in resource.props) : []) {
                    const other = { ...resource, props: { ...resource.props, [path]: "Contoso/others" } };
                    assert.deepEqual(judged(rule, example, place, other), [], `${example.title}: ${path}`);
                }
            }
        });

        it("takes no listed word for another that is in it", () => {
            for (const { example, place, resource } of resourcesOf(rule)) {
                for (const path of textPaths(resource.props).filter(isListed)) {
                    const judgedAs = (word: string) => judged(rule, example, place, { ...resource, props: replaceAt(resource.props, path, word) });
                    for (const word of around(String(valueAt(resource.props, path)))) {
                        assert.deepEqual(judgedAs(word), judgedAs("other"), `${example.title}: ${path} ${word}`);
                    }
                }
            }
        });
    });
}

describe("the words of the policy rules' examples", () => {
    it("are of all the lists", () => {
        const all = rules.flatMap((rule) => [...resourcesOf(rule)]).flatMap(({ resource }) => textPaths(resource.props));
        for (const listed of LISTED) {
            assert.ok(all.some((path) => namesOf(path).includes(listed)), listed);
        }
    });
});

function* resourcesOf({ good, bad }: Rule): Generator<{ readonly example: Example; readonly place: number; readonly resource: Facts }> {
    for (const example of [...good, ...bad]) {
        for (const [place, resource] of example.resources.entries()) {
            yield { example, place, resource };
        }
    }
}

/** Returns what a rule finds in an example of which one resource is another. */
function judged(rule: Rule, { resources, settings = {} }: Example, place: number, other: Facts) {
    const [first = other, ...others] = resources.map((resource, index) => (index === place ? other : resource));
    return judge(rule, first, { resources: [first, ...others], settings });
}

/** Returns longer words, in which a word is at the end and at the start. */
function around(word: string): readonly string[] {
    return [`x${word}`, `${word}-x`];
}

function isListed(path: string): boolean {
    return namesOf(path).some((name) => LISTED.has(name));
}

/** Returns the last name of a path, and the last two. */
function namesOf(path: string): readonly string[] {
    const names = path.replace(/\[\d+\]/g, "").split(".");
    return [names.slice(-1).join("."), names.slice(-2).join(".")];
}

/** Returns the paths of the texts that `replaceAt` can replace. */
function textPaths(value: unknown, path = ""): readonly string[] {
    if (typeof value === "string") {
        return [path];
    }
    if (typeof value !== "object" || value === null) {
        return [];
    }
    return Object.entries(value)
        .filter(([name]) => !/[.[\]]/.test(name))
        .flatMap(([name, inner]) => textPaths(inner, Array.isArray(value) ? `${path}[${name}]` : [path, name].filter(Boolean).join(".")));
}
