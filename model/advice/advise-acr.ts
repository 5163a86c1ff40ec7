import { acrNameOf, type AdvicePlace, type Advise } from "./advice-place";
import { ADVISE_WAY } from "./advise-way";
import type { RegistryFault } from "./fault";
import { runCommand } from "./run-command";

/**
 * What to do about a registry of Azure.
 *
 * Sources: https://learn.microsoft.com/troubleshoot/azure/azure-container-registry/troubleshoot-push-error-operation-disallowed-timeout and
 * https://learn.microsoft.com/azure/container-registry/container-registry-health-error-reference; of the commands
 * https://learn.microsoft.com/cli/azure/acr
 */
export const ADVISE_ACR: Readonly<Record<RegistryFault, Advise>> = {
    ...ADVISE_WAY,
    "unauthorized": (place) => (place.managed === true
        ? [
            `see whether it lets you in: \`az acr login --name ${nameIn(place)} --expose-token --output none\`; without a role on it, it does not`,
            roles(place),
            `a login ends after three hours: run ${runCommand("up", place)} again, which logs in anew`,
            health(place),
        ]
        : [
            `log in as a token of the registry: \`docker login ${place.host}\`; what \`az acr login\` leaves cannot be used here`,
            `see which tokens there are: \`az acr token list --registry ${nameIn(place)} --output table\``,
            health(place),
        ]),
    "forbidden": (place) => [
        roles(place),
        ...(place.action === "make" ? [] : [
            ...(place.managed === true ? [] : [`a token needs content/${place.action === "pull" ? "read" : "write"} on the repository: \`az acr scope-map list --registry ${nameIn(place)} --output table\``]),
            `a 403 without words may be the network: \`az acr network-rule list --name ${nameIn(place)}\``,
        ]),
    ],
    "network-closed": (place) => [
        `see whom its network lets in: \`az acr network-rule list --name ${nameIn(place)}\`, and \`az acr show --name ${nameIn(place)} --query publicNetworkAccess\``,
        place.managed === true
            ? "add this machine's address to `ipRules`, from a machine that gets in, or deploy from inside of the network"
            : `let this machine's address in: \`az acr network-rule add --name ${nameIn(place)} --ip-address ADDRESS\`, or come from inside of the network`,
    ],
    "repository-unknown": (place) => [`see which there are: \`az acr repository list --name ${nameIn(place)} --output table\`; the first push makes one`],
    "not-found": (place) => [
        `see which tags there are: \`az acr repository show-tags --name ${nameIn(place)} --repository ${place.repository ?? "REPOSITORY"} --output table\``,
    ],
    "throttled": (place) => [
        ...ADVISE_WAY.throttled(place),
        `what it takes depends on its tier: \`az acr show --name ${nameIn(place)} --query sku.name\`${place.managed === true ? "; write a higher `tier`" : ""}`,
    ],
    // It has no immutable tags: https://github.com/Azure/acr/issues/890
    "immutable-tag": (place) => lock(place),
    "locked": (place) => [
        ...lock(place),
        `or its storage is full: \`az acr show-usage --name ${nameIn(place)} --output table\``,
    ],
    "name-taken": (place) => [
        `see whether the name is free: \`az acr check-name --name ${nameIn(place)}\`; it is one for all of Azure`,
        `see whether you have it: \`az acr list --query "[?name=='${nameIn(place)}'].id"\`; then use it as \`kind: local\` with \`host: ${place.host}\`, else write another \`registries:registry.name\``,
    ],
    "limit-reached": (place) => [`see what is used: \`az acr show-usage --name ${nameIn(place)} --output table\`; a higher tier has more`],
    "registry-unreachable": (place) => [...ADVISE_WAY["registry-unreachable"](place), health(place)],
    "name-not-resolved": (place) => [
        `see whether it is there: \`az acr show --name ${nameIn(place)} --query loginServer\``,
        ...ADVISE_WAY["name-not-resolved"](place),
        "with a private endpoint, come from a network that resolves privatelink.azurecr.io",
    ],
};

const nameIn = ({ host }: AdvicePlace): string => acrNameOf(host);

const health = (place: AdvicePlace): string => `see what else is in the way: \`az acr check-health --name ${nameIn(place)} --ignore-errors --yes\``;

/** By the role assignment mode. Source: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-overview */
const ROLES = {
    pull: { legacy: "AcrPull", abac: "Container Registry Repository Reader" },
    push: { legacy: "AcrPush", abac: "Container Registry Repository Writer" },
};

/** Says where roles are seen, and which one is needed. */
function roles(place: AdvicePlace): string {
    const { action = "push", permissions, denied } = place;
    if (action === "make") {
        return "see which roles you have: `az role assignment list --assignee \"$(az account show --query user.name --output tsv)\" --all --output table`; "
            + `${denied ?? "to make it"} needs Contributor on the resource group, and to grant roles User Access Administrator besides`;
    }
    const scope = `"$(az acr show --name ${nameIn(place)} --query id --output tsv)"`;
    const { legacy, abac } = ROLES[action];
    const role = permissions === undefined ? `${legacy}, or ${abac} where its mode is ABAC` : ROLES[action][permissions];
    return `see who has which role: \`az role assignment list --scope ${scope} --include-inherited --output table\`; to ${action} takes ${role}`;
}

function lock(place: AdvicePlace): readonly string[] {
    const { repository = "REPOSITORY", tag } = place;
    const image = tag === undefined ? `--repository ${repository}` : `--image ${repository}:${tag}`;
    return [
        `write a new \`version\`: the tag is locked; see how: \`az acr repository show --name ${nameIn(place)} ${image} --query changeableAttributes\``,
        `or unlock it: \`az acr repository update --name ${nameIn(place)} ${image} --write-enabled true\``,
    ];
}
