import type { Problem } from "../../problem";
import { problemIf, quote, registryProblem } from "../../registry-problem";
import { PUBLIC_ECR_REGION } from "../ecr-host";
import type { EcrSpec } from "../ecr-spec";
import { partitionOf } from "../partition";
import { defaultRoleName } from "../values/role-name";
import type { EcrPublicSpec } from "./ecr-public-spec";

/** A private registry beside a public one. */
export type BesideRegistry = Pick<EcrSpec, "account" | "region" | "name" | "oidcProviders">;

/**
 * Returns why a public registry cannot be beside a private one: the credentials of one run are of one account, in which
 * there is one provider for each URL, and one role or policy of each name.
 *
 * @param name what the names of the public registry's roles start with
 * @param stack the stack's name
 */
export function findBesideProblems(
    { account, oidcProviders }: EcrPublicSpec,
    name: string,
    beside: BesideRegistry | undefined,
    stack: string,
): readonly Problem[] {
    if (beside === undefined) {
        return [];
    }
    const twice = (["github", "gitlab"] as const).filter((provider) => oidcProviders[provider] === "create" && beside.oidcProviders[provider] === "create");
    return [
        ...problemIf(account !== beside.account, ["account"], "the account of the private registry beside it, as one login has one account", quote(account)),
        ...problemIf(partitionOf(beside.region) !== partitionOf(PUBLIC_ECR_REGION), ["kind"], `no public registry beside a private one in ${beside.region}, where there are none`, "ecr-public"),
        ...problemIf(name === (beside.name ?? defaultRoleName(stack)), ["name"], "another than that of the private registry beside it, as roles would have one name", quote(name)),
        ...twice.map((provider) =>
            registryProblem(["oidcProviders", provider], "existing, as the private registry of the same account makes it", "create")),
    ];
}
