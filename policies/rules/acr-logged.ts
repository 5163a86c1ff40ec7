import { ACR_TYPES, isRegistry } from "../acr";
import { isAbout, keepsLogs, settingsKeeping } from "../diagnostic-setting";
import { CLASSIC, genericRegistry, registry, REGISTRY_ID } from "../examples";
import { facts } from "../facts";
import type { Facts, Props, Rule } from "../rule";
import { EXEMPT_STACKS, inExemptStack } from "../stacks";
import { allHold, anyHolds, readOther } from "../undecided";

/**
 * Who logged in, and what was pushed, pulled and deleted.
 *
 * Source: https://learn.microsoft.com/azure/container-registry/monitor-container-registry-reference
 */
const CATEGORIES = ["ContainerRegistryLoginEvents", "ContainerRegistryRepositoryEvents"];

const SETTINGS = CATEGORIES.map((category) => ({ category, settingsFor: settingsKeeping(category) }));

const BOTH = { logs: CATEGORIES.map((category) => ({ category, enabled: true })) };

/** A container registry's logs are kept. */
export const acrLogged: Rule = {
    id: "acr-logged",
    title: "A container registry's logins and changes are logged",
    why: "after an incident nothing tells otherwise who pulled, pushed or deleted what",
    severity: "medium",
    level: "advisory",
    fix: "Add a DiagnosticSetting for the registry with the category group audit or allLogs, or with both categories.",
    url: "https://learn.microsoft.com/azure/container-registry/monitor-container-registry",
    references: ["AP 56288eb2-4350-461d-9ece-2bb242269dce"],
    appliesTo: ACR_TYPES,
    scope: "stack",
    reads: ["logs", "logs[0].categoryGroup", "enabledLogs"],
    settings: EXEMPT_STACKS,

    check(resource, { resources, settings }) {
        if (inExemptStack(resource, settings) || !isRegistry(resource)) {
            return [];
        }
        const keeps = (setting: Facts, category: string) =>
            allHold(
                () => isAbout(setting, resource, resources),
                () => keepsLogs(setting, category),
            );
        const missing = SETTINGS.filter(
            ({ category, settingsFor }) =>
                !anyHolds(
                    ...settingsFor(resource, resources).map((other) => () => readOther(other, () => keeps(other, category))),
                ),
        ).map(({ category }) => category);
        return missing.length === 0 ? [] : [`No diagnostic setting of this stack keeps: ${missing.join(", ")}.`];
    },

    good: [
        { title: "both categories", resources: logged(registry(), BOTH) },
        {
            title: "a group",
            resources: logged(genericRegistry({}), { logs: [{ categoryGroup: "allLogs", enabled: true }] }),
        },
        {
            title: "found by its id",
            resources: [
                registry({ registryName: "contoso" }),
                facts("azure-native:insights:DiagnosticSetting", { ...BOTH, resourceUri: REGISTRY_ID }),
            ],
        },
        {
            title: "classic",
            resources: logged(facts(CLASSIC), { enabledLogs: [{ categoryGroup: "audit" }] }, "targetResourceId"),
        },
        { title: "a stack of development", resources: [registry({}, { stack: "dev" })] },
    ],
    bad: [
        { title: "none", resources: [registry()], violation: lacks(CATEGORIES) },
        {
            title: "one of the two",
            resources: logged(registry(), { logs: [{ category: "ContainerRegistryLoginEvents", enabled: true }] }),
            violation: lacks(["ContainerRegistryRepositoryEvents"]),
        },
        {
            title: "switched off",
            resources: logged(registry(), { logs: [{ categoryGroup: "audit", enabled: false }] }),
            violation: lacks(CATEGORIES),
        },
        {
            title: "those of something else",
            resources: [registry(), ...logged(facts("azure-native:storage:StorageAccount"), BOTH)],
            violation: lacks(CATEGORIES),
        },
    ],
};

function lacks(categories: readonly string[]): string {
    return `No diagnostic setting of this stack keeps: ${categories.join(", ")}.`;
}

function logged(target: Facts, props: Props, property = "resourceUri"): [Facts, Facts] {
    const type =
        property === "resourceUri"
            ? "azure-native:monitor:DiagnosticSetting"
            : "azure:monitoring/diagnosticSetting:DiagnosticSetting";
    return [target, facts(type, props, { name: "setting", from: { [property]: [target] } })];
}
