import * as ecr from "@pulumi/aws/ecr";
import * as pulumi from "@pulumi/pulumi";
import type { RepositoryPlan } from "../../model/ecr/ecr-plan";
import { findForeignRepository } from "../../model/ecr/account-problem";
import { encryptionOf, mutabilityOf } from "./ecr-inputs";
import type { EcrScope } from "./ecr-scope";

/** A repository as a resource, with what goes from it. */
export interface DeclaredRepository {
    readonly plan: RepositoryPlan;
    readonly repository: ecr.Repository;
    /** All that is made for it so far, itself included. */
    readonly resources: readonly pulumi.CustomResource[];
}

/** Declares the repositories, and what goes from each by itself. */
export function declareRepositories(scope: EcrScope): readonly DeclaredRepository[] {
    return scope.plan.repositories.map((plan) => {
        const repository = declareRepository(scope, plan);
        return { plan, repository, resources: [repository, ...declareLifecycle(scope, plan, repository)] };
    });
}

function declareRepository({ name, plan: { account, region, protect }, parent }: EcrScope, plan: RepositoryPlan): ecr.Repository {
    const repository = new ecr.Repository(`${name}-${plan.name}`, {
        name: plan.name,
        region,
        ...mutabilityOf(plan),
        imageScanningConfiguration: { scanOnPush: plan.scanOnPush },
        encryptionConfigurations: [encryptionOf(plan.encryption)],
        forceDelete: plan.forceDelete,
        tags: plan.tags,
    }, {
        parent,
        // With another encryption or region, it is to be another one, which its protection refuses as long as it has one.
        protect,
        // Its name is taken for as long as it is there.
        deleteBeforeReplace: true,
    });
    // The state does not tell: with credentials of another account, it would be taken for one that is there.
    repository.registryId.apply((id) => {
        const problem = findForeignRepository(account, plan.name, id);
        return problem === undefined ? undefined : pulumi.log.error(problem, repository);
    });
    return repository;
}

/** By the repository's output: if it is replaced, its policy goes with it, and has to be made again. */
function declareLifecycle({ name, plan: { region }, parent }: EcrScope, plan: RepositoryPlan, { name: repository }: ecr.Repository): pulumi.CustomResource[] {
    return plan.lifecyclePolicy === undefined ? [] : [new ecr.LifecyclePolicy(`${name}-lifecycle-${plan.name}`, {
        repository,
        region,
        policy: plan.lifecyclePolicy,
    }, { parent, deleteBeforeReplace: true })];
}
