import { isDeepStrictEqual } from "node:util";
import { PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { isProps, type Props } from "./wire";

const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = PropertyDiff.Kind;

/** Says whether two values of an input mean the same. */
export type Same = (key: string, old: unknown, now: unknown) => boolean;

/**
 * Returns what differs between inputs, by path.
 *
 * @param replaces inputs whose change replaces the resource
 * @param isSame of inputs that can be written in several ways
 */
export function diffInputs(olds: Props, news: Props, replaces: ReadonlySet<string>, isSame: Same = () => false): Map<string, PropertyDiff.Kind> {
    const diffs = new Map<string, PropertyDiff.Kind>();
    for (const key of new Set([...Object.keys(olds), ...Object.keys(news)])) {
        if (!isSame(key, olds[key], news[key])) {
            diffValue(olds[key], news[key], key, replaces.has(key), diffs);
        }
    }
    return diffs;
}

/** Returns true if a change is one that replaces. */
export function isReplacement(kind: PropertyDiff.Kind): boolean {
    return kind === ADD_REPLACE || kind === DELETE_REPLACE || kind === UPDATE_REPLACE;
}

function diffValue(old: unknown, now: unknown, path: string, replaces: boolean, diffs: Map<string, PropertyDiff.Kind>): void {
    if (isDeepStrictEqual(old, now)) {
        return;
    }
    if (isProps(old) && isProps(now)) {
        for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
            diffValue(old[key], now[key], `${path}.${key}`, replaces, diffs);
        }
    } else if (Array.isArray(old) && Array.isArray(now)) {
        for (let index = 0; index < Math.max(old.length, now.length); index += 1) {
            diffValue(old[index], now[index], `${path}[${index}]`, replaces, diffs);
        }
    } else if (old === undefined) {
        diffs.set(path, replaces ? ADD_REPLACE : ADD);
    } else if (now === undefined) {
        diffs.set(path, replaces ? DELETE_REPLACE : DELETE);
    } else {
        diffs.set(path, replaces ? UPDATE_REPLACE : UPDATE);
    }
}

/**
 * Returns inputs with what has changed in the cloud since: what differs between the outputs then and now, and could be
 * an input. Of an output of any type, such as `properties` of the generic resource, that is everything.
 *
 * @see https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/provider/provider.go
 */
export function driftedInputs(inputs: Props, then: Props, now: Props, isInput: (name: string) => boolean): Props {
    const drifted = { ...inputs };
    for (const key of new Set([...Object.keys(then), ...Object.keys(now)])) {
        if (!isInput(key) || isDeepStrictEqual(then[key], now[key])) {
            continue;
        }
        if (now[key] === undefined) {
            delete drifted[key];
        } else {
            const [base, before, after] = [drifted[key], then[key], now[key]];
            drifted[key] = isProps(base) && isProps(before) && isProps(after) ? driftedInputs(base, before, after, () => true) : after;
        }
    }
    return drifted;
}
