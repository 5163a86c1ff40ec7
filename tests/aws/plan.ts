import { isDeepStrictEqual } from "node:util";
import type { Fields } from "../provider/sdk-types";
import { isProps, listOf, propsOf, UNKNOWN, type Props } from "../provider/wire";
import { bareUrl, type Kind } from "./kinds";
import { isSameJson } from "./policy-json";

/**
 * Returns the outputs that a preview shows, as Terraform plans them: what the inputs say, what the provider fills in, and
 * unknown for what only AWS knows; of an update, what it is already.
 *
 * @param olds nothing for a new one
 */
export function planOutputs(kind: Kind, inputs: Props, outputs: Fields, region: string, olds: Props = {}): Props {
    const planned = Object.fromEntries((kind.planned ?? []).map((name) => [name, kind.defaults?.[name]]));
    const known: Props = { ...planned, tagsAll: propsOf(inputs["tags"]), region, ...inputs };
    return Object.fromEntries([...outputs].map(([name, { optional }]) =>
        [name, name in known ? known[name] : optional ? undefined : olds[name] ?? UNKNOWN]));
}

/** Inputs whose order means nothing. */
const SETS = new Set(["appliedFors", "clientIdLists", "rules"]);

/** Blocks that stay as they are where they are left out. */
const KEPT_BLOCKS = new Set(["encryptionConfigurations", "imageScanningConfiguration", "catalogData"]);

/** Says whether two values of an input mean the same to the provider. */
export function isSameInput(kind: Kind, key: string, old: unknown, now: unknown): boolean {
    if (old === UNKNOWN || now === UNKNOWN) {
        return false;
    }
    if (now === undefined && KEPT_BLOCKS.has(key)) {
        return true;
    }
    const [before, after] = [old, now].map((value) => simple(value ?? kind.defaults?.[key]));
    return isDeepStrictEqual(before, after)
        || (typeof old === "string" && typeof now === "string" && (isSameJson(old, now) || (key === "url" && bareUrl(old) === bareUrl(now))))
        || (SETS.has(key) && isDeepStrictEqual(sortedTexts(old), sortedTexts(now)));
}

/** Returns a value without what is empty or false, which Terraform does not tell from what is absent. */
function simple(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.length === 0 ? undefined : value.map(simple);
    }
    if (isProps(value)) {
        const kept = Object.entries(value).map(([key, inner]) => [key, simple(inner)] as const).filter(([, inner]) => inner !== undefined);
        return kept.length === 0 ? undefined : Object.fromEntries(kept);
    }
    return value === false || value === "" ? undefined : value;
}

function sortedTexts(value: unknown): string[] {
    return listOf(value).map((item) => JSON.stringify(item)).sort();
}
