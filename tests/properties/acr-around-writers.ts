import { facts } from "../../policies/facts";
import type { Facts, Props } from "../../policies/rule";
import { UNKNOWN } from "../analyzed";
import { ROLES, type PartWish } from "./acr-wishes";

const ROOM = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/images/providers";
const EVENTS = { logins: "ContainerRegistryLoginEvents", repositories: "ContainerRegistryRepositoryEvents" };

/** Returns what is about a registry, or leads to it, and is no part of Azure Container Registry. */
export function writeAround(wish: PartWish, name: string, owner: Facts): Facts {
    const { part, family } = wish;
    const isClassic = family === "classic";
    const link = (type: string, property: string, props: Props) => linked(wish, type, name, owner, property, idOf(owner), props);
    switch (part.kind) {
        case "lock":
            return isClassic
                ? link("azure:management/lock:Lock", "scope", { lockLevel: part.level })
                : link("azure-native:authorization:ManagementLockByScope", "scope", { level: part.level });
        case "grant":
            return isClassic
                ? link("azure:authorization/assignment:Assignment", "scope", { roleDefinitionName: part.role, principalId: UNKNOWN })
                : link("azure-native:authorization:RoleAssignment", "scope", { roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${ROLES[part.role].toUpperCase()}`, principalId: UNKNOWN });
        case "logs": {
            const logs = part.keeps === "nothing" ? [{ categoryGroup: "audit", enabled: false }] : part.keeps === "audit" ? [{ categoryGroup: "audit", enabled: true }] : [{ category: EVENTS[part.keeps], enabled: true }];
            return isClassic
                ? link("azure:monitoring/diagnosticSetting:DiagnosticSetting", "targetResourceId", { enabledLogs: logs.filter(({ enabled }) => enabled) })
                : link("azure-native:monitor:DiagnosticSetting", "resourceUri", { logs });
        }
        default:
            return writeEndpoint(wish, name, owner);
    }
}

function writeEndpoint({ part, family, made }: PartWish, name: string, owner: Facts): Facts {
    const isManual = part.kind === "endpoint" && part.manual;
    const id = made ? UNKNOWN : idOf(owner);
    const list = isManual ? "manualPrivateLinkServiceConnections" : "privateLinkServiceConnections";
    const [type, property, props] =
        family === "classic"
            ? ["azure:privatelink/endpoint:Endpoint", "privateServiceConnection", { privateServiceConnection: { isManualConnection: isManual, privateConnectionResourceId: id } }] as const
            : family === "typed"
              ? ["azure-native:network:PrivateEndpoint", list, { [list]: [{ name: "link", privateLinkServiceId: id }] }] as const
              : ["azure-native:resources:Resource", "properties", { resourceProviderNamespace: "Microsoft.Network", resourceType: "privateEndpoints", properties: { [list]: [{ name: "link", properties: { privateLinkServiceId: id } }] } }] as const;
    return facts(type, props, { name, stack: owner.urn.split(":")[2] ?? "", ...(made ? { from: { [property]: [owner] } } : {}) });
}

/** Returns a resource one of whose properties is made from the registry, so that it is unknown, or names it. */
export function linked({ made }: PartWish, type: string, name: string, owner: Facts, property: string, known: string, props: Props): Facts {
    const stack = owner.urn.split(":")[2] ?? "";
    return made
        ? facts(type, { ...props, [property]: UNKNOWN }, { name, stack, from: { [property]: [owner] } })
        : facts(type, { ...props, [property]: known }, { name, stack });
}

/** Returns a registry's id in Azure Resource Manager. */
export function idOf(owner: Facts): string {
    return `${ROOM}/Microsoft.ContainerRegistry/registries/${owner.name}`;
}
