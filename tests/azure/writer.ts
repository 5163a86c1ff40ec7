import { setTimeout as sleep } from "node:timers/promises";
import { propsOf, textOf, type Props } from "../provider/wire";
import { nameOf, parametersOf, typeOf } from "./arm-id";
import type { Call } from "./call";
import type { ArmResource, AzureCloud, Operation } from "./cloud";
import { principalOf, readIdentity } from "./identities";
import { exclusionOf, isKnownType, rulesOf, type Kind } from "./kinds";
import { requireUnlocked } from "./locks";
import type { DoubleOptions } from "./options";
import { hasShape, requireShape } from "./rest-shapes";

const GENERIC = "azure-native:resources:Resource";

/** How long a write lasts that excludes others: long enough that two that start together meet. */
const WRITE_MILLISECONDS = 100;

const ENVELOPE = ["location", "tags", "sku", "kind", "zones"];

/** Asks Azure, and writes down in a call how that went. */
export class Writer {
    constructor(readonly cloud: AzureCloud, readonly options: DoubleOptions) {}

    /** Writes a resource; returns how its answer was lost, if it was. */
    async write(call: Call, kind: Kind, inputs: Props): Promise<"unanswered" | "unfinished" | undefined> {
        const operation = call.operation === "create" ? "create" : "update";
        const { happened } = await this.#exclusively(call, () => this.attempt(operation, call, () => this.#put(operation, call.token, call.id, kind, inputs)));
        return happened;
    }

    /** Deletes a resource; what is not there is deleted already. */
    async remove(call: Call, kind: Kind): Promise<void> {
        await this.#exclusively(call, () => this.attempt("delete", call, () => {
            const found = this.cloud.find(call.id);
            if (found !== undefined) {
                requireUnlocked(this.cloud, call.id, "delete");
                this.cloud.remove(call.id);
            }
            if (found !== undefined && kind.unset !== undefined) {
                this.cloud.write({ ...found, properties: kind.unset });
            }
        }));
    }

    async #exclusively<T>(call: Call, act: () => Promise<T>): Promise<T> {
        const exclusion = exclusionOf(call.id);
        if (exclusion === undefined) {
            return act();
        }
        if (this.cloud.busy.has(exclusion.key)) {
            call.errors.push(exclusion.conflict.message);
            call.failed = true;
            throw exclusion.conflict;
        }
        this.cloud.busy.add(exclusion.key);
        try {
            await sleep(WRITE_MILLISECONDS);
            return await act();
        } finally {
            this.cloud.busy.delete(exclusion.key);
        }
    }

    async attempt<T>(operation: Operation, call: Call, act: () => T) {
        try {
            return await this.cloud.attempt(operation, call.id, act, ({ message }) => call.errors.push(message));
        } catch (error) {
            call.failed = true;
            throw error;
        }
    }

    #put(operation: "create" | "update", token: string, id: string, kind: Kind, inputs: Props): void {
        const old = this.cloud.find(id);
        if (operation === "create" && old !== undefined && kind.unset === undefined) {
            throw new Error(`cannot create already existing resource '${id}'`);
        }
        const resource = this.#bodyOf(token, id, kind, inputs);
        this.cloud.requireSurroundings(id, isKnownType);
        requireUnlocked(this.cloud, id, "write");
        if (token === GENERIC) {
            requireShape(resource.type, textOf(inputs["apiVersion"]), resource.properties);
        }
        for (const rule of rulesOf(resource.type)) {
            const refusal = rule({ cloud: this.cloud, options: this.options, resource, old });
            if (refusal !== undefined) {
                throw refusal;
            }
        }
        this.cloud.write(resource);
        if (/SystemAssigned/.test(textOf(resource.identity?.["type"])) || resource.type === "Microsoft.ManagedIdentity/userAssignedIdentities") {
            this.cloud.principals.set(principalOf(id), this.cloud.principals.get(principalOf(id)) ?? this.options.principalTries ?? 0);
        }
    }

    #bodyOf(token: string, id: string, kind: Kind, inputs: Props): ArmResource {
        const generic = token === GENERIC;
        if (generic && !hasShape(typeOf(id))) {
            throw new Error(`the double of azure-native knows no bodies of ${typeOf(id)}; tests/azure/rest-shapes.ts has those that it knows`);
        }
        const { azureApiVersion: _, ...rest } = inputs;
        const flat = Object.entries(rest).filter(([name]) => ![...ENVELOPE, "identity", ...parametersOf(kind.path).filter((parameter) => parameter !== "scope")].includes(name));
        const identity = readIdentity(inputs["identity"]);
        return {
            id,
            type: typeOf(id),
            name: nameOf(id),
            ...Object.fromEntries(ENVELOPE.filter((name) => inputs[name] !== undefined).map((name) => [name, inputs[name]])),
            ...(identity === undefined ? {} : { identity }),
            properties: structuredClone(generic ? propsOf(inputs["properties"]) : Object.fromEntries(flat)),
        };
    }
}
