import type { EcrSpec } from "../ecr-spec";

/** What a public repository shows in the gallery. */
export interface CatalogSpec {
    readonly description?: string;
    readonly about?: string;
    readonly usage?: string;
    readonly architectures: readonly string[];
    readonly operatingSystems: readonly string[];
}

/** A public registry of Amazon ECR, which is that of an account, with its defaults filled in. */
export interface EcrPublicSpec {
    readonly kind: "ecr-public";

    /** The account's id, of 12 digits. Nothing is done with credentials of another one. */
    readonly account: string;

    /** The start of the names of roles that are made; @default - registries-<stack>-public */
    readonly name?: string;

    readonly protect?: boolean;

    readonly forceDelete: boolean;

    readonly tags: Readonly<Record<string, string>>;

    /** What is shown of repositories, and further ones besides those of the images, by name. */
    readonly repositories: Readonly<Record<string, CatalogSpec>>;

    readonly oidcProviders: EcrSpec["oidcProviders"];
}
