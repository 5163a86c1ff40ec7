import { parseEcrHost } from "../model/ecr/ecr-host";
import type { DropPlan } from "../model/images/drop-old-tags";
import type { Carried } from "./images/carry-out";
import { LOCAL_STACK } from "./stack-file";

/** Returns what was done of a plan, and what stays of what was chosen to go: a line each. */
export function formatDropped(repository: string, { untag, remove, left }: DropPlan, { untagged, deleted }: Carried): readonly string[] {
    return [
        ...untag.filter(({ tag }) => untagged.includes(`${repository}:${tag}`))
            .map(({ tag, why }) => `${repository}:${tag} is taken away, its image stays: ${why}`),
        ...remove.filter(({ digest }) => deleted.includes(`${repository}@${digest}`))
            .map(({ digest, tags, why }) => `${repository}@${digest} is deleted${tags.length === 0 ? "" : ` with ${tags.join(", ")}`}: ${why}`),
        ...left.map(({ version, why }) => `${repository}${version.includes(":") ? "@" : ":"}${version} stays: ${why}`),
    ].map((line) => `old tags: ${line}`);
}

/** Returns what went wrong, and the command that does what is left by hand. @param refs what is left, all of one repository */
export function formatDropFault(stack: string, refs: readonly string[], why: string): string {
    const option = stack === LOCAL_STACK ? "" : ` --stack ${stack}`;
    const byHand = [`npm run images -- delete ${refs.join(" ")}${option} (takes an image with its last tag)`, ...formatAws(refs)];
    return `Cannot drop old tags: ${why}; by hand: ${byHand.join(", or ")}`;
}

/**
 * Returns the command that takes tags away that cannot be moved.
 *
 * @see https://docs.aws.amazon.com/cli/latest/reference/ecr/batch-delete-image.html
 */
function formatAws(refs: readonly string[]): readonly string[] {
    const [, host = "", repository = ""] = /^([^/]+)\/([^:@]+)/.exec(refs[0] ?? "") ?? [];
    const ecr = parseEcrHost(host);
    const tags = refs.flatMap((ref) => (ref.startsWith(`${host}/${repository}:`) ? [`imageTag=${ref.slice(host.length + repository.length + 2)}`] : []));
    return ecr === undefined || tags.length === 0 ? [] : [
        `aws ecr batch-delete-image --registry-id ${ecr.account} --region ${ecr.region} --repository-name ${repository} --image-ids ${tags.join(" ")}`,
    ];
}
