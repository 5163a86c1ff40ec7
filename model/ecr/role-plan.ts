/** A role of IAM as it is to be made. */
export interface RolePlan {
    readonly name: string;
    /** JSON: who may take it on. */
    readonly trust: string;
    /** JSON: what it may do. */
    readonly policy: string;
    readonly tags: Readonly<Record<string, string>>;
}
