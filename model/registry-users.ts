import * as v from "valibot";
import { parseAccess } from "./access/access";
import { isAwsAccess } from "./access/access-spec";
import { parseContainerGroups } from "./acr/containers/container-groups";
import { formatKey } from "./config-key";
import { formatNow } from "./config-problem";
import type { Config, RegistrySpec } from "./config-spec";
import { parsePipelines } from "./pipelines/pipelines";
import type { Problem } from "./problem";
import { ALL_KINDS, KINDS } from "./registry-kind";

/** Who uses registries besides whoever deploys. */
export type RegistryUsers = Pick<Config, "access" | "pipelines" | "containerGroups">;

type Kind = RegistrySpec["kind"];

/** Returns who may use the registries, and every mistake in it: nobody, where there is none in their cloud. */
export function parseUsers({ registry, access = [], pipelines = {}, containerGroups = {} }: Readonly<Record<string, unknown>>): {
    readonly users: RegistryUsers;
    readonly problems: readonly Problem[];
} {
    const kinds = readKinds(registry);
    const isLocal = kinds.length > 0 && kinds.every((kind) => kind === "local");
    if (isLocal) {
        const written = Object.entries({ access, pipelines, containerGroups });
        return { users: { access: [], pipelines: {}, containerGroups: {} }, problems: written.flatMap(([key, value]) => forbidUsers(key, value)) };
    }
    const read = { access: parseAccess(access), pipelines: parsePipelines(pipelines), containerGroups: parseContainerGroups(containerGroups) };
    const users = { access: read.access.access, pipelines: read.pipelines.pipelines, containerGroups: read.containerGroups.containerGroups };
    return { users, problems: [...Object.values(read).flatMap(({ problems }) => problems), ...findStrangers(users, kinds)] };
}

/** Returns which registries are asked for, as far as that can be told: none, if one of them cannot. */
function readKinds(value: unknown): readonly Kind[] {
    const kind = v.looseObject({ kind: v.picklist(ALL_KINDS) });
    const { success, output } = v.safeParse(v.array(kind), Array.isArray(value) ? value : [value]);
    return success ? output.map((written) => written.kind) : [];
}

/** A local registry has one user, who may do everything: whoever can read its password. */
function forbidUsers(key: string, value: unknown): Problem[] {
    const count = typeof value === "object" && value !== null ? Object.keys(value).length : 1;
    return count === 0 ? [] : [{
        key: formatKey([key]),
        required: "a registry in a cloud, or no such key: a local registry has one user, who may do everything",
        now: formatNow([key], value),
    }];
}

/** Returns each user of a cloud that none of the registries is in. */
function findStrangers({ access, containerGroups }: RegistryUsers, kinds: readonly Kind[]): Problem[] {
    const lacks = (wanted: readonly Kind[]) => kinds.length > 0 && !kinds.some((kind) => wanted.includes(kind));
    const [noAws, noAzure] = [lacks(KINDS.aws), lacks(KINDS.azure)];
    const problem = (path: readonly (string | number)[], required: string): Problem => ({ key: formatKey(path), required, now: kinds.join(", ") });
    return [
        ...access.filter((spec) => (isAwsAccess(spec) ? noAws : noAzure)).map((spec) => {
            const [who = ""] = Object.keys(spec.grantee);
            return problem(["access", spec.at ?? 0, who], isAwsAccess(spec) ? "a registry of the kind ecr" : "a registry of the kind acr");
        }),
        ...(noAzure ? Object.keys(containerGroups).map((name) => problem(["containerGroups", name], "a registry of the kind acr")) : []),
    ];
}
