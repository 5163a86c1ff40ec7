import * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { TENANT } from "../acr-token-server";

/** Stands in for azure-native where a program asks only who deploys. */
export class TokenProvider {
    /** @param called the functions that were called */
    private constructor(readonly server: grpc.Server, readonly port: number, readonly called: readonly string[]) {}

    /** @param issue returns the Entra token for an audience */
    static async start(issue: (endpoint: string) => string): Promise<TokenProvider> {
        const server = new grpc.Server();
        const called: string[] = [];
        const answers: Readonly<Record<string, (args: Record<string, unknown>) => Record<string, string>>> = {
            "azure-native:authorization:getClientConfig": () => ({ clientId: "c", objectId: "o", subscriptionId: "s", tenantId: TENANT }),
            "azure-native:authorization:getClientToken": ({ endpoint }) => ({ token: issue(String(endpoint)) }),
        };
        server.addService(ResourceProviderService as unknown as grpc.ServiceDefinition, {
            getPluginInfo: answer<Empty, PluginInfo>(() => new PluginInfo().setVersion("99.0.0")),
            handshake: answer<proto.ProviderHandshakeRequest, proto.ProviderHandshakeResponse>(() => new proto.ProviderHandshakeResponse()),
            attach: answer<Empty, Empty>(() => new Empty()),
            cancel: answer<Empty, Empty>(() => new Empty()),
            checkConfig: answer<proto.CheckRequest, proto.CheckResponse>((request) => new proto.CheckResponse().setInputs(request.getNews())),
            diffConfig: answer<proto.DiffRequest, proto.DiffResponse>(() => new proto.DiffResponse()),
            configure: answer<proto.ConfigureRequest, proto.ConfigureResponse>(() => new proto.ConfigureResponse().setSupportspreview(true)),
            invoke: answer<proto.InvokeRequest, proto.InvokeResponse>((request) => {
                called.push(request.getTok());
                const given = answers[request.getTok()]?.(request.getArgs()?.toJavaScript() ?? {});
                if (given === undefined) {
                    throw new Error(`nobody answers ${request.getTok()}`);
                }
                return new proto.InvokeResponse().setReturn(Struct.fromJavaScript(given));
            }),
        });
        const port = await new Promise<number>((resolve, reject) => {
            server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => (error === null ? resolve(bound) : reject(error)));
        });
        return new TokenProvider(server, port, called);
    }

    stop(): void {
        this.server.forceShutdown();
    }
}

function answer<Q, A>(act: (request: Q) => A): grpc.handleUnaryCall<Q, A> {
    return (call, callback) => {
        try {
            callback(null, act(call.request));
        } catch (error) {
            callback({ code: grpc.status.UNKNOWN, details: String(error) });
        }
    };
}
