import { readJson } from "./json-property";
import { entriesOf, type Read } from "./moving-image";
import { recordOf } from "./props";
import { valueAt, type Property } from "./property";
import type { Facts } from "./rule";

/**
 * Where each type has its containers: a list or its JSON, one container, or containers by name.
 *
 * Sources: https://www.pulumi.com/registry/packages/aws/api-docs/ecs/,
 * https://www.pulumi.com/registry/packages/aws-native/api-docs/ecs/ and
 * https://www.pulumi.com/registry/packages/awsx/api-docs/ecs/
 */
const PLACES: readonly (readonly [type: RegExp, list: readonly string[], one: readonly string[]])[] = [
    [/^aws:ecs\/taskDefinition:TaskDefinition$|^aws-native:ecs:TaskDefinition$/, ["containerDefinitions"], []],
    [/^aws:ecs\/expressGatewayService:ExpressGatewayService$|^aws-native:ecs:ExpressGatewayService$/, [], ["primaryContainer"]],
    [/^awsx:ecs:(?:Fargate|EC2)TaskDefinition$/, ["containers"], ["container"]],
    [/^awsx:ecs:(?:Fargate|EC2)Service$/, ["taskDefinitionArgs.containers"], ["taskDefinitionArgs.container"]],
];

/** Type tokens of all that says which containers Amazon ECS runs. */
export const ECS_TYPES = new RegExp(PLACES.map(([{ source }]) => source).join("|"));

/** Returns the containers that a resource describes, list by list. */
export function ecsContainers({ type, props }: Facts): readonly Read<readonly Property[]>[] {
    const [, lists = [], ones = []] = PLACES.find(([pattern]) => pattern.test(type)) ?? [];
    return [
        ...lists.map((path) => () => membersOf(readJson({ path, value: valueAt(props, path) }))),
        ...ones.map((path) => () => [{ path, value: valueAt(props, path) }]),
    ];
}

/** The component of awsx takes containers by name. */
function membersOf({ path, value }: Property): readonly Property[] {
    return Array.isArray(value)
        ? entriesOf({ path, value })
        : Object.entries(recordOf(value)).map(([name, member]) => ({ path: `${path}.${name}`, value: member }));
}
