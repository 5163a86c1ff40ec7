import { planDeletion } from "../../model/oci/deletion";
import { mapAtOnce } from "../../registry-client/at-once";
import { UsageError } from "../options";
import { printJson } from "../report";
import { isWanted } from "./ask";
import { carryOut } from "./carry-out";
import { formatTable } from "../table";
import { groupByRepository, readRepository, type ImagesWork } from "./work";

/** Deletes tags, and the images whose last tag goes, after saying what that takes along. */
export async function deleteImages(work: ImagesWork): Promise<number> {
    const { client, options, say } = work;
    const bare = options.names.find((_, index) => work.targets[index]?.some(({ version }) => version === undefined));
    if (bare !== undefined) {
        throw new UsageError(`Cannot delete "${bare}": a tag or a digest is required, such as ${bare}:1.4.2; prune takes whole repositories`);
    }
    const plans = await mapAtOnce(groupByRepository(work.targets.flat()), async ({ host, repository, versions }) => ({
        repository: `${host}/${repository}`,
        ...planDeletion(await readRepository(work, { host, repository }) ?? { manifests: [] }, versions),
    }));
    const refused = plans.flatMap(({ repository, refused: faults }) => faults.map((fault) => `${repository}: ${fault}`));
    if (refused.length > 0) {
        throw new Error(["Cannot delete, and nothing was:", ...refused.map((fault) => `  ${fault}`)].join("\n"));
    }
    formatTable(["GOES", "WHAT", "WHY"], plans.flatMap(({ repository, untag, remove }) => [
        ...untag.map(({ tag, why }) => [`${repository}:${tag}`, "tag alone", why]),
        ...remove.map(({ digest, tags, why }) => [`${repository}@${digest}`, `image${tags.length === 0 ? "" : ` with ${tags.join(", ")}`}`, why]),
    ])).forEach(say);
    if (options.dryRun || !(await isWanted("delete them?", options))) {
        say("nothing was deleted");
        if (options.json) {
            printJson({ ok: true, dryRun: true, repositories: plans });
        }
        return options.dryRun ? 0 : 1;
    }
    const carried = await carryOut(client, plans);
    carried.errors.forEach((error) => process.stderr.write(`${error}\n`));
    say(`${carried.untagged.length} tags and ${carried.deleted.length} images are gone`);
    if (options.json) {
        printJson({ ok: carried.errors.length === 0, ...carried });
    }
    return carried.errors.length === 0 ? 0 : 1;
}
