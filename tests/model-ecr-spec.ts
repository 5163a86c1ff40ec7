import assert from "node:assert/strict";
import * as v from "valibot";
import { formatIssue } from "../model/config-problem";
import type { EcrSpec } from "../model/ecr/ecr-spec";
import { completeEcrPublic, ECR_PUBLIC_MAP } from "../model/ecr/public/ecr-public-schema";
import type { EcrPublicSpec } from "../model/ecr/public/ecr-public-spec";
import type { PushedImage } from "../model/ecr/pushed-image";
import { completeEcr, ECR_MAP } from "../model/ecr/schema/ecr-schema";
import { formatProblem } from "../model/problem";

/** What stands below a key of a stack file. */
export type Values = Readonly<Record<string, unknown>>;

/** The account of every registry here, and another one. */
export const ACCOUNT = "012345678901";
export const OTHER = "210987654321";

/** ARNs of what a registry is connected with. */
export const ARNS = {
    key: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/mrk-1234`,
    secret: `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:ecr-pullthroughcache/hub-AbCdEf`,
    role: `arn:aws:iam::${ACCOUNT}:role/service/ecr`,
    user: `arn:aws:iam::${OTHER}:user/scanner`,
};

/** The keys that every private registry has. */
export const MINIMAL = { kind: "ecr", account: ACCOUNT, region: "eu-central-1" };

/** The keys that every public registry has. */
export const PUBLIC_MINIMAL = { kind: "ecr-public", account: ACCOUNT };

/** Returns the lines of what is wrong with a private or public registry as it is written. */
export function parseProblems(schema: typeof ECR_MAP | typeof ECR_PUBLIC_MAP, registry: Values): readonly string[] {
    const { issues = [] } = v.safeParse(schema, registry);
    return issues.map((issue) => formatProblem(formatIssue(["registry"], issue)));
}

/** Returns a private registry that nothing is wrong with but what its keys say against each other. */
export function requireEcr(keys: Values): EcrSpec {
    assert.deepEqual(parseProblems(ECR_MAP, { ...MINIMAL, ...keys }), []);
    return completeEcr(v.parse(ECR_MAP, { ...MINIMAL, ...keys }));
}

/** Returns a public registry that nothing is wrong with but what its keys say against each other. */
export function requireEcrPublic(keys: Values): EcrPublicSpec {
    assert.deepEqual(parseProblems(ECR_PUBLIC_MAP, { ...PUBLIC_MINIMAL, ...keys }), []);
    return completeEcrPublic(v.parse(ECR_PUBLIC_MAP, { ...PUBLIC_MINIMAL, ...keys }));
}

/** Returns what a stack pushes as version 1.4.2, with more tags that later builds move. */
export function image(repository: string, ...floatingTags: readonly string[]): PushedImage {
    const floating = ["1.4", "1", ...floatingTags];
    return { repository, tags: ["1.4.2", ...floating, "sha-0123456789ab"], floatingTags: floating };
}

/** Returns a cache of Docker Hub. */
export const cache = (keys: Values = {}): Values => ({ prefix: "hub", upstream: "registry-1.docker.io", credentials: ARNS.secret, ...keys });

/** Returns a cache of Amazon ECR. */
export const ecrCache = (keys: Values = {}): Values => ({ prefix: "shared", upstream: `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com`, ...keys });

/** Returns a creation template. */
export const template = (keys: Values = {}): Values => ({ prefix: "hub", appliesTo: ["pull-through-cache"], ...keys });
