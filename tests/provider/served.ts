import type { PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import type { Props } from "./wire";

/** Which resource a request is about. */
export interface Target {
    readonly token: string;
    readonly name: string;
}

/** What stands in for a provider of the engine: what it is asked, without the wire. */
export interface ServedProvider {
    /** Of the stack: `location`, `region` and the like, without the package in front. */
    config: Readonly<Record<string, string>>;

    /** Looks at the configuration. @throws {Error} If the provider cannot work with it. */
    configure?(): void;

    /** Adds defaults to inputs, and returns them with what is wrong with them. */
    check(target: Target, news: Props, olds: Props): { inputs: Props; failures: readonly string[] };

    /** Returns what differs between inputs, by path. */
    diff(target: Target, olds: Props, news: Props): Map<string, PropertyDiff.Kind>;

    /** Says whether what is replaced goes before its replacement comes. */
    deletesFirst(target: Target, olds: Props, news: Props): boolean;

    /** @throws {Unfinished} If the cloud accepts it and does not finish. */
    create(target: Target, inputs: Props, preview: boolean): Promise<{ id: string; outputs: Props }>;

    update(target: Target, id: string, inputs: Props, olds: Props, preview: boolean): Promise<Props>;

    /** Returns nothing if it does not exist. @param inputs nothing for an import */
    read(target: Target, id: string, inputs: Props | undefined, olds: Props): Promise<{ inputs: Props; outputs: Props } | undefined>;

    /** @param olds the outputs as the engine has them */
    delete(target: Target, id: string, olds: Props): Promise<void>;

    invoke(token: string, args: Props): Props | Promise<Props>;
}

/** A create or update that the cloud accepted and did not finish in time: the engine keeps it, and what there is of it. */
export class Unfinished extends Error {
    constructor(message: string, readonly id: string, readonly outputs: Props, readonly inputs: Props) {
        super(message);
    }
}
