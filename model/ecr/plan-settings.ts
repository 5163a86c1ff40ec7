import type { ScanningSpec } from "./ecr-part-spec";
import type { EcrPlan, ScanRulePlan } from "./ecr-plan";
import type { EcrSpec } from "./ecr-spec";

/** What a plan says of the whole account and region, but for what depends on who may do what. */
type EcrSettings = Pick<EcrPlan, "scanning" | "replication" | "pullThroughCache" | "accountSettings" | "pullTimeExclusions">;

const FREQUENCY = {
    push: "SCAN_ON_PUSH", continuous: "CONTINUOUS_SCAN",
} as const satisfies Readonly<Record<ScanningSpec["rules"][number]["frequency"], ScanRulePlan["frequency"]>>;

/** Returns the settings of a private registry in the words of ECR. */
export function planSettings(spec: EcrSpec): EcrSettings {
    const { scanning, replication, pullThroughCache, pullTimeExclusions } = spec;
    return {
        ...(scanning === undefined ? {} : { scanning: planScanning(scanning) }),
        replication: replication.map(({ to, prefixes }) => ({
            destinations: to.map(({ region, account = spec.account }) => ({ region, account })),
            prefixes,
        })),
        pullThroughCache: pullThroughCache.map(({ prefix, upstream, upstreamPrefix, credentials, role }) => ({
            prefix,
            upstreamUrl: upstream,
            ...(upstreamPrefix === undefined ? {} : { upstreamPrefix }),
            ...(credentials === undefined ? {} : { credentialArn: credentials }),
            ...(role === undefined ? {} : { roleArn: role }),
        })),
        accountSettings: planAccountSettings(spec),
        pullTimeExclusions,
    };
}

function planScanning({ type, rules }: ScanningSpec): NonNullable<EcrPlan["scanning"]> {
    return {
        type: type === "basic" ? "BASIC" : "ENHANCED",
        rules: rules.map(({ frequency, repositories }) => ({ frequency: FREQUENCY[frequency], repositories })),
    };
}

/** Names and values: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutAccountSetting.html */
function planAccountSettings({ accountSettings: { basicScanning, blobMounting, registryPolicyScope } }: EcrSpec): EcrPlan["accountSettings"] {
    return [
        ...(basicScanning === undefined ? [] : [{ name: "BASIC_SCAN_TYPE_VERSION", value: basicScanning }]),
        ...(blobMounting === undefined ? [] : [{ name: "BLOB_MOUNTING", value: blobMounting ? "ENABLED" : "DISABLED" }]),
        ...(registryPolicyScope === undefined ? [] : [{ name: "REGISTRY_POLICY_SCOPE", value: registryPolicyScope }]),
    ];
}
