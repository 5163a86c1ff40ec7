import { planPrune, type PrunePlan } from "../../model/oci/prune";
import { mapAtOnce } from "../../registry-client/at-once";
import { UsageError } from "../options";
import { printJson } from "../report";
import { isWanted } from "./ask";
import { carryOut } from "./carry-out";
import { readStackDigests } from "./stack-digests";
import { formatTable } from "../table";
import { groupByRepository, readRepository, type ImagesWork, type NamedRepository } from "./work";

interface RepositoryPlan extends PrunePlan {
    readonly repository: string;
}

/** Deletes by rules what nothing needs and the stack does not name, after saying what that is. */
export async function pruneImages(work: ImagesWork): Promise<number> {
    const { client, options, say } = work;
    const repositories = groupByRepository(work.targets.flat());
    const versioned = repositories.find(({ versions }) => versions.length > 0);
    if (versioned !== undefined) {
        throw new UsageError(`Cannot prune "${versioned.repository}:${versioned.versions[0] ?? ""}": a repository is required; delete takes tags`);
    }
    const plans = await planEach(work, repositories, await requireDigests(work));
    formatTable(["", "IMAGE", "TAGS", "WHY"], plans.flatMap(({ repository, take, spare }) => [
        ...take.map(({ digest, tags, why }) => ["goes", `${repository}@${digest}`, tags.join(", "), why]),
        ...spare.map(({ digest, tags, why }) => ["stays", `${repository}@${digest}`, tags.join(", "), why]),
    ])).forEach(say);
    const count = plans.reduce((sum, { take }) => sum + take.length, 0);
    if (options.dryRun || count === 0 || !(await isWanted(`delete ${count} images?`, options))) {
        say(count === 0 ? "nothing to prune" : `nothing was deleted; ${count} images would go`);
        if (options.json) {
            printJson({ ok: true, dryRun: options.dryRun, repositories: plans, deleted: [], errors: [] });
        }
        return options.dryRun || count === 0 ? 0 : 1;
    }
    const { deleted, errors } = await carryOut(client, plans.map(({ repository, take }) => ({ repository, untag: [], remove: take })));
    errors.forEach((error) => process.stderr.write(`${error}\n`));
    say(`${deleted.length} images are gone`);
    if (options.json) {
        printJson({ ok: errors.length === 0, dryRun: false, repositories: plans, deleted, errors });
    }
    return errors.length === 0 ? 0 : 1;
}

/**
 * Returns the digests that the stack's outputs name.
 *
 * @throws {Error} If they are not known, unless nothing is to be deleted yet.
 */
async function requireDigests(work: ImagesWork): Promise<ReadonlySet<string>> {
    const digests = await readStackDigests(work);
    if (!("fault" in digests)) {
        return digests;
    }
    const fault = `which images stack "${work.options.stack}" still names is not known (${digests.fault})`;
    if (!work.options.dryRun) {
        throw new Error(`Cannot prune: ${fault}`);
    }
    process.stderr.write(`${fault}; without --dry-run nothing would be deleted\n`);
    return new Set();
}

/** @throws {Error} If what has no tag is to go from a repository that does not list it. */
async function planEach(work: ImagesWork, repositories: readonly NamedRepository[], digests: ReadonlySet<string>): Promise<readonly RepositoryPlan[]> {
    const { options: { rules }, plan } = work;
    const read = await mapAtOnce(repositories, async ({ host, repository }) =>
        ({ host, repository, inventory: await readRepository(work, { host, repository }) }));
    const unknown = read.filter(({ inventory }) => rules.untagged && inventory?.incomplete !== undefined);
    if (unknown.length > 0) {
        throw new Error(unknown.map(({ host, repository, inventory }) =>
            `Cannot prune what has no tag in ${host}/${repository}: ${inventory?.incomplete ?? ""}`).join("\n"));
    }
    return read.flatMap(({ host, repository, inventory }) => {
        const own = plan.images.filter((image) => image.repository === repository);
        const tags = new Set(own.flatMap((image) => [...image.tags, ...image.cacheTags]));
        return inventory === undefined ? [] : [{ repository: `${host}/${repository}`, ...planPrune(inventory, rules, { digests, tags }, Date.now()) }];
    });
}
