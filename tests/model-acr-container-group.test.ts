import assert from "node:assert/strict";
import type { AcrProperties } from "../model/acr/acr-plan";
import { planContainerGroups, pulledRegistryOf, type PulledRegistry } from "../model/acr/containers/container-group";
import { parseContainerGroups } from "../model/acr/containers/container-groups";
import { formatProblem } from "../model/problem";

const SUBNET = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/hub/subnets/run";
const SECRET = "hunter2";

const registry: PulledRegistry = { registry: "contoso", permissions: "legacy", restricted: false, trustedServices: true };
const images = [{ name: "site", repository: "team-a/site" }, { name: "worker", repository: "team-a/worker" }];

function plan(written: Readonly<Record<string, unknown>>, changes: Partial<PulledRegistry> = {}) {
    const { containerGroups, problems } = parseContainerGroups(written);
    assert.deepEqual(problems.map(formatProblem), []);
    return planContainerGroups(containerGroups, images, { ...registry, ...changes });
}

function planOne(written: object, changes: Partial<PulledRegistry> = {}) {
    const { containerGroups, problems } = plan({ web: { image: "site", ...written } }, changes);
    assert.deepEqual(problems.map(formatProblem), []);
    assert.equal(containerGroups.length, 1);
    return containerGroups[0];
}

function lines(written: unknown): string[] {
    return parseContainerGroups({ web: written }).problems.map(formatProblem);
}

describe("planContainerGroups()", () => {
    it("plans a group that nobody reaches", () => {
        const { roles, ...group } = planOne({}) ?? {};
        assert.deepEqual(group, {
            name: "web", image: "site", identity: "contoso-web-run",
            resources: { requests: { cpu: 1, memoryInGB: 1.5 } },
            ports: [], environmentVariables: [], secureEnvironmentVariables: [], restartPolicy: "Always", subnetIds: [],
        });
        assert.deepEqual(roles?.map(({ role, condition }) => [role, condition]), [["7f951dda-4ed3-4680-a7ca-43fe172d538d", undefined]]);
    });

    it("plans all that can be said", () => {
        const group = planOne({
            cpu: 2, memoryGiB: 4, ports: [80, 443], public: true, dnsLabel: "contoso-shop", restartPolicy: "OnFailure",
            command: ["/bin/site", "--quiet"], environment: { B: "2", A: "1" }, secureEnvironment: { TOKEN: SECRET },
        });
        const ports = [{ port: 80, protocol: "TCP" }, { port: 443, protocol: "TCP" }];
        assert.deepEqual(group?.ipAddress, { type: "Public", ports, dnsNameLabel: "contoso-shop" });
        assert.deepEqual([group?.ports, group?.command, group?.restartPolicy], [ports, ["/bin/site", "--quiet"], "OnFailure"]);
        assert.deepEqual(group?.resources, { requests: { cpu: 2, memoryInGB: 4 } });
        assert.deepEqual(group?.environmentVariables, [{ name: "A", value: "1" }, { name: "B", value: "2" }]);
        assert.deepEqual(group?.secureEnvironmentVariables, [{ name: "TOKEN", secureValue: SECRET }]);
    });

    it("gives a group in a subnet a private address", () => {
        const group = planOne({ subnet: SUBNET, ports: [80] });
        assert.deepEqual(group?.ipAddress, { type: "Private", ports: [{ port: 80, protocol: "TCP" }] });
        assert.deepEqual(group?.subnetIds, [{ id: SUBNET }]);
        assert.equal(planOne({ subnet: SUBNET })?.ipAddress, undefined);
    });

    it("lets a group pull just its image where roles can say so", () => {
        const [role, ...others] = planOne({}, { permissions: "abac" })?.roles ?? [];
        assert.deepEqual([role?.role, others], ["b93aa761-3e63-49ed-ac28-beffa264f7ac", []]);
        assert.match(role?.condition ?? "", /StringEqualsIgnoreCase 'team-a\/site'\)\)$/);
    });

    it("keeps groups of the same image apart, and sorts them", () => {
        const { containerGroups } = plan({ b: { image: "site" }, a: { image: "site" } });
        assert.deepEqual(containerGroups.map(({ name }) => name), ["a", "b"]);
        assert.notEqual(containerGroups[0]?.roles[0]?.assignment, containerGroups[1]?.roles[0]?.assignment);
    });

    it("takes a restricted registry that lets trusted services in", () => {
        assert.equal(plan({ web: { image: "site" } }, { restricted: true }).containerGroups.length, 1);
    });

    it("asks nothing of a registry that nothing is run from", () => {
        assert.deepEqual(plan({}, { restricted: true, trustedServices: false }), { containerGroups: [], problems: [] });
    });

    const bad: [title: string, written: object, changes: Partial<PulledRegistry>, want: RegExp][] = [
        ["an image of elsewhere", { image: "nginx" }, {}, /^registries:containerGroups\.web\.image: required is an image of registries:images; it is now "nginx"$/],
        ["an image misspelt", { image: "wroker" }, {}, /did you mean "worker"\?; it is now "wroker"$/],
        ["a registry that lets nobody in", { image: "site" }, { restricted: true, trustedServices: false },
            /^registries:registry\.trustedServices: required is true, as Azure Container Instances .* now false$/],
    ];
    for (const [title, written, changes, want] of bad) {
        it(`refuses ${title}`, () => {
            const { containerGroups, problems } = plan({ web: written }, changes);
            assert.deepEqual(containerGroups, []);
            assert.equal(problems.length, 1);
            assert.match(problems.map(formatProblem).join(), want);
        });
    }
});

