import { createHash } from "node:crypto";
import type { PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { diffInputs, driftedInputs } from "../provider/diff";
import { checkFields } from "../provider/sdk-check";
import { sdkResource } from "../provider/sdk-types";
import type { ServedProvider, Target } from "../provider/served";
import { isProps, textOf, type Props } from "../provider/wire";
import type { Place } from "./arn";
import { AwsError, EXPIRED, formatError, formatFailure } from "./aws-error";
import type { Call } from "./call";
import { CHECKS } from "./checks";
import type { AwsCloud, Operation } from "./cloud";
import { invoke } from "./invokes";
import { kindOf, showEntry, type Kind } from "./kinds";
import { isSameInput, planOutputs } from "./plan";
import { isPropagating } from "./policy-rules";
import { putEntry, regionOf, removeEntry } from "./writer";

/** Inputs that may be objects, which the provider writes as JSON. */
const DOCUMENTS = ["policy", "assumeRolePolicy"];

/** Does what pulumi-aws does, to a cloud in memory. */
export class AwsProvider implements ServedProvider {
    readonly calls: Call[] = [];

    /** Of the stack: `aws:region` and the like. */
    config: Readonly<Record<string, string>> = {};

    constructor(readonly cloud: AwsCloud) {}

    /** Asks whose credentials they are. @see https://github.com/pulumi/pulumi-aws/issues/3866 */
    configure(): void {
        if (this.cloud.expired) {
            const error = formatError(new AwsError("ExpiredToken", EXPIRED.text, EXPIRED.status), "STS", "GetCallerIdentity");
            throw new Error(`unable to validate AWS credentials.\nDetails: validating provider credentials: retrieving caller identity from STS: ${error}`);
        }
        const allowed = this.config["allowedAccountIds"];
        if (allowed !== undefined && !(JSON.parse(allowed) as string[]).includes(this.cloud.account)) {
            throw new Error(`AWS account ID not allowed: ${this.cloud.account}`);
        }
    }

    /** Where the provider works if a resource does not say. */
    get region(): string {
        return this.config["region"] ?? this.cloud.region;
    }

    /** Adds a name to inputs that want one, and returns them with what is wrong with them. */
    check(target: Target, news: Props, olds: Props): { inputs: Props; failures: readonly string[] } {
        const [kind, sdk] = [kindOf(target.token), sdkResource(target.token)];
        this.#note("check", target);
        const inputs = { ...news };
        DOCUMENTS.filter((name) => isProps(inputs[name])).forEach((name) => (inputs[name] = JSON.stringify(inputs[name])));
        if (kind.isNamed === true && inputs["name"] === undefined && inputs["namePrefix"] === undefined) {
            inputs["name"] = olds["name"] ?? `${target.name}-${createHash("sha256").update(target.name).digest("hex").slice(0, 7)}`;
        }
        const failures = [...checkFields(news, sdk.args), ...(CHECKS[target.token] ?? []).flatMap((check) => check(inputs))];
        return { inputs, failures: [...new Set(failures)] };
    }

    diff(target: Target, olds: Props, news: Props): Map<string, PropertyDiff.Kind> {
        const kind = kindOf(target.token);
        this.#note("diff", target);
        const place = (props: Props): Props => ({ region: this.region, ...props });
        return diffInputs(place(olds), place(news), new Set([...kind.replaces, "region"]), (key, old, now) => isSameInput(kind, key, old, now));
    }

    /** A replacement of the same name cannot come first. */
    deletesFirst(target: Target, olds: Props, news: Props): boolean {
        const kind = kindOf(target.token);
        return kind.deletesFirst ?? (kind.isNamed === true && olds["name"] === news["name"]);
    }

    async create(target: Target, inputs: Props, preview: boolean): Promise<{ id: string; outputs: Props }> {
        const [kind, sdk, place] = [kindOf(target.token), sdkResource(target.token), this.#placeOf(inputs)];
        if (preview) {
            this.#note("create", target, { preview });
            return { id: "", outputs: planOutputs(kind, inputs, sdk.outputs, place.region) };
        }
        const id = kind.id(inputs, place);
        return { id, outputs: await this.#put("create", target, kind, id, inputs) };
    }

    async update(target: Target, id: string, inputs: Props, olds: Props, preview: boolean): Promise<Props> {
        const [kind, sdk, { region }] = [kindOf(target.token), sdkResource(target.token), this.#placeOf(inputs)];
        if (preview) {
            this.#note("update", target, { id, region, preview });
            return planOutputs(kind, inputs, sdk.outputs, region, olds);
        }
        return this.#put("update", target, kind, id, inputs);
    }

    /** Returns nothing if it does not exist. */
    async read(target: Target, id: string, inputs: Props | undefined, olds: Props): Promise<{ inputs: Props; outputs: Props } | undefined> {
        const [kind, sdk] = [kindOf(target.token), sdkResource(target.token)];
        // An import may name the region: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
        const [name = "", region = textOf(olds["region"] ?? inputs?.["region"])] = inputs === undefined ? id.split("@") : [id];
        const place = this.#placeOf({ region });
        const call = this.#note("read", target, { id, region: place.region });
        const found = await this.#attempt("read", call, kind, () => this.cloud.find(target.token, name, regionOf(kind, place.region)));
        const props = found?.props ?? kind.unset;
        if (props === undefined) {
            return undefined;
        }
        const outputs = this.#show(kind, target.token, props, place);
        const read = Object.fromEntries(Object.entries(outputs).filter(([key]) => sdk.args.has(key)));
        return { outputs, inputs: inputs === undefined ? read : driftedInputs(inputs, olds, outputs, (key) => sdk.args.has(key)) };
    }

    async delete(target: Target, id: string, olds: Props): Promise<void> {
        const [kind, place] = [kindOf(target.token), this.#placeOf(olds)];
        const call = this.#note("delete", target, { id, region: place.region });
        if (kind.actions.delete !== undefined) {
            await this.#attempt("delete", call, kind, () => removeEntry(this.cloud, { token: target.token, id, region: regionOf(kind, place.region), place }, olds));
        }
    }

    async invoke(token: string, args: Props): Promise<Props> {
        const call = this.#note("invoke", { token, name: "" }, { region: this.#placeOf(args).region });
        const { service, action, act } = invoke(token, args, this.cloud, this.#placeOf(args));
        try {
            return await this.cloud.attempt({ operation: "invoke", token, id: "" }, act, ({ message }) => call.errors.push(message));
        } catch (error) {
            call.failed = true;
            throw error instanceof AwsError ? new Error(`invocation of ${token} returned an error: ${formatError(error, service, action)}`) : error;
        }
    }

    async #put(operation: "create" | "update", target: Target, kind: Kind, id: string, inputs: Props): Promise<Props> {
        const place = this.#placeOf(inputs);
        const call = this.#note(operation, target, { id, region: place.region });
        await this.#attempt(operation, call, kind, () =>
            putEntry(this.cloud, kind, { token: target.token, id, region: regionOf(kind, place.region), place }, inputs, operation === "update"));
        return this.#show(kind, target.token, inputs, place);
    }

    #show(kind: Kind, token: string, props: Props, place: Place): Props {
        const { outputs } = sdkResource(token);
        return Object.fromEntries(Object.entries(showEntry(kind, props, place, this.cloud.options)).filter(([name]) => outputs.has(name)));
    }

    async #attempt<T>(operation: Operation, call: Call, kind: Kind, act: () => T): Promise<T> {
        try {
            return await this.cloud.attempt({ operation, token: call.token, id: call.id }, act, ({ message }) => call.errors.push(message), isPropagating);
        } catch (error) {
            call.failed = true;
            throw error instanceof AwsError ? new Error(formatFailure(describe(operation, call, kind, error))) : error;
        }
    }

    #placeOf({ region }: Props): Place {
        return { account: this.cloud.account, region: textOf(region) || this.region };
    }

    #note(operation: Call["operation"], { token, name }: Target, more: { id?: string; region?: string; preview?: boolean } = {}): Call {
        const call = { operation, token, name, preview: false, id: "", region: "", errors: [], failed: false, ...more };
        this.calls.push(call);
        return call;
    }
}

/** Returns what the provider says went wrong. */
function describe(operation: Operation, { id }: Call, kind: Kind, error: AwsError): string {
    const action = operation === "create" || operation === "update" || operation === "read" || operation === "delete" ? kind.actions[operation] ?? "" : "";
    const verb = operation === "create" && kind.exists === undefined ? "putting" : `${operation.replace(/e$/, "")}ing`;
    const said = formatError(error, kind.service, action);
    return error.code === "RepositoryNotEmptyException" ? `${kind.title} (${id}) not empty, consider using force_delete: ${said}` : `${verb} ${kind.title} (${id}): ${said}`;
}
