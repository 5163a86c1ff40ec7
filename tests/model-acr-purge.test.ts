import assert from "node:assert/strict";
import * as v from "valibot";
import { parse } from "yaml";
import { formatIssue } from "../model/config-problem";
import { planPurge } from "../model/acr/tasks/purge";
import { isAge, parseAge } from "../model/acr/tasks/purge-age";
import { formatPurge, type PushedImage } from "../model/acr/tasks/purge-command";
import { explainPattern, matchesRepository, matchesTag, scopeOf } from "../model/acr/tasks/purge-pattern";
import { PURGE_SCHEMA } from "../model/acr/tasks/purge-schema";
import type { PurgeRuleSpec, PurgeSpec } from "../model/acr/tasks/purge-spec";
import type { AcrSpec } from "../model/acr/acr-spec";
import type { TaskContext } from "../model/acr/tasks/task-context";
import type { TaskPlan } from "../model/acr/tasks/task-plan";
import { planRuns } from "../model/acr/tasks/task-run";
import { RUN_KEYS } from "../model/acr/tasks/task-run-schema";
import { formatProblem } from "../model/problem";

const ID = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/cleaner";
const CLI = "mcr.microsoft.com/acr/acr-cli:0.19 purge --registry {{.Run.Registry}}";

const registry: TaskContext = {
    location: "westeurope", tags: {}, permissions: "legacy", restrictedNetwork: false, tasksBypass: false, agentPools: [],
};
const images: PushedImage[] = [
    { repository: "team-a/web", tags: ["1.4.2", "1.4", "1", "sha-0123456789ab"] },
    { repository: "team-a/api", tags: ["2.0.0-rc.1"] },
    { repository: "site", tags: ["latest"] },
];
const rule: PurgeRuleSpec = { repositories: "previews/.*", olderThan: "30d" };
const spec: PurgeSpec = { schedule: "0 3 * * Sun", rules: [rule] };

function plan(changes: Partial<PurgeSpec> = {}, context: Partial<TaskContext> = {}) {
    const { plan: planned, problems, notices } = planPurge({ ...spec, ...changes }, { ...registry, ...context }, images);
    assert.deepEqual(problems.map(formatProblem), []);
    return { plan: planned as TaskPlan, notices };
}

function stepsOf({ properties: { step } }: TaskPlan): string {
    return Buffer.from(step.type === "EncodedTask" ? step.encodedTaskContent : "", "base64").toString("utf8");
}

