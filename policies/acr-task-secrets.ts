import { decodeContent, stepsOf, type Step } from "./acr-task";
import { findCredential } from "./credential";
import { entriesOf } from "./moving-image";
import { recordOf, textOf } from "./props";
import { isOn, valueAt, type Property } from "./property";
import type { Facts } from "./rule";
import { secretSign } from "./secret-sign";
import { allHold, gather } from "./undecided";

/** What a run fills in. Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-reference-yaml */
const FILLED_IN = /\{\{.*?\}\}/g;

/** The commands of one step are on lines of their own, or between these: `;`, `&`, `|`. A line may start with an option. */
const SAME_COMMAND = "(?:[^;&|\\n]|\\n\\s*(?=-[\\w-]))*?";

/** The start of a value, in quotes or not, that no variable or command gives. */
const LITERAL = "[\\s=]+[\"'\\\\]*[^\\s\"'\\\\=$%`-]";

/** Commands of which `-p` is a password, by their names or their images. */
const LOGIN = "\\b(?:docker|podman|nerdctl|buildah|oras|helm\\s+registry|crane\\s+auth|az(?:\\s+acr)?)(?:[:@]\\S+)?\\s+login\\s";

/** A password among the arguments of a command. */
const PASSWORD = new RegExp(`\\s--password${LITERAL}|${LOGIN}${SAME_COMMAND}(?<=\\s)-p${LITERAL}`);

/** Texts of a step that are given as they are, or in Base64: its commands, and values for them. */
const CONTENTS = ["encodedTaskContent", "taskContent", "encodedValuesContent", "valueContent"];

/** Returns where the steps of a task hold secrets in clear. */
export function stepSecretsOf(task: Facts): readonly string[] {
    return gather(
        stepsOf(task).flatMap((step) => [
            ...["arguments", "values"].map((name) => () => inArguments({ path: `${step.path}.${name}`, value: valueAt(step.value, name) })),
            ...CONTENTS.map((name) => () => inContent(step, name)),
        ]),
    );
}

/** The classic provider has names and values as one record, and secrets in another. */
function inArguments({ path, value }: Property): readonly string[] {
    const given = recordOf(value);
    const isSecret = (name: string, read: () => unknown) => secretSign(name, read) !== undefined;
    return Array.isArray(value)
        ? gather(
              entriesOf({ path, value }).map((entry) => () => {
                  const read = () => valueAt(entry.value, "value");
                  const isPlain = () => !isOn(valueAt(entry.value, "isSecret"));
                  return allHold(isPlain, () => isSecret(textOf(valueAt(entry.value, "name")), read)) ? [entry.path] : [];
              }),
          )
        : gather(Object.keys(given).map((name) => () => (isSecret(name, () => given[name]) ? [path] : []))).slice(0, 1);
}

function inContent({ path, value }: Step, name: string): readonly string[] {
    const content = decodeContent(textOf(valueAt(value, name))).replace(FILLED_IN, "$VALUE");
    const kind = findCredential(content) ?? (PASSWORD.test(content) ? "a password" : undefined);
    return kind === undefined ? [] : [`${kind} in ${path}.${name}`];
}
