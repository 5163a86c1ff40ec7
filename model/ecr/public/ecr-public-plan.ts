/** A public registry as it is to be made. Its resources are all in one region. */
export interface EcrPublicPlan {
    readonly name: string;
    readonly account: string;
    readonly partition: string;
    readonly protect: boolean;
    readonly tags: Readonly<Record<string, string>>;
    readonly repositories: readonly PublicRepositoryPlan[];
    readonly notices: readonly string[];
}

/** A public repository as it is to be made. */
export interface PublicRepositoryPlan {
    readonly name: string;
    readonly forceDelete: boolean;
    readonly tags: Readonly<Record<string, string>>;
    /** In the words of ECR; @default - none */
    readonly catalog?: {
        readonly description?: string;
        readonly aboutText?: string;
        readonly usageText?: string;
        readonly architectures: readonly string[];
        readonly operatingSystems: readonly string[];
    };
}
