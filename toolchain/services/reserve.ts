import type { LocalServices } from "../local-services";
import { requireCertificates } from "./certificates";
import { writeClientFiles } from "./client-files";
import { chooseFreePort } from "./free-port";
import { servicesAt } from "./local-paths";
import { requirePassword } from "./login";
import { writePrivateFile } from "./private-files";
import { formatRegistryConfig } from "./registry-config";
import type { Session } from "./session";
import { requireSocketFolder } from "./socket-folder";

/**
 * Writes all that clients and the registry need; what is there and good stays as it is.
 *
 * @param port the registry's port; @default - the one of before, else a free one
 */
export async function reserve(session: Session, port?: number): Promise<LocalServices> {
    const { paths } = session;
    const known = session.record();
    const settled = port ?? known?.port ?? await chooseFreePort();
    const sockets = requireSocketFolder(paths, known?.sockets);
    const password = await requirePassword(paths);
    await requireCertificates(paths);
    writePrivateFile(paths.registry.config, formatRegistryConfig(paths, settled, password));
    writeClientFiles(paths, settled, sockets, password);
    session.settle({ port: settled, sockets });
    return servicesAt(paths, settled);
}
