import { readJson } from "./json-property";
import { listOf, recordOf, textOf } from "./props";
import { valueAt, type Property } from "./property";
import type { Props } from "./rule";

/** A statement of a policy of AWS, with where it stands: `policy.Statement[0]`. */
export interface Statement {
    readonly path: string;

    readonly elements: Props;
}

/** Whom a statement names, and as what: `AWS`, `Service`, `Federated`, or `*` for what is named as that. */
export interface Principal {
    readonly kind: string;

    readonly name: string;
}

/**
 * Returns the statements of a policy, each to be read; none if there is no policy.
 *
 * @throws {UndecidedError} If it is a text that is no JSON.
 */
export function statementsOf({ path, value }: Property): readonly (() => Statement)[] {
    const statements = valueAt(readJson({ path, value }).value, "Statement");
    return Array.isArray(statements)
        ? Array.from({ length: statements.length }, (_, index) => () => ({
              path: `${path}.Statement[${index}]`,
              elements: recordOf(statements[index]),
          }))
        : statements === undefined
          ? []
          : [() => ({ path: `${path}.Statement`, elements: recordOf(statements) })];
}

/** Says whether the statement allows something. */
export function isAllow({ elements }: Statement): boolean {
    return valueAt(elements, "Effect") === "Allow";
}

/** Says whether the statement denies something. */
export function isDeny({ elements }: Statement): boolean {
    return valueAt(elements, "Effect") === "Deny";
}

/** Returns whom a statement names. */
export function principalsOf({ elements }: Statement): readonly Principal[] {
    const principal = valueAt(elements, "Principal");
    return typeof principal === "string"
        ? [{ kind: principal, name: principal }]
        : Object.entries(recordOf(principal)).flatMap(([kind, names]) => textsOf(names).map((name) => ({ kind, name })));
}

/** Says whether a statement is about everybody, or about all but some. */
export function isForEverybody(statement: Statement): boolean {
    return "NotPrincipal" in statement.elements || principalsOf(statement).some(({ name }) => name === "*");
}

/** Says whether a statement is about an action such as `ecr:PutImage`. */
export function isAbout({ elements }: Statement, action: string): boolean {
    const not = valueAt(elements, "NotAction");
    const names = (value: unknown) => textsOf(value).some((pattern) => matchesWildcards(pattern, action));
    return not === undefined ? names(valueAt(elements, "Action")) : !names(not);
}

/** Says whether a text is what a pattern means in which `*` stands for any signs and `?` for one, in any case. */
export function matchesWildcards(pattern: string, text: string): boolean {
    const source = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\*+/g, ".*").replace(/\?/g, ".");
    return new RegExp(`^${source}$`, "is").test(text);
}

/** Returns what may be one text or several. */
export function textsOf(value: unknown): readonly string[] {
    return typeof value === "string" ? [value] : listOf(value).map(textOf);
}
