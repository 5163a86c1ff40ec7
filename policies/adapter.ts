import type { PolicyResource, ReportViolation, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { formatExemption } from "./exemption";
import { ExemptionUse } from "./exemption-use";
import { EXEMPTION_FIXES, formatExpired, formatUnused, UNUSED } from "./exemptions";
import { formatFinding, judge, scopeOf, type Finding } from "./judge";
import type { Facts, Props, Rule, Scope, Settings } from "./rule";
import { stackOf } from "./urn";

/** A policy that judges resources alone, whole stacks, or both. */
type RulePolicy = Omit<ResourceValidationPolicy, "validateResource"> &
    Partial<Pick<ResourceValidationPolicy, "validateResource"> & Pick<StackValidationPolicy, "validateStack">>;

/** The inputs of resources by URN, as the engine shows them before it has them created. */
type Inputs = Map<string, Props>;

/** What policies of one pack share. */
interface Shared {
    readonly inputs: Inputs;
    readonly use: ExemptionUse;
}

/**
 * Returns rules as the engine takes them, and behind them one that tells exemptions which cover nothing.
 *
 * @param use what may be all the same; it is noted there what was
 */
export function policiesOf(
    rules: readonly Rule[],
    use = new ExemptionUse([], ""),
): (ResourceValidationPolicy | StackValidationPolicy)[] {
    const shared = { inputs: new Map(), use };
    return [...rules.map((rule) => policyOf(rule, shared)), ...(use.exemptions.length === 0 ? [] : [unusedPolicy(use)])];
}

/**
 * A violation is reported with its fix, as the CLI prints no other part of a policy. What is undecided is advisory
 * whatever the rule's level, as the engine has no third verdict; its message starts with `Undecided:`.
 */
function policyOf(rule: Rule, shared: Shared): ResourceValidationPolicy | StackValidationPolicy {
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
        validateResource: validateResource(rule, shared),
        ...(rule.scope === "resource" ? {} : { validateStack: validateStack(rule, shared) }),
    };
    return policy;
}

function validateResource(rule: Rule, { inputs, use }: Shared): NonNullable<RulePolicy["validateResource"]> {
    return ({ type, name, urn, props, getConfig }, report) => {
        inputs.set(urn, props);
        const facts = { type, name, urn, props, propertyDependencies: {}, dependencies: [] };
        if (judgedAs(rule, facts, "resource")) {
            const findings = judge(rule, facts, { resources: [], settings: getConfig<Settings>() });
            findings.forEach((finding) => reportFinding(rule, finding, urn, use, report));
        }
    };
}

function validateStack(rule: Rule, { inputs, use }: Shared): NonNullable<RulePolicy["validateStack"]> {
    return ({ resources, getConfig }, report) => {
        const all = resources.map((resource) => factsOf(resource, inputs));
        for (const facts of all.filter((resource) => judgedAs(rule, resource, "stack"))) {
            const findings = judge(rule, facts, { resources: all, settings: getConfig<Settings>() });
            findings.forEach((finding) => reportFinding(rule, finding, facts.urn, use, report));
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

function reportFinding(rule: Rule, finding: Finding, urn: string, use: ExemptionUse, report: ReportViolation): void {
    const exemption = use.find(rule.id, urn);
    if (exemption !== undefined && use.holds(exemption)) {
        reportAdvisory(report, `Exempt ${formatExemption(exemption)}. ${finding.message}`, urn);
    } else if (finding.verdict === "undecided") {
        reportAdvisory(report, finding.message, urn);
    } else {
        const expired = exemption === undefined ? "" : ` ${formatExpired(exemption)}`;
        report(formatFinding(rule, finding) + expired, urn);
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

/** It is the last one, so that all others have had their say. */
function unusedPolicy(use: ExemptionUse): StackValidationPolicy {
    return {
        name: UNUSED,
        description: "Each exemption covers something that no other one does.",
        enforcementLevel: "advisory",
        validateStack: ({ resources }, report) => {
            const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
            for (const unused of use.unused([...new Set(resources.map(({ urn }) => stackOf(urn)))])) {
                report(`${formatUnused(unused, use.today)} ${EXEMPTION_FIXES[UNUSED]}`, stack?.urn);
            }
        },
    };
}
