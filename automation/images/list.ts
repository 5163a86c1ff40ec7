import { mapAtOnce } from "../../registry-client/at-once";
import { printJson } from "../report";
import { formatTable } from "../table";
import type { ImagesWork } from "./work";

/** Shows the images of a stack, and how many tags each has in each registry. */
export async function listImages({ targets, client, options, plan, say }: ImagesWork): Promise<number> {
    const images = await mapAtOnce(targets.flat(), async ({ host, repository, image }) =>
        ({ image, host, repository, tags: (await client.tags(`${host}/${repository}`))?.length ?? null }));
    if (plan.config.registries.some(({ kind }) => kind === "ecr-public")) {
        process.stderr.write("of ECR Public nothing is listed: name an image there by its reference, with the registry's alias in it\n");
    }
    if (options.json) {
        printJson({ ok: true, images });
    } else {
        formatTable(["IMAGE", "TAGS", "REPOSITORY"], images.map(({ image = "-", host, repository, tags }) =>
            [image, tags === null ? "not there" : String(tags), `${host}/${repository}`])).forEach(say);
    }
    return 0;
}
