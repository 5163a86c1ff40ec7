import type * as pulumi from "@pulumi/pulumi";

/** A registry, as far as what stands beside it depends on it. */
export interface AcrSite {
    /** Its ARM id. */
    readonly id: pulumi.Input<string>;

    /** The host that its images' references start with. */
    readonly loginServer: pulumi.Input<string>;

    readonly resourceGroupName: pulumi.Input<string>;

    readonly location: pulumi.Input<string>;

    readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
