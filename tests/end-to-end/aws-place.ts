import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readLocalServices, type LocalServices } from "../../toolchain/local-services";
import { localPaths } from "../../toolchain/services/local-paths";
import { placeOf } from "../aws/arn";
import { issueCertificates } from "../aws/certificates";
import { startAwsDouble, type AwsDouble } from "../aws/double";
import type { DoubleOptions } from "../aws/options";
import { PUBLIC_HOST } from "../aws/pushes";
import { needPrograms } from "../local-services-place";
import { needLocalTools } from "../tools-at-hand";
import { BasicRegistry } from "./basic-registry";
import { Checkout } from "./checkout";
import { ConnectProxy } from "./connect-proxy";

/** Regions whose registries have a certificate here. */
const REGIONS = ["eu-central-1", "eu-west-1", "us-east-1"];

/** The registries of AWS under their real host names, for whoever goes through a proxy and trusts an authority of the test. */
export class AwsRegistries {
    #double: AwsDouble | undefined;

    /** @param environment what Go programs need to find the registries and trust them */
    private constructor(
        readonly registry: BasicRegistry,
        readonly proxy: ConnectProxy,
        readonly ca: string,
        readonly environment: Readonly<Record<string, string>>,
    ) {}

    /** @param root of the checkout that uses them @param program path of distribution's `registry` */
    static async start(root: string, program: string): Promise<AwsRegistries> {
        const { ca, signer } = await issueCertificates([PUBLIC_HOST, ...REGIONS.map((region) => `*.dkr.ecr.${region}.amazonaws.com`)]);
        const registry = await BasicRegistry.start(root, program, signer);
        const proxy = await ConnectProxy.start((host) => (host === PUBLIC_HOST || placeOf(host) !== undefined ? registry.port : undefined));
        const file = join(localPaths(root).folder, "aws-ca.pem");
        writeFileSync(file, ca);
        const direct = "127.0.0.1,localhost";
        return new AwsRegistries(registry, proxy, ca, { HTTPS_PROXY: proxy.url, NO_PROXY: direct, no_proxy: direct, SSL_CERT_FILE: file });
    }

    /** Starts a new AWS, without images. */
    async openCloud(options: DoubleOptions = {}): Promise<AwsDouble> {
        await this.closeCloud();
        this.#double = await startAwsDouble(options);
        this.registry.cloud = this.#double.cloud;
        return this.#double;
    }

    async closeCloud(): Promise<void> {
        await this.#double?.stop();
        this.#double = undefined;
        this.registry.cloud = undefined;
    }

    async end(): Promise<void> {
        await this.closeCloud();
        await this.proxy.stop();
        await this.registry.stop();
    }
}

/** A checkout whose AWS is a double: its registries are a real one behind a server that speaks as ECR does, and its BuildKit is real. */
export class AwsPlace {
    private constructor(
        readonly checkout: Checkout,
        readonly registries: AwsRegistries,
        readonly programs: Awaited<ReturnType<typeof needPrograms>>,
        readonly environment: NodeJS.ProcessEnv,
    ) {}

    /** Starts the registries, or skips the tests where a tool is missing. BuildKit starts with the first `up`. */
    static async start(context: Mocha.Context): Promise<AwsPlace> {
        await needLocalTools(context);
        const programs = await needPrograms(context);
        const checkout = new Checkout();
        const registries = await AwsRegistries.start(checkout.root, programs.registry);
        const environment = { PULUMI_CONFIG_PASSPHRASE: "of a test", ...registries.environment };
        checkout.environment = environment;
        return new AwsPlace(checkout, registries, programs, environment);
    }

    /** Starts a new AWS, with a backend of its own for the state of its stacks. */
    async openCloud(name: string, options: DoubleOptions = {}): Promise<AwsDouble> {
        const double = await this.registries.openCloud(options);
        const state = join(".local", `state-${name}`);
        this.checkout.write(join(state, "readme"), "");
        this.checkout.environment = { ...this.environment, ...double.environment, PULUMI_BACKEND_URL: `file://${join(this.checkout.root, state)}` };
        return double;
    }

    closeCloud(): Promise<void> {
        return this.registries.closeCloud();
    }

    /** Starts the checkout's BuildKit without an `up`. It sees this place's proxy, so it has to be started from there. */
    async startBuildkit(): Promise<LocalServices> {
        const child = join(__dirname, "..", "local-services-child.ts");
        const { code, stderr } = await this.checkout.start(process.execPath, [
            "--require", "tsx/cjs", child, this.checkout.root, JSON.stringify({ buildkit: this.programs.buildkit }),
        ]).finished;
        const services = readLocalServices(this.checkout.root);
        if (code !== 0 || services === undefined) {
            throw new Error(`BuildKit does not start:\n${stderr}`);
        }
        return services;
    }

    async end(): Promise<void> {
        await this.registries.end();
        await this.checkout.remove();
    }
}
