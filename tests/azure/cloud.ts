import type { Props } from "../provider/wire";
import { ArmError, groupNotFound, isRetried, parentNotFound, resourceNotFound } from "./arm-error";
import { groupOf, isBelow, isSameId, parentOf, typeOf } from "./arm-id";

/** A resource as Azure keeps it, in the words of its REST API. */
export interface ArmResource {
    readonly id: string;
    /** `Microsoft.ContainerRegistry/registries` */
    readonly type: string;
    readonly name: string;
    readonly location?: string;
    readonly tags?: Props;
    readonly sku?: unknown;
    readonly kind?: unknown;
    readonly identity?: Props;
    readonly zones?: unknown;
    readonly properties: Props;
}

/** What is done to Azure. */
export type Operation = "create" | "read" | "update" | "delete";

/** A misfortune that is to befall operations, in turn. */
export interface Fault {
    readonly operation: Operation;

    /** What the ARM id looks like. */
    readonly id: RegExp;

    /**
     * How many attempts it spoils. As azure-native tries 408, 429 and 5xx four times in all, it sees only those that
     * strike four times.
     *
     * @default 1
     */
    readonly times?: number;

    /** What Azure answers; @default - nothing is wrong, it is only slow */
    readonly error?: ArmError;

    /** Whether Azure does it all the same, and the answer is lost on its way, or is awaited too long; then no `error`. */
    readonly happened?: "unanswered" | "unfinished";

    /** Held back until this is settled. */
    readonly until?: Promise<unknown>;
}

/** How often azure-native asks in all. @see https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/azure/client_azcore.go */
const ATTEMPTS = 4;

/** Whatever Azure has, in memory. */
export class AzureCloud {
    /** By ARM id, as it was first written. */
    readonly resources = new Map<string, ArmResource>();

    /** Object ids of identities made here, with the number of times that Entra ID will not find them yet. */
    readonly principals = new Map<string, number>();

    /** Whatever tests want to go wrong; those that are used up are left out. */
    faults: Fault[] = [];

    /** What is being written at the moment: keys of what excludes others of the same key. */
    readonly busy = new Set<string>();

    find(id: string): ArmResource | undefined {
        return [...this.resources.values()].find((resource) => isSameId(resource.id, id));
    }

    /** @throws {ArmError} If there is none. */
    require(id: string): ArmResource {
        const found = this.find(id);
        if (found === undefined) {
            throw resourceNotFound(id);
        }
        return found;
    }

    below(id: string): ArmResource[] {
        return [...this.resources.values()].filter((resource) => isBelow(resource.id, id));
    }

    ofType(type: string): ArmResource[] {
        return [...this.resources.values()].filter((resource) => resource.type.toLowerCase() === type.toLowerCase());
    }

    write(resource: ArmResource): void {
        const { id = resource.id } = this.find(resource.id) ?? {};
        this.resources.set(id, { ...resource, id });
    }

    /** Takes a resource away, with everything below it. */
    remove(id: string): void {
        for (const gone of [this.find(id), ...this.below(id)]) {
            this.resources.delete(gone?.id ?? "");
        }
    }

    /** @throws {ArmError} If the group, the parent or, of types that the double has, the scope does not exist. */
    requireSurroundings(id: string, known: (type: string) => boolean): void {
        const group = groupOf(id);
        const root = group === undefined ? "" : id.split("/").slice(0, 5).join("/");
        if (group !== undefined && !isSameId(root, id) && this.find(root) === undefined) {
            throw groupNotFound(group);
        }
        const parent = parentOf(id);
        if (parent !== undefined && known(typeOf(parent)) && this.find(parent) === undefined) {
            throw typeOf(id).startsWith(typeOf(parent)) ? parentNotFound(typeOf(id), parent) : resourceNotFound(parent);
        }
    }

    /**
     * Does something as azure-native does it, which asks again after what passes, without its waiting.
     *
     * @param told of each answer that was an error
     */
    async attempt<T>(operation: Operation, id: string, act: () => T, told: (error: ArmError) => void): Promise<{ value: T; happened?: "unanswered" | "unfinished" }> {
        for (let count = 1; ; count += 1) {
            const fault = this.#take(operation, id);
            await fault?.until;
            try {
                if (fault?.error !== undefined) {
                    throw fault.error;
                }
                return { value: act(), ...(fault?.happened === undefined ? {} : { happened: fault.happened }) };
            } catch (error) {
                if (error instanceof ArmError) {
                    told(error);
                }
                if (!(error instanceof ArmError && isRetried(error) && count < ATTEMPTS)) {
                    throw error;
                }
            }
        }
    }

    #take(operation: Operation, id: string): Fault | undefined {
        const index = this.faults.findIndex((fault) => fault.operation === operation && fault.id.test(id));
        const fault = this.faults[index];
        if (fault !== undefined) {
            const left = (fault.times ?? 1) - 1;
            this.faults.splice(index, 1, ...(left > 0 ? [{ ...fault, times: left }] : []));
        }
        return fault;
    }
}