describe("planPurge()", () => {
    it("plans a task on a timer", () => {
        const { plan: planned } = plan({ rules: [{ ...rule, keep: 5 }] });
        assert.deepEqual([planned.name, planned.apiVersion, planned.grants, planned.sourceLogin], ["purge", "2025-03-01-preview", [], { loginMode: "Default" }]);
        assert.deepEqual(planned.properties.trigger, { sourceTriggers: [], timerTriggers: [{ name: "schedule", schedule: "0 3 * * Sun", status: "Enabled" }] });
        assert.equal(planned.properties.timeout, 3600);
        assert.equal(stepsOf(planned), [
            "version: v1.1.0",
            "steps:",
            `  - cmd: "${CLI} --filter 'previews/.*:.*' --ago 30d --keep 5"`,
            "    disableWorkingDirectoryOverride: true",
            "    timeout: 3600",
            "",
        ].join("\n"));
    });

    it("runs rule after rule, each with all of the time", () => {
        const tags = "^pr-\\d+$|^tmp[._]";
        const { plan: planned } = plan({ rules: [rule, { ...rule, tags, untagged: true }], timeoutSeconds: 7200, dryRun: true, concurrency: 4 });
        const steps = (parse(stepsOf(planned)) as { steps: { cmd: string; timeout: number }[] }).steps;
        assert.deepEqual(steps.map(({ cmd }) => cmd), [
            `${CLI} --filter 'previews/.*:.*' --ago 30d --concurrency 4 --dry-run`,
            `${CLI} --filter 'previews/.*:${tags}' --ago 30d --untagged --concurrency 4 --dry-run`,
        ]);
        assert.deepEqual(steps.map(({ timeout }) => timeout), [7200, 7200]);
        assert.equal(planned.properties.timeout, 7200);
    });

    const grants: [title: string, changes: Partial<PurgeSpec>, context: Partial<TaskContext>, want: TaskPlan["grants"]][] = [
        ["asks for the whole registry where a rule may reach all of it", { rules: [{ ...rule, repositories: ".*-cache" }] }, { permissions: "abac" },
            [{ rights: ["delete"], repositories: [], listsRepositories: true, grantee: { task: "purge" } }]],
        ["asks for no more than what its rules name", { rules: [rule, { ...rule, repositories: "team-a/web" }, rule], identity: ID }, { permissions: "abac" },
            [{ rights: ["delete"], repositories: ["previews/", "team-a/web"], listsRepositories: true, grantee: { identity: ID } }]],
        ["asks for pull beside delete where neither role has both", { identity: "system" }, {},
            [{ rights: ["pull", "delete"], repositories: [], listsRepositories: false, grantee: { task: "purge" } }]],
    ];
    for (const [title, changes, context, want] of grants) {
        it(title, () => assert.deepEqual(plan(changes, context).plan.grants, want));
    }

    const notices: [title: string, changes: Partial<PurgeSpec>, context: Partial<TaskContext>, ...want: RegExp[]][] = [
        ["nothing of an ordinary purge", {}, {}],
        ["that a dry run deletes nothing", { dryRun: true, rules: [{ ...rule, untagged: true }] }, {}, /deletes nothing/],
        ["what becomes of digests", { rules: [{ ...rule, untagged: true }] }, {}, /by a digest without a tag/],
        ["what may be wrong with abac", {}, { permissions: "abac" }, /issues\/611/],
        ["what a subnet has to reach", { agentPool: "Pool" }, { agentPools: [{ name: "pool", subnet: "x" }, { name: "other" }] }, /mcr\.microsoft\.com/],
        ["nothing of a pool without a subnet", { agentPool: "other" }, { agentPools: [{ name: "pool", subnet: "x" }, { name: "other" }] }],
    ];
    for (const [title, changes, context, ...want] of notices) {
        it(`says ${title}`, () => {
            const said = plan(changes, context).notices;
            assert.equal(said.length, want.length, said.join("\n"));
            want.forEach((pattern, index) => assert.match(said[index] ?? "", pattern));
        });
    }

    const good: [title: string, rule: Partial<PurgeRuleSpec>][] = [
        ["everything with keep", { repositories: ".*", keep: 1 }],
        ["everything without a tag", { repositories: ".*", tags: "^$", untagged: true }],
        ["every tag of some repositories", { repositories: ".*/.*" }],
        ["some tags of every repository", { repositories: ".*", tags: "^pr-" }],
        ["any age with keep", { olderThan: "0d", keep: 3 }],
        ["a day without tags", { olderThan: "24h", untagged: true }],
    ];
    for (const [title, changes] of good) {
        it(`takes ${title}`, () => assert.ok(plan({ rules: [{ ...rule, ...changes }] }).plan));
    }

    const bad: [title: string, rule: Partial<PurgeRuleSpec>, want: RegExp][] = [
        ["everything", { repositories: ".*" }, /^registries:registry\.purge\.rules\[0\]\.keep: .*at least 1, or fewer.*delete everything.*now 0, with the repositories "\.\*" and the tags "\.\*"$/],
        ["everything in other words", { repositories: "^[a-z].+$|x", tags: "\\w" }, /rules\[0\]\.keep: /],
        ["everything at once", { repositories: ".*", olderThan: "0d", keep: 0 }, /rules\[0\]\.keep: [^]*olderThan: /],
        ["any age", { olderThan: "0h" }, /olderThan: .*more than nothing, or keep.*"0h"$/],
        ["what is being pushed", { olderThan: "23h59m", untagged: true, keep: 9 }, /olderThan: .*at least 1d with untagged.*being pushed.*"23h59m"$/],
        ["a look behind", { tags: "(?<!x)y" }, /tags: .*without a look ahead or behind.*now "\(\?<!x\)y"$/],
        ["a quote", { repositories: "a' --include-locked '" }, /repositories: .*of letters, digits and the signs/],
    ];
    for (const [title, changes, want] of bad) {
        it(`refuses to delete ${title}`, () => {
            const { plan: planned, problems } = planPurge({ ...spec, rules: [{ ...rule, ...changes }] }, registry, images);
            assert.equal(planned, undefined);
            assert.match(problems.map(formatProblem).join("\n"), want);
        });
    }

    const badTasks: [title: string, changes: Partial<PurgeSpec>, context: Partial<TaskContext>, want: RegExp][] = [
        ["no rules", { rules: [] }, {}, /^registries:registry\.purge\.rules: .*at least one rule/],
        ["a restricted network", {}, { restrictedNetwork: true }, /^registries:registry\.purge\.agentPool: .*tasksBypass/],
        ["a pool that is none", { agentPool: "pool" }, {}, /purge\.agentPool: /],
        ["more time than its login has", { timeoutSeconds: 10_801 }, { permissions: "abac" }, /purge\.timeoutSeconds: .*at most 10800.*now 10801$/],
    ];
    for (const [title, changes, context, want] of badTasks) {
        it(`refuses ${title}`, () => {
            const { plan: planned, problems } = planPurge({ ...spec, ...changes }, { ...registry, ...context }, images);
            assert.equal(planned, undefined);
            assert.equal(problems.length, 1);
            assert.match(problems.map(formatProblem).join("\n"), want);
        });
    }
});

