import { nestedFields, type Field, type Fields } from "../provider/sdk-types";
import { isProps, UNKNOWN, type Props } from "../provider/wire";

/**
 * Returns the outputs that a preview shows: what the inputs say under the same name, and unknown for the rest. Of an
 * output of any type the input is taken as it is, so what Azure adds to it is absent rather than unknown.
 *
 * @see https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/convert/previewOutputs.go
 */
export function previewOutputs(inputs: Props, outputs: Fields): Props {
    return Object.fromEntries([...outputs].map(([name, field]) => [name, previewValue(inputs[name], field)]));
}

function previewValue(value: unknown, field: Field): unknown {
    if (value === undefined) {
        return UNKNOWN;
    }
    if (field.any) {
        return value;
    }
    if (Array.isArray(value)) {
        return field.array ? value.map((item) => previewValue(item, { ...field, array: false })) : UNKNOWN;
    }
    if (!isProps(value)) {
        return field.primitives.includes(typeof value) && !field.array && !field.map ? value : UNKNOWN;
    }
    if (field.map) {
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, previewValue(inner, { ...field, map: false })]));
    }
    const [type, ...others] = field.types;
    return type === undefined ? UNKNOWN : others.length > 0 ? value : previewOutputs(value, nestedFields(type));
}
