import assert from "node:assert/strict";
import * as proxy from "@pulumi/policy/proxy";
import { judge } from "../policies/judge";
import type { Facts, Props, Settings } from "../policies/rule";
import { rules } from "../policies/rules";

/** What the package exports and its type declarations leave out. */
const { unknownCheckingProxy } = proxy as unknown as { readonly unknownCheckingProxy: <T extends object>(props: T) => T };

/** What a rule says of the first of some resources: nothing, or these sentences. */
export type Case = readonly [title: string, resources: readonly [Facts, ...Facts[]], said: readonly string[], settings?: Settings];

/** Tests cases of a rule that say too little to be examples on its page. */
export function testCases(id: string, cases: readonly Case[]): void {
    describe(`policy rule ${id}`, () => {
        for (const [title, resources, said, settings = {}] of cases) {
            it(`${said.length === 0 ? "accepts" : "refuses"}: ${title}`, () => assert.deepEqual(sentences(id, resources, settings), said));
        }
    });
}

/** Returns properties of which reading an unknown one throws. */
export function checkedProps(props: Props): Props {
    return unknownCheckingProxy(props);
}

function sentences(id: string, resources: readonly [Facts, ...Facts[]], settings: Settings): readonly string[] {
    const rule = rules.find((candidate) => candidate.id === id);
    assert.ok(rule !== undefined, id);
    const checked = resources.map((resource) => ({ ...resource, props: checkedProps(resource.props) }));
    return judge(rule, checked[0] as Facts, { resources: checked, settings }).map(({ message }) => message);
}
