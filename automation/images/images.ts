import { parseImageName } from "../../model/oci/image-name";
import { listAddresses } from "../../model/oci/registry-address";
import { listTargets, requireTargets, type Target } from "../../model/oci/target";
import { withRegistries } from "../../registry-client/session";
import { requireProgramPlan, type ProgramPlan } from "../../source/program-plan";
import { readLocalServices } from "../../toolchain/local-services";
import { requireTools } from "../../toolchain/require";
import { UsageError } from "../options";
import { readStackFile } from "../stack-file";
import { copyImages } from "./copy";
import { deleteImages } from "./delete";
import { expandImages } from "./expand";
import { listImages } from "./list";
import { readImagesOptions, type ImagesCommand, type ImagesOptions } from "./options";
import { pruneImages } from "./prune";
import { showDigests, showImages } from "./show";
import { listTags } from "./tags";
import type { ImagesWork } from "./work";

/** Each returns the exit code. */
const RUN: Readonly<Record<ImagesCommand, (work: ImagesWork) => Promise<number>>> = {
    list: listImages,
    show: showImages,
    tags: listTags,
    digest: showDigests,
    copy: copyImages,
    delete: deleteImages,
    prune: pruneImages,
};

/**
 * Looks at, and looks after, what is in the registries of a stack; returns the exit code.
 *
 * @param words what stands behind `npm run images --`
 * @throws {UsageError} If a word is unknown, or names no image.
 */
export async function runImages(root: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
    if (words[0] === "expand") {
        return expandImages(words.slice(1), false);
    }
    const options = readImagesOptions(words, env);
    const plan = await requireProgramPlan(root, readStackFile(root, options.stack), { stack: options.stack });
    const services = readLocalServices(root);
    const addresses = listAddresses(plan.config.registries, services);
    const targets = readTargets(options, plan, addresses);
    const say = (line: string) => void (options.json ? process.stderr : process.stdout).write(`${line}\n`);
    const { regctl } = await requireTools(["regctl"], (line) => process.stderr.write(`${line}\n`));
    const hosts = targets.flatMap((named) => named.map(({ host }) => host));
    return withRegistries(hosts, { regctl, services, env }, (client) =>
        RUN[options.command]({ root, options, plan, addresses, targets, client, env, say }));
}

function readTargets({ names }: ImagesOptions, { images }: ProgramPlan, addresses: ImagesWork["addresses"]): readonly (readonly Target[])[] {
    if (names.length === 0) {
        return [listTargets(images, addresses)];
    }
    try {
        return names.map((name) => requireTargets(parseImageName(name), images, addresses));
    } catch (error) {
        throw error instanceof RangeError || error instanceof SyntaxError ? new UsageError(error.message) : error;
    }
}
