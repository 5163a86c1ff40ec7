import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { readStruct, toStruct, type Props } from "./wire";

type Callback<T> = (error: ServiceError | null, response: T) => void;

/** A resource to create. */
export type Write = readonly [token: string, inputs: Props];

/** Asks a provider what the engine asks it, without the engine. */
export class ProviderClient {
    readonly #client: ResourceProviderClient;

    constructor(port: number) {
        this.#client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    }

    configure(variables: Readonly<Record<string, string>>): Promise<proto.ConfigureResponse> {
        const request = new proto.ConfigureRequest();
        Object.entries(variables).forEach(([name, value]) => request.getVariablesMap().set(name, value));
        return ask((callback) => this.#client.configure(request, callback));
    }

    /** Returns the inputs with their defaults. Rejects with what is wrong with them. */
    async check(token: string, inputs: Props, olds: Props = {}): Promise<Props> {
        const request = new proto.CheckRequest().setUrn(urnOf(token)).setNews(toStruct(inputs)).setOlds(toStruct(olds));
        const response = await ask<proto.CheckResponse>((callback) => this.#client.check(request, callback));
        const reasons = response.getFailuresList().map((failure) => failure.getReason());
        return reasons.length > 0 ? Promise.reject(new Error(reasons.join("\n"))) : readStruct(response.getInputs());
    }

    /** Checks and creates a resource, as the engine does for a new one. */
    async create(token: string, inputs: Props, { preview = false } = {}): Promise<{ id: string; outputs: Props }> {
        const checked = await this.check(token, inputs);
        const request = new proto.CreateRequest().setUrn(urnOf(token)).setProperties(toStruct(checked)).setPreview(preview);
        const response = await ask<proto.CreateResponse>((callback) => this.#client.create(request, callback));
        return { id: response.getId(), outputs: readStruct(response.getProperties()) };
    }

    /** Creates resources one after another. */
    async createAll(writes: readonly Write[]): Promise<void> {
        for (const [token, inputs] of writes) {
            await this.create(token, inputs);
        }
    }

    async update(token: string, id: string, inputs: Props, { preview = false, olds = {} as Props } = {}): Promise<Props> {
        const checked = await this.check(token, inputs);
        const request = new proto.UpdateRequest().setUrn(urnOf(token)).setId(id).setNews(toStruct(checked)).setOlds(toStruct(olds)).setPreview(preview);
        return readStruct((await ask<proto.UpdateResponse>((callback) => this.#client.update(request, callback))).getProperties());
    }

    async diff(token: string, olds: Props, news: Props): Promise<{ changes: readonly string[]; replaces: readonly string[] }> {
        const request = new proto.DiffRequest().setUrn(urnOf(token)).setOldInputs(toStruct(olds)).setNews(toStruct(news));
        const response = await ask<proto.DiffResponse>((callback) => this.#client.diff(request, callback));
        return { changes: response.getDetaileddiffMap().toArray().map(([path]) => path), replaces: response.getReplacesList() };
    }

    async read(token: string, id: string, inputs: Props = {}, olds: Props = {}): Promise<{ id: string; inputs: Props; outputs: Props }> {
        const request = new proto.ReadRequest().setUrn(urnOf(token)).setId(id).setInputs(toStruct(inputs)).setProperties(toStruct(olds));
        const response = await ask<proto.ReadResponse>((callback) => this.#client.read(request, callback));
        return { id: response.getId(), inputs: readStruct(response.getInputs()), outputs: readStruct(response.getProperties()) };
    }

    delete(token: string, id: string, olds: Props = {}): Promise<unknown> {
        const request = new proto.DeleteRequest().setUrn(urnOf(token)).setId(id).setProperties(toStruct(olds));
        return ask((callback) => this.#client.delete(request, callback));
    }

    async invoke(token: string, args: Props = {}): Promise<Props> {
        const request = new proto.InvokeRequest().setTok(token).setArgs(toStruct(args));
        return readStruct((await ask<proto.InvokeResponse>((callback) => this.#client.invoke(request, callback))).getReturn());
    }

    close(): void {
        this.#client.close();
    }
}

function urnOf(token: string): string {
    return `urn:pulumi:test::registries::${token}::name`;
}

function ask<T>(send: (callback: Callback<T>) => unknown): Promise<T> {
    return new Promise((resolve, reject) => void send((error, response) => (error === null ? resolve(response) : reject(error))));
}
