import { nestedFields, type Field, type Fields } from "./sdk-types";
import { isProps, UNKNOWN, type Props } from "./wire";

/**
 * Returns what is wrong with inputs, as far as the SDK's typings tell: names that they do not have, names that are
 * missing, values of another type. The real provider drops unknown names with a line in its log; here they are faults.
 */
export function checkFields(inputs: Props, fields: Fields, at = ""): string[] {
    const path = (name: string) => (at === "" ? name : `${at}.${name}`);
    const missing = [...fields].filter(([name, { required }]) => required && inputs[name] === undefined);
    return [
        ...missing.map(([name]) => `missing required property '${path(name)}'`),
        ...Object.entries(inputs).flatMap(([name, value]) => {
            const field = fields.get(name);
            return field === undefined ? [`unknown property '${path(name)}'`] : checkValue(value, field, path(name));
        }),
    ];
}

function checkValue(value: unknown, field: Field, at: string): string[] {
    if (value === UNKNOWN || field.any) {
        return [];
    }
    if (Array.isArray(value)) {
        return field.array
            ? value.flatMap((item, index) => checkValue(item, { ...field, array: false, map: false }, `${at}[${index}]`))
            : [`'${at}' should not be an array`];
    }
    if (!isProps(value)) {
        const fits = !field.array && field.primitives.includes(typeof value) && !(field.map && field.types.length === 0);
        return fits ? [] : [`'${at}' should not be a ${typeof value}`];
    }
    if (field.map) {
        return Object.entries(value).flatMap(([key, inner]) => checkValue(inner, { ...field, map: false }, `${at}['${key}']`));
    }
    if (field.array || field.types.length === 0) {
        return [`'${at}' should not be an object`];
    }
    const faults = field.types.map((type) => checkFields(value, nestedFields(type), at));
    return faults.find(({ length }) => length === 0) ?? faults.sort((one, other) => one.length - other.length)[0] ?? [];
}
