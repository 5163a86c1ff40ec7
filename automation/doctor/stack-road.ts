import { parseImageName } from "../../model/oci/image-name";
import { listTargets, requireTargets, type Target } from "../../model/oci/target";
import { walkRoad, type Road } from "../../registry-client/road";
import type { RoadTarget } from "../../registry-client/road-repository";
import { requireProgramPlan, type ProgramPlan } from "../../source/program-plan";
import { readLocalServices, type LocalServices } from "../../toolchain/local-services";
import { UsageError } from "../options";
import { readStackFile } from "../stack-file";
import { advisorFor } from "./advisor";
import { describeBuilder, type BuilderRoad } from "./builder-road";
import { addressesOf, findPlaces, type RegistryPlace } from "./registry-place";

/** What was found on the way to all that a stack pushes to and builds with. */
export interface StackRoad {
    readonly registries: readonly Road[];

    readonly builder: BuilderRoad;
}

/** Which road is walked. */
export interface RoadQuestion {
    readonly stack: string;

    /** As it was typed; @default - all images of the stack */
    readonly image?: string | undefined;
}

/** The plan of a stack, with where its registries are. */
interface Work extends RoadQuestion {
    readonly plan: ProgramPlan;
    readonly places: readonly RegistryPlace[];
    readonly services: LocalServices | undefined;
    readonly env: NodeJS.ProcessEnv;
}

/**
 * Walks the road to each registry of a stack; of an image that is named, to those that it is in.
 *
 * @throws {ConfigError} With every mistake of the stack's file.
 * @throws {UsageError} If the image is none of the stack, and has no host.
 */
export async function walkStack(root: string, question: RoadQuestion, env: NodeJS.ProcessEnv): Promise<StackRoad> {
    const { stack, image } = question;
    const plan = await requireProgramPlan(root, readStackFile(root, stack), { stack });
    const services = readLocalServices(root);
    const work: Work = { ...question, plan, services, env, places: findPlaces(plan.config.registries, services) };
    const targets = readTargets(work);
    const hosts = image === undefined ? work.places.flatMap(({ host }) => (host === undefined ? [] : [host])) : targets.map(({ host }) => host);
    const [registries, builder] = await Promise.all([
        Promise.all([...new Set(hosts)].map((host) => walkTo(work, host, targets.filter((target) => target.host === host)))),
        describeBuilder(root, plan, stack),
    ]);
    return { registries: [...listUnstarted(work), ...registries], builder };
}

function walkTo({ stack, plan, services, places, env }: Work, host: string, targets: readonly Target[]): Promise<Road> {
    const spec = places.find((place) => place.host === host)?.spec;
    return walkRoad({
        host, services, env,
        targets: targets.map((target) => toRoadTarget(target, plan)),
        adviseOn: advisorFor({ host, stack, own: services?.host === host, ...(spec === undefined ? {} : { spec }) }),
    });
}

/** Nothing is known of a registry of this machine before it was started once, not even its port. */
function listUnstarted({ places, stack }: Work): readonly Road[] {
    return places.filter(({ host }) => host === undefined).map(({ spec }) => {
        const next = advisorFor({ host: "", stack, own: true, spec })(undefined)("registry-unreachable", { step: "name" });
        return { host: "the registry of this machine", steps: [{ step: "name", state: "failed", found: "it was never started here", next }], repositories: [] };
    });
}

/** Returns the images that are looked for, each with its host. */
function readTargets({ image, plan: { images }, places }: Work): readonly Target[] {
    const addresses = addressesOf(places);
    if (image === undefined) {
        return listTargets(images, addresses);
    }
    try {
        const name = parseImageName(image);
        return name.host === undefined && addresses.length === 0 && places.some(({ host }) => host === undefined) ? [] : requireTargets(name, images, addresses);
    } catch (error) {
        throw error instanceof RangeError || error instanceof SyntaxError ? new UsageError(error.message) : error;
    }
}

/** Of an image without a version, what the next `up` gives it is to be there. */
function toRoadTarget({ repository, image, version }: Target, { images }: ProgramPlan): RoadTarget {
    const tags = images.find(({ name }) => name === image)?.tags ?? [];
    return {
        repository,
        ...(image === undefined ? {} : { image }),
        ...(version === undefined ? { versions: tags, planned: image !== undefined } : { versions: [version], planned: false }),
    };
}
