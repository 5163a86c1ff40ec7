import { startLocalServices, type ServicePrograms } from "../toolchain/local-services";

const [root = "", programs = "{}"] = process.argv.slice(2);

/** Starts the services of a folder, and prints where the registry is. */
void startLocalServices(root, JSON.parse(programs) as ServicePrograms, () => undefined)
    .then(({ host }) => process.stdout.write(host));
