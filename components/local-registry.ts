import * as pulumi from "@pulumi/pulumi";
import type { RegistryCredentials } from "./credentials";
import type { Registry } from "./registry";

export interface LocalRegistryArgs {
    /** Host and port, such as `127.0.0.1:5000`. */
    readonly host: string;

    /** @default - those of the shell's Docker configuration */
    readonly credentials?: RegistryCredentials | undefined;
}

/** A registry that runs already, on this machine or wherever its host name leads. */
export class LocalRegistry extends pulumi.ComponentResource implements Registry {
    readonly host: pulumi.Output<string>;

    readonly credentials: RegistryCredentials | undefined;

    constructor(name: string, args: LocalRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
        super("registries:local:LocalRegistry", name, {}, opts);
        this.host = pulumi.output(args.host);
        this.credentials = args.credentials;
        this.registerOutputs({ host: this.host });
    }
}
