import * as pulumi from "@pulumi/pulumi";
import type { RegistryCredentials } from "./credentials";

/** A place that images are pushed to and pulled from, whoever runs it. */
export interface Registry {
    /** The host that image references start with, with its port where it has one. */
    readonly host: pulumi.Output<string>;

    /** What a push has to show; `undefined` where the Docker configuration of the shell knows it. */
    readonly credentials: RegistryCredentials | undefined;
}
