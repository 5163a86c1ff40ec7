import type { PolicyResource, ReportViolation, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { formatFinding, judge, type Finding } from "./judge";
import { scopeOf, type Facts, type Rule, type Scope, type Settings } from "./rule";

/** A policy that judges resources alone, whole stacks, or both. */
type RulePolicy = Omit<ResourceValidationPolicy, "validateResource"> &
    Partial<Pick<ResourceValidationPolicy, "validateResource"> & Pick<StackValidationPolicy, "validateStack">>;

/**
 * Returns a rule as the engine takes it.
 *
 * A violation is reported with its fix, as the CLI prints no other part of a policy. What is undecided is advisory
 * whatever the rule's level, as the engine has no third verdict; its message starts with `Undecided:`.
 */
export function policyOf(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
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
        ...(rule.scope === "stack" ? {} : { validateResource: validateResource(rule) }),
        ...(rule.scope === "resource" ? {} : { validateStack: validateStack(rule) }),
    };
    return policy;
}

function validateResource(rule: Rule): NonNullable<RulePolicy["validateResource"]> {
    return ({ type, name, urn, props, getConfig }, report) => {
        if (judgedAs(rule, type, "resource")) {
            const facts = { type, name, urn, props, propertyDependencies: {}, dependencies: [] };
            reportFindings(rule, judge(rule, facts, { resources: [], settings: getConfig<Settings>() }), report);
        }
    };
}

function validateStack(rule: Rule): NonNullable<RulePolicy["validateStack"]> {
    return ({ resources, getConfig }, report) => {
        const all = resources.map(factsOf);
        for (const facts of all.filter(({ type }) => judgedAs(rule, type, "stack"))) {
            reportFindings(
                rule,
                judge(rule, facts, { resources: all, settings: getConfig<Settings>() }),
                report,
                facts.urn,
            );
        }
    };
}

function judgedAs(rule: Rule, type: string, scope: Scope): boolean {
    return rule.appliesTo.test(type) && scopeOf(rule, type) === scope;
}

function factsOf({ type, name, urn, props, ...resource }: PolicyResource): Facts {
    const sources = Object.entries(resource.propertyDependencies).map(([key, from]) => [
        key,
        from.map((source) => source.urn),
    ]);
    return {
        type,
        name,
        urn,
        props,
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
