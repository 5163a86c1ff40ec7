import * as ecrpublic from "@pulumi/aws/ecrpublic";
import * as pulumi from "@pulumi/pulumi";
import type { AwsGrantsPlan, RepositoryPolicyPlan } from "../../model/ecr/access/grant-plan";
import { formatRepositoryPolicy } from "../../model/ecr/access/repository-policy";
import { findForeignRepository } from "../../model/ecr/account-problem";
import { PUBLIC_ECR_HOST, PUBLIC_ECR_REGION } from "../../model/ecr/ecr-host";
import type { EcrPublicPlan, PublicRepositoryPlan } from "../../model/ecr/public/ecr-public-plan";
import type { RegistryCredentials } from "../credentials";
import type { Registry, RegistryRepository } from "../registry";
import { grantToRole } from "./aws-grant";
import { requestEcrPublicLogin } from "./ecr-login";

export interface EcrPublicRegistryArgs {
    readonly plan: EcrPublicPlan;
}

interface DeclaredRepository {
    readonly plan: PublicRepositoryPlan;
    readonly repository: ecrpublic.Repository;
}

/** The public registry of an account: the repositories of a stack, which everybody may pull from. */
export class EcrPublicRegistry extends pulumi.ComponentResource implements Registry {
    readonly host: pulumi.Output<string>;

    readonly #name: string;
    readonly #plan: EcrPublicPlan;
    readonly #repositories: readonly DeclaredRepository[];
    readonly #identities: pulumi.CustomResource[] = [];
    #credentials: RegistryCredentials | undefined;

    constructor(name: string, { plan }: EcrPublicRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
        super("registries:aws:EcrPublicRegistry", name, {}, opts);
        this.#name = name;
        this.#plan = plan;
        this.#repositories = plan.repositories.map((repository) =>
            ({ plan: repository, repository: declareRepository(name, plan, repository, this) }));
        plan.notices.forEach((notice) => void pulumi.log.info(notice, this));

        this.host = pulumi.output(PUBLIC_ECR_HOST);
        this.registerOutputs({ host: this.host });
    }

    /** The repositories' URLs, by their names. */
    get urls(): Readonly<Record<string, pulumi.Output<string>>> {
        return Object.fromEntries(this.#repositories.map(({ plan, repository }) => [plan.name, repository.repositoryUri]));
    }

    /** What whoever deploys shows to the registry; asked for once, after all that was declared before it is first read. */
    get credentials(): RegistryCredentials {
        const repositories = this.#repositories.map(({ repository }) => repository);
        this.#credentials ??= requestEcrPublicLogin(this.host, { after: [...repositories, ...this.#identities] });
        return this.#credentials;
    }

    /** @throws {RangeError} If the stack has no such repository. */
    repository(name: string): RegistryRepository {
        const { repository } = this.#requireRepository(name);
        // With the alias of the registry in it, which AWS gives.
        return { url: repository.repositoryUri, resource: repository, resources: [repository] };
    }

    /** Grants what was planned: to roles of the account, and to others by one policy for each repository. */
    grant({ identities, repositoryPolicies }: AwsGrantsPlan): void {
        identities.forEach((identity) => this.#identities.push(grantToRole(this.#name, identity, this)));
        repositoryPolicies.forEach((policy) => this.#declarePolicy(policy));
    }

    #declarePolicy({ repository: name, grants }: RepositoryPolicyPlan): void {
        const { plan, repository: { repositoryName } } = this.#requireRepository(name);
        const policy = formatRepositoryPolicy(this.#plan, grants);
        new ecrpublic.RepositoryPolicy(`${this.#name}-policy-${plan.name}`, { repositoryName, region: PUBLIC_ECR_REGION, policy }, {
            parent: this,
            deleteBeforeReplace: true,
        });
    }

    #requireRepository(name: string): DeclaredRepository {
        const declared = this.#repositories.find(({ plan }) => plan.name === name);
        if (declared === undefined) {
            throw new RangeError(`Cannot push to "${name}" as a public repository of this stack: it has none of this name`);
        }
        return declared;
    }
}

function declareRepository(name: string, { account, protect }: EcrPublicPlan, plan: PublicRepositoryPlan, parent: pulumi.Resource): ecrpublic.Repository {
    const repository = new ecrpublic.Repository(`${name}-${plan.name}`, {
        repositoryName: plan.name,
        region: PUBLIC_ECR_REGION,
        forceDestroy: plan.forceDelete,
        tags: plan.tags,
        ...(plan.catalog === undefined ? {} : {
            catalogData: {
                ...plan.catalog,
                architectures: [...plan.catalog.architectures],
                operatingSystems: [...plan.catalog.operatingSystems],
            },
        }),
    }, { parent, protect, deleteBeforeReplace: true });
    repository.registryId.apply((id) => {
        const problem = findForeignRepository(account, plan.name, id);
        return problem === undefined ? undefined : pulumi.log.error(problem, repository);
    });
    return repository;
}
