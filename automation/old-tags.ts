import { isPublicEcrHost, parseEcrHost } from "../model/ecr/ecr-host";
import { planDrop, type DropPlan } from "../model/images/drop-old-tags";
import { listForgotten, planOldTags, type OldTags } from "../model/images/old-tags";
import { readInventory } from "../registry-client/inventory";
import type { Regctl } from "../registry-client/regctl";
import { withRegistries } from "../registry-client/session";
import type { LocalServices } from "../toolchain/local-services";
import { requireTools } from "../toolchain/require";
import { localPaths } from "../toolchain/services/local-paths";
import { carryOut, type Carried } from "./images/carry-out";
import { formatDropFault, formatDropped } from "./old-tags-lines";

type StackOutputs = Readonly<Record<string, unknown>>;

/** A run, and with what registries are reached. */
export interface OldTagsWork {
    readonly root: string;
    readonly stack: string;
    /** The stack's outputs as the run found them. */
    readonly before: StackOutputs;
    /** As it left them, even if it failed; of a stack that is gone, a map of no images. */
    readonly after: StackOutputs;
    /** What runs on this machine, if it was ever set up. */
    readonly services: LocalServices | undefined;
    readonly env: NodeJS.ProcessEnv;
    readonly say: (line: string) => void;
}

/** What Go's resolver says of a name that leads nowhere. Source: https://github.com/golang/go/blob/go1.26.0/src/net/net.go (`errNoSuchHost`) */
const NO_HOST = /no such host/;

/**
 * Takes away the tags that a run has made old, as each image's `oldTags` says, and returns what went wrong, each with the
 * command that does the same by hand. What is gone already is nothing to do, whole registries too.
 *
 * - A registry with OCI's deletion of tags, such as distribution's, takes the tag away.
 * - Where that is refused, as on Azure Container Registry, which deletes by digest alone, regctl moves the tag to an empty
 *   image and deletes that; it takes the rights to push and to delete, and a tag that is not locked.
 * - Amazon ECR deletes by digest; of tags its API alone is documented, and deletes an image with its last tag. So one stays.
 *   A tag that is immutable cannot be moved to an empty image: there only `delete`, or the API, takes it away.
 *
 * @see https://github.com/regclient/regclient/blob/v0.11.7/scheme/reg/tag.go
 * @see https://learn.microsoft.com/azure/container-registry/container-registry-delete
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchDeleteImage.html
 */
export async function dropOldTags(work: OldTagsWork): Promise<readonly string[]> {
    const old = planOldTags(work.before, work.after);
    const repositories = [...new Set(old.map(({ repository }) => repository))];
    if (repositories.length === 0) {
        return listForgotten(work.before, work.after).map(({ repository, tags }) =>
            formatDropFault(work.stack, tags.map((tag) => `${repository}:${tag}`), "the run has failed, and no later one knows of them"));
    }
    const { services, env, say } = work;
    try {
        const { regctl } = await requireTools(["regctl"], say, { env });
        return await withRegistries(repositories.map(hostOf), { regctl, services, env }, async (client) => {
            const errors: string[] = [];
            for (const repository of repositories) {
                errors.push(...await dropFrom(client, work, repository, old.filter((one) => one.repository === repository)));
            }
            return errors;
        });
    } catch (error) {
        return repositories.map((repository) => formatDropFault(work.stack, listRefs(old, repository), reasonOf(error)));
    }
}

async function dropFrom(client: Regctl, work: OldTagsWork, repository: string, old: readonly OldTags[]): Promise<readonly string[]> {
    const { root, stack, services, env, say } = work;
    const host = hostOf(repository);
    try {
        const data = services?.host === host ? localPaths(root).registry.data : undefined;
        const inventory = await readInventory(client, { host, repository: repository.slice(host.length + 1), data, env });
        if (inventory === undefined) {
            return [];
        }
        const plan = planDrop(old, inventory, { deletesUntagged: isEcr(host) });
        const carried = await carryOut(client, [{ repository, ...plan }]);
        formatDropped(repository, plan, carried).forEach(say);
        return carried.errors.length === 0 ? [] : [tellFault(stack, repository, plan, carried)];
    } catch (error) {
        return NO_HOST.test(reasonOf(error)) ? [] : [formatDropFault(stack, listRefs(old, repository), reasonOf(error))];
    }
}

function tellFault(stack: string, repository: string, plan: DropPlan, { untagged, deleted, errors }: Carried): string {
    const tags = plan.untag.filter(({ tag }) => !untagged.includes(`${repository}:${tag}`));
    const images = plan.remove.filter(({ digest }) => !deleted.includes(`${repository}@${digest}`));
    const refs = [...tags.map(({ tag }) => `${repository}:${tag}`), ...images.map(({ digest }) => `${repository}@${digest}`)];
    return formatDropFault(stack, refs, errors.join("; "));
}

function listRefs(old: readonly OldTags[], repository: string): readonly string[] {
    return old.filter((one) => one.repository === repository).flatMap(({ tags }) => tags.map((tag) => `${repository}:${tag}`));
}

function hostOf(repository: string): string {
    return repository.slice(0, repository.indexOf("/"));
}

function isEcr(host: string): boolean {
    return parseEcrHost(host) !== undefined || isPublicEcrHost(host);
}

function reasonOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
