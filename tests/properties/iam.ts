import { isLike } from "./wildcards";

/** A policy of AWS as its own language has it; what may be one text or several is written in either way. */
export interface Policy {
    readonly Version: string;
    readonly Statement: Statement | readonly Statement[];
}

type Texts = string | readonly string[];

export interface Statement {
    readonly Effect: "Allow" | "Deny";
    readonly Principal?: "*" | Readonly<Record<string, Texts>>;
    readonly NotPrincipal?: Readonly<Record<string, Texts>>;
    readonly Action?: Texts;
    readonly NotAction?: Texts;
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, Texts>>>>;
}

/** Who asks for what, and what AWS knows of the request, by keys in lower case. */
export interface Request {
    readonly principal: { readonly kind: "AWS" | "Service" | "Federated"; readonly name: string; readonly account?: string };
    readonly action: string;
    readonly keys: Readonly<Record<string, readonly string[]>>;
}

/**
 * Says whether a policy lets a request through: something allows it, and nothing denies it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function allows({ Statement: statements }: Policy, request: Request): boolean {
    const all: readonly Statement[] = Array.isArray(statements) ? (statements as readonly Statement[]) : [statements as Statement];
    const effects = all.filter((statement) => isAbout(statement, request)).map(({ Effect }) => Effect);
    return effects.includes("Allow") && !effects.includes("Deny");
}

function isAbout(statement: Statement, request: Request): boolean {
    const { Principal, NotPrincipal, Action, NotAction, Condition = {} } = statement;
    const named = (names: Statement["Principal"]) => names === "*" || Object.entries(names ?? {}).some(([kind, list]) => texts(list).some((name) => isNamed(kind, name, request)));
    const acts = (list: Texts) => texts(list).some((pattern) => isLike(pattern.toLowerCase(), request.action.toLowerCase(), "?"));
    return (
        (NotPrincipal === undefined ? named(Principal) : !named(NotPrincipal)) &&
        (NotAction === undefined ? acts(Action ?? []) : !acts(NotAction)) &&
        Object.entries(Condition).every(([operator, lines]) => Object.entries(lines).every(([key, values]) => holds(operator, request.keys[key.toLowerCase()], texts(values), request)))
    );
}

function isNamed(kind: string, name: string, { principal }: Request): boolean {
    const wholeAccount = principal.account !== undefined && [principal.account, `arn:aws:iam::${principal.account}:root`].includes(name);
    return kind === principal.kind && (name === "*" || name === principal.name || wholeAccount);
}

/**
 * Says whether one line of a condition holds.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
function holds(operator: string, given: readonly string[] | undefined, values: readonly string[], request: Request): boolean {
    if (operator === "Null") {
        return values.includes(given === undefined ? "true" : "false");
    }
    if (operator.endsWith("IfExists")) {
        return given === undefined || holds(operator.slice(0, -"IfExists".length), given, values, request);
    }
    const [set, plain] = operator.includes(":") ? (operator.split(":") as [string, string]) : ["ForAnyValue", operator];
    const isNegative = plain.includes("Not");
    const matches = (text: string) => values.some((value) => compare(plain.replace("Not", ""), text, withVariables(value, request)));
    const fits = (text: string) => matches(text) !== isNegative;
    if (given === undefined) {
        return set === "ForAllValues" || isNegative;
    }
    return set === "ForAllValues" ? given.every(fits) : given.some(fits);
}

function compare(operator: string, text: string, value: string): boolean {
    switch (operator) {
        case "StringEquals":
        case "Bool":
            return text === value;
        case "StringEqualsIgnoreCase":
            return text.toLowerCase() === value.toLowerCase();
        case "StringLike":
        case "ArnLike":
        case "ArnEquals":
            return isLike(value, text, "?");
        case "IpAddress": {
            const [address = "", bits = "32"] = value.split("/");
            const shift = 2 ** (32 - Number(bits));
            return Math.floor(numberOf(address) / shift) === Math.floor(numberOf(text) / shift);
        }
        default:
            throw new RangeError(`Cannot evaluate ${operator}: it is not one of those known`);
    }
}

function withVariables(value: string, { keys }: Request): string {
    return value.replace(/\$\{([^}]+)\}/g, (_, key: string) => keys[key.toLowerCase()]?.[0] ?? "");
}

function numberOf(address: string): number {
    return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function texts(list: Texts): readonly string[] {
    return typeof list === "string" ? [list] : list;
}
