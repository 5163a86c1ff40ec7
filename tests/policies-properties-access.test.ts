import assert from "node:assert/strict";
import fc from "fast-check";
import { facts } from "../policies/facts";
import type { Facts } from "../policies/rule";
import { accessPolicy, grant, insiders, PARTNER_ACCOUNT, strangers } from "./properties/access-policies";
import { allows, type Policy, type Request, type Statement } from "./properties/iam";
import { foreigners, trustPolicy } from "./properties/trust-policies";
import { verdictOn } from "./properties/verdicts";

/** All that has a policy of access, with the policy as text and as itself. */
function withAccess(policy: Policy): readonly Facts[] {
    return [JSON.stringify(policy), policy].flatMap((written) => [
        facts("aws:ecr/repositoryPolicy:RepositoryPolicy", { repository: "web", policy: written }),
        facts("aws:ecr/registryPolicy:RegistryPolicy", { policy: written }),
        facts("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", { prefix: "ROOT", repositoryPolicy: written }),
        facts("aws-native:ecr:Repository", { repositoryPolicyText: written }),
        facts("aws-native:ecr:RegistryPolicy", { policyText: written }),
    ]);
}

function withTrust(policy: Policy): readonly Facts[] {
    return [JSON.stringify(policy), policy].flatMap((written) => [
        facts("aws:iam/role:Role", { assumeRolePolicy: written }),
        facts("aws-native:iam:Role", { assumeRolePolicyDocument: written }),
    ]);
}

/** Returns the first request that gets in, for the message of a failure. */
function intruderOf(policy: Policy, requests: readonly Request[]): Request | undefined {
    return requests.find((request) => allows(policy, request));
}

/**
 * Says whether a policy that keeps strangers out has to be accepted: one that does it by a denial has to allow whole actions,
 * or all of Amazon ECR, without conditions of its own, as rules compare no two patterns or conditions.
 */
function isPlain({ Statement: statements }: Policy): boolean {
    const all = [statements].flat();
    const isWhole = ({ Action, Condition }: Statement) => Condition === undefined && [Action ?? "?"].flat().every((action) => action === "ecr:*" || !/[*?]/.test(action));
    return !all.some(({ Effect }) => Effect === "Deny") || all.every((statement) => statement.Effect === "Deny" || isWhole(statement));
}

describe("policy rules on any policy of AWS", () => {
    it("accept no policy of a repository that lets strangers in, and refuse none that keeps them out", () =>
        fc.assert(
            fc.property(accessPolicy, (policy) => {
                const intruder = intruderOf(policy, strangers);
                for (const resource of withAccess(policy)) {
                    const verdict = verdictOn("ecr-no-public-access", resource);
                    if (intruder !== undefined || isPlain(policy)) {
                        assert.equal(verdict, intruder === undefined ? "passes" : "violation", JSON.stringify(intruder));
                    }
                }
            }),
            { numRuns: 1000 },
        ));

    it("find whole accounts and organisations that may change images, and no others", () =>
        fc.assert(
            fc.property(grant, fc.boolean(), (policy, isOwn) => {
                // Strangers are what the rule before is about.
                const isWide = intruderOf(policy, insiders) !== undefined && intruderOf(policy, strangers) === undefined;
                const namesAccount = /"AWS":(?:\[?"arn|"\d)/.test(JSON.stringify(policy));
                const expected = isWide && !(isOwn && namesAccount) ? "violation" : "passes";
                for (const resource of withAccess(policy)) {
                    assert.equal(verdictOn("ecr-policy-principals-bounded", resource, undefined, { accounts: isOwn ? [PARTNER_ACCOUNT] : [] }), expected);
                }
            }),
            { numRuns: 1000 },
        ));

    it("accept no trust that a pipeline of another repository can use, and refuse none that it cannot", () =>
        fc.assert(
            fc.property(trustPolicy, (policy) => {
                const intruder = intruderOf(policy, foreigners);
                for (const role of withTrust(policy)) {
                    assert.equal(verdictOn("oidc-trust-bounded", role), intruder === undefined ? "passes" : "violation", JSON.stringify(intruder));
                }
            }),
            { numRuns: 1000 },
        ));
});
