import { parseConfig, type Config } from "../model/config";
import { planImages, type ImagePlan, type ImageSource } from "../model/images/image";
import { ConfigError } from "../model/problem";
import { planRegistries, type RegistryPlan } from "../model/registry-plan";
import { readImageSources } from "./image-source";

/** What the checkout says of each image, by its name. */
export type ImageSources = Readonly<Record<string, ImageSource>>;

/** What is known besides the configuration. */
export interface ProgramFacts {
    readonly stack: string;
    /** What is known of the checkout; @default - read now */
    readonly sources?: ImageSources | undefined;
}

/** What a stack's configuration and the checkout come to. */
export interface ProgramPlan {
    readonly config: Config;
    /** In the order of the configuration. */
    readonly registries: readonly RegistryPlan[];
    readonly images: readonly ImagePlan[];
    readonly sources: ImageSources;
}

/**
 * Returns what a program is to declare.
 *
 * @param root the folder that contexts are relative to
 * @param values the namespace `registries` of the configuration, without the namespace
 * @throws {ConfigError} With every mistake of the configuration, and of the contexts that it names.
 */
export async function requireProgramPlan(
    root: string,
    values: Readonly<Record<string, unknown>>,
    { stack, sources: known }: ProgramFacts,
): Promise<ProgramPlan> {
    const parsed = parseConfig(values);
    const sources = known ?? (await readImageSources(root, parsed.images));
    const names = namesOf(values["images"]);
    const { plans, problems } = planImages({ images: parsed.images, names }, sources);
    const hasOthers = plans.length < names.length;
    const registries = planRegistries(parsed.registries, parsed.users, { stack, images: plans, hasOtherImages: hasOthers });
    const all = [...parsed.problems, ...registries.problems, ...problems];
    if (parsed.config === undefined || all.length > 0) {
        throw new ConfigError(all);
    }
    return { config: parsed.config, registries: registries.plans, images: plans, sources };
}

/**
 * Returns the values of the engine's configuration in the namespace `registries`. Objects, lists and flags arrive as JSON, and
 * what is not set as the default of Pulumi.yaml, which may be an empty text.
 */
export function readConfigValues(all: Readonly<Record<string, string>>): Record<string, unknown> {
    const prefix = "registries:";
    return Object.fromEntries(
        Object.entries(all)
            .filter(([key, text]) => key.startsWith(prefix) && text !== "")
            .map(([key, text]) => [key.slice(prefix.length), readValue(text)]),
    );
}

function readValue(text: string): unknown {
    if (!/^(?:[[{]|(?:true|false)$)/.test(text)) {
        return text;
    }
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

function namesOf(images: unknown): readonly string[] {
    return typeof images === "object" && images !== null ? Object.keys(images) : [];
}
