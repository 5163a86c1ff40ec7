import { disconnect, setMockOptions, setMocks, type MockResourceArgs } from "@pulumi/pulumi/runtime";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import type { RegisterResourceRequest, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import type { Facts, Props } from "../policies/rule";

/** How a program is run. */
interface Circumstances {
    /** As a first preview sees it: ids and what only Azure knows are unknown. @default true */
    readonly preview?: boolean;

    /** @default "stack" */
    readonly stack?: string;
}

/** Returns what a program declares, as the engine shows it to policies: with unknowns, secrets and dependencies. */
export async function declared(
    program: () => unknown,
    { preview = true, stack = "stack" }: Circumstances = {},
): Promise<readonly Facts[]> {
    const resources: Facts[] = [];
    const mocks = {
        newResource: ({ name, inputs }: MockResourceArgs) => ({
            id: preview ? (undefined as unknown as string) : `/${name}-id`,
            state: preview ? (inputs as object) : { ...(inputs as object), name: nameOf(inputs as Props, name) },
        }),
        call: () => ({}),
    };
    await setMocks(mocks, "project", stack, preview);
    setMockOptions(new Listener(mocks, resources), "project", stack, preview);
    await program();
    await disconnect();
    return resources;
}

/** A monitor that takes down what is registered with it. */
class Listener extends MockMonitor {
    readonly #resources: Facts[];

    constructor(mocks: ConstructorParameters<typeof MockMonitor>[0], resources: Facts[]) {
        super(mocks);
        this.#resources = resources;
    }

    /** There is no engine here that would call it. */
    registerErrorHook(_: unknown, callback: (error: null, response: object) => void): void {
        callback(null, {});
    }

    override registerResource(...[request, callback]: Parameters<MockMonitor["registerResource"]>): Promise<void> {
        return super.registerResource(request, (error, response) => {
            this.#resources.push(factsOf(request as RegisterResourceRequest, response as RegisterResourceResponse));
            callback(error, response);
        });
    }
}

/** The name in Azure, which is an output. */
function nameOf(inputs: Props, name: string): unknown {
    return inputs["registryName"] ?? inputs["resourceName"] ?? name;
}

function factsOf(request: RegisterResourceRequest, response: RegisterResourceResponse): Facts {
    const sources = [...request.getPropertydependenciesMap().entries()].map(([name, from]) => [
        name,
        from.getUrnsList(),
    ]);
    return {
        type: request.getType(),
        name: request.getName(),
        urn: response.getUrn(),
        props: (request.getObject()?.toJavaScript() ?? {}) as Props,
        propertyDependencies: Object.fromEntries(sources) as Facts["propertyDependencies"],
        dependencies: request.getDependenciesList(),
    };
}
