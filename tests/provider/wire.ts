import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

/** Inputs, outputs or a body: what crosses the wire between the engine and a provider. */
export type Props = Record<string, unknown>;

/** What the engine's protocol has in place of a value that nobody knows yet. */
export const UNKNOWN = unknownValue;

/** Returns true for an object with keys, which arrays are not. */
export function isProps(value: unknown): value is Props {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns an object, or an empty one in place of anything else. */
export function propsOf(value: unknown): Props {
    return isProps(value) ? value : {};
}

/** Returns an array, or an empty one in place of anything else. */
export function listOf(value: unknown): readonly unknown[] {
    return Array.isArray(value) ? value : [];
}

/** Returns a text, or an empty one in place of anything else. */
export function textOf(value: unknown): string {
    return typeof value === "string" ? value : "";
}

/** Returns true if a value is unknown, or something in it is. */
export function hasUnknown(value: unknown): boolean {
    return value === UNKNOWN || (typeof value === "object" && value !== null && Object.values(value).some(hasUnknown));
}

/** Reads what the engine sent; what is null there is absent here, as in azure-native. */
export function readStruct(struct: Struct | undefined): Props {
    return compact(struct?.toJavaScript() ?? {}) as Props;
}

/** Returns what the engine reads; what is undefined is left out. */
export function toStruct(props: Props): Struct {
    return Struct.fromJavaScript(compact(props) as Record<string, JavaScriptValue>);
}

/** Returns a copy without what is null or undefined. */
export function compact(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(compact);
    }
    return isProps(value)
        ? Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null).map(([key, inner]) => [key, compact(inner)]))
        : value;
}
