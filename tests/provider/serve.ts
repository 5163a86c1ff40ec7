import * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { isReplacement } from "./diff";
import { Unfinished, type ServedProvider, type Target } from "./served";
import { readStruct, toStruct } from "./wire";

/** Any one; the engine asks for it and takes what comes. */
const VERSION = "99.0.0";

/**
 * Adds a provider to a server, in the engine's protocol.
 *
 * @param name of the package that it stands in for
 * @see https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto
 */
export function serveProvider(server: grpc.Server, name: string, provider: ServedProvider): void {
    server.addService(ResourceProviderService as unknown as grpc.ServiceDefinition, {
        getPluginInfo: answer<Empty, PluginInfo>(() => new PluginInfo().setVersion(VERSION)),
        handshake: answer<proto.ProviderHandshakeRequest, proto.ProviderHandshakeResponse>(() => new proto.ProviderHandshakeResponse()),
        attach: answer<Empty, Empty>(() => new Empty()),
        cancel: answer<Empty, Empty>(() => new Empty()),
        getSchema: answer<proto.GetSchemaRequest, proto.GetSchemaResponse>(() => new proto.GetSchemaResponse().setSchema(JSON.stringify({ name, version: VERSION }))),
        checkConfig: answer<proto.CheckRequest, proto.CheckResponse>((request) => new proto.CheckResponse().setInputs(request.getNews())),
        diffConfig: answer<proto.DiffRequest, proto.DiffResponse>(() => new proto.DiffResponse()),
        configure: answer<proto.ConfigureRequest, proto.ConfigureResponse>((request) => {
            provider.config = Object.fromEntries(request.getVariablesMap().toArray().map(([key, value]) => [key.split(":").at(-1) ?? "", value]));
            provider.configure?.();
            // As azure-native and pulumi-aws: they take secrets without their marks, and the engine marks outputs of the same name again.
            return new proto.ConfigureResponse().setSupportspreview(true);
        }),
        invoke: answer<proto.InvokeRequest, proto.InvokeResponse>(async (request) =>
            new proto.InvokeResponse().setReturn(toStruct(await provider.invoke(request.getTok(), readStruct(request.getArgs()))))),
        check: answer<proto.CheckRequest, proto.CheckResponse>((request) => {
            const { inputs, failures } = provider.check(targetOf(request), readStruct(request.getNews()), readStruct(request.getOlds()));
            return new proto.CheckResponse().setInputs(toStruct(inputs)).setFailuresList(failures.map((reason) => new proto.CheckFailure().setReason(reason)));
        }),
        diff: answer<proto.DiffRequest, proto.DiffResponse>(answerDiff(provider)),
        create: answer<proto.CreateRequest, proto.CreateResponse>(async (request) => {
            const { id, outputs } = await provider.create(targetOf(request), readStruct(request.getProperties()), request.getPreview());
            return new proto.CreateResponse().setId(id).setProperties(toStruct(outputs));
        }),
        update: answer<proto.UpdateRequest, proto.UpdateResponse>(async (request) => new proto.UpdateResponse().setProperties(toStruct(
            await provider.update(targetOf(request), request.getId(), readStruct(request.getNews()), readStruct(request.getOlds()), request.getPreview())))),
        read: answer<proto.ReadRequest, proto.ReadResponse>(async (request) => {
            const inputs = readStruct(request.getInputs());
            // An import brings none.
            const found = await provider.read(targetOf(request), request.getId(), Object.keys(inputs).length > 0 ? inputs : undefined, readStruct(request.getProperties()));
            return found === undefined
                ? new proto.ReadResponse().setId("")
                : new proto.ReadResponse().setId(request.getId()).setProperties(toStruct(found.outputs)).setInputs(toStruct(found.inputs));
        }),
        delete: answer<proto.DeleteRequest, Empty>(async (request) => {
            await provider.delete(targetOf(request), request.getId(), readStruct(request.getProperties()));
            return new Empty();
        }),
    });
}

function answerDiff(provider: ServedProvider): (request: proto.DiffRequest) => proto.DiffResponse {
    return (request) => {
        const [target, olds, news] = [targetOf(request), readStruct(request.getOldInputs()), readStruct(request.getNews())];
        const diffs = provider.diff(target, olds, news);
        const replaces = [...diffs].filter(([, kind]) => isReplacement(kind)).map(([path]) => path.split(/[.[]/)[0] ?? path);
        const response = new proto.DiffResponse()
            .setChanges(diffs.size === 0 ? proto.DiffResponse.DiffChanges.DIFF_NONE : proto.DiffResponse.DiffChanges.DIFF_SOME)
            .setReplacesList([...new Set(replaces)])
            .setDeletebeforereplace(replaces.length > 0 && provider.deletesFirst(target, olds, news))
            .setDiffsList([...new Set([...diffs.keys()].map((path) => path.split(/[.[]/)[0] ?? path))])
            .setHasdetaileddiff(true);
        for (const [path, kind] of diffs) {
            response.getDetaileddiffMap().set(path, new proto.PropertyDiff().setKind(kind).setInputdiff(true));
        }
        return response;
    };
}

function targetOf(request: { getUrn(): string }): Target {
    const parts = request.getUrn().split("::");
    return { token: parts[2]?.split("$").at(-1) ?? "", name: parts.slice(3).join("::") };
}

function answer<Q, A>(act: (request: Q) => A | Promise<A>): grpc.handleUnaryCall<Q, A> {
    return (call, callback) => {
        Promise.resolve().then(() => act(call.request)).then((response) => callback(null, response), (error: unknown) => callback(statusOf(error)));
    };
}

/** Returns an error for the engine; of what was begun, with what there is of it. */
function statusOf(error: unknown): Partial<grpc.StatusObject> {
    const details = error instanceof Error ? error.message : String(error);
    const metadata = new grpc.Metadata();
    if (error instanceof Unfinished) {
        const failed = new proto.ErrorResourceInitFailed().setId(error.id).setProperties(toStruct(error.outputs)).setInputs(toStruct(error.inputs)).setReasonsList([details]);
        const any = new Any();
        any.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
        const status = new Status().setCode(grpc.status.UNKNOWN).setMessage(details).setDetailsList([any]);
        metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
    }
    return { code: grpc.status.UNKNOWN, details, metadata };
}
