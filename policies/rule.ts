import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

/** A resource as rules see it. */
export interface Facts {
    /** The type token, such as `azure-native:containerregistry:Registry`. */
    readonly type: string;

    readonly name: string;

    readonly urn: string;

    /**
     * The inputs, after the provider has checked them; the outputs of a resource whose inputs nobody has shown. Secrets
     * are in clear, and reading an unknown value throws.
     */
    readonly props: Props;

    /** URNs of the resources that each property was made from, known even where its value is not. */
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;

    /** URNs of all resources that have to be there before. */
    readonly dependencies: readonly string[];
}

/** The inputs of a resource, after the provider has checked them. */
export type Props = Readonly<Record<string, unknown>>;

/** What a team has set for a rule, defaults included. */
export type Settings = Readonly<Record<string, unknown>>;

/** What a rule may look at besides the resource that it judges. */
export interface Surroundings {
    /** All resources of the stack for types whose scope is `stack`, and none for the others. */
    readonly resources: readonly Facts[];

    /** The rule's settings as configured; what is not configured may be missing. */
    readonly settings: Settings;
}

/** How much is at stake. */
export type Severity = "low" | "medium" | "high" | "critical";

/** What a violation does: it is told, it stops the run, or the rule is off. */
export type Level = "advisory" | "mandatory" | "disabled";

/**
 * How a resource is judged: `resource` alone, so that a violation stops it before it is created; `stack` together with
 * all others, so that in `up` a violation is found after all are created, and only a preview comes before.
 */
export type Scope = "resource" | "stack";

/**
 * The id of the same rule in PSRule for Azure, Azure Policy, Security Hub, Control Tower, Checkov, KICS, Prowler, cdk-nag or
 * Trivy.
 */
export type Reference =
    | `AZR-${string}`
    | `AP ${string}`
    | `ECR.${number}`
    | `CT.ECR.${string}`
    | `CKV_${string}`
    | `CKV2_${string}`
    | `KICS ${string}`
    | `PRW ${string}`
    | `nag ${string}`
    | `AWS-${number}`
    | `DS-${string}`
    | `KSV-${string}`
    | `ECS.${number}`;

/** Resources of which the first is judged. */
export interface Example {
    readonly title: string;

    readonly resources: readonly [Facts, ...Facts[]];

    /** @default - none are configured */
    readonly settings?: Settings;
}

/** Resources of which the first breaks the rule. */
export interface BadExample extends Example {
    /** The one violation that the rule finds. */
    readonly violation: string;
}

/** One demand on resources: data and a pure function. */
export interface Rule {
    /** `<noun>-<demand>`, and the name of its file; never renamed, never used again. */
    readonly id: string;

    /** The demand as a short sentence. */
    readonly title: string;

    /** What goes wrong otherwise, as a clause. */
    readonly why: string;

    readonly severity: Severity;

    /** What happens on a violation unless configured otherwise. */
    readonly level: Level;

    /** What to write instead, as whole sentences. */
    readonly fix: string;

    /** The primary source. */
    readonly url: string;

    readonly references: readonly Reference[];

    /** Which type tokens are judged, of all API versions and families. */
    readonly appliesTo: RegExp;

    /** The scope of all that is judged, or of each resource. */
    readonly scope: Scope | ((resource: Facts) => Scope);

    /** Paths of properties without which there is no verdict. */
    readonly reads: readonly string[];

    /** What can be configured, by name. */
    readonly settings?: Readonly<Record<string, PolicyConfigJSONSchema>>;

    /**
     * Returns what is wrong now, as sentences; none if nothing is. They never quote a property's value, as it may be a
     * secret, unless the value is one of a list that the rule knows.
     *
     * @throws {UndecidedError} If there is no verdict; reading an unknown value throws likewise.
     */
    check(resource: Facts, surroundings: Surroundings): readonly string[];

    readonly good: readonly [Example, ...Example[]];

    readonly bad: readonly [BadExample, ...BadExample[]];
}
