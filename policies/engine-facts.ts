import * as proxy from "@pulumi/policy/proxy";
import { textOf } from "./props";
import type { Facts, Props } from "./rule";
import { UndecidedError } from "./undecided";
import { nameOf } from "./urn";

/** What the package exports and its type declarations leave out. */
const { unknownCheckingProxy, unknownStringValue } = proxy as unknown as {
    readonly unknownCheckingProxy: (props: Props) => Props;
    readonly unknownStringValue: string;
};

/** How the engine writes a value that is not known yet. */
export const UNKNOWN = unknownStringValue;

/** A resource as the engine writes it: in a state, in a preview, and in what a program asks it to register. */
export interface EngineResource {
    readonly type: string;
    readonly urn: string;
    readonly inputs?: Props | undefined;
    readonly propertyDependencies?: Facts["propertyDependencies"] | undefined;
    readonly dependencies?: readonly string[] | undefined;
}

/**
 * What tells the engine's own values from maps.
 *
 * Source: https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/go/common/resource/sig/sig.go
 */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

const KINDS: Readonly<Record<string, "secret" | "output" | "file">> = {
    "1b47061264138c4ac30d75fd1eb44270": "secret",
    d0e6a833031e9bbcd3f4e8bde6ca49a4: "output",
    c44067f5952c0a294b673a41bacd8c17: "file",
    "0def7320c3a5731c473e5ecbe6d01bc7": "file",
};

/**
 * What a digest of a preview has in a secret's place.
 *
 * Source: https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/backend/display/json.go (`massagePropertyValue`)
 */
const MASK = "[secret]";

/**
 * Returns a resource as rules see it: a secret in clear if its value is there, and without a verdict if it is read where it
 * is not.
 *
 * @param isHidden says whether a text stands for a secret whose value is not there; @default - what the engine writes
 */
export function readEngineFacts(resource: EngineResource, isHidden: (text: string) => boolean = (text) => text === MASK): Facts {
    const { type, urn, inputs = {}, propertyDependencies = {}, dependencies = [] } = resource;
    let props: Props | undefined;
    return {
        type,
        name: nameOf(urn),
        urn,
        // Most resources of most stacks are of no rule's business.
        get props() {
            return (props ??= unknownCheckingProxy(openMap(inputs, "", isHidden)));
        },
        propertyDependencies,
        dependencies,
    };
}

/** A value, or why there is none. */
type Opened = { readonly value: unknown } | { readonly hidden: string };

function open(value: unknown, path: string, isHidden: (text: string) => boolean): Opened {
    if (typeof value === "string") {
        return isHidden(value) ? secretAt(path) : { value };
    }
    if (typeof value !== "object" || value === null) {
        return { value };
    }
    if (Array.isArray(value)) {
        const list: unknown[] = [];
        value.forEach((inner, index) => put(list, index, open(inner, `${path}[${index}]`, isHidden)));
        return { value: list };
    }
    const fields = value as Props;
    switch (KINDS[textOf(fields[SIGNATURE])]) {
        case "secret":
            return openSecret(fields, path, isHidden);
        case "output":
            return "value" in fields ? open(fields["value"], path, isHidden) : { value: UNKNOWN };
        case "file":
            return { hidden: `${path} is a file, which is not read here` };
        default:
            return { value: openMap(fields, path, isHidden) };
    }
}

function openSecret({ value, plaintext }: Props, path: string, isHidden: (text: string) => boolean): Opened {
    if (value !== undefined) {
        return open(value, path, isHidden);
    }
    try {
        return typeof plaintext === "string" ? open(JSON.parse(plaintext), path, isHidden) : secretAt(path);
    } catch {
        return secretAt(path);
    }
}

function openMap(fields: Props, path: string, isHidden: (text: string) => boolean): Props {
    const map = {};
    for (const [key, value] of Object.entries(fields)) {
        put(map, key, open(value, path === "" ? key : `${path}.${key}`, isHidden));
    }
    return map;
}

function secretAt(path: string): Opened {
    return { hidden: `${path} is a secret, which is not readable here` };
}

function put(into: object, key: PropertyKey, opened: Opened): void {
    const property = "value" in opened ? { value: opened.value, writable: true } : { get: () => refuse(opened.hidden) };
    Object.defineProperty(into, key, { ...property, enumerable: true, configurable: true });
}

function refuse(reason: string): never {
    throw new UndecidedError(reason);
}
