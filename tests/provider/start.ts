import * as grpc from "@grpc/grpc-js";
import { serveProvider } from "./serve";
import type { ServedProvider } from "./served";

/** A provider that engines can reach on loopback. */
export interface Started {
    /** What the engine needs in its environment, so that it comes here. */
    readonly environment: { readonly PULUMI_DEBUG_PROVIDERS: string };
    readonly port: number;
    stop(): Promise<void>;
}

/** Starts a provider in this process. @param name of the package that it stands in for, such as `aws` */
export async function startProvider(name: string, provider: ServedProvider): Promise<Started> {
    const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
    serveProvider(server, name, provider);
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => (error === null ? resolve(bound) : reject(error)));
    });
    const stop = () => new Promise<void>((resolve) => {
        server.tryShutdown(() => resolve());
        server.forceShutdown();
    });
    return { environment: { PULUMI_DEBUG_PROVIDERS: `${name}:${port}` }, port, stop };
}

/** Returns one environment for an engine that is to find several providers in this process. */
export function joinEnvironments(...started: readonly Pick<Started, "environment">[]): Started["environment"] {
    return { PULUMI_DEBUG_PROVIDERS: started.map(({ environment }) => environment.PULUMI_DEBUG_PROVIDERS).join(",") };
}
