import { isDeepStrictEqual } from "node:util";
import { textOf, type Props } from "../provider/wire";
import { arnOf, hostOf, type Place } from "./arn";
import { AwsError, repositoryNotFound } from "./aws-error";
import type { AwsCloud } from "./cloud";
import type { Kind } from "./kinds";
import { ALIAS, PUBLIC_REGION } from "./options";

const REPOSITORY = "aws:ecr/repository:Repository";
const PUBLIC_REPOSITORY = "aws:ecrpublic/repository:Repository";
const ROLE = "aws:iam/role:Role";

/** What hangs on something else and goes with it, with the input that names it. */
const DEPENDENTS: Readonly<Record<string, readonly (readonly [token: string, input: string])[]>> = {
    [REPOSITORY]: [["aws:ecr/lifecyclePolicy:LifecyclePolicy", "repository"], ["aws:ecr/repositoryPolicy:RepositoryPolicy", "repository"]],
    [PUBLIC_REPOSITORY]: [["aws:ecrpublic/repositoryPolicy:RepositoryPolicy", "repositoryName"]],
    [ROLE]: [["aws:iam/rolePolicy:RolePolicy", "role"]],
};

/** A write or delete of one thing. */
export interface Write {
    readonly token: string;
    readonly id: string;
    /** Empty for what has no region. */
    readonly region: string;
    readonly place: Place;
}

/** Writes something, or says why AWS refuses it. @throws {AwsError} If it does. */
export function putEntry(cloud: AwsCloud, kind: Kind, { token, id, region, place }: Write, props: Props, isUpdate: boolean): void {
    const found = cloud.find(token, id, region);
    if (isUpdate && found === undefined && kind.exists !== undefined) {
        throw kind.service === "IAM" ? new AwsError("NoSuchEntity", `${id} cannot be found.`, 404) : repositoryNotFound(id, place.account);
    }
    for (const rule of kind.rules) {
        const refusal = rule({ cloud, place, id, props, old: isUpdate ? found : undefined });
        if (refusal !== undefined) {
            throw refusal;
        }
    }
    if (!isUpdate && found !== undefined && kind.exists !== undefined) {
        throw kind.exists(id, props, place);
    }
    if (!isUpdate && found !== undefined && !isDeepStrictEqual(found.props, props)) {
        cloud.overwritten.push({ token, id, region, before: found.props, after: props });
    }
    cloud.write({ token, id, region, props });
    const tries = cloud.options.principalTries ?? 0;
    if (!isUpdate && token === ROLE && tries > 0) {
        cloud.principals.set(arnOf("iam", place, `role${textOf(props["path"]) || "/"}${id}`), tries);
    }
}

/** Deletes something with all that hangs on it; what is not there is deleted already. @throws {AwsError} If AWS refuses it. */
export function removeEntry(cloud: AwsCloud, { token, id, region, place }: Write, olds: Props): void {
    if (cloud.find(token, id, region) === undefined) {
        return;
    }
    const dependents = (DEPENDENTS[token] ?? []).flatMap(([type, input]) => cloud.ofType(type, region).filter(({ props }) => props[input] === id));
    if (token === ROLE && dependents.length > 0 && olds["forceDetachPolicies"] !== true) {
        throw new AwsError("DeleteConflict", "Cannot delete entity, must delete policies first.", 409);
    }
    const images = token === REPOSITORY ? `${hostOf(place)}/${id}` : `public.ecr.aws/${cloud.options.alias ?? ALIAS}/${id}`;
    if (token === REPOSITORY || token === PUBLIC_REPOSITORY) {
        if (!cloud.images.isEmpty(images) && olds["forceDelete"] !== true && olds["forceDestroy"] !== true) {
            throw new AwsError("RepositoryNotEmptyException", `The repository with name '${id}' in registry with id '${place.account}' cannot be deleted because it still contains images`);
        }
        cloud.images.clear(images);
    }
    [...dependents, { token, id, region }].forEach((gone) => cloud.remove(gone.token, gone.id, gone.region));
}

/** Returns the region that AWS keeps something in. @throws {Error} If the service is not in a region. */
export function regionOf(kind: Kind, region: string): string {
    if (kind.service === "ECR Public" && region !== PUBLIC_REGION) {
        const host = `api.ecr-public.${region}.amazonaws.com`;
        throw new AwsError("RequestError", `send request failed, Post "https://${host}/": dial tcp: lookup ${host}: no such host`, 0);
    }
    return kind.service === "IAM" ? "" : region;
}
