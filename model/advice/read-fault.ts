import type { Fault } from "./fault";
import { readScene, type FaultScene } from "./fault-scene";
import { BY_A_REGISTRY, CERTAIN } from "./fault-words";

/** A fault, as an error tells it. */
export interface FoundFault extends FaultScene {
    readonly fault: Fault;
}

/** A step of a Dockerfile that failed: what its program says is about something else. Source: https://github.com/moby/buildkit/blob/v0.31.1/solver/llbsolver/ops/exec.go */
const STEP_FAILED = /did not complete successfully/;

/** Who speaks of a registry without naming its host. */
const OF_A_REGISTRY = /failed to (?:push|authorize|fetch (?:oauth|anonymous) token)|operation error ECR|\bapi\.ecr|container ?registr/i;

/** Returns what is wrong, and where, as far as an error of the engine, a provider, BuildKit or a registry tells. */
export function readFault(text: string): FoundFault | undefined {
    const scene = readScene(text);
    const words = STEP_FAILED.test(text) ? CERTAIN.filter(([, fault]) => fault === "disk-full")
        : [...CERTAIN, ...(scene.host !== undefined || OF_A_REGISTRY.test(text) ? BY_A_REGISTRY : [])];
    const fault = words.find(([pattern]) => pattern.test(text))?.[1];
    return fault === undefined ? undefined : { fault, ...scene };
}
