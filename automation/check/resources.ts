import { readEngineFacts } from "../../policies/engine-facts";
import type { Facts } from "../../policies/rule";
import { InputError } from "./input-error";
import { requireMap, requireText } from "./json";

/** A resource, and whether its stack only reads it. */
export interface Shown {
    readonly facts: Facts;
    readonly external: boolean;
}

/** The resources of a stack. */
export interface ShownResources {
    readonly resources: readonly Facts[];
    /** Those that it only reads: they say something of the others, and are judged where they are made. */
    readonly others: readonly Facts[];
}

/** Returns resources apart from those that are only read. */
export function splitShown(shown: readonly Shown[]): ShownResources {
    const pick = (wanted: boolean) => shown.filter(({ external }) => external === wanted).map(({ facts }) => facts);
    return { resources: pick(false), others: pick(true) };
}

/**
 * Returns a resource of an export or a preview as rules see it; `undefined` for what no rule is about: the stack itself,
 * providers, and what is to be deleted.
 *
 * @param key where it is, for messages
 * @throws {InputError} If it is not as the engine writes one.
 */
export function readResource(value: unknown, name: string, key: string): Shown | undefined {
    const fields = requireMap(value, name, key);
    const type = requireText(fields["type"], name, `${key}.type`);
    const urn = requireText(fields["urn"], name, `${key}.urn`);
    if (!/^urn:pulumi:.+::.+::.+::/.test(urn)) {
        throw new InputError(`Cannot read ${name}: ${key}.urn has to be a URN such as urn:pulumi:stack::project::type::name`);
    }
    if (fields["delete"] === true || type === "pulumi:pulumi:Stack" || type.startsWith("pulumi:providers:")) {
        return undefined;
    }
    // What is only read has no inputs of its own.
    const external = fields["external"] === true;
    const props = external ? "outputs" : "inputs";
    const facts = readEngineFacts({
        type,
        urn,
        inputs: requireMap(fields[props] ?? {}, name, `${key}.${props}`),
        propertyDependencies: readSources(fields["propertyDependencies"], name, `${key}.propertyDependencies`),
        dependencies: readUrns(fields["dependencies"], name, `${key}.dependencies`),
    });
    return { facts, external };
}

function readSources(value: unknown, name: string, key: string): Facts["propertyDependencies"] {
    const sources = Object.entries(requireMap(value ?? {}, name, key));
    return Object.fromEntries(sources.map(([property, urns]) => [property, readUrns(urns, name, `${key}.${property}`)] as const));
}

function readUrns(value: unknown, name: string, key: string): readonly string[] {
    if (value !== undefined && value !== null && !Array.isArray(value)) {
        throw new InputError(`Cannot read ${name}: ${key} has to be a list`);
    }
    return ((value ?? []) as unknown[]).map((urn, index) => requireText(urn, name, `${key}[${index}]`));
}
