import * as pulumi from "@pulumi/pulumi";
import { allConfig, disconnect, getMonitor, setAllConfig, setMocks, type MockCallArgs, type MockResourceArgs } from "@pulumi/pulumi/runtime";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

/** A resource that a program registered. */
export interface Recorded {
    readonly type: string;
    readonly name: string;
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly custom: boolean;
    readonly options: RecordedOptions;
}

/** How the engine is asked to treat a resource. Others are named as `type name`. */
export interface RecordedOptions {
    readonly parent: string;
    readonly protect: boolean;
    readonly retainOnDelete: boolean;
    readonly deleteBeforeReplace: boolean;
    readonly replaceOnChanges: readonly string[];
    readonly ignoreChanges: readonly string[];
    readonly additionalSecretOutputs: readonly string[];
    /** What it waits for, be it for an input or because it says so; without its parent. */
    readonly dependsOn: readonly string[];
    /** With whom it is replaced. */
    readonly replaceWith: readonly string[];
    /** Types, names or URNs that it went by before. */
    readonly aliases: readonly string[];
    /** Names of the hooks that hear of its errors. */
    readonly onError: readonly string[];
    /** Paths of the inputs that are secret. */
    readonly secrets: readonly string[];
}

/** What a double of a provider answers, by type token. */
export type Answers = Readonly<Record<string, (inputs: Record<string, unknown>) => Record<string, unknown>>>;

/** Marks a secret on its way to the engine. Source: sdk/nodejs/runtime/rpc.ts of https://github.com/pulumi/pulumi */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/**
 * Runs a program on a monitor that only records, and returns what it registered, sorted by type and name, with what it
 * returned. A resource whose type nobody answers for fails the program, and so does a call of a function.
 *
 * @param preview as a first preview sees it: outputs that only a provider knows are unknown
 * @param calls what is answered to calls of functions, by token
 */
export async function record<T>(
    program: () => T | Promise<T>,
    answers: Answers,
    { preview = false, config = {}, calls = {} }: { preview?: boolean; config?: Record<string, string>; calls?: Answers } = {},
): Promise<{ resources: Recorded[]; result: T }> {
    const resources: Recorded[] = [];
    const options = new Map<string, RecordedOptions>();
    const failures: Error[] = [];
    await setMocks({ call, newResource: register }, "registries", "test", preview);
    listen(getMonitor() as unknown as MockMonitor, (request) => {
        options.set(key({ type: request.getType(), name: request.getName() }), readOptions(request));
    });
    const before = allConfig();
    setAllConfig(config);
    try {
        const result = await program();
        await disconnect();
        if (failures[0] !== undefined) {
            throw failures[0];
        }
        return { resources: resources.sort((one, other) => key(one).localeCompare(key(other))), result };
    } finally {
        setAllConfig(before);
    }

    /** The runtime tells the resource alone that it failed, and nobody may ask that. */
    function fail(message: string): Error {
        const failure = new Error(message);
        failures.push(failure);
        return failure;
    }

    function call({ token, inputs }: MockCallArgs) {
        const answer = calls[token];
        if (answer === undefined) {
            throw fail(`nobody answers the call ${token}`);
        }
        return answer(inputs as Record<string, unknown>);
    }

    function register({ type, name, inputs, custom }: MockResourceArgs) {
        const asked = options.get(key({ type, name }));
        if (asked === undefined) {
            throw fail(`nobody heard how to treat ${type} ${name}`);
        }
        resources.push({ type, name, inputs: inputs as Record<string, unknown>, custom: custom === true, options: asked });
        const answer = custom === true ? answers[type] : () => ({});
        if (answer === undefined) {
            throw fail(`nobody answers for ${type}`);
        }
        return preview && custom === true
            ? { id: undefined as unknown as string, state: inputs as Record<string, unknown> }
            : { id: `${name}-id`, state: { ...(inputs as Record<string, unknown>), ...answer(inputs as Record<string, unknown>) } };
    }
}

/** Returns the value of an output. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
    return new Promise((resolve) => void output.apply(resolve));
}

function key({ type, name }: { readonly type: string; readonly name: string }): string {
    return `${type} ${name}`;
}

/** Has somebody hear what the mocks of a monitor are not told. */
function listen(monitor: MockMonitor, hear: (request: RegisterResourceRequest) => void): void {
    const registerResource = monitor.registerResource.bind(monitor);
    monitor.registerResource = (...[request, callback]) => {
        hear(request as RegisterResourceRequest);
        return registerResource(request, callback);
    };
    // Hooks are registered with the engine, which calls them; there is none here that would.
    Object.assign(monitor, { registerErrorHook: (_: unknown, callback: (error: null, response: object) => void) => callback(null, {}) });
}

function readOptions(request: RegisterResourceRequest): RecordedOptions {
    const parent = request.getParent();
    return {
        parent: parent === "" ? "" : nameOf(parent),
        protect: request.getProtect() === true,
        retainOnDelete: request.getRetainondelete() === true,
        deleteBeforeReplace: request.getDeletebeforereplace(),
        replaceOnChanges: request.getReplaceonchangesList(),
        ignoreChanges: request.getIgnorechangesList(),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        dependsOn: request.getDependenciesList().filter((urn) => urn !== parent).map(nameOf).sort(),
        replaceWith: request.getReplaceWithList().map(nameOf),
        aliases: request.getAliasesList().map((alias) => alias.getUrn() || alias.getSpec()?.getType() || alias.getSpec()?.getName() || ""),
        onError: request.getHooks()?.getOnErrorList() ?? [],
        secrets: secretPaths(request.getObject()?.toJavaScript() ?? {}),
    };
}

/** Returns the type and the name that a URN ends in. */
function nameOf(urn: string): string {
    const [, , types = "", name = ""] = urn.split("::");
    return `${types.split("$").at(-1)} ${name}`;
}

function secretPaths(value: unknown, path = ""): string[] {
    if (typeof value !== "object" || value === null) {
        return [];
    }
    return (value as Record<string, unknown>)[SIGNATURE] === SECRET
        ? [path]
        : Object.entries(value).flatMap(([name, inner]) => secretPaths(inner, path === "" ? name : `${path}.${name}`));
}