describe("formatPurge()", () => {
    const commands: [title: string, rule: PurgeRuleSpec, filter: string][] = [
        ["spares the tags that the stack pushes there", { repositories: "team-a/web", olderThan: "1d" },
            "team-a/web:^(?!(1|1[.]4|1[.]4[.]2|sha-0123456789ab)$).*"],
        ["spares them in all of a rule's repositories", { repositories: "team-a/.*", olderThan: "1d" },
            "team-a/.*:^(?!(1|1[.]4|1[.]4[.]2|2[.]0[.]0-rc[.]1|sha-0123456789ab)$).*"],
        ["keeps the rule's own expression", { repositories: "site", tags: "^l|x$", olderThan: "1d" }, "site:^(?!(latest)$).*(^l|x$)"],
        ["leaves alone what cannot meet the stack's tags", { repositories: "team-a/.*", tags: "^pr-", olderThan: "1d" }, "team-a/.*:^pr-"],
        ["holds alternatives together", { repositories: "team-b|team-c", olderThan: "1d" }, "(team-b|team-c):.*"],
    ];
    for (const [title, asked, filter] of commands) {
        it(title, () => assert.equal(formatPurge(asked, {}, images), `${CLI} --filter '${filter}' --ago 1d`));
    }

    /** What `acr purge` makes of a command: how its shell, its filters and its expressions are read. */
    function deletes(command: string, repository: string, tag: string): boolean {
        const [, filter = ""] = /--filter '([^']*)'/.exec(command) ?? [];
        const parts = filter.split(/(?<!\(\?[imsU-]{0,5}|\[*\^*\[\^*):(?!\]\]*)/);
        assert.equal(parts.length, 2, command);
        return new RegExp(`^${parts[0]}$`).test(repository) && new RegExp(String(parts[1])).test(tag);
    }

    it("never deletes what the stack pushes, and all else that a rule means", () => {
        const pick = pickFrom(20_260_131);
        const repositories = [".*", "team-a/.*", "team-a/(?:web|api)", "site|team-a/web", "[a-z]+", "team-.*|x", "^site$", "(?:team-a/)?[a-z]{3,4}"];
        const tags = [undefined, ".*", "^1", "\\d", "^(?:latest|1[.]4)$", "sha-[0-9a-f]{12}", "(?:)", "a|1|l", "^.*$", "[^x]", "-", "$", "2.0.0"];
        const others = ["1.4.20", "11", "1.4.2-rc.1", "old", "pr-1", "sha-0123456789abc", "2.0.1", "latest-1", "x1.4"];
        let spared = 0;
        for (let round = 0; round < 4000; round++) {
            const tagFilter = pick(tags);
            const asked: PurgeRuleSpec = { repositories: pick(repositories), olderThan: "1d", ...(tagFilter === undefined ? {} : { tags: tagFilter }) };
            const command = formatPurge(asked, {}, images);
            const image = pick(images);
            for (const tag of image.tags) {
                assert.equal(deletes(command, image.repository, tag), false, `${command} deletes ${image.repository}:${tag}`);
                spared += matchesRepository(asked.repositories, image.repository) && matchesTag(asked.tags ?? ".*", tag) ? 1 : 0;
            }
            const other = pick(others);
            const means = matchesRepository(asked.repositories, image.repository) && matchesTag(asked.tags ?? ".*", other);
            assert.equal(deletes(command, image.repository, other), means, `${command} and ${image.repository}:${other}`);
        }
        assert.ok(spared > 1000, `only ${spared} tags had to be spared`);
    });

    /** The same picks in every run. */
    function pickFrom(seed: number): <T>(list: readonly T[]) => T {
        let state = seed;
        return <T>(list: readonly T[]): T => {
            state = (state * 48_271) % 2_147_483_647;
            return list[state % list.length] as T;
        };
    }
});

