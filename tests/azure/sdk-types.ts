import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as ts from "typescript";

const SDK = dirname(require.resolve("@pulumi/azure-native/package.json"));

/** A property as the SDK's typings have it. */
export interface Field {
    readonly required: boolean;
    readonly array: boolean;
    /** An object with any keys. */
    readonly map: boolean;
    /** Takes anything. */
    readonly any: boolean;
    /** `boolean`, `number`, `string` or, for enums, `string`; empty for objects. */
    readonly primitives: readonly string[];
    /** What the object may be, each as `inputs.containerregistry.SkuArgs`. */
    readonly types: readonly string[];
}

/** Properties by name. */
export type Fields = ReadonlyMap<string, Field>;

/** What the SDK says of a resource. */
export interface SdkResource {
    readonly args: Fields;
    readonly outputs: Fields;
    /** The version of the REST API that azure-native uses. */
    readonly apiVersion: string;
}

const resources = new Map<string, SdkResource>();
const namespaces = new Map<string, ts.SourceFile>();
const texts = new Map<string, string>();

/**
 * Returns what the SDK's typings say of a resource. Only its own file is parsed.
 *
 * @param token such as `azure-native:containerregistry:Replication`
 * @throws {Error} If the SDK has no such resource.
 */
export function sdkResource(token: string): SdkResource {
    const known = resources.get(token);
    if (known !== undefined) {
        return known;
    }
    const [, module = "", name = ""] = token.split(":");
    const text = readTyping(`${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}.d.ts`);
    const file = ts.createSourceFile("resource.d.ts", text, ts.ScriptTarget.Latest);
    const resource = {
        args: fieldsOf(find(file, `${name}Args`), file),
        outputs: fieldsOf(find(file, name), file),
        apiVersion: /Uses Azure REST API version ([\w-]+)/.exec(text)?.[1] ?? "",
    };
    resources.set(token, resource);
    return resource;
}

/**
 * Returns the properties of a nested type. The file of all nested types has 8 MB, so only the module's part is parsed, once.
 *
 * @param type such as `inputs.containerregistry.SkuArgs`
 */
export function nestedFields(type: string): Fields {
    const [side = "", module = "", name = ""] = type.split(".");
    const key = `${side}.${module}`;
    const file = namespaces.get(key) ?? ts.createSourceFile(`${key}.d.ts`, readNamespace(side, module), ts.ScriptTarget.Latest);
    namespaces.set(key, file);
    return fieldsOf(find(file, name), file);
}

function readNamespace(side: string, module: string): string {
    const text = readTyping(`types/${side === "inputs" ? "input" : "output"}.d.ts`);
    const start = text.indexOf(`export declare namespace ${module} {`);
    return text.slice(text.indexOf("\n", start) + 1, text.indexOf("\n}\n", start));
}

function readTyping(path: string): string {
    const text = texts.get(path) ?? readFileSync(join(SDK, path), "utf8");
    texts.set(path, text);
    return text;
}

function find(file: ts.SourceFile, name: string): ts.InterfaceDeclaration | ts.ClassDeclaration {
    for (const statement of file.statements) {
        if ((ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name?.text === name) {
            return statement;
        }
    }
    throw new Error(`the SDK's typings have no ${name}`);
}

function fieldsOf(node: ts.InterfaceDeclaration | ts.ClassDeclaration, file: ts.SourceFile): Fields {
    const fields = new Map<string, Field>();
    for (const member of node.members) {
        if ((ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) && member.type !== undefined) {
            fields.set(member.name.getText(file).replace(/^"|"$/g, ""), readField(member.type.getText(file), member.questionToken === undefined));
        }
    }
    return fields;
}

function readField(text: string, required: boolean): Field {
    const plain = text.replace(/\/\*[^]*?\*\//g, "").replace(/\b(inputs|outputs|enums)\.[\w.]+/g, (name) => (name.startsWith("enums.") ? "string" : ""));
    return {
        required,
        array: /\[\]/.test(plain),
        map: /\[key: string\]/.test(plain),
        any: /\bany\b/.test(plain),
        primitives: [...new Set(plain.replace(/\[key: string\]/g, "").match(/\b(string|number|boolean)\b/g) ?? [])],
        types: [...text.matchAll(/\b(?:inputs|outputs)\.\w+\.\w+/g)].map(([type]) => type),
    };
}
