import { Document, isMap, isScalar } from "yaml";
import type { BadExample, Example, Facts } from "../../policies/rule";
import { stackOf } from "../../policies/urn";

/** The stack of examples that are the same in any. */
const ANY_STACK = "stack";

/** Returns an example as Markdown: its title, its resources as Pulumi YAML has them, and the violation if it is one. */
export function formatExample(example: Example | BadExample): string {
    const { title, resources, settings } = example;
    const stacks = [...new Set(resources.map(({ urn }) => stackOf(urn)))].filter((stack) => stack !== ANY_STACK);
    const asides = [
        ...stacks.map((stack) => `In the stack \`${stack}\`.`),
        ...(settings === undefined ? [] : [`With the settings \`${JSON.stringify(settings)}\`.`]),
    ];
    return [
        `### ${"violation" in example ? "Refused" : "Accepted"}: ${title}`,
        ...(asides.length === 0 ? [] : [asides.join(" ")]),
        `\`\`\`yaml\n${formatResources(resources)}\n\`\`\``,
        ...("violation" in example ? [`> ${example.violation}`] : []),
    ].join("\n\n");
}

function formatResources(resources: readonly Facts[]): string {
    const names = uniqueNames(resources);
    const nameOf = (urn: string) => `\${${names[resources.findIndex((other) => other.urn === urn)] ?? "elsewhere"}}`;
    const entries = resources.map((resource, index) => [names[index], entryOf(resource, nameOf)] as const);
    const document = new Document({ resources: Object.fromEntries(entries) }, { aliasDuplicateObjects: false });
    resources.forEach((resource, index) => commentSources(document, names[index] ?? "", resource, nameOf));
    return document.toString({ lineWidth: 0 }).trim();
}

function entryOf({ type, props, propertyDependencies, dependencies }: Facts, nameOf: (urn: string) => string) {
    const derived = Object.entries(propertyDependencies)
        .filter(([property]) => !(property in props))
        .map(([property, urns]) => [property, urns.map(nameOf).join("")] as const);
    const through = Object.values(propertyDependencies).flat();
    const others = dependencies.filter((urn) => !through.includes(urn)).map(nameOf);
    const properties = { ...props, ...Object.fromEntries(derived) };
    return {
        type,
        ...(Object.keys(properties).length === 0 ? {} : { properties }),
        ...(others.length === 0 ? {} : { options: { dependsOn: others } }),
    };
}

/** Of a property that is known in part, only the dependencies tell what the rest is made from. */
function commentSources(document: Document, name: string, { props, propertyDependencies }: Facts, nameOf: (urn: string) => string): void {
    const properties = document.getIn(["resources", name, "properties"], true);
    for (const { key } of isMap(properties) ? properties.items : []) {
        const sources = isScalar(key) ? propertyDependencies[String(key.value)] ?? [] : [];
        if (isScalar(key) && sources.length > 0 && String(key.value) in props) {
            key.commentBefore = ` made from ${sources.map(nameOf).join(" and ")}`;
        }
    }
}

/** Resources of several types may have one name, which a map of YAML may not have twice. */
function uniqueNames(resources: readonly Facts[]): readonly string[] {
    return resources.map(({ name }, index) => {
        const before = resources.slice(0, index).filter((other) => other.name === name).length;
        return before === 0 ? name : `${name}-${before + 1}`;
    });
}
