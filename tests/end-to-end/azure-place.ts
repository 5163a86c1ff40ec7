import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AcrTokenServer } from "../acr-token-server";
import { startAzureDouble, type AzureDouble } from "../azure/double";
import type { DoubleOptions } from "../azure/options";
import { needPrograms, Place } from "../local-services-place";
import { readCertificates } from "../loopback-certificates";
import { needLocalTools } from "../tools-at-hand";
import { Checkout } from "./checkout";
import { TokenRegistry } from "./token-registry";

/**
 * A checkout whose Azure is a double: its registries' login server is a real registry behind a server that speaks the token
 * protocol of Azure Container Registry, and its BuildKit is real.
 */
export class AzurePlace {
    #double: AzureDouble | undefined;

    private constructor(
        readonly checkout: Checkout,
        readonly server: AcrTokenServer,
        readonly end: () => Promise<void>,
        readonly environment: NodeJS.ProcessEnv,
    ) {}

    /** Starts all but the double, or skips the tests where a tool is missing. */
    static async start(context: Mocha.Context): Promise<AzurePlace> {
        await needLocalTools(context);
        const programs = await needPrograms(context);
        const checkout = new Checkout();
        const services = await new Place({ buildkit: programs.buildkit }, checkout.root).start();
        const { ca, signer } = readCertificates(checkout.root);
        const registry = await TokenRegistry.start(checkout.root, programs.registry, services.host, ca);
        // BuildKit trusts one loopback registry: that of the port that its own services settled, where none runs.
        const server = await AcrTokenServer.start(signer, ca, { port: Number(services.host.split(":")[1]), behind: registry.port });
        const end = async () => {
            await server.stop();
            await registry.stop();
            await checkout.remove();
        };
        return new AzurePlace(checkout, server, end, { PULUMI_CONFIG_PASSPHRASE: "of a test", NODE_EXTRA_CA_CERTS: services.caFile });
    }

    /** Starts a new Azure, with a backend of its own for the state of its stacks, and without the tags of the one before. */
    async openCloud(name: string, options: DoubleOptions = {}): Promise<AzureDouble> {
        await this.closeCloud();
        forgetTags(join(this.checkout.root, "token-registry"));
        const double = await startAzureDouble({ loginServer: this.server.host, entraToken: this.server.issueEntraToken(), ...options });
        this.#double = double;
        const state = `.local/state-${name}`;
        this.checkout.write(join(state, "readme"), "");
        this.checkout.environment = {
            ...this.environment, ...double.environment, PULUMI_BACKEND_URL: `file://${join(this.checkout.root, state)}`,
        };
        return double;
    }

    async closeCloud(): Promise<void> {
        await this.#double?.stop();
        this.#double = undefined;
    }
}

/** Takes the tags out of the data of registries below a folder; they look there each time. */
function forgetTags(folder: string): void {
    const found = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
    found.filter((path) => /repositories\/.+\/_manifests\/tags$/.test(path)).forEach((path) => rmSync(join(folder, path), { recursive: true }));
}
