import type { Problem } from "../../problem";
import { problemIf, quote } from "../../registry-problem";
import type { EcrSpec } from "../ecr-spec";
import type { EcrRule } from "./ecr-rule";

const SETTINGS = "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutAccountSetting.html";

function checkPrefixes({ creationTemplates }: EcrSpec): readonly Problem[] {
    const prefixes = creationTemplates.map(({ prefix }) => prefix);
    return prefixes.flatMap((prefix, index) => {
        const first = prefixes.indexOf(prefix);
        return problemIf(first < index, ["creationTemplates", index, "prefix"],
            `another than creationTemplates[${first}] has, which may apply to more`, quote(prefix));
    });
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
