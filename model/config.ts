import * as v from "valibot";
import { formatKey } from "./config-key";
import { formatIssue } from "./config-problem";
import { CONFIG_SCHEMA } from "./config-schema";
import type { Config, ImageSpec } from "./config-spec";
import { isRepository } from "./image-ref";
import { DEFAULT_DOCKERFILE, IMAGE_SCHEMA, REPOSITORY_TAKES } from "./image-schema";
import type { Problem } from "./problem";

export type { AccessSpec, Config, ImageSpec, RegistrySpec } from "./config-spec";

/** What was understood of a stack file. */
export interface ParsedConfig {
    /** The whole; `undefined` exactly if there are problems. */
    readonly config: Config | undefined;

    /** The images without a mistake of their own, so that what else is wrong with them can be told in the same run. */
    readonly images: Readonly<Record<string, ImageSpec>>;

    /** Every mistake. */
    readonly problems: readonly Problem[];
}

/**
 * Returns what a stack file asks for, frozen and with its defaults, and every mistake in it.
 *
 * @param values the parsed values of the namespace by their keys without the prefix
 */
export function parseConfig(values: Readonly<Record<string, unknown>>): ParsedConfig {
    const written = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
    const { issues = [], success, output } = v.safeParse(CONFIG_SCHEMA, written);
    const { images, problems: imageProblems } = parseImages(written["images"]);
    const problems = [
        ...issues.map((issue) => formatIssue([], issue)),
        ...forbidAccess(written),
        ...imageProblems,
    ];
    const config = success && problems.length === 0 ? { access: [], ...output, images } : undefined;
    return deepFreeze({ config, images, problems });
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
function forbidAccess({ registry, access }: Readonly<Record<string, unknown>>): Problem[] {
    const isLocal = v.is(v.looseObject({ kind: v.literal("local") }), registry);
    return !isLocal || !Array.isArray(access) || access.length === 0 ? [] : [{
        key: formatKey(["access"]),
        required: "an acr or ecr registry, or no grants: a local registry has one user, who may do everything",
        now: access.length === 1 ? "one grant" : `${access.length} grants`,
    }];
}

function deepFreeze<T>(value: T): T {
    if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
        Object.values(value).forEach(deepFreeze);
        Object.freeze(value);
    }
    return value;
}
