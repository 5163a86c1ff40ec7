import * as v from "valibot";
import { formatKey } from "../config-key";
import { formatIssue, formatNow } from "../config-problem";
import type { Problem } from "../problem";
import { findOneOfProblems, isMap, type Written } from "../one-of";
import { ACCESS_SCHEMA, TYPE_TAKES } from "./access-schema";
import type { AccessSpec } from "./access-spec";
import { AWS_GRANTEES, type AwsGrantee, type Grantee } from "./grantee";

/** The keys that say who. */
const GRANTEES = ["principal", "identity", "cluster", "deployer", ...AWS_GRANTEES] as const;

/** What to write where nobody is named. */
const WHO_TAKES = `a principal with its type, or instead one of ${GRANTEES.slice(1).join(", ")}`;

/** Returns the grants that a stack file asks for, and every mistake in them. */
export function parseAccess(value: unknown): { readonly access: readonly AccessSpec[]; readonly problems: readonly Problem[] } {
    if (!Array.isArray(value)) {
        return { access: [], problems: [{ key: formatKey(["access"]), required: "a list of grants", now: formatNow(["access"], value) }] };
    }
    const parsed = value.map((written: unknown, index) => parseGrant(written, index));
    return { access: parsed.flatMap(({ spec }) => spec ?? []), problems: parsed.flatMap(({ problems }) => problems) };
}

function parseGrant(written: unknown, index: number): { readonly spec?: AccessSpec; readonly problems: readonly Problem[] } {
    const { issues = [], success, output } = v.safeParse(ACCESS_SCHEMA, written);
    const problems = [
        ...issues.map((issue) => formatIssue(["access", index], issue)),
        ...(isMap(written) ? findGranteeProblems(written, index) : []),
    ];
    if (!success || problems.length > 0) {
        return { problems };
    }
    const { may, repositories } = output;
    return { spec: { at: index, may, grantee: granteeOf(output), ...(repositories === undefined ? {} : { repositories }) }, problems };
}

function findGranteeProblems(written: Written, index: number): Problem[] {
    const path = ["access", index];
    const typePath = [...path, "type"];
    const typeProblem = (required: string): Problem =>
        ({ key: formatKey(typePath), required, now: formatNow(typePath, written["type"]) });
    const first = GRANTEES.find((key) => written[key] !== undefined);
    const hasType = written["type"] !== undefined;
    return [
        ...findOneOfProblems(path, written, GRANTEES, WHO_TAKES),
        ...(first === "principal" && !hasType ? [typeProblem(TYPE_TAKES)] : []),
        ...(first !== undefined && first !== "principal" && hasType
            ? [typeProblem(`nothing beside ${first}: only a principal has a type`)]
            : []),
    ];
}

/** Only of a grant without a problem. */
function granteeOf(output: v.InferOutput<typeof ACCESS_SCHEMA>): Grantee {
    const { principal, type, identity, cluster, deployer } = output;
    if (principal !== undefined && type !== undefined) {
        return { principal, type };
    }
    if (identity !== undefined) {
        return { identity };
    }
    if (cluster !== undefined) {
        return { cluster };
    }
    if (deployer !== undefined) {
        return { deployer: true, type: deployer };
    }
    return awsGranteeOf(output);
}

function awsGranteeOf({ role, account, organization, lambda }: v.InferOutput<typeof ACCESS_SCHEMA>): AwsGrantee {
    if (role !== undefined) {
        return { role };
    }
    if (account !== undefined) {
        return { account };
    }
    if (organization !== undefined) {
        return { organization };
    }
    if (lambda !== undefined) {
        return { lambda };
    }
    throw new RangeError("Cannot grant to nobody: no key of the grant names anybody");
}
