import type { OutputMap, Stack } from "@pulumi/pulumi/automation";
import type { FoundImages } from "../components/program-run";
import type { PushedImage } from "../components/proof";
import { isDigest } from "../model/image-ref";
import { findTagConflicts, planProof, type Digests, type ProofAim, type ProofPlan } from "../model/images/proof";
import { readTaken } from "../registry-client/tag-survey";
import { BuildListener } from "./build-listener";
import { withPassingStack } from "./engine";
import type { EngineListener } from "./engine-listener";
import type { EngineLog } from "./engine-log";

/** What it takes to build without pushing. */
export interface ProofWork {
    readonly root: string;
    readonly stack: Stack;
    readonly say: (line: string) => void;
    /** Who hears of the builds. */
    readonly listener: EngineListener;
    readonly signal: AbortSignal;
    /** Runs the engine once. */
    readonly run: (listener: EngineListener, operate: (onEvent: EngineLog["read"]) => Promise<unknown>) => Promise<EngineLog>;
}

/** What the engine says at the end of a run in which something failed. */
const UPDATE_FAILED = "update failed";

/**
 * Builds what an update would build, without pushing, and returns what is wrong with it, or with the tags that it would get:
 * nothing if nothing is to be built.
 * The provider tells no digest in a preview, so the builds are an update of a stack that is gone afterwards.
 *
 * @param judged the preview that found what changes
 * @param found what the program told of it
 */
export async function prove(aim: ProofAim, judged: EngineLog, found: FoundImages, work: ProofWork): Promise<readonly string[]> {
    const plans = found.images.map(({ plan }) => plan);
    const before = readPushed(judged.outputs.before);
    const plan = planProof(plans, judged.images, new Set(Object.keys(before)), aim);
    const blocked = plan.blocked.map(({ name, bases }) => `${name} (from ${bases.join(", ")})`).join(", ");
    if (blocked !== "" && aim === "builds") {
        work.say(`not built, as what they start from is not in the registry yet: ${blocked}`);
    }
    if (plan.build.length === 0) {
        return [];
    }
    work.say(aim === "builds"
        ? `building ${plan.build.join(", ")}; nothing is pushed`
        : `versions of ${plan.build.join(", ")} are in the registry already; building to compare, nothing is pushed`);
    const built = await build(plan, found, before, work);
    // What it was about, each image has told.
    const errors = built.errors.filter((error) => error !== UPDATE_FAILED);
    const compared = [...plan.build, ...plan.blocked.map(({ name }) => name)];
    const taken = await readTaken(found.places, plans.filter(({ name }) => compared.includes(name)));
    const digests = { before: digestsOf(before), built: readDigests(built.outputs.after) };
    plan.build.filter((name) => name in taken && digests.built[name] === undefined).forEach((name) =>
        work.say(`${name}: its digest is not known before the push, so that it is not compared with ${(taken[name] ?? []).map(({ ref }) => ref).join(", ")}`));
    const conflicts = findTagConflicts({ plan, taken, digests });
    conflicts.forEach(work.say);
    return [...errors, ...conflicts];
}

/** Returns, one line each, which images have a version that is in a registry already, although they change. */
export function listTaken({ images }: EngineLog, found: FoundImages): readonly string[] {
    const plans = found.images.map(({ plan }) => plan);
    return plans.filter(({ name, takenTags }) => images.has(name) && takenTags.length > 0).map(({ name, takenTags }) =>
        `${name}: ${takenTags.join(", ")} exists already; up builds it, and refuses to give the tag other content`);
}

/** The program is loaded here, as the engine's modules take their time. */
async function build({ build: names }: ProofPlan, { images, places }: FoundImages, pushed: Readonly<Record<string, PushedImage>>, work: ProofWork): Promise<EngineLog> {
    const { declareProofs } = require("../components/proof") as typeof import("../components/proof");
    const chosen = images.filter(({ plan }) => names.includes(plan.name));
    const program = async (): Promise<OutputMap | object> => declareProofs(chosen, { root: work.root, places, pushed });
    const listener = new BuildListener(work.listener, new Set(names));
    return withPassingStack(work.stack.workspace.pulumiCommand, program, (stack) =>
        work.run(listener, (onEvent) => stack.up({ onEvent, color: "never", signal: work.signal, continueOnError: true })));
}

/** Reads images in the outputs of a stack. */
function readPushed({ images }: Readonly<Record<string, unknown>>): Readonly<Record<string, PushedImage>> {
    return Object.fromEntries(Object.entries(images ?? {}).flatMap(([name, image]: [string, unknown]) => {
        const { ref, digest, tags } = (typeof image === "object" && image !== null ? image : {}) as { ref?: unknown; digest?: unknown; tags?: unknown };
        return typeof ref !== "string" || typeof digest !== "string" || !Array.isArray(tags) ? []
            : [[name, { ref, digest, tagged: `${ref.split("@")[0] ?? ref}:${String(tags[0])}` }]];
    }));
}

/** Of a build that has failed there is none. */
function readDigests(outputs: Readonly<Record<string, unknown>>): Digests {
    return Object.fromEntries(Object.entries(outputs).flatMap(([name, digest]) => (typeof digest === "string" && isDigest(digest) ? [[name, digest]] : [])));
}

function digestsOf(images: Readonly<Record<string, PushedImage>>): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(images).map(([name, { digest }]) => [name, digest]));
}
