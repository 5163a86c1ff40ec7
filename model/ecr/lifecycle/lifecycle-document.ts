/** A lifecycle policy in the words of Amazon ECR. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
export interface LifecycleDocument {
    readonly rules: readonly LifecycleRule[];
}

/** One of its rules. */
export interface LifecycleRule {
    /** Unique; the lowest goes first. */
    readonly rulePriority: number;

    readonly description?: string;

    readonly selection: {
        readonly tagStatus: "tagged" | "untagged" | "any";
        readonly tagPatternList?: readonly string[];
        readonly tagPrefixList?: readonly string[];
        readonly storageClass?: "standard" | "archive";
        readonly countType: "imageCountMoreThan" | "sinceImagePushed" | "sinceImagePulled" | "sinceImageTransitioned";
        readonly countUnit?: "days";
        readonly countNumber: number;
    };

    readonly action:
        | { readonly type: "expire" }
        | { readonly type: "transition"; readonly targetStorageClass: "archive" };
}
