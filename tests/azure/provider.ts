import type { PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { diffInputs, driftedInputs } from "../provider/diff";
import { checkFields } from "../provider/sdk-check";
import { sdkResource, type SdkResource } from "../provider/sdk-types";
import { Unfinished, type ServedProvider, type Target } from "../provider/served";
import { isProps, textOf, UNKNOWN, type Props } from "../provider/wire";
import { TIMED_OUT } from "./arm-error";
import { expandPath, isSameId, matchPath, parametersOf } from "./arm-id";
import type { Call } from "./call";
import type { AzureCloud } from "./cloud";
import { invoke } from "./invokes";
import { kindOf, type Kind } from "./kinds";
import { SUBSCRIPTION, type DoubleOptions } from "./options";
import { previewOutputs } from "./preview";
import { isSamePlace } from "./registry-rules";
import { outputsOf, showResource } from "./show";
import { Writer } from "./writer";

/** Does what azure-native does, to a cloud in memory. */
export class AzureProvider implements ServedProvider {
    readonly calls: Call[] = [];

    /** Of the stack: `azure-native:location` and the like. */
    config: Readonly<Record<string, string>> = {};

    readonly #writer: Writer;

    constructor(readonly cloud: AzureCloud, readonly options: DoubleOptions) {
        this.#writer = new Writer(cloud, options);
    }

    /** Adds defaults to inputs, and returns them with what is wrong with them. */
    check(target: Target, news: Props, olds: Props): { inputs: Props; failures: readonly string[] } {
        const [kind, sdk] = [kindOf(target.token), sdkResource(target.token)];
        this.#note("check", target);
        const inputs = { ...news };
        if (sdk.args.has("location") && inputs["location"] === undefined && target.token !== "azure-native:resources:ResourceGroup") {
            inputs["location"] = olds["location"] ?? this.config["location"] ?? this.#groupLocation(inputs["resourceGroupName"]);
        }
        const missing = parametersOf(kind.path).filter((name) => name !== "subscriptionId" && inputs[name] === undefined);
        const failures = [...checkFields(news, sdk.args), ...missing.map((name) => `missing required property '${name}': the double makes no names up`)];
        return { inputs: { ...inputs, azureApiVersion: sdk.apiVersion }, failures: [...new Set(failures)] };
    }

    diff(target: Target, olds: Props, news: Props): Map<string, PropertyDiff.Kind> {
        const kind = kindOf(target.token);
        this.#note("diff", target);
        return diffInputs(olds, news, new Set([...parametersOf(kind.path), ...(kind.replaces ?? [])]), isSameLocation);
    }

    /** As azure-native: always. */
    deletesFirst(): boolean {
        return true;
    }

    /** @throws {Unfinished} If Azure accepts it and does not finish. */
    async create(target: Target, inputs: Props, preview: boolean): Promise<{ id: string; outputs: Props }> {
        const [kind, sdk] = [kindOf(target.token), sdkResource(target.token)];
        if (preview) {
            this.#note("create", target, { preview });
            return { id: "", outputs: previewOutputs(inputs, sdk.outputs) };
        }
        const id = this.#idOf(kind, inputs);
        return this.#write("create", target, id, kind, inputs, sdk);
    }

    async update(target: Target, id: string, inputs: Props, olds: Props, preview: boolean): Promise<Props> {
        const [kind, sdk] = [kindOf(target.token), sdkResource(target.token)];
        if (preview) {
            this.#note("update", target, { id, preview });
            return { ...previewOutputs(inputs, sdk.outputs), ...("name" in olds ? { name: olds["name"] } : {}), ...("location" in olds ? { location: olds["location"] } : {}) };
        }
        return (await this.#write("update", target, id, kind, inputs, sdk)).outputs;
    }

    /** Returns nothing if it does not exist. */
    async read(target: Target, id: string, inputs: Props | undefined, olds: Props): Promise<{ inputs: Props; outputs: Props } | undefined> {
        const [kind, sdk] = [kindOf(target.token), sdkResource(target.token)];
        const call = this.#note("read", target, { id });
        const { value: found } = await this.#writer.attempt("read", call, () => this.cloud.find(id));
        if (found === undefined) {
            return undefined;
        }
        const outputs = outputsOf(showResource(found, this.cloud, this.options), sdk.outputs.keys(), sdk.apiVersion);
        const read = Object.fromEntries(Object.entries(outputs).filter(([name]) => sdk.args.has(name)));
        return { outputs, inputs: inputs === undefined ? { ...read, ...matchPath(kind.path, id) } : driftedInputs(inputs, olds, outputs, (name) => sdk.args.has(name)) };
    }

    async delete(target: Target, id: string): Promise<void> {
        const kind = kindOf(target.token);
        const call = this.#note("delete", target, { id });
        await this.#writer.remove(call, kind);
    }

    invoke(token: string, args: Props): Props {
        const call = this.#note("invoke", { token, name: "" });
        try {
            return invoke(token, args, this.cloud, this.options);
        } catch (error) {
            call.failed = true;
            throw error;
        }
    }

    async #write(operation: "create" | "update", target: Target, id: string, kind: Kind, inputs: Props, sdk: SdkResource): Promise<{ id: string; outputs: Props }> {
        const call = this.#note(operation, target, { id });
        const happened = await this.#writer.write(call, kind, inputs);
        const stored = this.cloud.require(id);
        const outputs = outputsOf(showResource(stored, this.cloud, this.options), sdk.outputs.keys(), sdk.apiVersion);
        if (happened !== undefined) {
            call.failed = true;
            throw happened === "unfinished" ? new Unfinished(TIMED_OUT, stored.id, outputs, inputs) : new Error(TIMED_OUT);
        }
        return { id: stored.id, outputs };
    }

    #idOf(kind: Kind, inputs: Props): string {
        return expandPath(kind.path, { ...inputs, subscriptionId: this.config["subscriptionId"] ?? this.options.subscriptionId ?? SUBSCRIPTION });
    }

    #groupLocation(group: unknown): unknown {
        const found = this.cloud.ofType("Microsoft.Resources/resourceGroups").find(({ name }) => isSameId(name, textOf(group)));
        return group === UNKNOWN ? UNKNOWN : isProps(found) ? found["location"] : undefined;
    }

    #note(operation: Call["operation"], { token, name }: Target, more: { id?: string; preview?: boolean } = {}): Call {
        const call = { operation, token, name, preview: false, id: "", errors: [], failed: false, ...more };
        this.calls.push(call);
        return call;
    }
}

function isSameLocation(key: string, old: unknown, now: unknown): boolean {
    return key === "location" && typeof now === "string" && isSamePlace(textOf(old), textOf(now));
}
