import { existsSync } from "node:fs";
import type { Verdict } from "../../policies/report";
import { nameOf, projectOf, stackOf } from "../../policies/urn";
import { stackFile } from "../stack-file";
import type { Place } from "./report";
import type { Source } from "./sources";
import { readProjectConfig } from "./stack-config";

/** Keys of the configuration whose names resources go by. */
const NAMED = ["registries:images", "registries:pipelines", "registries:containerGroups"];

/** Whose resources are not named after anything below it. */
const REGISTRY = "registries:registry";

/**
 * Returns what says where a verdict's cause is written: the line of the image, pipeline or registry in the stack file that
 * the program was run with; the first line of the stack's file, or else of the file that was read, for other stacks.
 *
 * @param policies the file with exemptions, relative to the project
 */
export function placeIn(root: string, places: ReadonlyMap<Verdict, Source>, policies: string): (verdict: Verdict) => Place {
    const sources = new Map([...places].map(([verdict, source]) => [keyOf(verdict), source]));
    let project: string | undefined;
    const isOwn = (urn: string) => projectOf(urn) === (project ??= readProjectConfig(root).name);
    return (verdict) => {
        const { resource } = verdict;
        const source = places.get(verdict) ?? sources.get(keyOf(verdict));
        if (source === undefined) {
            return { file: policies, line: 1 };
        }
        const { config, file } = source;
        return config === undefined ? { file: isOwn(resource) ? ownFile(root, resource) ?? file : file, line: 1 } : { file, line: findLine(config.lines, nameOf(resource)) };
    };
}

/** Exempted verdicts are other objects. */
function keyOf({ rule, resource, message }: Verdict): string {
    return [rule, resource, message].join("\n");
}

function ownFile(root: string, urn: string): string | undefined {
    const own = stackFile(root, stackOf(urn));
    return existsSync(own) ? own.slice(root.length + 1) : undefined;
}

/** Resources of an image or a pipeline have its name, alone or with `-` and more around it. The longest name is meant. */
function findLine(lines: ReadonlyMap<string, number>, name: string): number {
    const named = [...lines].flatMap(([path, line]) => {
        const [section = "", key = ""] = [path.slice(0, path.indexOf(".")), path.slice(path.indexOf(".") + 1)];
        return NAMED.includes(section) && `-${name}-`.includes(`-${key}-`) ? [{ key, line }] : [];
    });
    const [longest] = named.sort((one, other) => other.key.length - one.key.length);
    return longest?.line ?? lines.get(REGISTRY) ?? 1;
}