describe("explainPattern()", () => {
    const good = [".*", "^pr-\\d{1,4}$", "team-a/(?:web|api)", "[a-z0-9._-]+", "a|b", "\\w+\\b", "^$", "a{2,3}?", "(a)(b)", "[^/]+/x", "a$|b$", "\\."];
    const bad: [pattern: string, want: RegExp][] = [
        ["", /signs/], ["a b", /signs/], ["a'b", /signs/], ['a"', /signs/], ["a\nb", /signs/], ["ä", /signs/], ["a`b`", /signs/], ["a;b", /signs/], ["a=b", /signs/], ["a#b", /signs/],
        ["{{.Run.ID}}", /template/], ["$Registry", /variable/], ["\\$ID", /variable/],
        ["(?=a)", /look/], ["(?<!a)b", /look/], ["(?!a)b", /look/], ["(?<a>b)", /without \(\? but/], ["(?P<a>b)", /without \(\? but/], ["(?i)a", /without \(\? but/], ["(?i:a)", /without \(\? but/],
        ["a:b", /colon/], ["[[:alpha:]]", /colon/], ["(a)\\1", /reference/], ["\\k", /reference/], ["[]", /empty/], ["[^]a", /empty/],
        ["(a", /brackets closed/], ["a)", /brackets closed/], ["[a", /brackets closed/], ["*", /brackets closed/], ["a**", /brackets closed/], ["\\", /brackets closed/], ["\\A", /brackets closed/], ["a{2", /brackets closed/],
    ];
    for (const pattern of good) {
        it(`takes ${pattern}`, () => assert.equal(explainPattern(pattern), undefined));
    }
    for (const [pattern, want] of bad) {
        it(`refuses ${JSON.stringify(pattern)}`, () => assert.match(explainPattern(pattern) ?? "", want));
    }
});

describe("scopeOf()", () => {
    const places: [pattern: string, scope: string | undefined][] = [
        ["team-a/web", "team-a/web"], ["team-a/.*", "team-a/"], ["^team-a/b/x.*", "team-a/b/"], ["team-a/b/*", "team-a/"], ["team-a/?", undefined],
        [".*", undefined], ["a/.*|b/.*", undefined], ["team-a.*", undefined], ["(team-a)/.*", undefined], ["team-/.*", undefined], ["team-a/{2}x", undefined],
        ["a/(b|c)", undefined],
    ];
    for (const [pattern, scope] of places) {
        it(`holds ${pattern} in ${scope ?? "the registry"}`, () => assert.equal(scopeOf(pattern), scope));
    }
});

describe("parseAge()", () => {
    const good: [text: string, minutes: number][] = [["30d", 43_200], ["1d12h30m", 2190], ["10m", 10], ["0d", 0], ["2h", 120], ["1d5m", 1445]];
    const bad = ["", "30", "d", "1.5d", "-1d", "1h1d", "1w", "30 d", "1d1", "99999d", "1s", " 1d", "1d\n"];
    for (const [text, minutes] of good) {
        it(`reads ${text}`, () => assert.equal(parseAge(text), minutes));
    }
    for (const text of bad) {
        it(`refuses ${JSON.stringify(text)}`, () => {
            assert.equal(isAge(text), false);
            assert.throws(() => parseAge(text), /^SyntaxError: Cannot read [^]* as an age/);
        });
    }
});

describe("the schema of the purge", () => {
    it("takes a whole purge, and changes nothing of it", () => {
        const full = {
            schedule: "0 3 * * Sun", dryRun: true, concurrency: 32, timeoutSeconds: 3600, agentPool: "pool", identity: "system",
            rules: [{ repositories: "a/.*", tags: "^x", olderThan: "1d12h", keep: 0, untagged: true }],
        };
        const purge: PurgeSpec = v.parse(PURGE_SCHEMA, full);
        assert.deepEqual(purge, full);
    });

    const bad: [title: string, changes: object, want: RegExp][] = [
        ["no age", { rules: [{ repositories: "a" }] }, /rules\[0\]\.olderThan: .*30d.*nothing/],
        ["a strange age", { rules: [{ repositories: "a", olderThan: "1.5d" }] }, /olderThan: /],
        ["no rules", { rules: [] }, /rules: .*at least one/],
        ["a wish for locked images", { rules: [{ ...rule, includeLocked: true }] }, /includeLocked: .*one of the keys/],
        ["a short time", { timeoutSeconds: 600 }, /timeoutSeconds: .*3600 to 28800/],
        ["too many requests", { concurrency: 33 }, /concurrency: .*1 to 32/],
        ["a strange schedule", { schedule: "daily" }, /schedule: .*0 3 \* \* Sun/],
        ["less than none to keep", { rules: [{ ...rule, keep: -1 }] }, /keep: /],
    ];
    for (const [title, changes, want] of bad) {
        it(`refuses ${title}`, () => {
            const { issues = [] } = v.safeParse(PURGE_SCHEMA, { ...spec, ...changes });
            assert.equal(issues.length, 1);
            assert.match(issues.map((issue) => formatProblem(formatIssue(["registry", "purge"], issue))).join("\n"), want);
        });
    }
});

describe("planRuns()", () => {
    const acr: AcrSpec = {
        kind: "acr", name: "contoso", resourceGroup: { name: "rg", existing: false }, location: "West Europe", tags: { team: "a" },
        permissions: "legacy", anonymousPull: false, ipRules: [], trustedServices: true, tasksBypass: false, replications: [], privateEndpoints: [],
        dataEndpoints: false, quarantine: false, export: true, armTokens: true, credentialSets: [], cache: [], scopeMaps: [], tokens: [], webhooks: [],
        diagnostics: [], systemIdentity: false, identities: [], defender: false,
        ...v.parse(v.object(RUN_KEYS), {
            agentPools: [{ name: "pool", tier: "I6" }],
            tasks: [{ name: "hello", command: "x", agentPool: "pool" }],
            purge: { ...spec, dryRun: true },
        }) as Required<Pick<AcrSpec, "agentPools" | "tasks" | "purge">>,
    };

    it("plans all that runs in a registry", () => {
        const { agentPools, tasks, problems, notices } = planRuns(acr, images);
        assert.deepEqual(problems, []);
        assert.deepEqual(agentPools.map(({ name, location }) => [name, location]), [["pool", "westeurope"]]);
        assert.deepEqual(tasks.map(({ name, location, tags }) => [name, location, tags]), [["hello", "westeurope", { team: "a" }], ["purge", "westeurope", { team: "a" }]]);
        assert.equal(notices.length, 2);
    });

    it("knows a restricted network, and finds every mistake", () => {
        const { problems } = planRuns({ ...acr, publicAccess: false, tasks: [{ name: "empty" }] }, images);
        assert.deepEqual(problems.map(({ key }) => key), ["registries:registry.tasks[0]", "registries:registry.tasks[0].agentPool", "registries:registry.purge.agentPool"]);
    });

    it("plans nothing where nothing is asked for", () => {
        const { purge: _, ...rest } = acr;
        assert.deepEqual(planRuns({ ...rest, agentPools: [], tasks: [] }, images), { agentPools: [], tasks: [], problems: [], notices: [] });
    });
});
