import type { AwsGrantsPlan } from "../../model/ecr/access/grant-plan";
import { formatRepositoryPolicy } from "../../model/ecr/access/repository-policy";
import type { AwsPlan } from "../../model/ecr/aws-plan";
import type { EcrPlan } from "../../model/ecr/ecr-plan";
import type { EcrPublicPlan } from "../../model/ecr/public/ecr-public-plan";
import type { Clients } from "./moto";

/** Either plan of a registry on AWS. */
export type AnyRegistry = EcrPlan | EcrPublicPlan;

/** A call that makes what is planned, as the AWS provider does, and what is read back afterwards. */
export interface Call {
    readonly title: string;
    readonly send: (clients: Clients) => Promise<unknown>;
    readonly read: (clients: Clients) => Promise<unknown>;
    /** What is to be read back; policies as what their text says. */
    readonly want: unknown;
    /** What moto says of it, as it knows the operation only in part. @default - it knows all of it */
    readonly lacks?: RegExp;
}

/** An operation of the AWS API that plans lead to. */
export interface Operation<R extends AnyRegistry> {
    readonly name: string;
    readonly calls: (plan: AwsPlan<R>) => readonly Call[];
}

/** Returns an object without what is not defined in it. */
export function defined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
    return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}

/** Returns tags as the API takes them. */
export function tagList(tags: Readonly<Record<string, string>>) {
    return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Returns tags as plans have them. */
export function tagMap(tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = []) {
    return Object.fromEntries(tags.map(({ Key = "", Value }) => [Key, Value]));
}

/** Returns what a document says, however it is written. */
export function meaning(text: string | undefined): unknown {
    return JSON.parse(text ?? "null");
}

/** Returns of what was made what was asked for. */
export function pick(want: object, made: object | undefined): object {
    return Object.fromEntries(Object.keys(want).map((key) => [key, (made as Record<string, unknown> | undefined)?.[key]]));
}

/** Returns the policies of repositories as the API takes them. */
export function policiesOf(registry: AnyRegistry, { repositoryPolicies }: AwsGrantsPlan): readonly { readonly repositoryName: string; readonly policyText: string }[] {
    return repositoryPolicies.map(({ repository: repositoryName, grants }) => ({ repositoryName, policyText: formatRepositoryPolicy(registry, grants) }));
}
