import type { RolePlan } from "../access/grant-plan";

/** A container group as it is to be made, in the words of its REST API. */
export interface ContainerGroupPlan {
    readonly name: string;

    /** Name of the image in the configuration. */
    readonly image: string;

    /** The name of its user-assigned identity. */
    readonly identity: string;

    /** What its identity may do on the registry. */
    readonly roles: readonly RolePlan[];

    readonly resources: { readonly requests: { readonly cpu: number; readonly memoryInGB: number } };

    readonly ports: readonly ContainerPort[];

    readonly environmentVariables: readonly { readonly name: string; readonly value: string }[];

    /** Its values are secrets. */
    readonly secureEnvironmentVariables: readonly { readonly name: string; readonly secureValue: string }[];

    /** @default - the image's own */
    readonly command?: readonly string[];

    readonly restartPolicy: "Always" | "OnFailure" | "Never";

    /** @default - it is not reached from anywhere */
    readonly ipAddress?: {
        readonly type: "Public" | "Private";
        readonly ports: readonly ContainerPort[];
        readonly dnsNameLabel?: string;
    };

    readonly subnetIds: readonly { readonly id: string }[];
}

/** A port that is reached from outside of the group. */
export interface ContainerPort {
    readonly port: number;
    readonly protocol: "TCP";
}
