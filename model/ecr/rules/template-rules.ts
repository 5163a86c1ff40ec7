import type { Problem } from "../../problem";
import { findTwice, problemIf, quote, registryProblem } from "../../registry-problem";
import type { EcrSpec } from "../ecr-spec";
import type { EcrRule } from "./ecr-rule";

const SETTINGS = "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutAccountSetting.html";

function checkPrefixes({ creationTemplates }: EcrSpec): readonly Problem[] {
    const prefixes = creationTemplates.map(({ prefix }) => prefix);
    return findTwice(prefixes).map(({ index, earlier }) => registryProblem(["creationTemplates", index, "prefix"],
        `another than creationTemplates[${earlier}] has, which may apply to more`, quote(prefixes[index] ?? "")));
}

/** What creation templates and settings of the account need. */
export const TEMPLATE_RULES: readonly EcrRule[] = [
    {
        id: "template-prefix-once",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepositoryCreationTemplate.html",
        check: checkPrefixes,
    },
    {
        id: "basic-scanner-current",
        source: SETTINGS,
        check: ({ accountSettings: { basicScanning } }) => problemIf(basicScanning === "CLAIR", ["accountSettings", "basicScanning"],
            "AWS_NATIVE, as Amazon ECR can be set to CLAIR no more", quote(basicScanning ?? "")),
    },
    {
        id: "policy-scope-current",
        source: SETTINGS,
        check: ({ accountSettings: { registryPolicyScope: scope } }) => problemIf(scope === "V1", ["accountSettings", "registryPolicyScope"],
            "V2, as Amazon ECR can be set to V1 no more", quote(scope ?? "")),
    },
];
