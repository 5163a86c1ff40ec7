import { anyPattern } from "./azure-type";
import { readJson } from "./json-property";
import { textOf } from "./props";
import { valueAt, type Property } from "./property";
import type { Facts } from "./rule";
import { UndecidedError } from "./undecided";

/** A resource as its REST API has it. Source: https://www.pulumi.com/registry/packages/azapi/api-docs/resource/ */
const AZAPI = /^azapi:(?:index|resources)\/(?:resource:Resource|updateResource:UpdateResource)$/;

/** Deployments of templates, and stacks of them, of azure-native. */
const NATIVE = /^azure-native[^:]*:resources[^:]*:Deployment(?:At\w*Scope|StackAt(?:ManagementGroup|ResourceGroup|Subscription))?$/;

/** Deployments of templates of the classic provider. Source: https://www.pulumi.com/registry/packages/azure/api-docs/core/ */
const CLASSIC = /^azure:(?:core|management)\/[A-Za-z]*[tT]emplateDeployment:[A-Za-z]+$/;

/** Where each family has its template: as itself, or as JSON. */
const TEMPLATES = ["properties.template", "template", "templateContent", "templateBody"];

/** A registry's type as a value of JSON, or of JSON in it, and no part of an expression. */
const REGISTRY = /"microsoft\.containerregistry\/registries\\*"/i;

/** Type tokens of what may be or make a registry without being one of the types for registries. */
export const ELSEWHERE_TYPES = anyPattern(AZAPI, NATIVE, CLASSIC);

/**
 * Returns a property of a registry that azapi makes.
 *
 * @returns `undefined` for anything else that makes none
 * @throws {UndecidedError} If a template makes one, as no template is evaluated here.
 */
export function azapiProperty(resource: Facts, name: string): Property | undefined {
    if (AZAPI.test(resource.type)) {
        const path = `body.properties.${name}`;
        return /^microsoft\.containerregistry\/registries@/i.test(textOf(resource.props["type"]))
            ? { path, value: valueAt(readJson({ path: "body", value: resource.props["body"] }).value, `properties.${name}`) }
            : undefined;
    }
    if (ELSEWHERE_TYPES.test(resource.type)) {
        TEMPLATES.forEach((path) => mustMakeNone(path, valueAt(resource.props, path)));
    }
    return undefined;
}

function mustMakeNone(path: string, template: unknown): void {
    if (REGISTRY.test(typeof template === "string" ? template : (JSON.stringify(template) ?? ""))) {
        throw new UndecidedError(`a registry is in ${path}, which is not read here`);
    }
}
