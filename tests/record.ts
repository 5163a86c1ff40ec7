import * as pulumi from "@pulumi/pulumi";
import { allConfig, disconnect, setAllConfig, setMocks, type MockResourceArgs } from "@pulumi/pulumi/runtime";

/** A resource that a program registered. */
export interface Recorded {
    readonly type: string;
    readonly name: string;
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly custom: boolean;
}

/** What a double of a provider answers, by type token. */
export type Answers = Readonly<Record<string, (inputs: Record<string, unknown>) => Record<string, unknown>>>;

/**
 * Runs a program on a monitor that only records, and returns what it registered, sorted by type and name, with what it
 * returned. A resource whose type nobody answers for fails the program.
 *
 * @param preview as a first preview sees it: outputs that only a provider knows are unknown
 */
export async function record<T>(
    program: () => T | Promise<T>,
    answers: Answers,
    { preview = false, config = {} }: { preview?: boolean; config?: Record<string, string> } = {},
): Promise<{ resources: Recorded[]; result: T }> {
    const resources: Recorded[] = [];
    await setMocks({ call: ({ token }) => { throw new Error(`nobody answers the call ${token}`); }, newResource: register }, "registries", "test", preview);
    const before = allConfig();
    setAllConfig(config);
    try {
        const result = await program();
        await disconnect();
        return { resources: resources.sort((one, other) => key(one).localeCompare(key(other))), result };
    } finally {
        setAllConfig(before);
    }

    function register({ type, name, inputs, custom }: MockResourceArgs) {
        resources.push({ type, name, inputs: inputs as Record<string, unknown>, custom: custom === true });
        const answer = custom === true ? answers[type] : () => ({});
        if (answer === undefined) {
            throw new Error(`nobody answers for ${type}`);
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

function key({ type, name }: Recorded): string {
    return `${type} ${name}`;
}
