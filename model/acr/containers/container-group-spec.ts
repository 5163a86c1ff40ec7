/** A container on Azure Container Instances that was asked for, with its defaults filled in. */
export interface ContainerGroupSpec {
    /** Name of an image of the same configuration. */
    readonly image: string;

    /** Cores. */
    readonly cpu: number;

    readonly memoryGiB: number;

    /** Those that it is reached on, by TCP. */
    readonly ports: readonly number[];

    readonly environment: Readonly<Record<string, string>>;

    /** Its values are secrets. */
    readonly secureEnvironment: Readonly<Record<string, string>>;

    /** Empty for the image's own. */
    readonly command: readonly string[];

    readonly restartPolicy: "Always" | "OnFailure" | "Never";

    /** Whether its ports are open to the internet. */
    readonly public: boolean;

    /** The start of its public name. */
    readonly dnsLabel?: string;

    /** ARM id of the subnet that it stands in; @default - none */
    readonly subnet?: string;
}
