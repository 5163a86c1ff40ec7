import { readFileSync } from "node:fs";
import { parseChallenge } from "../model/oci/challenge";
import { completeSteps, type Advise, type Finding, type RoadStep } from "../model/road/finding";
import { judgeChallenge } from "../model/road/judge-challenge";
import { judgeClock } from "../model/road/judge-clock";
import { judgeLimits } from "../model/road/judge-limits";
import { endpointOf, repositoryAt } from "../model/oci/docker-hub";
import { judgeName } from "../model/road/judge-name";
import type { LocalServices } from "../toolchain/local-services";
import { readAuthorities } from "./authorities";
import { RoadClient } from "./road-client";
import { logIn, type LoggedIn } from "./road-login";
import { REACH_STEPS, reachServer } from "./road-reach";
import { REPOSITORY_STEPS, walkRepository, type RoadTarget } from "./road-repository";

/** What was found on the road to a registry. */
export interface Road {
    readonly host: string;

    readonly steps: readonly RoadStep[];

    readonly repositories: readonly RoadRepository[];
}

/** What was found of a repository at its end. */
export interface RoadRepository {
    /** Without host. */
    readonly repository: string;

    /** The image's name in the configuration; @default - the configuration has none with this repository */
    readonly image?: string;

    readonly steps: readonly RoadStep[];
}

/** Which road is to be walked, and what is known before. */
export interface RoadPlan {
    readonly host: string;

    readonly targets: readonly RoadTarget[];

    /** What runs on this machine, if it was ever set up. */
    readonly services: LocalServices | undefined;

    readonly env: NodeJS.ProcessEnv;

    /** For one request as a whole, in milliseconds. @default 20000 */
    readonly limitMs?: number;

    /** Says what to do next, for the registry itself or one of the targets. */
    readonly adviseOn: (target: RoadTarget | undefined) => Advise;
}

/** The steps of the registry itself, in their order. */
const REGISTRY_STEPS: readonly string[] = ["name", ...REACH_STEPS, "challenge", "login", "clock", "throttling"];

/** Those of them without which there is no further one. */
const NEEDED: readonly string[] = [...REACH_STEPS, "challenge", "login"];

/** Walks the road to a registry, and to repositories in it, as far as it leads. */
export async function walkRoad(plan: RoadPlan): Promise<Road> {
    const { host, services, env, targets, adviseOn } = plan;
    const own = services?.host === host;
    const authority = [...(own ? [readFileSync(services.caFile, "utf8")] : []), readAuthorities(env)].join("\n");
    const findings = new Map<string, Finding>([["name", judgeName(host, { own })], ...await reachServer(endpointOf(host), authority, env)]);
    const clients: RoadClient[] = [];
    const login = endOf(findings) === undefined ? await meetRegistry(plan, authority, findings, clients) : undefined;
    const repositories: RoadRepository[] = [];
    for (const target of targets) {
        const { repository, versions, image } = target;
        const found = login === undefined || endOf(findings) !== undefined ? new Map<string, Finding>()
            : await walkRepository(login, host, repositoryAt(host, repository), versions);
        const steps = completeSteps(REPOSITORY_STEPS, found, endOf(findings) ?? "repository", adviseOn(target));
        repositories.push({ repository, ...(image === undefined ? {} : { image }), steps });
    }
    const answers = clients.flatMap((client) => client.answers);
    if (answers.length > 0) {
        findings.set("throttling", judgeLimits(answers));
    }
    await Promise.all(clients.map((client) => client.close()));
    return { host, steps: completeSteps(REGISTRY_STEPS, findings, endOf(findings) ?? "tls", adviseOn(undefined)), repositories };
}

/** Asks nobody's question first: what it is answered says what a login is for. */
async function meetRegistry(
    { host, targets, services, env, limitMs }: RoadPlan,
    authority: string,
    findings: Map<string, Finding>,
    clients: RoadClient[],
): Promise<LoggedIn | undefined> {
    const http = { authority, ...(limitMs === undefined ? {} : { limitMs }) };
    const nobody = new RoadClient(endpointOf(host), undefined, http);
    clients.push(nobody);
    const asked = await nobody.meet();
    findings.set("challenge", judgeChallenge(asked, parseChallenge(asked.headers["www-authenticate"] ?? "")));
    if (asked.status !== 0) {
        findings.set("clock", judgeClock(asked.at, Date.parse(asked.headers["date"] ?? "")));
    }
    if (endOf(findings) !== undefined) {
        return undefined;
    }
    const repositories = targets.map(({ repository }) => repositoryAt(host, repository));
    const login = await logIn({ host, repositories, http, services, env }, asked);
    clients.push(login.client);
    findings.set("login", login.finding);
    return login;
}

/** Returns the step at which the road ends; `undefined` if it goes on. */
function endOf(findings: ReadonlyMap<string, Finding>): string | undefined {
    return NEEDED.find((step) => findings.get(step)?.state === "failed" || (step === "tls" && findings.get(step)?.state === "unknown"));
}
