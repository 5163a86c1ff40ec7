/** A change to one object of a planned document: a rule or a statement. */
export type Change = (part: Record<string, unknown>) => Record<string, unknown>;

/** What is changed, and how. */
export type Twin = readonly [what: string, change: Change];

/** Returns a planned document with its first rule or statement changed. */
export function twinOf(text: string, change: Change): string {
    return JSON.stringify(JSON.parse(text), (key, value: unknown) =>
        (key === "rules" || key === "Statement") && Array.isArray(value)
            ? value.map((part, index) => (index === 0 ? change(part as Record<string, unknown>) : part as unknown))
            : value);
}

const without = (name: string): Change => ({ [name]: _, ...others }) => others;

const inSelection = (values: object): Change => (rule) => ({ ...rule, selection: { ...rule["selection"] as object, ...values } });

/** Lifecycle rules that no registry takes. */
export const LIFECYCLE_TWINS: readonly Twin[] = [
    ["no priority", without("rulePriority")],
    ["no action", without("action")],
    ["no selection", without("selection")],
    ["an unknown key", (rule) => ({ ...rule, priority: 1 })],
    ["an unknown action", (rule) => ({ ...rule, action: { type: "delete" } })],
    ["an unknown status of tags", inSelection({ tagStatus: "all" })],
    ["an unknown unit", inSelection({ countUnit: "hours" })],
    ["an unknown kind of count", inSelection({ countType: "sinceImageBuilt" })],
    ["a count of 0", inSelection({ countNumber: 0 })],
    ["patterns by another name", inSelection({ tagPatterns: ["pr-*"] })],
];

/** Statements that no policy takes. */
export const STATEMENT_TWINS: readonly Twin[] = [
    ["no effect", without("Effect")],
    ["an effect in lower case", (statement) => ({ ...statement, Effect: "allow" })],
    ["no action", without("Action")],
    ["an empty list of actions", (statement) => ({ ...statement, Action: [] })],
    ["an action of no service", (statement) => ({ ...statement, Action: "BatchGetImage" })],
    ["an unknown key", (statement) => ({ ...statement, Actions: "ecr:BatchGetImage" })],
    ["an unknown operator", (statement) => ({ ...statement, Condition: { StringIs: { "aws:PrincipalOrgID": "o-abcdefghij" } } })],
    ["a condition that is no map", (statement) => ({ ...statement, Condition: { StringEquals: "o-abcdefghij" } })],
];

/** Statements about resources that are none; only of documents that have `Resource`. */
export const RESOURCE_TWINS: readonly Twin[] = [
    ["no resource", without("Resource")],
    ["a resource that is no ARN", (statement) => ({ ...statement, Resource: "team-a/web" })],
    ["a resource of an unknown partition", (statement) => ({ ...statement, Resource: "arn:amazon:ecr:eu-central-1:111122223333:repository/web" })],
];
