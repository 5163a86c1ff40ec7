import type { LocalServices, ServicePrograms } from "../local-services";
import { endBuildSteps } from "./build-steps";
import { buildkitDaemon } from "./buildkit-daemon";
import { becomesFree, chooseFreePort } from "./free-port";
import { keep } from "./keep";
import { launch } from "./launch";
import { registryHost, servicesAt } from "./local-paths";
import { registryDaemon } from "./registry-daemon";
import { reserve } from "./reserve";
import type { Session } from "./session";
import { requireSocketFolder } from "./socket-folder";

/** Starts what does not run as it should. Both services are started at the same time. */
export async function start(session: Session, { registry, buildkit }: ServicePrograms): Promise<LocalServices> {
    await reserve(session);
    const work = [
        ...(registry === undefined ? [] : [await prepareRegistry(session, registry)]),
        // BuildKit is told the registry's port, which is settled by now.
        ...(buildkit === undefined ? [] : [() => startBuildkit(session, buildkit)]),
    ];
    const ends = await Promise.allSettled(work.map((run) => run()));
    const faults = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as Error] : []));
    if (faults.length > 1) {
        throw new Error(faults.map(({ message }) => message).join("\n"));
    }
    if (faults[0] !== undefined) {
        throw faults[0];
    }
    return servicesAt(session.paths, requirePort(session));
}

/** Settles the port, and returns what is left to do. */
async function prepareRegistry(session: Session, program: string): Promise<() => Promise<void>> {
    const port = requirePort(session);
    if (await keep(registryDaemon(session.paths, port, program), session)) {
        return () => Promise.resolve();
    }
    if (!await becomesFree(port)) {
        const { host } = await reserve(session, await chooseFreePort());
        session.say(`another program has taken ${registryHost(port)}: the registry moves to ${host}, and all references change`);
    }
    return () => launch(registryDaemon(session.paths, requirePort(session), program), session);
}

async function startBuildkit(session: Session, programs: NonNullable<ServicePrograms["buildkit"]>): Promise<void> {
    const { paths } = session;
    const sockets = requireSocketFolder(paths, session.record()?.sockets);
    const daemon = buildkitDaemon(paths, { ...programs, port: requirePort(session), sockets });
    if (!await keep(daemon, session)) {
        await endBuildSteps(paths.buildkit.root);
        await launch(daemon, session);
    }
}

function requirePort(session: Session): number {
    const port = session.record()?.port;
    if (port === undefined) {
        throw new Error(`Cannot start services in "${session.paths.folder}": no port was settled`);
    }
    return port;
}
