import * as v from "valibot";
import { parseAccess } from "./access/access";
import { parseContainerGroups } from "./acr/containers/container-groups";
import { parsePipelines } from "./pipelines/pipelines";
import { standInAcr } from "./acr/schema/acr-schema";
import { formatKey } from "./config-key";
import { formatIssue, formatNow } from "./config-problem";
import { CONFIG_KEYS, CONFIG_SCHEMA } from "./config-schema";
import type { Config, ImageSpec, RegistrySpec } from "./config-spec";
import { isRepository } from "./image-ref";
import { DEFAULT_DOCKERFILE, IMAGE_SCHEMA, REPOSITORY_TAKES } from "./image-schema";
import type { Problem } from "./problem";

export type { Config, ImageSpec, LocalRegistrySpec, RegistrySpec } from "./config-spec";

/** What was understood of a stack file. */
export interface ParsedConfig {
    /** The whole; `undefined` exactly if there are problems. */
    readonly config: Config | undefined;

    /** The registry, unless it has mistakes that hide more, so that what its parts say against each other can be told in the same run. */
    readonly registry: RegistrySpec | undefined;

    /** The images without a mistake of their own, so that what else is wrong with them can be told in the same run. */
    readonly images: Readonly<Record<string, ImageSpec>>;

    /** Who uses the registry, as far as that is without a mistake. */
    readonly users: RegistryUsers;

    /** Every mistake. */
    readonly problems: readonly Problem[];
}

/** Who uses a registry besides whoever deploys. */
export type RegistryUsers = Pick<Config, "access" | "pipelines" | "containerGroups">;

/**
 * Returns what a stack file asks for, frozen and with its defaults, and every mistake in it.
 *
 * @param values the parsed values of the namespace by their keys without the prefix
 */
export function parseConfig(values: Readonly<Record<string, unknown>>): ParsedConfig {
    const written = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
    const { issues = [], success, output } = v.safeParse(CONFIG_SCHEMA, written);
    const { images, problems: imageProblems } = parseImages(written["images"]);
    const { users, problems: userProblems } = parseUsers(written);
    const problems = [...issues.map((issue) => formatIssue([], issue)), ...userProblems, ...imageProblems];
    const config = success && problems.length === 0 ? { ...output, images, ...users } : undefined;
    return deepFreeze({ config, registry: parseRegistry(written["registry"]), images, users, problems });
}

function parseRegistry(value: unknown): RegistrySpec | undefined {
    const { issues = [], success, output } = v.safeParse(CONFIG_KEYS.registry, value);
    if (success) {
        return output;
    }
    const isAcr = v.is(v.looseObject({ kind: v.literal("acr") }), value);
    return isAcr ? standInAcr(value, issues.map(({ path }) => String(path?.[0]?.key))) : undefined;
}

/** Reads who may use the registry: nobody, where it is a local one. */
function parseUsers({ registry, access = [], pipelines = {}, containerGroups = {} }: Readonly<Record<string, unknown>>): {
    readonly users: RegistryUsers;
    readonly problems: readonly Problem[];
} {
    const read = { access: parseAccess(access), pipelines: parsePipelines(pipelines), containerGroups: parseContainerGroups(containerGroups) };
    const isLocal = v.is(v.looseObject({ kind: v.literal("local") }), registry);
    return {
        users: { access: read.access.access, pipelines: read.pipelines.pipelines, containerGroups: read.containerGroups.containerGroups },
        problems: isLocal
            ? Object.entries({ access, pipelines, containerGroups }).flatMap(([key, value]) => forbidUsers(key, value))
            : Object.values(read).flatMap(({ problems }) => problems),
    };
}

function parseImages(value: unknown): Pick<ParsedConfig, "images" | "problems"> {
    const entries = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
    const parsed = entries.map(([name, image]) => ({ name, ...parseImage(name, image) }));
    return {
        images: Object.fromEntries(parsed.flatMap(({ name, spec }) => (spec === undefined ? [] : [[name, spec]]))),
        problems: parsed.flatMap(({ problems }) => problems),
    };
}

function parseImage(name: string, value: unknown): { spec?: ImageSpec; problems: Problem[] } {
    const { issues = [], success, output } = v.safeParse(IMAGE_SCHEMA, value);
    const isNamed = typeof value === "object" && value !== null && "repository" in value;
    const problems = [
        ...(isNamed || isRepository(name) ? [] : [misnamed(name)]),
        ...issues.map((issue) => formatIssue(["images", name], issue)),
    ];
    return success && problems.length === 0 ? { spec: { ...defaultImage(name), ...output }, problems } : { problems };
}

function defaultImage(name: string): Omit<ImageSpec, "context" | "version"> {
    return { repository: name, dockerfile: DEFAULT_DOCKERFILE, tags: [], platforms: [], buildArgs: {}, labels: {} };
}

function misnamed(name: string): Problem {
    return {
        key: formatKey(["images", name]),
        required: `the key \`repository\`, or as the image's name ${REPOSITORY_TAKES}`,
        now: JSON.stringify(name),
    };
}

/** A local registry has one user, who may do everything: whoever can read its password. */
function forbidUsers(key: string, value: unknown): Problem[] {
    const count = typeof value === "object" && value !== null ? Object.keys(value).length : 1;
    return count === 0 ? [] : [{
        key: formatKey([key]),
        required: "an acr registry, or no such key: a local registry has one user, who may do everything",
        now: formatNow([key], value),
    }];
}

function deepFreeze<T>(value: T): T {
    if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
        Object.values(value).forEach(deepFreeze);
        Object.freeze(value);
    }
    return value;
}
