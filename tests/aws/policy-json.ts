import { isProps, propsOf, type Props } from "../provider/wire";

/** Returns what a text of JSON says, or nothing if it is none. */
export function readJson(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return undefined;
    }
}

/** Returns the list that a policy may write as one element. */
export function manyOf(value: unknown): readonly unknown[] {
    return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** Returns the statements of a policy, or nothing if it is none. */
export function statementsOf(text: string): readonly Props[] | undefined {
    const document = readJson(text);
    const statements = manyOf(propsOf(document)["Statement"]);
    const known = isProps(document) && Object.keys(document).every((key) => /^(Version|Id|Statement)$/.test(key));
    const version = propsOf(document)["Version"];
    return known && (version === undefined || version === "2012-10-17" || version === "2008-10-17") && statements.length > 0 && statements.every(isProps)
        ? statements.map(propsOf)
        : undefined;
}

const STATEMENT = ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

/** Returns true if a statement has the parts that every one has, and no others. */
export function isStatement(statement: Props): boolean {
    return Object.keys(statement).every((key) => STATEMENT.includes(key))
        && /^(Allow|Deny)$/.test(String(statement["Effect"]))
        && manyOf(statement["Action"] ?? statement["NotAction"]).length > 0
        && manyOf(statement["Action"] ?? statement["NotAction"]).every((action) => typeof action === "string")
        && (statement["Condition"] === undefined || isProps(statement["Condition"]));
}

/** Returns the ARNs and account ids that a statement names as principals of AWS. */
export function principalsOf(statement: Props): readonly string[] {
    const principal = statement["Principal"] ?? statement["NotPrincipal"];
    return isProps(principal) ? manyOf(principal["AWS"]).map(String).filter((name) => name !== "*") : [];
}

/** Returns true if two texts are the same JSON. */
export function isSameJson(one: string, other: string): boolean {
    const [first, second] = [readJson(one), readJson(other)];
    return first !== undefined && second !== undefined && JSON.stringify(sorted(first)) === JSON.stringify(sorted(second));
}

function sorted(value: unknown): unknown {
    return Array.isArray(value) ? value.map(sorted)
        : isProps(value) ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]))
        : value;
}
