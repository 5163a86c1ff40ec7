import * as v from "valibot";
import { closedMap } from "../../config-field";
import { formatNow } from "../../config-problem";
import type { LifecycleDocument } from "./lifecycle-document";
import type { LifecycleFinding } from "./lifecycle-finding";
import { LIFECYCLE_LENGTH_MAX } from "./lifecycle-limits";

const wholeNumber = () => v.pipe(v.number("a number"), v.title("a number"));
const word = <const W extends readonly [string, ...string[]]>(words: W) => {
    const takes = words.join(", ");
    return v.pipe(v.picklist(words, takes), v.title(takes));
};
const texts = () => v.pipe(v.array(v.string("a text"), "a list of texts"), v.title("a list of texts"));

const SELECTION = closedMap("a map with at least tagStatus, countType and countNumber", {
    tagStatus: word(["tagged", "untagged", "any"]),
    tagPatternList: v.exactOptional(texts()),
    tagPrefixList: v.exactOptional(texts()),
    storageClass: v.exactOptional(word(["standard", "archive"])),
    countType: word(["imageCountMoreThan", "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned"]),
    countUnit: v.exactOptional(word(["days"])),
    countNumber: wholeNumber(),
});

const ACTION_TAKES = "a map with type expire, or with type transition and targetStorageClass archive";
const ACTION = v.pipe(
    v.variant("type", [
        closedMap(ACTION_TAKES, { type: v.literal("expire") }),
        closedMap(ACTION_TAKES, { type: v.literal("transition"), targetStorageClass: word(["archive"]) }),
    ], ACTION_TAKES),
    v.title(ACTION_TAKES),
);

/** Closed, as ECR refuses keys that it does not know. Source: https://github.com/cloudposse/terraform-aws-ecr/issues/158 */
const DOCUMENT = closedMap("a map with rules", {
    rules: v.pipe(
        v.array(closedMap("a map with rulePriority, selection and action", {
            rulePriority: wholeNumber(),
            description: v.exactOptional(v.pipe(v.string("a text"), v.title("a text"))),
            selection: SELECTION,
            action: ACTION,
        }), "a list of rules"),
        v.title("a list of rules"),
    ),
});

/** Returns what a text says as a lifecycle policy, if it is one, and where it is not what ECR takes. */
export function parseLifecycleDocument(text: string): {
    /** `undefined` exactly if it has not the form; then nothing more can be said of it. */
    readonly document: LifecycleDocument | undefined;
    readonly findings: readonly LifecycleFinding[];
} {
    const { value, isJson } = parseJson(text);
    if (!isJson) {
        return { document: undefined, findings: [{ path: [], required: "JSON", now: "something else", isRefused: true }] };
    }
    const { issues = [], success, output } = v.safeParse(DOCUMENT, value);
    const document: LifecycleDocument | undefined = success ? output : undefined;
    return { document, findings: [...issues.map(toFinding), ...lintLength(text, document)] };
}

function parseJson(text: string): { readonly value?: unknown; readonly isJson: boolean } {
    try {
        return { value: JSON.parse(text), isJson: true };
    } catch {
        return { isJson: false };
    }
}

function toFinding({ type, message, path: items, input }: v.BaseIssue<unknown>): LifecycleFinding {
    const path = (items ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
    return { path, required: message, now: type === "raw_check" ? JSON.stringify(input) : formatNow(path, input), isRefused: true };
}

/** White space counts too; what is too long without any, `lintLifecycleDocument` says. */
function lintLength({ length }: string, document: LifecycleDocument | undefined): readonly LifecycleFinding[] {
    const isLong = length > LIFECYCLE_LENGTH_MAX && (document === undefined || JSON.stringify(document).length <= LIFECYCLE_LENGTH_MAX);
    return isLong ? [{ path: [], required: `at most ${LIFECYCLE_LENGTH_MAX} characters`, now: `${length}`, isRefused: true }] : [];
}
