import type { PolicyConfigJSONSchema, PolicyConfigJSONSchemaDefinition } from "@pulumi/policy/schema";
import type { GenericSchema } from "valibot";
import { flag, listOf, text, wholeNumber, word } from "../model/config-field";
import { formatList } from "../model/word-list";

/** The keywords of JSON Schema that a rule's setting may have. */
const KEYWORDS: readonly string[] = ["type", "default", "description", "items", "enum", "minimum", "maximum", "format"];

/**
 * Returns what reads a setting that has this JSON schema. The engine reads it by the schema itself.
 *
 * @throws {RangeError} If the schema has more than is read here.
 */
export function settingField(schema: PolicyConfigJSONSchema): GenericSchema {
    const unread = Object.keys(schema).filter((keyword) => !KEYWORDS.includes(keyword));
    if (unread.length > 0) {
        throw new RangeError(`Cannot read a setting by its schema: ${unread.join(", ")} is not supported here`);
    }
    switch (schema.type) {
        case "boolean":
            return flag();
        case "integer":
            return integerField(schema);
        case "array":
            return listOf("a list", itemField(schema.items));
        case "string":
            return textField(schema);
        default:
            throw new RangeError(`Cannot read a setting by its schema: the type ${String(schema.type)} is not supported here`);
    }
}

function integerField({ minimum, maximum }: PolicyConfigJSONSchema): GenericSchema {
    const limits = [
        ...(minimum === undefined ? [] : [` from ${minimum}`]),
        ...(maximum === undefined ? [] : [` up to ${maximum}`]),
    ];
    return wholeNumber(`a whole number${limits.join("")}`, minimum ?? -Infinity, maximum ?? Infinity);
}

function textField({ format, enum: words }: PolicyConfigJSONSchema): GenericSchema {
    if (words !== undefined) {
        const quoted = words.map((known) => JSON.stringify(known));
        return word(formatList(quoted, "or"), words.map(String));
    }
    return format === "regex" ? text("a regular expression", isRegularExpression) : text("a text", () => true);
}

function itemField(items: PolicyConfigJSONSchemaDefinition | PolicyConfigJSONSchemaDefinition[] | undefined): GenericSchema {
    return typeof items === "object" && !Array.isArray(items) ? settingField(items) : text("a text", () => true);
}

function isRegularExpression(source: string): boolean {
    try {
        new RegExp(source, "i");
        return true;
    } catch {
        return false;
    }
}
