import assert from "node:assert/strict";
import * as v from "valibot";
import { formatIssue } from "../model/config-problem";
import { planAgentPools } from "../model/acr/tasks/agent-pool";
import { planTask, planTasks } from "../model/acr/tasks/task";
import type { TaskContext } from "../model/acr/tasks/task-context";
import { isSchedule } from "../model/acr/tasks/task-cron";
import { requireTaskLogin } from "../model/acr/tasks/task-identity";
import type { TaskPlan } from "../model/acr/tasks/task-plan";
import { isSecretKey } from "../model/acr/tasks/task-properties";
import { AGENT_POOL_SCHEMA } from "../model/acr/tasks/agent-pool-schema";
import { TASK_SCHEMA } from "../model/acr/tasks/task-schema";
import { parseGitSource } from "../model/acr/tasks/task-source";
import type { TaskSpec } from "../model/acr/tasks/task-spec";
import { formatProblem } from "../model/problem";

const ID = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-apps/providers/Microsoft.ManagedIdentity/userAssignedIdentities/builder";
const SUBNET = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/hub/subnets/tasks";
const GIT = "https://github.com/contoso/shop.git#main:services/web";
const SECRET = "ghp_hidden";

const registry: TaskContext = {
    location: "westeurope", tags: { team: "a" }, permissions: "legacy", restrictedNetwork: false, tasksBypass: false, agentPools: [],
};
const work: TaskSpec = { name: "hello", command: "mcr.microsoft.com/hello-world" };
const build: TaskSpec = { name: "build-web", build: { context: GIT, images: ["web:{{.Run.ID}}"] } };
const pool = { name: "pool" };

function plan(spec: TaskSpec, context: Partial<TaskContext> = {}): TaskPlan {
    const { plans, problems } = planTasks([spec], { ...registry, ...context });
    assert.deepEqual(problems.map(formatProblem), []);
    assert.equal(plans.length, 1);
    return plans[0] as TaskPlan;
}

const decode = (text: unknown) => Buffer.from(String(text), "base64").toString("utf8");

