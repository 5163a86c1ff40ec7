import * as v from "valibot";
import { formatKey } from "../config-key";
import { formatIssue, formatNow } from "../config-problem";
import type { Problem } from "../problem";
import { findOneOfProblems, isMap, type Written } from "../one-of";
import { AZURE_PIPELINES_KEYS, PIPELINE_SCHEMA } from "./pipeline-schema";
import type { PipelineSpec } from "./pipeline-spec";

type Path = readonly (string | number)[];

/** Starts the identity's name and that of every resource beside it. */
const NAME = /^(?=.{1,50}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** What names a service connection, for the issuer of Entra ID and for that of Azure DevOps. */
const ENTRA = ["tenantId", "serviceConnectionId"] as const;
const DEVOPS = ["organization", "project", "serviceConnection"] as const;

/** Returns the pipelines that a stack file asks for, by name, and every mistake in them. */
export function parsePipelines(value: unknown): {
    readonly pipelines: Readonly<Record<string, PipelineSpec>>;
    readonly problems: readonly Problem[];
} {
    if (!isMap(value)) {
        const now = formatNow(["pipelines"], value);
        return { pipelines: {}, problems: [{ key: formatKey(["pipelines"]), required: "a map from names to pipelines", now }] };
    }
    const parsed = Object.entries(value).map(([name, written]) => ({ name, ...parsePipeline(name, written) }));
    return {
        pipelines: Object.fromEntries(parsed.flatMap(({ name, spec }) => (spec === undefined ? [] : [[name, spec]]))),
        problems: parsed.flatMap(({ problems }) => problems),
    };
}

function parsePipeline(name: string, written: unknown): { readonly spec?: PipelineSpec; readonly problems: readonly Problem[] } {
    const path = ["pipelines", name];
    const { issues = [], success, output } = v.safeParse(PIPELINE_SCHEMA, written);
    const problems = [
        ...(NAME.test(name) ? [] : [misnamed(path, name)]),
        ...issues.map((issue) => formatIssue(path, issue)),
        ...(isMap(written) ? findTrustProblems(path, written) : []),
    ];
    return success && problems.length === 0
        ? { spec: { may: ["push"], github: [], azurePipelines: [], gitlab: [], ...output }, problems }
        : { problems };
}

function misnamed(path: Path, name: string): Problem {
    return { key: formatKey(path), required: "a name of lower-case letters and digits joined by -, at most 50", now: JSON.stringify(name) };
}

function findTrustProblems(path: Path, written: Written): Problem[] {
    const { github, azurePipelines, gitlab } = written;
    if (github === undefined && azurePipelines === undefined && gitlab === undefined) {
        return [{ key: formatKey(path), required: "at least one of github, azurePipelines, gitlab", now: "none of them" }];
    }
    return [
        ...eachMap([...path, "github"], github).flatMap(findGithubProblems),
        ...eachMap([...path, "azurePipelines"], azurePipelines).flatMap(findServiceConnectionProblems),
        ...eachMap([...path, "gitlab"], gitlab).flatMap(([at, map]) =>
            findOneOfProblems(at, map, ["branch", "tag"], "a branch, or instead a tag")),
    ];
}

/** Returns the maps of a list, or the one map, each with where it stands. */
function eachMap(path: Path, value: unknown): [Path, Written][] {
    if (Array.isArray(value)) {
        return value.flatMap((item: unknown, index): [Path, Written][] => (isMap(item) ? [[[...path, index], item]] : []));
    }
    return isMap(value) ? [[path, value]] : [];
}

function findGithubProblems([path, written]: [Path, Written]): Problem[] {
    const [with_, without] = written["ownerId"] === undefined ? ["repositoryId", "ownerId"] : ["ownerId", "repositoryId"];
    const isHalf = written[with_] !== undefined && written[without] === undefined;
    return [
        ...findOneOfProblems(
            path,
            written,
            ["environment", "branch", "tag", "pullRequest"],
            "an environment, or instead one of branch, tag, pullRequest",
        ),
        ...(isHalf ? [missing([...path, without], `a number, as ${with_} is given`)] : []),
    ];
}

/** Whoever names a connection in the words of Azure DevOps asks for its issuer. */
function findServiceConnectionProblems([path, written]: [Path, Written]): Problem[] {
    const has = (key: string) => written[key] !== undefined;
    const [needed, others] = DEVOPS.some(has) && !ENTRA.some(has) ? [DEVOPS, ENTRA] : [ENTRA, DEVOPS];
    return [
        ...needed.filter((key) => !has(key)).map((key) =>
            missing([...path, key], `${v.getTitle(AZURE_PIPELINES_KEYS[key]) ?? ""}, with ${needed.join(" and ")}`)),
        ...others.filter(has).map((key) => ({
            key: formatKey([...path, key]),
            required: `nothing beside ${needed.join(" and ")}, which name a service connection of the other issuer`,
            now: formatNow([...path, key], written[key]),
        })),
    ];
}

function missing(path: Path, required: string): Problem {
    return { key: formatKey(path), required, now: "nothing" };
}
