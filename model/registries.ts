import * as v from "valibot";
import { formatKey } from "./config-key";
import { formatIssue, formatNow } from "./config-problem";
import type { RegistrySpec } from "./config-spec";
import type { Problem } from "./problem";
import { REGISTRIES_TAKES } from "./registry-kind";
import { findTwice } from "./registry-problem";
import { REGISTRY_SCHEMA, standIn } from "./registry-schema";

type Path = readonly (string | number)[];

/** A registry that was asked for, with where it is written. */
export interface WrittenRegistry {
    /** `["registry"]`, or in a list `["registry", 1]`. */
    readonly at: Path;

    /** With stand-ins for what is wrong in it, where that hides nothing; see {@link standIn}. */
    readonly spec: RegistrySpec;
}

/**
 * Returns the registries that a stack file asks for, and every mistake in them.
 *
 * @param value one registry, or a list of them, each of another kind
 */
export function parseRegistries(value: unknown): { readonly registries: readonly WrittenRegistry[]; readonly problems: readonly Problem[] } {
    if (!Array.isArray(value)) {
        return parseRegistry(["registry"], value);
    }
    if (value.length === 0) {
        return { registries: [], problems: [{ key: formatKey(["registry"]), required: REGISTRIES_TAKES, now: formatNow(["registry"], value) }] };
    }
    const parsed = value.map((item: unknown, index) => parseRegistry(["registry", index], item));
    return {
        registries: parsed.flatMap(({ registries }) => registries),
        problems: [...parsed.flatMap(({ problems }) => problems), ...findSameKinds(value)],
    };
}

/** Returns mistakes in a registry where it is written, as what looks at one registry does not know of others. */
export function problemsAt(at: Path, problems: readonly Problem[]): readonly Problem[] {
    const [alone, here] = [formatKey(["registry"]), formatKey(at)];
    return problems.map((problem) => (problem.key === alone || /^[.[]/.test(problem.key.slice(alone.length))
        ? { ...problem, key: here + problem.key.slice(alone.length) }
        : problem));
}

function parseRegistry(at: Path, value: unknown): ReturnType<typeof parseRegistries> {
    const { issues = [], success, output } = v.safeParse(REGISTRY_SCHEMA, value);
    const spec = success ? output : standIn(value, issues.map(({ path }) => String(path?.[0]?.key)));
    return {
        registries: spec === undefined ? [] : [{ at, spec }],
        problems: problemsAt(at, issues.map((issue) => formatIssue(["registry"], issue))),
    };
}

/** One of each kind is enough for one image, and tells whom a grant is for. */
function findSameKinds(values: readonly unknown[]): Problem[] {
    const kinds = values.map((value) => (v.is(v.looseObject({ kind: v.string() }), value) ? value.kind : undefined));
    return findTwice(kinds).map(({ index, earlier }) => ({
        key: formatKey(["registry", index, "kind"]),
        required: `another kind than registry[${earlier}] has: a list has at most one of each`,
        now: JSON.stringify(kinds[index]),
    }));
}