describe("planTasks()", () => {
    it("plans a build on commits", () => {
        const spec: TaskSpec = {
            ...build,
            build: { ...build.build!, dockerfile: "docker/Dockerfile", arguments: { B: "2" }, secretArguments: { A: SECRET }, target: "app", cache: false },
            triggers: { commit: "main", pullRequest: "main", baseImage: "All", timers: [{ name: "nightly", schedule: "0 2 * * *" }] },
            gitToken: SECRET, platform: "linux/arm64/v8", timeoutSeconds: 600, enabled: false, logTemplate: "logs/web:{{.Run.ID}}",
        };
        const { properties, ...rest } = plan(spec);
        assert.deepEqual(rest, {
            name: "build-web", location: "westeurope", tags: { team: "a" }, apiVersion: "2025-03-01-preview",
            ownIdentity: false, sourceLogin: { loginMode: "Default" }, registryLogins: {}, grants: [],
        });
        assert.deepEqual(properties, {
            status: "Disabled",
            platform: { os: "Linux", architecture: "arm64", variant: "v8" },
            agentConfiguration: { cpu: 2 },
            timeout: 600,
            step: {
                type: "Docker", contextPath: GIT, contextAccessToken: SECRET, dockerFilePath: "docker/Dockerfile", imageNames: ["web:{{.Run.ID}}"],
                arguments: [{ name: "A", value: SECRET, isSecret: true }, { name: "B", value: "2", isSecret: false }],
                target: "app", noCache: true, isPushEnabled: true,
            },
            trigger: {
                sourceTriggers: [{
                    name: "source", status: "Enabled", sourceTriggerEvents: ["commit", "pullrequest"],
                    sourceRepository: {
                        sourceControlType: "Github", repositoryUrl: "https://github.com/contoso/shop.git", branch: "main",
                        sourceControlAuthProperties: { tokenType: "PAT", token: SECRET, scope: "repo" },
                    },
                }],
                timerTriggers: [{ name: "nightly", schedule: "0 2 * * *", status: "Enabled" }],
                baseImageTrigger: { name: "base-image", baseImageTriggerType: "All", updateTriggerPayloadType: "Default", status: "Enabled" },
            },
            logTemplate: "logs/web:{{.Run.ID}}",
        });
    });

    it("plans a file of steps", () => {
        const { step } = plan({ name: "steps", file: { context: GIT, valuesPath: "values.yaml", values: { tag: "1" } } }).properties;
        assert.deepEqual(step, {
            type: "FileTask", contextPath: GIT, taskFilePath: "acr-task.yaml", valuesFilePath: "values.yaml",
            values: [{ name: "tag", value: "1", isSecret: false }],
        });
    });

    it("encodes steps as they are written", () => {
        const yaml = "version: v1.1.0\nsteps:\n  - cmd: bash echo ünï\n";
        const { step } = plan({ name: "steps", steps: { yaml } }).properties;
        assert.equal(step.type === "EncodedTask" && decode(step.encodedTaskContent), yaml);
    });

    it("makes a command a step, whatever its signs", () => {
        const { step } = plan({ name: "steps", command: 'bash -c "echo #1: \\$ID"', timeoutSeconds: 900 }).properties;
        assert.equal(step.type === "EncodedTask" && decode(step.encodedTaskContent), [
            "version: v1.1.0",
            "steps:",
            '  - cmd: "bash -c \\"echo #1: \\\\$ID\\""',
            "    disableWorkingDirectoryOverride: true",
            "    timeout: 900",
            "",
        ].join("\n"));
    });

    it("runs on Azure DevOps' commits", () => {
        const context = "https://dev.azure.com/contoso/shop/_git/web#main";
        const { trigger } = plan({ name: "build", build: { context, images: ["web:1"] }, triggers: { commit: "main" }, gitToken: SECRET }).properties;
        assert.equal(trigger.sourceTriggers[0]?.sourceRepository.sourceControlType, "VisualStudioTeamService");
        assert.deepEqual(trigger.sourceTriggers[0]?.sourceTriggerEvents, ["commit"]);
    });

    const logins: [title: string, spec: Partial<TaskSpec>, context: Partial<TaskContext>, want: Partial<TaskPlan>][] = [
        ["gives a task an identity of its own where the registry's permissions are abac", {}, { permissions: "abac" }, {
            identity: { type: "SystemAssigned" }, ownIdentity: true, sourceLogin: { identity: { keyword: "[system]" } },
            grants: [{ rights: ["push"], repositories: [], listsRepositories: false, grantee: { task: "hello" } }],
        }],
        ["keeps what a task asked for when the permissions change", { identities: ["system"] }, {}, {
            identity: { type: "SystemAssigned" }, sourceLogin: { identity: { keyword: "[system]" } },
        }],
        ["logs in with the first identity", { identities: [ID, "system"], repositories: ["team-a/"], registries: { "other.azurecr.io": "system" } },
            { permissions: "abac" }, {
                identity: { type: "SystemAssigned, UserAssigned", userAssignedIdentities: [ID] }, ownIdentity: true,
                sourceLogin: { identity: { identity: ID } }, registryLogins: { "other.azurecr.io": { keyword: "[system]" } },
                grants: [{ rights: ["push"], repositories: ["team-a/"], listsRepositories: false, grantee: { identity: ID } }],
            }],
        ["lets a user-assigned identity into a restricted network", { identities: [ID] }, { restrictedNetwork: true }, {
            identity: { type: "UserAssigned", userAssignedIdentities: [ID] }, ownIdentity: false,
        }],
        ["lets tasks into a restricted network that tasks may pass", {}, { restrictedNetwork: true, tasksBypass: true }, { ownIdentity: false }],
        ["lets an agent pool into a restricted network", { agentPool: "POOL" },
            { restrictedNetwork: true, agentPools: [{ ...pool, subnet: "in a network" }] }, { agentPool: "pool" }],
    ];
    for (const [title, spec, context, want] of logins) {
        it(title, () => {
            const planned = plan({ ...work, ...spec }, context);
            for (const [key, value] of Object.entries(want)) {
                assert.deepEqual(planned[key as keyof TaskPlan], value, key);
            }
        });
    }

    it("calls an agent pool as it is called", () => {
        assert.equal(plan({ ...work, agentPool: "POOL" }, { agentPools: [pool] }).properties.agentPoolName, "pool");
    });

    const bad: [title: string, spec: Partial<TaskSpec>, context: Partial<TaskContext>, ...want: RegExp[]][] = [
        ["the name of the purge", { name: "Purge" }, {}, /^registries:registry\.tasks\[0\]\.name: .*the task that purges.*"Purge"$/],
        ["no work", { command: undefined as never }, {}, /^registries:registry\.tasks\[0\]: required is one of build, file, steps, command.*none of them$/],
        ["two kinds of work", { steps: { yaml: "steps:" } }, {}, /now steps and command$/],
        ["commits of no repository", { triggers: { commit: "main" }, gitToken: SECRET }, {}, /triggers\.commit: .*now none$/],
        ["commits of a strange host", { ...build, command: undefined as never, build: { context: "https://git.contoso.com/x/y.git", images: ["a:1"] }, triggers: { pullRequest: "main" }, gitToken: SECRET },
            {}, /triggers\.pullRequest: .*github\.com or Azure DevOps.*"https:\/\/git\.contoso\.com\/x\/y\.git"$/],
        ["commits without a token", { ...build, command: undefined as never, triggers: { commit: "main" } }, {}, /gitToken: .*a secret.*now nothing$/],
        ["commits with a login in the URL", { ...build, command: undefined as never, build: { context: `https://u:${SECRET}@github.com/a/b.git`, images: ["a:1"] }, triggers: { commit: "main" }, gitToken: SECRET },
            {}, /triggers\.commit: .*now another context$/],
        ["two branches", { ...build, command: undefined as never, triggers: { commit: "main", pullRequest: "next" }, gitToken: SECRET }, {}, /pullRequest: .*same branch as commit: "main".*"next"$/],
        ["timers of one name", { triggers: { timers: [{ name: "a", schedule: "0 1 * * *" }, { name: "A", schedule: "0 2 * * *" }] } }, {}, /timers\[1\]\.name: .*timers\[0\].*"A"$/],
        ["timers of one time", { triggers: { timers: [{ name: "a", schedule: "0 1 * * Sun" }, { name: "b", schedule: "0 1 * * sun" }] } }, {}, /timers\[1\]\.schedule: /],
        ["a pool of a registry that has none", { agentPool: "pool" }, {}, /agentPool: .*nothing, as the registry has no agentPools.*"pool"$/],
        ["a pool that is none", { agentPool: "pol" }, { agentPools: [pool] }, /agentPool: .*one of the agentPools pool.*"pol"$/],
        ["a pool without machines", { agentPool: "pool" }, { agentPools: [{ ...pool, count: 0 }] }, /at least one machine/],
        ["Windows on a pool", { agentPool: "pool", platform: "windows/amd64" }, { agentPools: [pool] }, /Linux alone.*"pool" for windows\/amd64$/],
        ["a restricted network", {}, { restrictedNetwork: true }, /agentPool: .*tasksBypass: true.*now none, and no identity$/],
        ["a restricted network with its own identity", {}, { restrictedNetwork: true, permissions: "abac" }, /now none, and the task's own identity$/],
        ["a restricted network with a pool outside of it", { agentPool: "pool" }, { restrictedNetwork: true, agentPools: [pool] }, /now "pool" without a subnet, and no identity$/],
        ["no identity where permissions are abac", { identities: [] }, { permissions: "abac" }, /identities: .*no token of the registry's own.*empty list$/],
        ["repositories where permissions are legacy", { identities: ["system"], repositories: ["a/"] }, {}, /repositories: required is nothing.*now a\/$/],
        ["an identity twice", { identities: [ID, ID.toUpperCase()] }, {}, /identities\[1\]: .*another than identities\[0\]/],
        ["the login of an identity it has not", { identities: [ID], registries: { "other.azurecr.io": "system" } }, {}, /registries\["other\.azurecr\.io"\]: .*"system"$/],
        ["a value that is secret and is not", { command: undefined as never, steps: { yaml: "steps:", values: { a: "1" }, secretValues: { a: SECRET } } }, {}, /steps\.secretValues\.a: .*"a" twice$/],
        ["a build argument that is secret and is not", { command: undefined as never, build: { ...build.build!, arguments: { A: "1" }, secretArguments: { A: SECRET } } }, {}, /build\.secretArguments\.A: /],
        ["several at once", { command: undefined as never, agentPool: "x" }, { permissions: "abac", restrictedNetwork: true }, /one of build/, /no agentPools/],
    ];
    for (const [title, spec, context, ...want] of bad) {
        it(`refuses ${title}`, () => {
            const { plans, problems } = planTasks([{ ...work, ...spec }], { ...registry, ...context });
            assert.deepEqual(plans, []);
            const lines = problems.map(formatProblem);
            assert.equal(lines.length, want.length, lines.join("\n"));
            want.forEach((pattern, index) => assert.match(lines[index] ?? "", pattern));
            assert.ok(!lines.join().includes(SECRET));
        });
    }

    it("plans the tasks that have no mistake", () => {
        const { plans, problems } = planTasks([work, { name: "empty" }, build], registry);
        assert.deepEqual(plans.map(({ name }) => name), ["hello", "build-web"]);
        assert.match(problems.map(formatProblem).join("\n"), /^registries:registry\.tasks\[1\]: /);
    });

    it("throws where problems were not asked for", () => {
        assert.throws(() => planTask({ name: "empty" }, registry), /^RangeError: Cannot plan task "empty": it has no work/);
        assert.throws(() => planTask({ ...work, triggers: { commit: "main" } }, registry), /^RangeError: .*to run on commits/);
        assert.throws(() => planTask({ ...work, platform: "plan9/amd64" }, registry), /^RangeError: Cannot run a task on "plan9\/amd64"/);
    });
});

describe("planAgentPools()", () => {
    it("fills in what is not asked for", () => {
        const { plans, notices } = planAgentPools({ ...registry, agentPools: [pool, { name: "big", tier: "S3", count: 2, subnet: SUBNET }] });
        assert.deepEqual(plans, [
            { name: "pool", location: "westeurope", tags: { team: "a" }, tier: "S1", count: 1, os: "Linux" },
            { name: "big", location: "westeurope", tags: { team: "a" }, tier: "S3", count: 2, os: "Linux", subnet: SUBNET },
        ]);
        assert.deepEqual(notices, ["agent pools: 18 cores, of which Azure gives a registry 16 unless its support was asked for more"]);
    });

    it("says what Azure has to be asked for", () => {
        const { notices } = planAgentPools({ ...registry, agentPools: [{ name: "own", tier: "I6" }, { name: "all", tier: "S3", count: 2 }] });
        assert.deepEqual(notices, ["agent pools: machines of tier I6 have to be asked for at Azure's support first"]);
    });
});

describe("isSchedule()", () => {
    const good = [
        "* * * * *", "0 3 * * Sun", "30 9 * Jan Mon", "*/5 * * * *", "0 9-17 * * Mon-Fri", "20,30,40 * * * *", "0 1-3/2 * * *",
        "5/10 * * * *", "0 0 1 January sunday", "59 23 31 12 6", "0  12 * * *", "0 0 29 2 *", "0 0 31 */2 *", "0 0 31 4,5 *",
    ];
    const bad = [
        "", "0 3 * *", "0 0 3 * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 7", "* * * * Sunny", "@daily",
        "*/0 * * * *", "*/60 * * * *", "* * L * *", "* * ? * *", "* * * * 1#2", "17-9 * * * *", "0 0 * * Fri-Mon", "1,,2 * * * *",
        "1- * * * *", "-1 * * * *", "1-2-3 * * * *", "* * * Mon *", "0 0 30 2 *", "0 0 31 Apr *", "a b c d e", "0\n3 * * *", " 0 3 * * *", "*-5 * * * *",
    ];
    for (const text of good) {
        it(`takes ${JSON.stringify(text)}`, () => assert.equal(isSchedule(text), true));
    }
    for (const text of bad) {
        it(`refuses ${JSON.stringify(text)}`, () => assert.equal(isSchedule(text), false));
    }
});

describe("parseGitSource()", () => {
    const good: [url: string, control: string | undefined][] = [
        [GIT, "Github"],
        ["https://github.com/contoso/shop", "Github"],
        ["https://contoso.visualstudio.com/shop/_git/web%20one#v1.2:a/b", "VisualStudioTeamService"],
        ["https://git.contoso.com:8443/shop.git#main", undefined],
    ];
    const bad = [
        "", "shop", "http://github.com/contoso/shop.git", "git@github.com:contoso/shop.git", "https://user:pw@github.com/contoso/shop.git",
        "https://contoso.com/shop.tar.gz", "https://github.com/contoso/shop.git#a#b", "https://github.com/a b.git", "https://github.com/a.git#$(x)",
        "https://github.com/a.git?token=x", "oci://x.azurecr.io/a:b", "/dev/null",
    ];
    for (const [url, control] of good) {
        it(`takes ${url}`, () => assert.equal(parseGitSource(url)?.control, control));
    }
    for (const url of bad) {
        it(`refuses ${url}`, () => assert.equal(parseGitSource(url), undefined));
    }
});

describe("the schemas of ACR Tasks", () => {
    const full = {
        name: "build-web_1", triggers: { commit: "release/1.x", timers: [{ name: "t1", schedule: "0 1 * * *" }], baseImage: "Runtime" },
        build: { context: GIT, images: ["team-a/web:{{.Run.ID}}", "web:v{{.Run.Branch}}-x"], arguments: { A: "" } },
        gitToken: SECRET, platform: "linux/arm64", cpu: 4, timeoutSeconds: 28_800, identities: ["system", ID], repositories: ["team-a/"],
        registries: { "other.azurecr.io": ID }, agentPool: "pool", enabled: true, logTemplate: "logs:{{.Run.ID}}",
    };

    it("take a whole task, and change nothing of it", () => {
        const task: TaskSpec = v.parse(TASK_SCHEMA, full);
        assert.deepEqual(task, full);
        assert.deepEqual(v.parse(AGENT_POOL_SCHEMA, { name: "abc", tier: "S2", count: 0, subnet: SUBNET }), { name: "abc", tier: "S2", count: 0, subnet: SUBNET });
    });

    const bad: [title: string, changes: object, want: RegExp][] = [
        ["a short name", { name: "abcd" }, /name: .*5 to 50 letters, digits and - _/],
        ["a strange name", { name: "build.web" }, /name: /],
        ["an unknown key", { timeout: 1 }, /timeout: .*one of the keys name, build, file/],
        ["a short timeout", { timeoutSeconds: 299 }, /timeoutSeconds: .*300 to 28800/],
        ["a long timeout", { timeoutSeconds: 28_801 }, /timeoutSeconds: /],
        ["a command of two lines", { command: "a\nb" }, /command: .*on one line/],
        ["a wrong platform", { platform: "linux/amd46" }, /platform: .*did you mean "linux\/amd64"/],
        ["an image without a tag", { build: { ...full.build, images: ["web"] } }, /images\[0\]: .*team-a\/web:\{\{\.Run\.ID\}\}/],
        ["no image", { build: { ...full.build, images: [] } }, /images: .*at least one/],
        ["an image in upper case", { build: { ...full.build, images: ["Web:1"] } }, /images\[0\]: /],
        ["a context with a login", { build: { ...full.build, context: "https://x:y@github.com/a/b.git" } }, /context: .*without a login/],
        ["an absolute Dockerfile", { build: { ...full.build, dockerfile: "/Dockerfile" } }, /dockerfile: .*relative/],
        ["a wrong schedule", { triggers: { timers: [{ name: "a", schedule: "@daily" }] } }, /schedule: .*0 3 \* \* Sun/],
        ["a branch that looks like an option", { triggers: { commit: "-x" } }, /commit: /],
        ["an empty token", { gitToken: "" }, /gitToken: .*a secret.*empty/],
        ["an identity that is none", { identities: ["builder"] }, /identities\[0\]: .*system, or the ARM id/],
        ["a registry that is none", { registries: { other: "system" } }, /registries: .*hosts/],
        ["steps without steps", { steps: { yaml: "cmd: x" } }, /yaml: .*key steps/],
        ["a number as a value", { file: { context: GIT, values: { a: 1 } } }, /values\.a: .*in quotes/],
    ];
    for (const [title, changes, want] of bad) {
        it(`refuse ${title}`, () => {
            const { issues = [] } = v.safeParse(TASK_SCHEMA, { ...full, ...changes });
            assert.equal(issues.length, 1);
            assert.match(issues.map((issue) => formatProblem(formatIssue(["registry", "tasks", 0], issue))).join("\n"), want);
        });
    }

    const badPools: [title: string, pool: object, want: RegExp][] = [
        ["a short name", { name: "ab" }, /name: .*3 to 20/],
        ["a long name", { name: "a".repeat(21) }, /name: /],
        ["an underscore", { name: "a_b" }, /name: /],
        ["a tier that is none", { name: "abc", tier: "S4" }, /tier: .*S1, S2, S3 or I6/],
        ["less than no machines", { name: "abc", count: -1 }, /count: /],
        ["a network as a subnet", { name: "abc", subnet: SUBNET.replace("/subnets/tasks", "") }, /subnet: /],
    ];
    for (const [title, wrong, want] of badPools) {
        it(`refuse an agent pool with ${title}`, () => {
            const { issues = [] } = v.safeParse(AGENT_POOL_SCHEMA, wrong);
            assert.equal(issues.length, 1);
            assert.match(issues.map((issue) => formatProblem(formatIssue(["registry", "agentPools", 0], issue))).join("\n"), want);
        });
    }
});

describe("isSecretKey()", () => {
    const good: [string, object][] = [["token", {}], ["contextAccessToken", {}], ["value", { isSecret: true }]];
    const bad: [string, object][] = [["value", { isSecret: false }], ["value", {}], ["name", { isSecret: true }], ["tokenType", {}]];
    for (const [key, owner] of good) {
        it(`says yes to ${key} of ${JSON.stringify(owner)}`, () => assert.equal(isSecretKey(key, owner), true));
    }
    for (const [key, owner] of bad) {
        it(`says no to ${key} of ${JSON.stringify(owner)}`, () => assert.equal(isSecretKey(key, owner), false));
    }
});

describe("requireTaskLogin()", () => {
    it("returns the client id, in whatever case the id is", () => assert.equal(requireTaskLogin(ID, ID.toUpperCase(), "client"), "client"));
    it("refuses what is in another subscription", () => {
        assert.throws(() => requireTaskLogin(ID, ID.replace("1111", "2222"), "client"), /^RangeError: Cannot let a task log in/);
    });
});
