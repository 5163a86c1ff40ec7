import type * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import type { Right } from "../../model/access/right";
import type { GrantPlan, RolePlan } from "../../model/acr/access/grant-plan";
import { assigneeNamed, planRole } from "../../model/acr/access/role-plan";
import type { AcrPlan } from "../../model/acr/acr-plan";
import { planTaskRoles } from "../../model/acr/tasks/task-role";
import type { RegistryCredentials } from "../credentials";
import type { Registry } from "../registry";
import { declareCache } from "./acr-cache";
import { declareDiagnostics } from "./acr-diagnostics";
import { grantRole, type Grantee } from "./acr-grant";
import { declareLock } from "./acr-lock";
import { requestAcrLogin, type AcrLoginOptions } from "./acr-login";
import { declarePrivateEndpoints, declareReplications } from "./acr-network";
import { declareRegistry, hostOf } from "./acr-resource";
import type { AcrScope } from "./acr-scope";
import { declareAgentPools, declareTasks, principalOf, type DeclaredTask } from "./acr-task";
import { declareTokens } from "./acr-tokens";
import { declareWebhooks } from "./acr-webhook";
import { declareDefender } from "./defender";
import { resolveGrantee } from "./grantee";
import { declareResourceGroup } from "./resource-group";

export interface AcrRegistryArgs {
    readonly plan: AcrPlan;

    /** What a login has to be good for; @default - nothing is asked, so that only the push tells */
    readonly login?: Omit<AcrLoginOptions, "after">;
}

/** An Azure Container Registry with all that belongs to it: network, key, caches, tokens, webhooks, logs, tasks, grants, lock. */
export class AcrRegistry extends pulumi.ComponentResource implements Registry {
    readonly host: pulumi.Output<string>;

    /** The registry's ARM id. */
    readonly id: pulumi.Output<string>;

    /** The registry's name in Azure. */
    readonly name: pulumi.Output<string>;

    readonly #scope: AcrScope;

    /** What a push gets through to the registry by. */
    readonly #endpoints: readonly pulumi.Resource[];
    readonly #parts: readonly pulumi.Resource[];
    readonly #grants: authorization.RoleAssignment[] = [];
    readonly #login: Omit<AcrLoginOptions, "after">;
    #credentials: RegistryCredentials | undefined;

    constructor(name: string, args: AcrRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
        super("registries:azure:AcrRegistry", name, {}, opts);
        const { plan, login = {} } = args;
        const resourceGroupName = declareResourceGroup(name, plan, this);
        const registry = declareRegistry(name, plan, resourceGroupName, this);
        const scope: AcrScope = { name, plan, place: { resourceGroupName, registryName: registry.name }, registry, parent: this };

        const replications = declareReplications(scope);
        const pools = declareAgentPools(scope);
        const tasks = declareTasks(scope, pools);
        this.#endpoints = declarePrivateEndpoints(scope, replications);
        this.#parts = [
            ...replications,
            ...declareCache(scope),
            ...declareTokens(scope),
            ...declareWebhooks(scope, replications),
            ...declareDiagnostics(scope),
            ...declareDefender(name, plan, this),
            ...Object.values(pools),
            ...tasks.map(({ resource }) => resource),
        ];
        plan.notices.forEach((notice) => void pulumi.log.info(notice, this));

        this.#scope = scope;
        this.#login = login;
        this.id = registry.id;
        tasks.forEach((task) => this.#grantTask(task));

        this.host = hostOf(registry);
        this.name = registry.name;
        this.registerOutputs({ host: this.host, id: this.id, name: this.name });
    }

    /** What names the registry in Azure, for resources beside it. */
    get place(): AcrScope["place"] {
        return this.#scope.place;
    }

    /** Every role on the registry that was granted through it so far. */
    get grants(): readonly authorization.RoleAssignment[] {
        return this.#grants;
    }

    /** What whoever deploys shows to the registry; asked for once, after all that was granted before it is first read. */
    get credentials(): RegistryCredentials {
        this.#credentials ??= requestAcrLogin(this.host, { ...this.#login, after: [...this.#endpoints, ...this.#grants] });
        return this.#credentials;
    }

    /** Grants a role that was planned together with its grantee. */
    grant(plan: GrantPlan): authorization.RoleAssignment {
        return this.#assign(plan, resolveGrantee(plan.grantee, { parent: this }));
    }

    /**
     * Lets somebody pull.
     *
     * @param name tells the grantee from all others, and never changes
     * @param repositories those it is for, with a `/` at the end for all below; @default - all
     * @throws {RangeError} If one is no repository, or the registry's roles hold for all of it.
     */
    grantPull(name: string, grantee: Grantee, repositories: readonly string[] = []): authorization.RoleAssignment {
        return this.#grantRight("pull", name, grantee, repositories);
    }

    /** Lets somebody push and pull; see `grantPull`. */
    grantPush(name: string, grantee: Grantee, repositories: readonly string[] = []): authorization.RoleAssignment {
        return this.#grantRight("push", name, grantee, repositories);
    }

    /** Lets somebody delete; see `grantPull`. */
    grantDelete(name: string, grantee: Grantee, repositories: readonly string[] = []): authorization.RoleAssignment {
        return this.#grantRight("delete", name, grantee, repositories);
    }

    /**
     * Locks the registry where that is planned. To be called last: the lock comes after all of the registry's parts, all
     * grants and whatever else is named, and goes before them, as it would refuse that they are made or deleted.
     */
    lock(after: readonly pulumi.Resource[] = []): readonly pulumi.Resource[] {
        return declareLock(this.#scope, [...this.#endpoints, ...this.#parts, ...this.#grants, ...after]);
    }

    #grantRight(right: Right, name: string, grantee: Grantee, repositories: readonly string[]): authorization.RoleAssignment {
        const { name: registry, permissions } = this.#scope.plan;
        return this.#assign(planRole({ registry, permissions }, assigneeNamed(name), right, repositories), grantee);
    }

    #grantTask(task: DeclaredTask): void {
        const { name: registry, permissions } = this.#scope.plan;
        planTaskRoles(task.plan, { registry, permissions })
            .forEach((role) => this.#assign(role, { principalId: principalOf(task), principalType: "ServicePrincipal" }));
    }

    #assign(plan: RolePlan, grantee: Grantee): authorization.RoleAssignment {
        const grant = grantRole(`${this.#scope.name}-${plan.name}`, { plan, registryId: this.id, grantee }, { parent: this });
        this.#grants.push(grant);
        return grant;
    }
}
