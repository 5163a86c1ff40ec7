import { faultOf, type Refusal } from "./answer-fault";
import { isTag } from "../image-ref";
import type { Finding } from "./finding";

/** What a registry says of a tag, or of a digest. */
export interface TagFacts {
    readonly tag: string;

    readonly answer: Refusal;

    /** Where it leads to; @default - nowhere, or nobody says */
    readonly digest?: string | undefined;
}

/** Returns where tags lead to, those with the same end together; those that lead nowhere last. */
export function judgeTags(tags: readonly TagFacts[]): readonly Finding[] {
    const groups = new Map<string, readonly TagFacts[]>();
    for (const tag of tags) {
        const key = tag.answer.status === 200 ? tag.digest ?? "" : tag.answer.said;
        groups.set(key, [...(groups.get(key) ?? []), tag]);
    }
    const findings = [...groups.values()].flatMap((group): readonly Finding[] => {
        const [first] = group;
        const names = group.map(({ tag }) => tag).join(", ");
        if (first === undefined) {
            return [];
        }
        return [judgeTag(names, first)];
    });
    return [...findings.filter(({ state }) => state === "ok"), ...findings.filter(({ state }) => state !== "ok")];
}

function judgeTag(names: string, { tag, answer, digest }: TagFacts): Finding {
    switch (answer.status) {
        case 200:
            return { state: "ok", found: digest === undefined || digest === names ? `${names}: it is there` : `${names}: ${digest}` };
        case 401:
        case 403:
            // What to do about that is said of the pull.
            return { state: "unknown", found: `${names}: not told to this login` };
        default:
            return {
                state: "failed", found: `${names}: ${answer.status === 404 ? "not there" : answer.said}`, fault: faultOf(answer, "not-found"),
                ...(isTag(tag) ? { tag } : {}),
            };
    }
}
