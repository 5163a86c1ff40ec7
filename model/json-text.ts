/** A member of an object, with where it stands in the text. */
export interface JsonMember {
    readonly key: string;

    /** Where the key starts. */
    readonly start: number;

    /** Where the key ends. */
    readonly keyEnd: number;

    /** Where the value starts. */
    readonly valueStart: number;

    /** Where the value ends. */
    readonly end: number;
}

/** A string, a sign, or a word such as `null` or `1.5`. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/** How Docker writes its files. */
const INDENT = "\n\t";

/**
 * Returns the members of an object, in the order of the text.
 *
 * @param text which `JSON.parse` takes
 * @param open where the object's `{` stands
 */
export function readMembers(text: string, open: number): readonly JsonMember[] {
    const members: JsonMember[] = [];
    let depth = 0;
    let isKey = true;
    for (const { 0: token, index } of text.slice(open).matchAll(TOKEN)) {
        const [start, end] = [open + index, open + index + token.length];
        depth -= /^[}\]]/.test(token) ? 1 : 0;
        if (depth === 0 && start > open) {
            break;
        }
        if (depth === 1 && token === ",") {
            isKey = true;
        } else if (depth === 1 && isKey) {
            members.push({ key: JSON.parse(token) as string, start, keyEnd: end, valueStart: end, end });
            isKey = false;
        } else if (depth === 1 && token !== ":") {
            members.push(...members.splice(-1).map((last) =>
                ({ ...last, valueStart: last.valueStart === last.keyEnd ? start : last.valueStart, end })));
        }
        depth += /^[{[]/.test(token) ? 1 : 0;
    }
    return members;
}

/**
 * Returns the text with more texts in one of its outermost object's objects, which is made if it is missing or `null`.
 * All else stays as it is to the byte: what a program reads and writes again loses the order of keys that look like
 * numbers, digits of long numbers, and the hand that wrote it.
 *
 * @param text which `JSON.parse` takes as an object
 * @param additions by keys that are not there yet
 */
export function addTexts(text: string, name: string, additions: Readonly<Record<string, string>>): string {
    const open = text.indexOf("{");
    const outer = readMembers(text, open);
    const [first] = outer;
    const before = first === undefined ? INDENT : text.slice(open + 1, first.start);
    const colon = first === undefined ? ": " : text.slice(first.keyEnd, first.valueStart);
    const deeper = /\n/.test(before) ? before + before.slice(before.lastIndexOf("\n") + 1) : before;
    const list = (lead: string, between: string) => Object.entries(additions)
        .map(([key, value]) => `${lead}${JSON.stringify(key)}${between}${JSON.stringify(value)}`).join(",");
    const whole = `{${list(deeper, colon)}${before}}`;

    const member = outer.find(({ key }) => key === name);
    if (member === undefined) {
        const added = `${before}${JSON.stringify(name)}${colon}${whole}`;
        const last = outer.at(-1);
        return last === undefined ? `{${added}\n}${text.slice(text.lastIndexOf("}") + 1)}` : splice(text, last.end, last.end, `,${added}`);
    }
    const inner = readMembers(text, member.valueStart);
    const [head, tail] = [inner[0], inner.at(-1)];
    if (text[member.valueStart] !== "{" || head === undefined || tail === undefined) {
        return splice(text, member.valueStart, member.end, whole);
    }
    const lead = text.slice(member.valueStart + 1, head.start);
    return splice(text, tail.end, tail.end, `,${list(lead, text.slice(head.keyEnd, head.valueStart))}`);
}

function splice(text: string, start: number, end: number, added: string): string {
    return text.slice(0, start) + added + text.slice(end);
}
