import { GENERIC } from "./azure-type";
import { recordOf, scalarText } from "./props";
import type { Facts } from "./rule";
import { ifDecided } from "./undecided";

/** A property with the path that a reader finds it under. */
export interface Property {
    readonly path: string;

    /** `undefined` if the property is not set. */
    readonly value: unknown;
}

/** Where a property is: in the words of the REST API, and in those of the classic provider if that has it. */
export interface Place {
    readonly arm: string;

    readonly classic?: string;
}

/** The package `@pulumi/azure`. */
const CLASSIC = /^azure:/;

/** What a free-form resource has beside its `properties`. */
const BESIDE = /^(?:sku|identity|location|tags)\b/;

/** Returns the property of an Azure resource of any family. */
export function propertyAt(resource: Facts, place: Place): Property {
    const path = pathOf(resource, place);
    return path === undefined ? { path: place.arm, value: undefined } : { path, value: valueAt(resource.props, path) };
}

function pathOf({ type }: Facts, { arm, classic }: Place): string | undefined {
    return CLASSIC.test(type) ? classic : GENERIC.test(type) && !BESIDE.test(arm) ? `properties.${arm}` : arm;
}

/** Returns what is at a path such as `policies.exportPolicy.status`; `undefined` if nothing is. */
export function valueAt(value: unknown, path: string): unknown {
    return path.split(".").reduce((inner, name) => readAnyCase(recordOf(inner), name), value);
}

/**
 * Says whether the property is given, known or not.
 *
 * @throws If what it is in is not known.
 */
export function isSet(resource: Facts, place: Place): boolean {
    const [name = "", ...around] = (pathOf(resource, place) ?? "").split(".").reverse();
    const owner = around.length === 0 ? resource.props : recordOf(valueAt(resource.props, around.reverse().join(".")));
    return (ifDecided(() => readAnyCase(owner, name) ?? "") ?? "unknown") !== "";
}

/** Says whether a property is switched on, as a boolean or as a status. */
export function isOn(value: unknown): boolean {
    return /^(?:true|enabled)$/i.test(scalarText(value));
}

/** Says whether a property is switched off, as a boolean or as a status; one that is not set is not. */
export function isOff(value: unknown): boolean {
    return /^(?:false|disabled)$/i.test(scalarText(value));
}

/** Azure Resource Manager takes property names in any case. */
function readAnyCase(record: Readonly<Record<string, unknown>>, name: string): unknown {
    const key = Object.keys(record).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
    return key === undefined ? undefined : record[key];
}
