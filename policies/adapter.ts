import type { PolicyResource, ReportViolation, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { formatFinding, judge, scopeOf, type Finding } from "./judge";
import type { Facts, Props, Rule, Scope, Settings } from "./rule";

/** A policy that judges resources alone, whole stacks, or both. */
type RulePolicy = Omit<ResourceValidationPolicy, "validateResource"> &
    Partial<Pick<ResourceValidationPolicy, "validateResource"> & Pick<StackValidationPolicy, "validateStack">>;

/** The inputs of resources by URN, as the engine shows them before it has them created. */
type Inputs = Map<string, Props>;

/** Returns rules as the engine takes them. */
export function policiesOf(rules: readonly Rule[]): (ResourceValidationPolicy | StackValidationPolicy)[] {
    const inputs: Inputs = new Map();
    return rules.map((rule) => policyOf(rule, inputs));
}

/**
 * A violation is reported with its fix, as the CLI prints no other part of a policy. What is undecided is advisory
 * whatever the rule's level, as the engine has no third verdict; its message starts with `Undecided:`.
 */
function policyOf(rule: Rule, inputs: Inputs): ResourceValidationPolicy | StackValidationPolicy {
    const { id, title, why, severity, level, fix, url, settings } = rule;
    const policy: RulePolicy = {
        name: id,
        description: `${title}: ${why}.`,
        displayName: title,
        enforcementLevel: level,
        severity,
        remediationSteps: fix,
        url,
        ...(settings === undefined ? {} : { configSchema: { properties: settings } }),
        validateResource: validateResource(rule, inputs),
        ...(rule.scope === "resource" ? {} : { validateStack: validateStack(rule, inputs) }),
    };
    return policy;
}

function validateResource(rule: Rule, inputs: Inputs): NonNullable<RulePolicy["validateResource"]> {
    return ({ type, name, urn, props, getConfig }, report) => {
        inputs.set(urn, props);
        const facts = { type, name, urn, props, propertyDependencies: {}, dependencies: [] };
        if (judgedAs(rule, facts, "resource")) {
            reportFindings(rule, judge(rule, facts, { resources: [], settings: getConfig<Settings>() }), report);
        }
    };
}

function validateStack(rule: Rule, inputs: Inputs): NonNullable<RulePolicy["validateStack"]> {
    return ({ resources, getConfig }, report) => {
        const all = resources.map((resource) => factsOf(resource, inputs));
        for (const facts of all.filter((resource) => judgedAs(rule, resource, "stack"))) {
            reportFindings(
                rule,
                judge(rule, facts, { resources: all, settings: getConfig<Settings>() }),
                report,
                facts.urn,
            );
        }
    };
}

function judgedAs(rule: Rule, facts: Facts, scope: Scope): boolean {
    return rule.appliesTo.test(facts.type) && scopeOf(rule, facts) === scope;
}

/**
 * With its stack the engine shows a resource's outputs, in which what its inputs name may be missing (the registry of a
 * replication) and what they leave out is unknown in a preview.
 *
 * @see https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/convert/previewOutputs.go
 */
function factsOf({ type, name, urn, props, ...resource }: PolicyResource, inputs: Inputs): Facts {
    const sources = Object.entries(resource.propertyDependencies).map(([key, from]) => [
        key,
        from.map((source) => source.urn),
    ]);
    return {
        type,
        name,
        urn,
        props: inputs.get(urn) ?? props,
        propertyDependencies: Object.fromEntries(sources),
        dependencies: resource.dependencies.map((source) => source.urn),
    };
}

function reportFindings(rule: Rule, findings: readonly Finding[], report: ReportViolation, urn?: string): void {
    for (const finding of findings) {
        if (finding.verdict === "violation") {
            report(formatFinding(rule, finding), urn);
        } else {
            reportAdvisory(report, finding.message, urn);
        }
    }
}

/**
 * Reports under another level than the policy's, which `reportViolation` takes but its type does not say.
 *
 * @see https://github.com/pulumi/pulumi-policy/blob/v1.21.0/sdk/nodejs/policy/server.ts (`makeReportViolationFun`)
 */
function reportAdvisory(report: ReportViolation, message: string, urn: string | undefined): void {
    const violation = { message, urn, enforcementLevel: "advisory" };
    report(violation as unknown as string);
}
