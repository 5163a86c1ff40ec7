import { formatTarget, type Target } from "../../model/oci/target";
import { UsageError } from "../options";
import { printJson } from "../report";
import { isWanted } from "./ask";
import type { ImagesWork } from "./work";

interface Copy {
    readonly from: Target;
    readonly to: Target;
}

/** Copies an image within a registry, which is to give it a tag, or from one to another. A tag is moved only after asking. */
export async function copyImages(work: ImagesWork): Promise<number> {
    const { client, options, say } = work;
    const copies = await Promise.all(pairUp(work.targets[0] ?? [], work.targets[1] ?? []).map(async ({ from, to }) => ({
        from: formatTarget(from),
        to: formatTarget(to),
        pinned: `${to.host}/${to.repository}`,
        digest: await client.digest(formatTarget(from)),
        before: await client.digest(formatTarget(to)),
    })));
    const missing = copies.filter(({ digest }) => digest === undefined);
    if (missing.length > 0) {
        throw new Error(missing.map(({ from }) => `Cannot copy "${from}": it is not there`).join("\n"));
    }
    const moved = copies.filter(({ digest, before }) => before !== undefined && before !== digest);
    moved.forEach(({ to, before }) => say(`${to} is there already, as ${before ?? ""}`));
    if (moved.length > 0 && !(await isWanted("move it?", options))) {
        throw new Error(`Cannot copy to ${moved.map(({ to }) => to).join(", ")}: not wanted`);
    }
    for (const { from, to, digest, before } of copies) {
        if (before !== digest) {
            await client.copy(from, to);
        }
    }
    const done = copies.map(({ from, to, pinned, digest, before }) => ({ from, to, ref: `${pinned}@${digest ?? ""}`, changed: before !== digest }));
    if (options.json) {
        printJson({ ok: true, copied: done });
    }
    (options.json ? [] : done).forEach(({ to, ref, changed }) => say(`${to}: ${changed ? "copied" : "there already"}, ${ref}`));
    return 0;
}

/**
 * Returns what goes where. Names without a host stand for each registry of the stack: two of them copy within each one.
 *
 * @throws {UsageError} If that leaves open which image is meant, or what its tag is to be.
 */
function pairUp(sources: readonly Target[], ends: readonly Target[]): readonly Copy[] {
    return ends.map((end) => {
        const from = sources.find(({ host }) => host === end.host) ?? sources[0];
        if (from === undefined || (sources.length > 1 && from.host !== end.host)) {
            const hosts = sources.map(({ host }) => host).join(", ");
            throw new UsageError(`Cannot tell which image to copy to ${formatTarget(end)}: write the first name with its host, one of ${hosts}`);
        }
        const version = end.version ?? from.version;
        if (from.version === undefined || version === undefined || version.includes(":")) {
            throw new UsageError(`Cannot copy ${formatTarget(from)} to ${formatTarget(end)}: the first needs a tag or a digest, the second a tag`);
        }
        return { from, to: { ...end, version } };
    });
}
