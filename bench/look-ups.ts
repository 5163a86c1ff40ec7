import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ImagePlan } from "../model/images/image";
import { surveyTags } from "../registry-client/tag-survey";
import { requireProgramPlan } from "../source/program-plan";
import { localPaths } from "../toolchain/services/local-paths";
import type { Bench } from "./bench";
import { inTurns, type Measure } from "./measure";
import { nameImage } from "./scenario";

const [IMAGES, TAGS, ROUNDS] = [100, 1000, 3];

/** Tags of a build without a version: as many as those with one have. */
const UNVERSIONED = { version: "git", tags: ["one", "two", "three"] };

/** Times what a program asks registries for before it declares images: the tags of each image's repository. */
export async function measureLookUps(bench: Bench): Promise<readonly Measure[]> {
    const { scenario, say } = bench;
    const [many, few] = ["many", "few"].map((name) => scenario.makeContexts(name, IMAGES)) as [string[], string[]];
    seedTags(scenario.root, many, TAGS);
    seedTags(scenario.root, few, 1);
    say(`tags of ${IMAGES} repositories`);
    const [ours, theirs] = [await planSurvey(bench, many, TAGS), await planSurvey(bench, few, 1)];
    const alone = await inTurns(ROUNDS, ours, theirs);
    say(`${IMAGES} images: preview with and without look-ups`);
    const preview = await inTurns(ROUNDS, () => scenario.deploy("preview"), () => scenario.deploy("preview"), async (_, side) =>
        scenario.writeStack("local", many, side === "ours" ? { version: "1.4.2" } : UNVERSIONED));
    return [
        { what: `look-ups, ${IMAGES} repositories of ${TAGS} tags`, base: `of 1 tag`, ...alone },
        { what: `look-ups, ${IMAGES} repositories of ${TAGS} tags`, base: "the preview with them", ours: alone.ours, theirs: preview.ours },
        { what: `look-ups, ${IMAGES} repositories of 1 tag`, base: "the preview with more", ours: alone.theirs, theirs: preview.ours },
        { what: `preview, ${IMAGES} new images with versions`, base: "without versions", aim: 1.1, ...preview },
    ];
}

/** Returns what asks for the tags of images' repositories, and makes sure that it hears of all. */
async function planSurvey({ scenario, services }: Bench, contexts: readonly string[], tags: number): Promise<() => Promise<void>> {
    const values = { registry: { kind: "local" }, images: Object.fromEntries(contexts.map((context) => [nameImage(context), { context, version: "1.4.2" }])) };
    const { images } = await requireProgramPlan(scenario.root, values, { stack: "local" });
    const place = {
        host: services.host,
        login: { user: services.username, pass: readFileSync(services.passwordFile, "utf8").trim() },
        authority: readFileSync(services.caFile, "utf8"),
        paths: Object.fromEntries(images.map(({ name, repository }: ImagePlan) => [name, repository])),
    };
    return async () => {
        const found = await surveyTags([place], images);
        const faults = Object.values(found.faults);
        if (faults.length > 0 || images.some(({ name }) => found.tags[name]?.length !== tags)) {
            throw new Error(`Cannot use these look-ups: not all tags were found ${faults.join("; ")}`);
        }
    };
}

/**
 * Gives repositories tags where the registry keeps them, as pushing so many takes minutes. They lead nowhere.
 *
 * @see https://github.com/distribution/distribution/blob/v3.1.1/registry/storage/paths.go
 */
function seedTags(root: string, contexts: readonly string[], count: number): void {
    const digest = `sha256:${createHash("sha256").digest("hex")}`;
    for (const context of contexts) {
        const tags = join(localPaths(root).registry.data, "docker/registry/v2/repositories", nameImage(context), "_manifests/tags");
        for (let patch = 0; patch < count; patch += 1) {
            mkdirSync(join(tags, `0.1.${patch}`, "current"), { recursive: true });
            writeFileSync(join(tags, `0.1.${patch}`, "current", "link"), digest);
        }
    }
}
