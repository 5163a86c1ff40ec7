import type { Right } from "../../access/right";
import { isBelow } from "../values/repository-name";
import { repositoryArn, serviceOf, type AwsPlace } from "./aws-place";
import { actionsFor, formatRights, IMPORT_ACTIONS, joinRights, LOGIN_ACTIONS, TAG_ACTION } from "./aws-right";
import type { AwsGrantRequest } from "./grant-plan";
import { formatPolicy, oneOrMore, type IdentityStatement } from "./policy-document";

/** What an identity is to do, and where. */
export type IdentityRequest = Pick<AwsGrantRequest, "may" | "repositories" | "caches">;

/**
 * Returns the policy of an identity of the registry's account: its login, and what it may do in which repositories. Of
 * what caches fill, it may do all that is asked for but push.
 *
 * @param place the registry's plan, or what of it is known
 * @param taggedPrefixes see `listTaggedPrefixes`; @default - none
 */
export function formatIdentityPolicy(place: AwsPlace, requests: readonly IdentityRequest[], taggedPrefixes: readonly string[] = []): string {
    const service = serviceOf(place);
    const rights = requests.flatMap(({ may }) => may);
    const imported = requests.flatMap(({ may, caches }) => (cacheRights(may).includes("pull") ? caches : []));
    return formatPolicy([
        { Sid: "Login", Effect: "Allow", Action: oneOrMore(LOGIN_ACTIONS[service]), Resource: "*" },
        // To see all names is a question about all repositories, whichever of them the rest is about.
        ...(rights.includes("list") ? [allow("List", actionsFor(["list"], service), [repositoryArn(place, "*")])] : []),
        ...[...groupNames(requests)].flatMap(([sid, { rights: may, names }]) => {
            const actions = actionsFor(may, service);
            return actions.length === 0 ? [] : [allow(sid, actions, names.map((name) => repositoryArn(place, name)))];
        }),
        ...onCaches("Import", IMPORT_ACTIONS, imported, place),
        ...onCaches("Tag", [TAG_ACTION], imported.filter((name) => isTagged(name, taggedPrefixes)), place),
    ]);
}

function onCaches(sid: string, actions: readonly string[], names: readonly string[], place: AwsPlace): readonly IdentityStatement[] {
    return names.length === 0 ? [] : [allow(sid, actions, names.map((name) => repositoryArn(place, name)))];
}

/** Says whether some of what a cache fills is made with tags. */
function isTagged(name: string, taggedPrefixes: readonly string[]): boolean {
    const start = name.replace(/\*$/, "");
    return taggedPrefixes.some((prefix) => isBelow(start, prefix) || `${prefix}/`.startsWith(start));
}

/** Returns which rights hold for what a cache fills: nobody pushes there. */
export function cacheRights(may: readonly Right[]): readonly Right[] {
    return joinRights(may.map((right) => (right === "push" ? "pull" : right)));
}

function allow(sid: string, actions: readonly string[], resources: readonly string[]): IdentityStatement {
    return { Sid: sid, Effect: "Allow", Action: oneOrMore(actions), Resource: oneOrMore(resources) };
}

interface Names {
    readonly rights: readonly Right[];
    readonly names: readonly string[];
}

/** Returns the names of repositories, put together by what may be done in them. */
function groupNames(requests: readonly IdentityRequest[]): ReadonlyMap<string, Names> {
    const byName = new Map<string, readonly Right[]>();
    for (const { may, repositories, caches } of requests) {
        repositories.forEach((name) => byName.set(name, [...(byName.get(name) ?? []), ...may]));
        caches.forEach((name) => byName.set(name, [...(byName.get(name) ?? []), ...cacheRights(may)]));
    }
    const groups = new Map<string, Names>();
    for (const [name, asked] of byName) {
        const rights = joinRights(asked).filter((right) => right !== "list");
        const sid = formatRights(rights);
        groups.set(sid, { rights, names: [...(groups.get(sid)?.names ?? []), name] });
    }
    return groups;
}
