import type { AwsPlan } from "../../model/ecr/aws-plan";
import type { EcrPlan } from "../../model/ecr/ecr-plan";
import type { EcrPublicPlan } from "../../model/ecr/public/ecr-public-plan";
import type { AnyRegistry, Call, Operation } from "./operation";
import { ECR_OPERATIONS } from "./operations-ecr";
import { ECR_PUBLIC_OPERATIONS } from "./operations-ecr-public";
import { IAM_OPERATIONS } from "./operations-iam";

/** What is sent of a plan by one operation. */
export interface Calls {
    readonly name: string;
    readonly calls: readonly Call[];
}

/** Returns what makes a private registry and its roles, in an order in which it can be. */
export function privateCalls(plan: AwsPlan<EcrPlan>): readonly Calls[] {
    return callsOf(plan, [...ECR_OPERATIONS, ...IAM_OPERATIONS]);
}

/** Returns what makes a public registry and its roles, in an order in which it can be. */
export function publicCalls(plan: AwsPlan<EcrPublicPlan>): readonly Calls[] {
    return callsOf(plan, [...ECR_PUBLIC_OPERATIONS, ...IAM_OPERATIONS]);
}

function callsOf<R extends AnyRegistry>(plan: AwsPlan<R>, operations: readonly Operation<R>[]): readonly Calls[] {
    return operations.map(({ name, calls }) => ({ name, calls: calls(plan) }));
}
