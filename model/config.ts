import * as v from "valibot";
import { findPlatformProblems } from "./builder/builder-problem";
import { parseBuilder } from "./builder/parse-builder";
import { formatKey } from "./config-key";
import { formatIssue } from "./config-problem";
import { CONFIG_SCHEMA } from "./config-schema";
import type { Config, ImageSpec } from "./config-spec";
import { isRepository } from "./image-ref";
import { defaultImage, IMAGE_SCHEMA, REPOSITORY_TAKES } from "./images/image-schema";
import type { Problem } from "./problem";
import { parseRegistries, type WrittenRegistry } from "./registries";
import { parseUsers, type RegistryUsers } from "./registry-users";

export type { Config, ImageSpec, LocalRegistrySpec, RegistrySpec } from "./config-spec";
export type { RegistryUsers } from "./registry-users";

/** What was understood of a stack file. */
export interface ParsedConfig {
    /** The whole; `undefined` exactly if there are problems. */
    readonly config: Config | undefined;

    /** The registries, but for those with mistakes that hide more, so that what their parts say against each other can be told in the same run. */
    readonly registries: readonly WrittenRegistry[];

    /** The images without a mistake of their own, so that what else is wrong with them can be told in the same run. */
    readonly images: Readonly<Record<string, ImageSpec>>;

    /** Who uses the registries, as far as that is without a mistake. */
    readonly users: RegistryUsers;

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
    const { registries, problems: registryProblems } = "registry" in written ? parseRegistries(written["registry"]) : { registries: [], problems: [] };
    const { images, problems: imageProblems } = parseImages(written["images"]);
    const { users, problems: userProblems } = parseUsers(written);
    const { builder, problems: builderProblems } = "builder" in written ? parseBuilder(written["builder"]) : { builder: undefined, problems: [] };
    const problems = [
        ...issues.map((issue) => formatIssue([], issue)), ...registryProblems, ...userProblems, ...imageProblems,
        ...builderProblems, ...findPlatformProblems(builder, images),
    ];
    const config = success && problems.length === 0
        ? { registries: registries.map(({ spec }) => spec), images, ...users, buildOnPreview: output.buildOnPreview ?? false, ...(builder === undefined ? {} : { builder }) }
        : undefined;
    return deepFreeze({ config, registries, images, users, problems });
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

function misnamed(name: string): Problem {
    return {
        key: formatKey(["images", name]),
        required: `the key \`repository\`, or as the image's name ${REPOSITORY_TAKES}`,
        now: JSON.stringify(name),
    };
}

function deepFreeze<T>(value: T): T {
    if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
        Object.values(value).forEach(deepFreeze);
        Object.freeze(value);
    }
    return value;
}
