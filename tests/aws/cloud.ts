import { textOf, type Props } from "../provider/wire";
import type { Place } from "./arn";
import { ATTEMPTS, AwsError, EXPIRED, isRetried } from "./aws-error";
import { Images } from "./images";
import { ACCOUNT, REGION, type DoubleOptions } from "./options";

/** Something that AWS has, as the provider's inputs say it. */
export interface Entry {
    /** Type token. */
    readonly token: string;
    readonly id: string;
    /** Empty for what has no region. */
    readonly region: string;
    readonly props: Props;
}

/** What is done to AWS. */
export type Operation = "create" | "read" | "update" | "delete" | "invoke";

/** A misfortune that is to befall operations, in turn. */
export interface Fault {
    readonly operation: Operation;

    /** What the type or function token looks like; @default - any */
    readonly token?: RegExp;

    /** What the id looks like, such as a repository's name; @default - any */
    readonly id?: RegExp;

    /** How many attempts it spoils. The provider tries throttling and 5xx 25 times in all by itself. @default 1 */
    readonly times?: number;

    /** What AWS answers; @default - nothing is wrong, it is only slow */
    readonly error?: AwsError;

    /** Whether AWS does it all the same, and the answer is lost on its way, so that the provider asks again. */
    readonly unanswered?: boolean;

    /** Held back until this is settled. */
    readonly until?: Promise<unknown>;
}

/** A setting of a whole registry or repository that silently took the place of another one. */
export interface Overwritten {
    readonly token: string;
    readonly id: string;
    readonly region: string;
    readonly before: Props;
    readonly after: Props;
}

/** Whatever AWS has, in memory. */
export class AwsCloud {
    /** By token, region and id. */
    readonly entries = new Map<string, Entry>();

    readonly images = new Images();

    /** What was put where something was already: each is a loss that nobody is told of. */
    readonly overwritten: Overwritten[] = [];

    /** ARNs of new roles, with the number of times that ECR will not find them yet. */
    readonly principals = new Map<string, number>();

    /** Whatever tests want to go wrong; those that are used up are left out. */
    faults: Fault[] = [];

    /** Whether the credentials of whoever deploys have ended; those of a session do. */
    expired = false;

    constructor(readonly options: DoubleOptions) {
        for (const name of options.roles ?? []) {
            this.write({ token: "aws:iam/role:Role", id: name, region: "", props: { name, assumeRolePolicy: "{}" } });
        }
    }

    get account(): string {
        return this.options.account ?? ACCOUNT;
    }

    get region(): string {
        return this.options.region ?? REGION;
    }

    find(token: string, id: string, region: string): Entry | undefined {
        return this.entries.get(keyOf({ token, id, region }));
    }

    /** Returns all of a type, in a region if one is named. */
    ofType(token: string, region?: string): Entry[] {
        return [...this.entries.values()].filter((entry) => entry.token === token && (region === undefined || entry.region === region));
    }

    write(entry: Entry): void {
        this.entries.set(keyOf(entry), { ...entry, props: structuredClone(entry.props) });
    }

    remove(token: string, id: string, region: string): void {
        this.entries.delete(keyOf({ token, id, region }));
    }

    /** Returns a private repository, which ECR has in the account's registry alone. */
    repository(name: string, { account, region }: Place): Entry | undefined {
        return account === this.account ? this.find("aws:ecr/repository:Repository", name, region) : undefined;
    }

    /**
     * Does something as the provider does it, which asks again after what passes, without its waiting.
     *
     * @param isPatient about further errors, which the provider waits out for a while
     * @param told of each answer that was an error
     */
    async attempt<T>(
        what: { readonly operation: Operation; readonly token: string; readonly id: string },
        act: () => T,
        told: (error: AwsError) => void = () => undefined,
        isPatient: (error: AwsError) => boolean = () => false,
    ): Promise<T> {
        for (let count = 1; ; count += 1) {
            const fault = this.#take(what);
            await fault?.until;
            try {
                if (this.expired || fault?.error !== undefined) {
                    throw this.expired ? EXPIRED : fault?.error;
                }
                const value = act();
                if (fault?.unanswered !== true) {
                    return value;
                }
            } catch (error) {
                if (error instanceof AwsError) {
                    told(error);
                }
                if (!(error instanceof AwsError && (isRetried(error) || isPatient(error)) && count < ATTEMPTS)) {
                    throw error;
                }
            }
        }
    }

    #take({ operation, token, id }: { operation: Operation; token: string; id: string }): Fault | undefined {
        const index = this.faults.findIndex((fault) => fault.operation === operation && (fault.token?.test(token) ?? true) && (fault.id?.test(id) ?? true));
        const fault = this.faults[index];
        if (fault !== undefined) {
            const left = (fault.times ?? 1) - 1;
            this.faults.splice(index, 1, ...(left > 0 ? [{ ...fault, times: left }] : []));
        }
        return fault;
    }
}

function keyOf({ token, id, region }: Omit<Entry, "props">): string {
    return [token, region, textOf(id)].join("|");
}
