import * as containerregistry from "@pulumi/azure-native/containerregistry";
import * as pulumi from "@pulumi/pulumi";
import type { AcrScope } from "./acr-scope";

/** Declares where the registry tells of pushes and deletions: a webhook may stand in a region that comes with a replication. */
export function declareWebhooks({ name, plan, place, parent }: AcrScope, replications: readonly pulumi.Resource[]): pulumi.Resource[] {
    return plan.webhooks.map((webhook) => new containerregistry.Webhook(`${name}-webhook-${webhook.name}`, {
        ...place,
        webhookName: webhook.name,
        location: webhook.location,
        actions: [...webhook.actions],
        scope: webhook.scope,
        status: webhook.status,
        // Either may hold a token.
        serviceUri: pulumi.secret(webhook.serviceUri),
        customHeaders: pulumi.secret({ ...webhook.customHeaders }),
        tags: plan.tags,
        // A webhook stays in its region; its name is taken for as long as it is there.
    }, { parent, dependsOn: [...replications], replaceOnChanges: ["location"], deleteBeforeReplace: true }));
}
