import { anyPattern, typedPattern } from "./azure-type";
import { leadingTo } from "./per-stack";
import { listOf, textOf } from "./props";
import { isOff, valueAt } from "./property";
import { registryById } from "./registry-of";
import type { Facts } from "./rule";
import { ifDecided } from "./undecided";

const CLASSIC = /^azure:monitoring\/diagnosticSetting:DiagnosticSetting$/;

/** Type tokens of diagnostic settings; as a free-form resource one cannot be written, as its target is no property. */
export const DIAGNOSTIC_TYPES = anyPattern(typedPattern("monitor|insights", "DiagnosticSetting"), CLASSIC);

/** Groups of categories that hold logins and changes of repositories. */
const GROUPS = ["alllogs", "audit"];

/**
 * Returns how to find the settings that may keep the logs of a category: those about a registry, and the first of those of
 * which it is not known yet what they are about.
 */
export function settingsKeeping(category: string): (registry: Facts, resources: readonly Facts[]) => readonly Facts[] {
    return leadingTo((setting, resources) => {
        if (!DIAGNOSTIC_TYPES.test(setting.type) || ifDecided(() => keepsLogs(setting, category)) === false) {
            return [];
        }
        const registry = registryOfSetting(setting, resources);
        return registry === undefined || registry === "elsewhere" ? [] : [registry];
    });
}

/** Says whether the setting is about this registry. */
export function isAbout(setting: Facts, registry: Facts, resources: readonly Facts[]): boolean {
    return registryOfSetting(setting, resources) === registry;
}

function registryOfSetting(setting: Facts, resources: readonly Facts[]): Facts | "elsewhere" | undefined {
    const property = CLASSIC.test(setting.type) ? "targetResourceId" : "resourceUri";
    return registryById(setting, property, () => setting.props[property], resources);
}

/** Says whether the setting keeps the logs of a category. */
export function keepsLogs({ props }: Facts, category: string): boolean {
    return ["logs", "enabledLogs"]
        .flatMap((property) => listOf(props[property]))
        .filter((log) => !isOff(valueAt(log, "enabled")))
        .some(
            (log) =>
                textOf(valueAt(log, "category")).toLowerCase() === category.toLowerCase() ||
                GROUPS.includes(textOf(valueAt(log, "categoryGroup")).toLowerCase()),
        );
}
