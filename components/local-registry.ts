import * as pulumi from "@pulumi/pulumi";
import type { LocalRegistryPlan } from "../model/local";
import { readLogin, type RegistryCredentials } from "./credentials";
import type { Registry } from "./registry";

export interface LocalRegistryArgs {
    readonly plan: LocalRegistryPlan;
}

/** A registry that runs already, on this machine or wherever its host name leads. */
export class LocalRegistry extends pulumi.ComponentResource implements Registry {
    readonly host: pulumi.Output<string>;

    readonly credentials: RegistryCredentials | undefined;

    constructor(name: string, { plan }: LocalRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
        super("registries:local:LocalRegistry", name, {}, opts);
        this.host = pulumi.output(plan.host);
        this.credentials = plan.login && readLogin(plan.login);
        this.registerOutputs({ host: this.host });
    }
}
