import type { AccessSpec } from "../../access/access-spec";
import type { AwsGrantee } from "../../access/grantee";
import { formatKey } from "../../config-key";
import type { Problem } from "../../problem";
import { quote } from "../../registry-problem";
import { ROOT } from "../values/repository-name";
import { parseArn } from "../values/arn";
import type { AwsPlace } from "./aws-place";
import { findArea, requestOf, type RepositoryNames } from "./repository-area";

/** How many names a message shows. */
const SHOWN = 8;

type Grant = AccessSpec<AwsGrantee>;

/** Returns why a registry cannot keep a grant. */
export function findGrantProblems(spec: Grant, registry: AwsPlace & RepositoryNames): readonly Problem[] {
    return [...findGranteeProblems(spec, registry), ...findScopeProblems(["access", spec.at ?? 0], spec, registry)];
}

function at({ at: index = 0 }: Grant, key: string, required: string, now: string): Problem {
    return { key: formatKey(["access", index, key]), required, now };
}

function findGranteeProblems(spec: Grant, place: AwsPlace): readonly Problem[] {
    const { grantee } = spec;
    if ("lambda" in grantee) {
        return findLambdaProblems(spec, grantee.lambda, place);
    }
    if ("organization" in grantee) {
        return place.region === undefined ? [at(spec, "organization", PUBLIC_TAKES, quote(grantee.organization))] : [];
    }
    if ("account" in grantee) {
        return grantee.account === place.account
            ? [at(spec, "account", "another account: in the registry's own, a role has to be named", quote(grantee.account))]
            : [];
    }
    return findPartitionProblems(spec, "role", grantee.role, place);
}

/** Source: https://docs.aws.amazon.com/AmazonECR/latest/public/public-repository-policies.html */
const PUBLIC_TAKES = "a role or an account, as a public registry is for everybody to pull from, and for those to push to";

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/images-create.html (the same region) */
function findLambdaProblems(spec: Grant, arn: string, place: AwsPlace): readonly Problem[] {
    if (place.region === undefined) {
        return [at(spec, "lambda", `${PUBLIC_TAKES}; Lambda takes no image of it`, quote(arn))];
    }
    const others = spec.may.filter((right) => right !== "pull");
    const elsewhere = findPartitionProblems(spec, "lambda", arn, place);
    const isNear = elsewhere.length > 0 || parseArn(arn)?.region === place.region;
    return [
        ...(others.length > 0 ? [at(spec, "may", "[pull]: functions do nothing else with images", `[${spec.may.join(", ")}]`)] : []),
        ...elsewhere,
        ...(isNear ? [] : [at(spec, "lambda", `functions in ${place.region}, as Lambda pulls from its own region alone`, quote(arn))]),
    ];
}

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html (no access from one partition to another) */
function findPartitionProblems(spec: Grant, key: string, text: string, { partition }: AwsPlace): readonly Problem[] {
    const found = parseArn(text)?.partition ?? partition;
    return found === partition ? [] : [at(spec, key, `an ARN that starts with arn:${partition}:, as the registry's do`, quote(text))];
}

/**
 * Returns what is wrong with where somebody may do something.
 *
 * @param path where that stands
 */
export function findScopeProblems(
    path: readonly (string | number)[],
    spec: Pick<Grant, "may" | "grantee" | "repositories">,
    registry: RepositoryNames,
): readonly Problem[] {
    const { may, repositories: scope } = spec;
    const asked = requestOf(spec, registry);
    if (asked.repositories.length > 0 || registry.hasOthers === true) {
        return [];
    }
    if (asked.caches.length > 0) {
        const required = "list, pull or delete: nobody pushes to where only a cache has repositories";
        return may.includes("push") ? [{ key: formatKey([...path, "may"]), required, now: `[${may.join(", ")}]` }] : [];
    }
    const isPart = findArea(scope, registry).caches.length > 0;
    return [{
        key: formatKey([...path, "repositories"]),
        required: isPart ? wholeTakes(registry) : scopeTakes(registry),
        now: scope === undefined ? "all" : quote(scope),
    }];
}

function wholeTakes(registry: RepositoryNames): string {
    const caches = listCaches(registry);
    const whole = caches.length === 0 ? "one that the stack makes" : `all of a cache: ${caches.join(", ")}`;
    return `${whole}; or for a part of a cache a role by its name, as Amazon ECR has one policy for all that a cache fills`;
}

function scopeTakes(registry: RepositoryNames): string {
    const names = [...registry.repositories].sort().concat(listCaches(registry));
    if (names.length === 0) {
        return "a repository, of which this registry has none: neither of an image nor of its own";
    }
    const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
    return `one of ${names.slice(0, SHOWN).join(", ")}${more}, or what some of them start with, up to a /`;
}

function listCaches({ caches }: RepositoryNames): readonly string[] {
    return caches.filter((prefix) => prefix !== ROOT).map((prefix) => `${prefix}/`).sort();
}
