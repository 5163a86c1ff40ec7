import type { Exempted, Verdict } from "../../policies/report";
import { nameOf } from "../../policies/urn";
import { formatGate, groupByResource, oneLine, type Checked } from "./report";

/** Returns a report for people: by resource, worst first, each thing with what to write instead. Nothing found is no text. */
export function formatText(checked: Checked): string {
    const { violations, undecided, exempt } = checked.report;
    const gate = formatGate(checked);
    const parts = [
        ...groupByResource(checked, violations).map((group) => formatGroup(checked, group)),
        ...(undecided.length === 0 ? [] : [["Nobody can tell yet:", ...groupByResource(checked, undecided).map((group) => formatGroup(checked, group))].join("\n")]),
        ...(exempt.length === 0 ? [] : [["Let pass:", ...exempt.map(formatExempted)].join("\n")]),
        ...(gate === undefined ? [] : [gate]),
    ];
    return parts.map((part) => `${part}\n`).join("\n");
}

function formatGroup({ placeOf }: Checked, group: readonly [Verdict, ...Verdict[]]): string {
    const [{ resource, type }] = group;
    const { file, line } = placeOf(group[0]);
    return [oneLine(`${file}:${line}  ${nameOf(resource) || resource} (${type})`), ...group.flatMap(formatVerdict)].join("\n");
}

function formatVerdict({ rule, severity, level, message, fix }: Verdict): string[] {
    return [oneLine(`  ${severity}, ${level}  ${rule}: ${message}`), `    ${fix}`];
}

function formatExempted({ rule, resource, owner, expires, reason }: Exempted): string {
    return oneLine(`  ${rule}: ${nameOf(resource) || resource}, until ${expires} (${owner}): ${reason}`);
}
