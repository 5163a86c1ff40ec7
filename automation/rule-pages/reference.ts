import type { Reference } from "../../policies/rule";

/** Whose a rule is, and where it is told. */
interface Catalogue {
    readonly id: RegExp;
    readonly name: string;
    url(id: string): string;
}

const CATALOGUES: readonly Catalogue[] = [
    { id: /^(AZR-.+)$/, name: "PSRule for Azure", url: () => "https://azure.github.io/PSRule.Rules.Azure/en/rules/" },
    { id: /^AP (.+)$/, name: "Azure Policy", url: azurePolicy },
    { id: /^(EC[RS]\..+)$/, name: "Security Hub", url: securityHub },
    { id: /^(CT\..+)$/, name: "Control Tower", url: (id) => `https://docs.aws.amazon.com/controltower/latest/controlreference/ecr-rules.html#${slug(id)}-description` },
    { id: /^(CKV2?_.+)$/, name: "Checkov", url: () => "https://www.checkov.io/5.Policy%20Index/all.html" },
    { id: /^KICS (.+)$/, name: "KICS", url: () => "https://docs.kics.io/latest/queries/all-queries/" },
    { id: /^PRW (.+)$/, name: "Prowler", url: (id) => `https://hub.prowler.com/check/${id}` },
    { id: /^nag (.+)$/, name: "cdk-nag", url: () => "https://github.com/cdklabs/cdk-nag/blob/main/RULES.md" },
    { id: /^((?:AWS|DS|KSV)-.+)$/, name: "Trivy", url: () => "https://avd.aquasec.com/misconfig/" },
];

/** Returns a link to the same rule elsewhere: `[Checkov](https://…) CKV_AZURE_137`. */
export function formatReference(reference: Reference): string {
    const found = CATALOGUES.flatMap(({ id, name, url }) => {
        const [, own] = id.exec(reference) ?? [];
        return own === undefined ? [] : [`[${name}](${url(own)}) \`${own}\``];
    });
    return found[0] ?? `\`${reference}\``;
}

function azurePolicy(id: string): string {
    const definition = encodeURIComponent(`/providers/Microsoft.Authorization/policyDefinitions/${id}`);
    return `https://portal.azure.com/#blade/Microsoft_Azure_Policy/PolicyDetailBlade/definitionId/${definition}`;
}

function securityHub(id: string): string {
    const [service = ""] = slug(id).split("-");
    return `https://docs.aws.amazon.com/securityhub/latest/userguide/${service}-controls.html#${slug(id)}`;
}

function slug(id: string): string {
    return id.toLowerCase().replaceAll(".", "-");
}
