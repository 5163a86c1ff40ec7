import type * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { Right } from "../../model/access/right";
import type { AwsGrantsPlan } from "../../model/ecr/access/grant-plan";
import { requireArea } from "../../model/ecr/access/granted-area";
import { formatIdentityPolicy } from "../../model/ecr/access/identity-policy";
import type { EcrPlan } from "../../model/ecr/ecr-plan";
import { listTaggedPrefixes } from "../../model/ecr/plan-templates";
import type { RegistryCredentials } from "../credentials";
import type { Registry, RegistryRepository } from "../registry";
import { declareRepositoryPolicies, grantToRole, pendingGrant, type LambdaFunctions, type Outsider, type OwnRole, type PendingGrant } from "./aws-grant";
import { declareCaches, declareCreationTemplates } from "./ecr-cache";
import { requestEcrLogin } from "./ecr-login";
import { declareReplication } from "./ecr-replication";
import { declareRepositories, type DeclaredRepository } from "./ecr-repository";
import type { EcrScope } from "./ecr-scope";
import { declareAccountSettings, declarePullTimeExclusions, declareRegistryPolicy, declareScanning } from "./ecr-settings";

export interface EcrRegistryArgs {
    readonly plan: EcrPlan;
}

/** A private registry of Amazon ECR: the repositories of a stack, and all that holds for the account and region. */
export class EcrRegistry extends pulumi.ComponentResource implements Registry {
    readonly host: pulumi.Output<string>;

    readonly #scope: EcrScope;
    readonly #repositories: readonly DeclaredRepository[];

    /** What holds for the account and region, and for pushes only if it is there before. */
    readonly #parts: readonly pulumi.CustomResource[];
    readonly #identities: iam.RolePolicy[] = [];
    #pending: PendingGrant[] | undefined = [];
    #credentials: RegistryCredentials | undefined;

    constructor(name: string, { plan }: EcrRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
        super("registries:aws:EcrRegistry", name, {}, opts);
        const scope: EcrScope = { name, plan, parent: this };

        const settings = declareAccountSettings(scope);
        const policy = declareRegistryPolicy(scope, settings);
        const templates = declareCreationTemplates(scope);
        this.#parts = [
            ...settings,
            ...policy,
            ...templates,
            ...declareScanning(scope, settings),
            ...declareReplication(scope, policy),
            ...declareCaches(scope, templates),
            ...declarePullTimeExclusions(scope),
        ];
        this.#repositories = declareRepositories(scope);
        plan.notices.forEach((notice) => void pulumi.log.info(notice, this));

        this.#scope = scope;
        this.host = pulumi.output(plan.host);
        this.registerOutputs({ host: this.host });
    }

    /** The repositories' URLs, by their names. */
    get urls(): Readonly<Record<string, pulumi.Output<string>>> {
        return Object.fromEntries(this.#repositories.map(({ plan: { name } }) => [name, this.repository(name).url]));
    }

    /** What whoever deploys shows to the registry; asked for once, after all that was declared before it is first read. */
    get credentials(): RegistryCredentials {
        const repositories = this.#repositories.flatMap(({ resources }) => resources);
        this.#credentials ??= requestEcrLogin(this.host, { after: [...repositories, ...this.#parts, ...this.#identities] });
        return this.#credentials;
    }

    /** @throws {RangeError} If the stack has no such repository. */
    repository(name: string): RegistryRepository {
        const declared = this.#repositories.find(({ plan }) => plan.name === name);
        if (declared === undefined) {
            throw new RangeError(`Cannot push to "${name}" as a repository of this stack: it has none of this name`);
        }
        // Known before it is made, as nothing but the plan is in it; what has to be there before a push says so itself.
        return { url: pulumi.interpolate`${this.host}/${name}`, resource: declared.repository, resources: [...declared.resources, ...this.#parts] };
    }

    /** Grants what was planned together with its grantees. */
    grant({ identities, repositoryPolicies }: AwsGrantsPlan): void {
        identities.forEach((identity) => this.#identities.push(grantToRole(this.#scope.name, identity, this)));
        repositoryPolicies.forEach(({ repository, grants }) =>
            this.#collect(...grants.map((grant) => ({ repositories: [repository], grant: pulumi.output(grant) }))));
    }

    /**
     * Lets somebody pull.
     *
     * @param name tells the grant from all others, and never changes
     * @param repositories those it is for, with a `/` at the end for all below; @default - all of the stack, for a role of the
     * account with what caches fill
     * @throws {RangeError} If the stack has one of them not, or the repositories' policies are declared already.
     */
    grantPull(name: string, grantee: OwnRole | Outsider | LambdaFunctions, repositories: readonly string[] = []): void {
        this.#grantRight("pull", name, grantee, repositories);
    }

    /** Lets somebody push and pull; see `grantPull`. */
    grantPush(name: string, grantee: OwnRole | Outsider, repositories: readonly string[] = []): void {
        this.#grantRight("push", name, grantee, repositories);
    }

    /** Lets somebody delete; see `grantPull`. */
    grantDelete(name: string, grantee: OwnRole | Outsider, repositories: readonly string[] = []): void {
        this.#grantRight("delete", name, grantee, repositories);
    }

    /**
     * Declares one policy for each repository on which anything was granted to others than roles of the account. To be
     * called last, and once.
     */
    declarePolicies(): readonly pulumi.Resource[] {
        const policies = declareRepositoryPolicies(this.#scope, this.#repositories, this.#pending ?? []);
        this.#pending = undefined;
        return policies;
    }

    #grantRight(right: Right, name: string, grantee: OwnRole | Outsider | LambdaFunctions, scopes: readonly string[]): void {
        const { plan } = this.#scope;
        const repositories = plan.repositories.map((repository) => repository.name);
        if ("role" in grantee) {
            const caches = plan.pullThroughCache.map(({ prefix }) => prefix);
            const policy = formatIdentityPolicy(plan, [{ may: [right], ...requireArea({ repositories, caches }, scopes) }], listTaggedPrefixes(plan.creationTemplates));
            const granted = { name: `${plan.name}-${name}-${right}`, role: grantee.role, policy };
            this.#identities.push(grantToRole(this.#scope.name, granted, this));
        } else {
            // What a cache fills has the policy of its template, which is planned.
            this.#collect(pendingGrant(grantee, right, requireArea({ repositories, caches: [] }, scopes).repositories));
        }
    }

    #collect(...grants: readonly PendingGrant[]): void {
        if (this.#pending === undefined) {
            throw new RangeError("Cannot grant anything more on a repository: its policy is declared");
        }
        this.#pending.push(...grants);
    }
}