describe("pulledRegistryOf()", () => {
    const open: Pick<AcrProperties, "publicNetworkAccess" | "networkRuleSet" | "networkRuleBypassOptions"> = {
        publicNetworkAccess: "Enabled", networkRuleBypassOptions: "AzureServices",
    };
    const cases: [title: string, properties: Partial<AcrProperties>, restricted: boolean, trustedServices: boolean][] = [
        ["an open registry", {}, false, true],
        ["one with rules that refuse nobody", { networkRuleSet: { defaultAction: "Allow", ipRules: [] } }, false, true],
        ["one with rules", { networkRuleSet: { defaultAction: "Deny", ipRules: [] } }, true, true],
        ["a closed one", { publicNetworkAccess: "Disabled" }, true, true],
        ["one without trusted services", { publicNetworkAccess: "Disabled", networkRuleBypassOptions: "None" }, true, false],
    ];
    for (const [title, properties, restricted, trustedServices] of cases) {
        it(`knows ${title}`, () => {
            const plan = { name: "contoso", permissions: "abac", properties: { ...open, ...properties } as AcrProperties } as const;
            assert.deepEqual(pulledRegistryOf(plan), { registry: "contoso", permissions: "abac", restricted, trustedServices });
        });
    }
});

describe("parseContainerGroups()", () => {
    const good: [title: string, written: object][] = [
        ["the least", { cpu: 1, memoryGiB: 1 }],
        ["the most", { cpu: 31, memoryGiB: 240, ports: [1, 2, 3, 4, 65535], public: true }],
        ["halves", { cpu: 1.5, memoryGiB: 3.5 }],
        ["variables in capitals", { environment: { MY_VARIABLE_1: "" }, secureEnvironment: { a: "1" } }],
    ];
    for (const [title, written] of good) {
        it(`takes ${title}`, () => assert.deepEqual(lines({ image: "site", ...written }), []));
    }

    const bad: [title: string, written: object, ...want: RegExp[]][] = [
        ["too few cores", { cpu: 0.5 }, /\.cpu: required is a number of cores from 1 to 31; it is now the number 0\.5$/],
        ["too many cores", { cpu: 32 }, /\.cpu: /],
        ["cores in quotes", { cpu: "1" }, /\.cpu: .*"1"$/],
        ["too little memory", { memoryGiB: 0.5 }, /\.memoryGiB: .*from 1 to 240/],
        ["too much memory", { memoryGiB: 241 }, /\.memoryGiB: /],
        ["port zero", { ports: [0], public: true }, /\.ports\[0\]: required is a port: a whole number from 1 to 65535; it is now the number 0$/],
        ["a port too high", { ports: [65536], public: true }, /\.ports\[0\]: /],
        ["half a port", { ports: [80.5], public: true }, /\.ports\[0\]: /],
        ["a port twice", { ports: [80, 80], public: true }, /\.ports: .*each once; it is now a list$/],
        ["six ports", { ports: [1, 2, 3, 4, 5, 6], public: true }, /\.ports: required is a list of at most 5 ports/],
        ["ports that nobody reaches", { ports: [80, 443] }, /\.ports: required is public: true or a subnet beside them.*now 80, 443$/],
        ["a public address without ports", { public: true }, /\.ports: required is at least one port.*now none$/],
        ["a public address in a subnet", { public: true, ports: [80], subnet: SUBNET }, /\.public: required is no such key beside subnet.*now true$/],
        ["a public name in a subnet", { ports: [80], subnet: SUBNET, dnsLabel: "contoso" }, /\.dnsLabel: required is no such key without public: true/],
        ["a short public name", { ports: [80], public: true, dnsLabel: "shop" }, /\.dnsLabel: required is 5 to 63 .*"shop"$/],
        ["a public name with a dot", { ports: [80], public: true, dnsLabel: "shop.contoso" }, /\.dnsLabel: /],
        ["a subnet's name", { subnet: "run" }, /\.subnet: .*ARM id of a subnet/],
        ["an unknown policy", { restartPolicy: "always" }, /\.restartPolicy: required is Always, OnFailure or Never; did you mean "Always"\?; it is now "always"$/],
        ["an empty command", { command: [] }, /\.command: required is a list of at least one text; it is now an empty list$/],
        ["a command in one text", { command: "run" }, /\.command: required is a list of texts; it is now a string, not shown as it may be secret$/],
        ["a bad variable", { environment: { "MY-VARIABLE": "" } }, /\.environment\.MY-VARIABLE: .*letters, digits and _.*"MY-VARIABLE"$/],
        ["a variable that ends in _", { environment: { A_: "" } }, /\.environment\.A_: /],
        ["a variable twice", { environment: { TOKEN: "1" }, secureEnvironment: { token: "2" } },
            /\.secureEnvironment\.token: required is a name that no other variable has, in any case; it is now "token"$/],
        ["a number as a variable", { environment: { A: 1 } }, /\.environment\.A: required is a text \(a number/],
        ["credentials", { username: "admin" }, /\.username: required is one of the keys image, .*"username"$/],
        ["no image", { image: undefined }, /\.image: .*nothing$/],
    ];
    for (const [title, written, ...want] of bad) {
        it(`refuses ${title}`, () => {
            const found = lines({ image: "site", ...written });
            assert.equal(found.length, want.length, found.join("\n"));
            want.forEach((pattern, index) => assert.match(found[index] ?? "", pattern));
        });
    }

    for (const name of ["Web", "a--b", "-a", "a_b", "", "a".repeat(64)]) {
        it(`refuses the name ${JSON.stringify(name.slice(0, 10))}`, () => {
            assert.match(parseContainerGroups({ [name]: { image: "site" } }).problems.map(formatProblem).join(), /a name of lower-case letters/);
        });
    }

    const hidden: [title: string, written: unknown][] = [
        ["a number", { image: "site", secureEnvironment: { TOKEN: 7355608 } }],
        ["a text for the map", { image: "site", secureEnvironment: SECRET }],
        ["a text in a list", { image: "site", secureEnvironment: [SECRET] }],
        ["a bad name beside it", { image: "site", secureEnvironment: { "A-B": SECRET } }],
        ["a text for the group", SECRET],
        ["an open variable", { image: "site", environment: { TOKEN: 7355608 } }],
    ];
    for (const [title, written] of hidden) {
        it(`never shows a secret: ${title}`, () => {
            const found = lines(written);
            assert.ok(found.length > 0);
            assert.doesNotMatch(found.join("\n"), /hunter2|7355608/);
        });
    }

    it("refuses a list, and keeps the groups without a mistake", () => {
        assert.match(parseContainerGroups([]).problems.map(formatProblem).join(), /^registries:containerGroups: .*an empty list$/);
        assert.deepEqual(Object.keys(parseContainerGroups({ a: { image: "site" }, b: {} }).containerGroups), ["a"]);
    });
});
