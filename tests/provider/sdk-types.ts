import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as ts from "typescript";

/** Where the SDKs' typings are, by the package that tokens start with. */
const SDKS: Readonly<Record<string, string>> = {
    "azure-native": dirname(require.resolve("@pulumi/azure-native/package.json")),
    aws: dirname(require.resolve("@pulumi/aws/package.json")),
};

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
    /** As an output, it may be absent for good. */
    readonly optional: boolean;
    /** What the object may be, each as `azure-native:inputs.containerregistry.SkuArgs`. */
    readonly types: readonly string[];
}

/** Properties by name. */
export type Fields = ReadonlyMap<string, Field>;

/** What the SDK says of a resource. */
export interface SdkResource {
    readonly args: Fields;
    readonly outputs: Fields;
    /** The version of the REST API that azure-native uses; empty for other packages. */
    readonly apiVersion: string;
}

const resources = new Map<string, SdkResource>();
const namespaces = new Map<string, ts.SourceFile>();
const texts = new Map<string, string>();

/**
 * Returns what the SDK's typings say of a resource. Only its own file is parsed.
 *
 * @param token such as `azure-native:containerregistry:Replication`, or `aws:ecr/repository:Repository`
 * @throws {Error} If the SDK has no such resource.
 */
export function sdkResource(token: string): SdkResource {
    const known = resources.get(token);
    if (known !== undefined) {
        return known;
    }
    const [sdk = "", module = "", name = ""] = token.split(":");
    const text = readTyping(sdk, `${module.split("/")[0] ?? ""}/${name.charAt(0).toLowerCase()}${name.slice(1)}.d.ts`);
    const file = ts.createSourceFile("resource.d.ts", text, ts.ScriptTarget.Latest);
    const resource = {
        args: fieldsOf(sdk, find(file, `${name}Args`), file),
        outputs: fieldsOf(sdk, find(file, name), file),
        apiVersion: /Uses Azure REST API version ([\w-]+)/.exec(text)?.[1] ?? "",
    };
    resources.set(token, resource);
    return resource;
}

/**
 * Returns the properties of a nested type. The file of all nested types has 6 to 8 MB, so only the module's part is parsed, once.
 *
 * @param type such as `azure-native:inputs.containerregistry.SkuArgs`
 */
export function nestedFields(type: string): Fields {
    const [sdk = "", side = "", module = "", name = ""] = type.split(/[:.]/);
    const key = `${sdk}:${side}.${module}`;
    const file = namespaces.get(key) ?? ts.createSourceFile(`${key}.d.ts`, readNamespace(sdk, side, module), ts.ScriptTarget.Latest);
    namespaces.set(key, file);
    return fieldsOf(sdk, find(file, name), file);
}

function readNamespace(sdk: string, side: string, module: string): string {
    const text = readTyping(sdk, `types/${side === "inputs" ? "input" : "output"}.d.ts`);
    const start = text.indexOf(`export declare namespace ${module} {`);
    return text.slice(text.indexOf("\n", start) + 1, text.indexOf("\n}\n", start));
}

function readTyping(sdk: string, path: string): string {
    const file = join(SDKS[sdk] ?? "", path);
    const text = texts.get(file) ?? readFileSync(file, "utf8");
    texts.set(file, text);
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

function fieldsOf(sdk: string, node: ts.InterfaceDeclaration | ts.ClassDeclaration, file: ts.SourceFile): Fields {
    const fields = new Map<string, Field>();
    for (const member of node.members) {
        if ((ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) && member.type !== undefined) {
            fields.set(member.name.getText(file).replace(/^"|"$/g, ""), readField(sdk, member.type.getText(file), member.questionToken === undefined));
        }
    }
    return fields;
}

function readField(sdk: string, text: string, required: boolean): Field {
    const plain = text.replace(/\/\*[^]*?\*\//g, "").replace(/\b(inputs|outputs|enums)\.[\w.]+/g, (name) => (name.startsWith("enums.") ? "string" : ""));
    return {
        required,
        optional: /\| undefined>$/.test(text),
        array: /\[\]/.test(plain),
        map: /\[key: string\]/.test(plain),
        any: /\bany\b/.test(plain),
        primitives: [...new Set(plain.replace(/\[key: string\]/g, "").match(/\b(string|number|boolean)\b/g) ?? [])],
        types: [...text.matchAll(/\b(?:inputs|outputs)\.\w+\.\w+/g)].map(([type]) => `${sdk}:${type}`),
    };
}
