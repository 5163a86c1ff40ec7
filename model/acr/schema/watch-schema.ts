import * as v from "valibot";
import { closedMap, flag, listOf, mapOf, needed, optional, text, word } from "../../config-field";
import { isRepository, isTag } from "../../image-ref";
import type { DiagnosticsSpec, WebhookSpec } from "../acr-spec";
import { armId, name, outerName, region } from "../values/acr-text";

/** Source: https://github.com/Azure/azure-rest-api-specs/blob/main/specification/containerregistry/resource-manager/Microsoft.ContainerRegistry/Registry/Webhook.models.tsp (`WebhookAction`) */
const ACTIONS = ["push", "delete", "quarantine", "chart_push", "chart_delete"] as const;

/** Source: https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-containerregistry-registries-logs */
const LOGS = ["ContainerRegistryLoginEvents", "ContainerRegistryRepositoryEvents"] as const;

const isHttps = (url: string): boolean => /^https:\/\/[^\s/?#]+(?:[/?#]\S*)?$/i.test(url);

/** The keys of a webhook. */
export const WEBHOOK_KEYS = {
    name: needed("Unique among the webhooks.", name("a webhook")),
    url: needed("What is called. Kept as a secret.", text("a URL that starts with https://", isHttps)),
    actions: optional("What it is told of.", v.pipe(
        listOf(`a list of ${ACTIONS.join(", ")}`, word(ACTIONS.join(", "), ACTIONS)),
        v.minLength(1, `a list of at least one of ${ACTIONS.join(", ")}`),
    ), "[push]"),
    scope: optional(
        "Which images it is told of.",
        // A repository alone would be taken as repository:latest, says the same source (`scope`).
        text("repository:tag, or repository:* for all of its tags", (scope) => {
            const [repository = "", tag = "", ...rest] = scope.split(":");
            return isRepository(repository) && (tag === "*" || isTag(tag)) && rest.length === 0;
        }),
        "all",
    ),
    headers: optional(
        "What is sent with each call. Kept as a secret.",
        mapOf("a map from names to texts", text("a text", (value) => !/[\r\n]/.test(value))),
        "none",
    ),
    enabled: optional("Whether it is called.", flag(), "true"),
    location: optional("Which of the registry's regions it tells of.", region(), "the home region"),
};

/** The keys of an event hub. */
export const EVENT_HUB_KEYS = {
    authorizationRule: needed(
        "The rule of the namespace that allows to send.",
        armId("an authorization rule of an event hubs namespace", "Microsoft.EventHub/namespaces/authorizationRules"),
    ),
    name: optional("The event hub.", text("the name of an event hub", (value) => value !== ""), "one for each category"),
};

/** The keys of a diagnostic setting. */
export const DIAGNOSTICS_KEYS = {
    name: needed("Unique among the settings.", outerName("a diagnostic setting", 260)),
    workspace: optional("A Log Analytics workspace.", armId("a workspace", "Microsoft.OperationalInsights/workspaces"), "none"),
    storageAccount: optional("A storage account.", armId("a storage account", "Microsoft.Storage/storageAccounts"), "none"),
    eventHub: optional("An event hub.", closedMap("a map with at least authorizationRule", EVENT_HUB_KEYS), "none"),
    logs: optional(
        "Which logs.",
        listOf(`a list of ${LOGS.join(", ")}`, word(LOGS.join(" or "), LOGS)),
        "all",
    ),
    metrics: optional("Whether metrics go there too.", flag(), "true"),
};

const WEBHOOK_DEFAULTS = { actions: ["push"], headers: {}, enabled: true } as const;

/** The keys of a registry that say whom it tells of what. */
export const WATCH_KEYS = {
    webhooks: optional(
        "What is called on pushes and deletions.",
        listOf("a list of webhooks", v.pipe(
            closedMap("a map with at least name and url", WEBHOOK_KEYS),
            v.transform((webhook): WebhookSpec => ({ ...WEBHOOK_DEFAULTS, ...webhook })),
        )),
        "none",
    ),
    diagnostics: optional(
        "Where logs and metrics go.",
        listOf("a list of diagnostic settings", v.pipe(
            closedMap("a map with name and at least one of workspace, storageAccount and eventHub", DIAGNOSTICS_KEYS),
            v.transform((setting): DiagnosticsSpec => ({ logs: [], metrics: true, ...setting })),
        )),
        "none",
    ),
};
