import { existsSync } from "node:fs";
import type { Say, ServiceLimits, ServiceName } from "../local-services";
import { endBuildSteps } from "./build-steps";
import { endProcesses } from "./end-processes";
import { findService, TITLES } from "./find-service";
import { localPaths } from "./local-paths";
import { openSession, type Session } from "./session";

const NAMES: readonly ServiceName[] = ["registry", "buildkitd"];

const NONE = "no local services run here";

/** Stops whatever runs of the services of a checkout, recorded or not. */
export async function stop(root: string, say: Say, limits: Partial<ServiceLimits> | undefined): Promise<void> {
    const paths = localPaths(root);
    if (!existsSync(paths.folder) && NAMES.every((name) => findService(name, paths, undefined).length === 0)) {
        return say(NONE);
    }
    await openSession(root, { say, limits }, stopAll);
}

async function stopAll(session: Session): Promise<void> {
    const stopped = await Promise.all(NAMES.map((name) => stopOne(session, name)));
    await endBuildSteps(session.paths.buildkit.root);
    if (!stopped.includes(true)) {
        session.say(NONE);
    }
}

async function stopOne(session: Session, name: ServiceName): Promise<boolean> {
    const found = findService(name, session.paths, session.record());
    if (found.length > 0) {
        await endProcesses(found, session.limits.stopMs);
        session.say(`stopped ${TITLES[name]}`);
    }
    session.note(name, undefined);
    return found.length > 0;
}
