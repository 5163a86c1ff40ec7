import fc from "fast-check";
import { facts } from "../../policies/facts";
import type { Facts, Props } from "../../policies/rule";
import { UNKNOWN } from "../analyzed";
import { isLike } from "./wildcards";

/** A repository as somebody wants it, in no provider's words. */
interface RepositoryWish {
    readonly native: boolean;
    readonly path: string;
    readonly mutability: "MUTABLE" | "IMMUTABLE" | undefined;
    readonly scanOnPush: boolean | undefined;
    readonly emptied: boolean | undefined;
    readonly key: "AES256" | "KMS" | "KMS with a key" | undefined;

    /** Whether it has a lifecycle policy, and for the classic family whether that is made from it or names it. */
    readonly lifecycle: "made" | "named" | undefined;
}

/** How the registry is scanned. */
interface ScanningWish {
    readonly native: boolean;
    readonly type: "BASIC" | "ENHANCED";
    readonly rules: readonly { readonly frequency: "SCAN_ON_PUSH" | "CONTINUOUS_SCAN" | "MANUAL"; readonly filters: readonly string[] }[];
}

const maybe = fc.option(fc.boolean(), { nil: undefined });

const repository: fc.Arbitrary<RepositoryWish> = fc.record({
    native: fc.boolean(),
    path: fc.array(fc.constantFrom("prod", "repo", "web"), { minLength: 1, maxLength: 3 }).map((words) => words.join("-")),
    mutability: fc.constantFrom("MUTABLE" as const, "IMMUTABLE" as const, undefined),
    scanOnPush: maybe,
    emptied: maybe,
    key: fc.constantFrom("AES256" as const, "KMS" as const, "KMS with a key" as const, undefined),
    lifecycle: fc.constantFrom("made" as const, "named" as const, undefined),
});

const scanning: fc.Arbitrary<ScanningWish> = fc.record({
    native: fc.boolean(),
    type: fc.constantFrom("BASIC" as const, "ENHANCED" as const),
    rules: fc.array(
        fc.record({
            frequency: fc.constantFrom("SCAN_ON_PUSH" as const, "CONTINUOUS_SCAN" as const, "MANUAL" as const),
            filters: fc.array(fc.array(fc.constantFrom("prod", "repo", "web", "-", "*"), { minLength: 1, maxLength: 4 }).map((parts) => parts.join("")), { minLength: 1, maxLength: 2 }),
        }),
        { maxLength: 2 },
    ),
});

/** Repositories with their policies and a scanning configuration, in any order, and what is wrong with them by AWS' own words. */
export const ecrProgram = fc
    .record({ wishes: fc.uniqueArray(repository, { minLength: 1, maxLength: 3, selector: ({ path }) => path }), configured: fc.option(scanning, { nil: undefined }), seed: fc.nat() })
    .map(({ wishes, configured, seed }) => {
        const found = configured === undefined ? undefined : asTaken(configured);
        // Which of both counts where basic scanning has filters of its own, the documentation leaves open.
        const all = found?.type === "BASIC" && found.rules.length > 0 ? wishes.map((wish) => ({ ...wish, scanOnPush: undefined })) : wishes;
        const resources = [...all.flatMap(write), ...(found === undefined ? [] : [writeScanning(found)])];
        return { resources: rotate(resources, seed), expected: all.flatMap((wish) => faultsOf(wish, found)).sort() };
    });

/** Basic scanning knows no continuous one. */
function asTaken({ rules, ...wish }: ScanningWish): ScanningWish {
    return { ...wish, rules: rules.map((rule) => (wish.type === "BASIC" && rule.frequency === "CONTINUOUS_SCAN" ? { ...rule, frequency: "SCAN_ON_PUSH" } : rule)) };
}

function faultsOf(wish: RepositoryWish, configured: ScanningWish | undefined): readonly string[] {
    const faults = {
        "ecr-immutable-tags": wish.mutability !== "IMMUTABLE",
        "ecr-force-delete-off": wish.emptied === true,
        "ecr-customer-key": wish.key !== "KMS with a key",
        "ecr-has-lifecycle": wish.lifecycle === undefined,
        "ecr-scanned": !isScanned(wish, configured),
    };
    return Object.entries(faults).filter(([, isFault]) => isFault).map(([rule]) => `${rule} ${wish.path}`);
}

/**
 * With enhanced scanning, only what a filter matches is scanned.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
 */
function isScanned({ path, scanOnPush }: RepositoryWish, configured: ScanningWish | undefined): boolean {
    const filters = (configured?.rules ?? []).filter(({ frequency }) => frequency !== "MANUAL").flatMap((rule) => rule.filters);
    const isMatched = filters.some((filter) => isLike(filter.includes("*") ? filter : `*${filter}*`, path));
    return isMatched || (scanOnPush === true && configured?.type !== "ENHANCED");
}

function write(wish: RepositoryWish): readonly Facts[] {
    const common = { imageTagMutability: wish.mutability, ...(wish.scanOnPush === undefined ? {} : { imageScanningConfiguration: { scanOnPush: wish.scanOnPush } }) };
    const encryption = wish.key && { encryptionType: wish.key.split(" ")[0], ...(wish.key === "KMS with a key" ? { kmsKey: UNKNOWN } : {}) };
    const rules = '{"rules":[]}';
    if (wish.native) {
        const lifecycle = wish.lifecycle && { lifecyclePolicyText: rules };
        return [facts("aws-native:ecr:Repository", defined({ repositoryName: wish.path, ...common, emptyOnDelete: wish.emptied, encryptionConfiguration: encryption, lifecyclePolicy: lifecycle }), { name: wish.path })];
    }
    const props = { name: wish.path, ...common, forceDelete: wish.emptied, encryptionConfigurations: encryption && [encryption] };
    const own = facts("aws:ecr/repository:Repository", defined(props), { name: wish.path });
    const policy = (repository: string, from: Readonly<Record<string, readonly Facts[]>> = {}) =>
        facts("aws:ecr/lifecyclePolicy:LifecyclePolicy", { repository, policy: rules }, { name: `${wish.path}-policy`, from });
    return wish.lifecycle === undefined ? [own] : [own, wish.lifecycle === "made" ? policy(UNKNOWN, { repository: [own] }) : policy(wish.path)];
}

function writeScanning({ native, type, rules }: ScanningWish): Facts {
    return facts(
        native ? "aws-native:ecr:RegistryScanningConfiguration" : "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        { scanType: type, rules: rules.map(({ frequency, filters }) => ({ scanFrequency: frequency, repositoryFilters: filters.map((filter) => ({ filter, filterType: "WILDCARD" })) })) },
        { name: "scanning" },
    );
}

function rotate(resources: readonly Facts[], by: number): readonly Facts[] {
    const start = by % resources.length;
    return [...resources.slice(start), ...resources.slice(0, start)];
}

function defined(props: Props): Props {
    return JSON.parse(JSON.stringify(props)) as Props;
}
