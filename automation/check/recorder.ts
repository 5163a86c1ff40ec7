import { RegisterResourceResponse, type RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { getMonitor, setMocks, type MockResourceArgs } from "@pulumi/pulumi/runtime";
import { readEngineFacts, UNKNOWN } from "../../policies/engine-facts";
import type { Facts, Props } from "../../policies/rule";
import { ENCRYPTED } from "../stack-file";
import { InputError } from "./input-error";

/** What calls of functions are answered, by token; nobody is asked. */
export type Answers = Readonly<Record<string, Props>>;

/** A value with something unknown in it is unknown as a whole. */
const NOT_TOLD = { unknown: UNKNOWN };

/** What a program is run as. */
export interface RecordedStack {
    readonly project: string;
    readonly stack: string;
}

/**
 * Takes down what the program registers from here on, as the engine shows it to policies in a first preview: what only a
 * provider knows is unknown. Nothing is started and nobody is asked.
 *
 * @param answers to calls of functions whose answer a preview knows; what others would say is unknown
 * @returns the resources so far
 */
export async function recordResources({ project, stack }: RecordedStack, answers: Answers): Promise<readonly Facts[]> {
    const resources: Facts[] = [];
    await setMocks({ call: ({ token }) => ({ ...(answers[token] ?? NOT_TOLD) }), newResource: refuse }, project, stack, true);
    const register = (request: RegisterResourceRequest, callback: (error: null, response: RegisterResourceResponse) => void) => {
        const urn = formatUrn({ project, stack }, request);
        resources.push(factsOf(request, urn));
        // Without an id, and with no outputs but the inputs, all else is unknown.
        const response = new RegisterResourceResponse();
        response.setUrn(urn);
        response.setObject(request.getObject());
        callback(null, response);
    };
    Object.assign(getMonitor() ?? {}, { registerResource: register, registerResourceOutputs: accept, registerErrorHook: accept });
    return resources;
}

/** The engine calls hooks, and keeps what components put out; there is none. */
function accept(_: unknown, callback: (error: null, response: object) => void): void {
    callback(null, {});
}

/** Nothing that is there already can be read. */
function refuse({ type, name }: MockResourceArgs): never {
    throw new InputError(`Cannot read ${name} (${type}): a check asks nobody`);
}

/** @see https://www.pulumi.com/docs/iac/concepts/resources/names/#urns */
function formatUrn({ project, stack }: RecordedStack, request: RegisterResourceRequest): string {
    const [, , parents] = request.getParent().split("::");
    const types = parents === undefined ? request.getType() : `${parents}$${request.getType()}`;
    return `urn:pulumi:${stack}::${project}::${types}::${request.getName()}`;
}

function factsOf(request: RegisterResourceRequest, urn: string): Facts {
    const sources = [...request.getPropertydependenciesMap().entries()].map(([name, from]) => [name, from.getUrnsList()] as const);
    return readEngineFacts({
        type: request.getType(),
        urn,
        inputs: (request.getObject()?.toJavaScript() ?? {}) as Props,
        propertyDependencies: Object.fromEntries(sources),
        dependencies: request.getDependenciesList(),
    }, (text) => text.includes(ENCRYPTED));
}
