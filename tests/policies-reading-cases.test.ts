import assert from "node:assert/strict";
import { nounOf } from "../policies/acr";
import { isAllowedRegistry } from "../policies/allowed-registry";
import { isFalse, isTrue, parseAttributes } from "../policies/attributes";
import { isAbout } from "../policies/aws-statement";
import { isAbsolute, isRemote, readRelative } from "../policies/build-location";
import { isContainerGroup } from "../policies/container-group";
import { child, childOf, classic, generic, registry, withRegistry } from "../policies/examples";
import { facts } from "../policies/facts";
import { annotationNames, pushes } from "../policies/image-exports";
import { parseImageName } from "../policies/image-name";
import { judge, scopeOf } from "../policies/judge";
import { perStack, Places, resourcesAt } from "../policies/per-stack";
import { isSet } from "../policies/property";
import { pushedNames } from "../policies/pushed-names";
import { registryOf } from "../policies/registry-of";
import { hostOf, hostOfImage } from "../policies/registry-password";
import type { Facts, Props, Rule } from "../policies/rule";
import { acrGrantLeastPrivilege } from "../policies/rules/acr-grant-least-privilege";
import { imageNoExec } from "../policies/rules/image-no-exec";
import { isSecretArgument } from "../policies/secret-argument";
import { gather, ifDecided, readOther, undecidedReason, UndecidedError } from "../policies/undecided";
import { nameOf, stackOf } from "../policies/urn";
import { UNKNOWN } from "./analyzed";
import { checkedProps, testCases } from "./rule-cases";

const mistaken = (): never => {
    throw new TypeError("a mistake");
};
const undecided = (): never => {
    throw new UndecidedError("nobody knows");
};

describe("mistakes of rules", () => {
    const judging = (rest: Partial<Rule>): Rule => ({ ...imageNoExec, ...rest });
    const image = facts("docker-build:index:Image");
    const judged = (rest: Partial<Rule>) => judge(judging(rest), image, { resources: [], settings: {} });

    it("are not hidden", () => {
        assert.throws(() => judged({ check: mistaken }), TypeError);
        assert.throws(() => scopeOf(judging({ scope: mistaken }), image), TypeError);
        assert.throws(() => ifDecided(mistaken), TypeError);
        assert.throws(() => readOther(image, mistaken), TypeError);
        assert.throws(() => gather([undecided, mistaken]), TypeError);
    });

    it("are told from what is not known", () => {
        assert.deepEqual(judged({ check: undecided }), [{ verdict: "undecided", message: "Undecided: nobody knows." }]);
        assert.equal(scopeOf(judging({ scope: undecided }), image), "stack");
        assert.equal(scopeOf(judging({ scope: () => "resource" }), image), "resource");
        assert.equal(ifDecided(undecided), undefined);
        assert.throws(() => readOther(image, undecided), { name: "UndecidedError", message: "nobody knows" });
    });
});

describe("what is not known", () => {
    const reasonOf = (props: Props, read: (props: Props) => unknown) => {
        try {
            return read(checkedProps(props));
        } catch (error) {
            return undecidedReason(error);
        }
    };

    it("is named by its path, with places in lists", () => {
        const list = Array.from({ length: 11 }, (_, index) => (index === 10 ? { "1x": UNKNOWN, x1: UNKNOWN } : {}));
        assert.equal(reasonOf({ a: list }, (props) => (props["a"] as typeof list)[10]?.["1x"]), "a[10].1x is not known yet");
        assert.equal(reasonOf({ a: list }, (props) => (props["a"] as typeof list)[10]?.x1), "a[10].x1 is not known yet");
    });

    it("is given, but not what it is in", () => {
        const isGiven = (props: Props) => isSet({ ...facts("azure:containerservice/registry:Registry"), props: checkedProps(props) }, { arm: "x", classic: "a.b" });
        assert.deepEqual([{ a: { b: UNKNOWN } }, { a: { b: 0 } }, { a: { b: "" } }, { a: {} }, {}].map(isGiven), [true, true, false, false, false]);
        assert.throws(() => isGiven({ a: UNKNOWN }));
    });
});

describe("what is made once for a stack", () => {
    it("is made again for another one, and thrown each time if it cannot be", () => {
        let made = 0;
        const count = perStack((resources) => {
            made += 1;
            return resources.length === 0 ? undecided() : made;
        });
        const [one, other, none]: Facts[][] = [[facts("a")], [facts("a")], []];
        assert.deepEqual([count(one ?? []), count(other ?? []), count(one ?? [])], [1, 2, 1]);
        const empty = none ?? [];
        assert.throws(() => count(empty), UndecidedError);
        assert.throws(() => count(empty), UndecidedError);
        assert.equal(made, 3);
    });

    it("finds resources by their keys, each once and in order", () => {
        const resources = ["a", "b", "c"].map((name) => facts("type", {}, { name }));
        const places = new Places();
        [2, 0, 2].forEach((place) => places.add("some", place));
        places.add("other", 1);
        const found = (all: readonly number[]) => resourcesAt(all, resources).map(({ name }) => name);
        assert.deepEqual(places.of("some", "other", "none"), [2, 0, 2, 1]);
        assert.deepEqual([found(places.of("some")), found(places.of("some", "other")), found([1, 7])], [["a", "c"], ["a", "b", "c"], ["b"]]);
    });
});

describe("URNs", () => {
    it("have a stack and a name, which may have colons", () => {
        const urn = "urn:pulumi:prod::shop::a:b:C$d:e:F::web::1";
        assert.deepEqual([stackOf(urn), nameOf(urn), nameOf("urn")], ["prod", "web::1", ""]);
    });
});

describe("names of images", () => {
    const repositories: Readonly<Record<string, string>> = {
        "nginx": "nginx",
        "library/nginx": "nginx",
        "docker.io/nginx": "nginx",
        "index.docker.io/library/NGINX": "nginx",
        "docker.io/contoso/web": "contoso/web",
        "host.io/docker.io/library/web": "host.io/docker.io/library/web",
        "contoso/library/web": "contoso/library/web",
        " host.io:5000/web ": "host.io:5000/web",
        "host:/web": "host:/web",
    };

    for (const [name, repository] of Object.entries(repositories)) {
        it(`have one repository: ${name}`, () => {
            assert.deepEqual(parseImageName(name), { repository, tag: undefined, pinned: false });
            assert.deepEqual(parseImageName(`${name.trim()}:1.4.2@sha256:0`), { repository, tag: "1.4.2", pinned: true });
            assert.deepEqual(parseImageName(`${name.trim()}:`), { repository, tag: undefined, pinned: false });
        });
    }
});

describe("exports of images", () => {
    const image = (props: Props) => pushedNames(facts("docker-build:index:Image", props)).map(({ path, name }) => `${path} ${name}`);
    const exported = (...exports: readonly Props[]) => image({ exports });

    it("push under names unless they say otherwise", () => {
        assert.deepEqual(exported({ registry: { names: ["a", 1, "b"] } }), ["exports[0].registry.names[0] a", "exports[0].registry.names[2] b"]);
        assert.deepEqual(exported({ oci: {} }, { image: { push: true, names: ["a"] } }), ["exports[1].image.names[0] a"]);
        assert.deepEqual(exported({ image: { names: ["a"] } }, { registry: { push: false, names: ["a"] } }), []);
        assert.deepEqual(exported({ registry: { names: ["a"] }, disabled: true }, { registry: { names: ["b"], pushByDigest: true } }), []);
        assert.deepEqual(image({ push: true, tags: ["t"], exports: [{ registry: { names: ["a"] } }] }), ["tags[0] t"]);
        assert.deepEqual(image({ tags: ["t"], exports: [{ oci: { names: ["a"] } }] }), []);
    });

    it("push as the command line has them", () => {
        assert.deepEqual(exported({ raw: "type=registry,name=a" }), ["exports[0].raw a"]);
        assert.deepEqual(exported({ raw: 'type=image,"name=a,b",push=true,,x=1,oname=c' }), ["exports[0].raw a", "exports[0].raw b"]);
        for (const raw of ["type=registry,name=a,push=false", "type=image,name=a", "type=oci,name=a,push=true", "name=a", "type=registry,name=a,push-by-digest=true"]) {
            assert.deepEqual(exported({ raw }), [], raw);
        }
    });

    it("have annotations of each kind", () => {
        const annotations = (kind: string) => annotationNames({ exports: [{ [kind]: { annotations: { a: "1" } } }] });
        assert.deepEqual(["registry", "image", "oci", "docker", "local"].map(annotations), [["a"], ["a"], ["a"], ["a"], []]);
        assert.deepEqual(annotationNames({ exports: [{ raw: "type=oci,xannotation.b=1,annotation[.c=1,annotation.d=1" }] }), ["d"]);
        assert.deepEqual([{ raw: "type=oci,push=true" }, { raw: "type=image,push=true" }].map((entry) => pushes({ exports: [entry] })), [false, true]);
    });

    it("of other families push under one name", () => {
        const named = (type: string, props: Props) => pushedNames(facts(type, props)).map(({ path, name }) => `${path} ${name}`);
        assert.deepEqual(named("docker:index/registryImage:RegistryImage", { name: "host/web:1" }), ["name host/web:1"]);
        assert.deepEqual(named("awsx:ecr:Image", { imageName: "a", imageTag: "b" }), ["imageName image:a"]);
        assert.deepEqual(named("awsx:ecr:Image", { imageTag: "b" }), ["imageTag image:b"]);
        assert.deepEqual(named("other:index:Image", { name: "a", tag: "b", tags: ["c"] }), []);
    });
});

describe("hosts of logins", () => {
    it("are read from addresses and names", () => {
        assert.deepEqual([" https://A.io/v2/ ", "http://a.io", "a.io/x/y", "x/https://a.io"].map(hostOf), ["a.io", "a.io", "a.io", "x"]);
        assert.deepEqual(["localhost/a", "mylocalhost/a", "localhosts/a", "a.io/b", "a:5000/b", "a/b", "a.b"].map(hostOfImage), ["localhost", "docker.io", "docker.io", "a.io", "a:5000", "docker.io", "docker.io"]);
    });
});

describe("names of arguments in several words", () => {
    it("are read in any way to write them", () => {
        assert.deepEqual(["deployKey", "deploy-key", "deploy.key", "deployKeyPath", "deploymonkey"].map(isSecretArgument), [true, true, true, false, false]);
    });
});

describe("registries that something belongs to", () => {
    const [own, other] = [registry({ registryName: "Contoso" }), registry({ registryName: "fabrikam" }, { name: "other" })];
    const REGISTRY_ID = "/subscriptions/1/resourceGroups/images/providers/Microsoft.ContainerRegistry/registries/contoso";

    it("are told by their names, wherever those are", () => {
        const named: readonly Facts[] = [
            child("Replication", { registryName: "CONTOSO" }),
            classic("ConnectedRegistry", { containerRegistryId: REGISTRY_ID }),
            classic("RegistryToken", { containerRegistryName: "contoso" }),
            generic("registries/replications", {}, { resourceName: "contoso/north" }),
            generic("replications", {}, { parentResourcePath: "registries/contoso" }),
        ];
        named.forEach((one) => assert.equal(registryOf(one, [own, other, one]), own, one.type));
        const lost = [child("Replication", { registryName: "else" }), generic("registries/replications", {}, { resourceName: "contoso" })];
        lost.forEach((one) => assert.throws(() => registryOf(one, [own, other, one]), UndecidedError));
    });
});

const isOther = "Undecided: the registry is not one of this stack.";
const granted = (scope: unknown, ...from: readonly Facts[]) =>
    facts("azure-native:authorization:RoleAssignment", { roleDefinitionName: "AcrPull", scope }, { from: { scope: from } });

testCases("acr-role-fits-mode", [
    ["a role on a registry that is not of the stack", [granted("/subscriptions/1/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/x"), registry({ registryName: "y" })], [isOther]],
    ["a role on a resource group", [granted("/subscriptions/1/resourceGroups/g"), registry({ registryName: "y" })], []],
    ["a role on one of two", [granted(UNKNOWN, registry(), registry({}, { name: "other" })), registry(), registry({}, { name: "other" })], ["Undecided: which registry scope is about cannot be told from this stack."]],
]);

const PINNED = { push: true, tags: ["host/web:1.4.2"] };
const index = (tag: string, name = "index") => facts("docker-build:index:Index", { push: true, tag }, { name });
const moves = ["All tags of one repository move: tag (latest)."];

testCases("image-tag-is-versioned", [
    ["an index beside one that moves too", [index("host/web:latest"), index("host/web:stable", "other")], moves],
    ["an index beside another kind of resource with a version", [index("host/web:latest"), facts("docker:index/registryImage:RegistryImage", { name: "host/web:1.4.2" })], moves],
    ["an index beside one of another repository", [index("host/web:latest"), index("host/api:1.4.2", "other")], moves],
    ["an index beside its image", [index("host/web:latest"), facts("docker-build:index:Image", PINNED)], moves],
    ["a tag of the docker package in two resources", [facts("docker:index/registryImage:RegistryImage", { name: "host/web:latest" }, { name: "one" }), facts("docker:index/registryImage:RegistryImage", { name: "host/web:1.4.2" }, { name: "two" })], []],
]);

const NETWORK = { publicNetworkAccess: "Disabled" };

testCases("acr-task-has-identity", [
    ["a registry that is found by the name of a task", [generic("registries/tasks", {}, { resourceName: "contoso/build" }), registry({ ...NETWORK, registryName: "contoso" })], ["registry is restricted, and the task has nothing to get in."]],
    ["a task of an open registry", withRegistry(registry(), (owner) => childOf(owner, "Task")), []],
]);

const endpoint = (props: Props, type = "azure-native:network:PrivateEndpoint", from: Readonly<Record<string, readonly Facts[]>> = {}) => facts(type, props, { name: "endpoint", from });
const PREMIUM = registry({ sku: { name: "Premium" }, registryName: "contoso" });
const ID = "/subscriptions/1/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/contoso";
const CLASSIC_ENDPOINT = "azure:privatelink/endpoint:Endpoint";
const WAITS = ["Undecided: whether its private endpoint is approved is not known before."];
const UNLINKED = ["No private endpoint of this stack leads to it."];

testCases("acr-private-link", [
    ["a way for the registry's group, in any case", [PREMIUM, endpoint({ privateLinkServiceConnections: [{ privateLinkServiceId: ID, groupIds: ["Registry"] }] })], []],
    ["a way for a group of its data", [PREMIUM, endpoint({ privateLinkServiceConnections: [{ privateLinkServiceId: ID, groupIds: ["blob", "registry_data_westeurope"] }] })], []],
    ["a way for a group of another service", [PREMIUM, endpoint({ privateLinkServiceConnections: [{ privateLinkServiceId: ID, groupIds: ["myregistry"] }] })], UNLINKED],
    ["a way to another service before its id is known", [PREMIUM, endpoint({ privateLinkServiceConnections: [{ privateLinkServiceId: UNKNOWN, groupIds: ["blob"] }] })], UNLINKED],
    ["a way before its group is known", [PREMIUM, endpoint({ privateLinkServiceConnections: [{ privateLinkServiceId: ID, groupIds: UNKNOWN }] })], []],
    ["a way to a registry elsewhere", [PREMIUM, endpoint({ privateLinkServiceConnections: [{ privateLinkServiceId: `${ID}2` }] })], UNLINKED],
    ["a classic way that waits for an approval", [PREMIUM, endpoint({ privateServiceConnection: { privateConnectionResourceId: ID, isManualConnection: true } }, CLASSIC_ENDPOINT)], WAITS],
    ["a classic way that waits for none", [PREMIUM, endpoint({ privateServiceConnection: { privateConnectionResourceId: ID, isManualConnection: false } }, CLASSIC_ENDPOINT)], []],
    ["a classic way to another service", [PREMIUM, endpoint({ privateServiceConnection: { privateConnectionResourceId: ID, subresourceNames: ["blob"] } }, CLASSIC_ENDPOINT)], UNLINKED],
    ["a free-form way that is approved", [PREMIUM, facts("azure-native:resources:Resource", {
        resourceProviderNamespace: "Microsoft.Network",
        resourceType: "privateEndpoints",
        properties: { manualPrivateLinkServiceConnections: [{ properties: { privateLinkServiceId: ID, privateLinkServiceConnectionState: { status: "Approved" } } }] },
    })], []],
    ["a free-form way that is made from the registry", [PREMIUM, facts("azure-native:resources:Resource", {
        resourceProviderNamespace: "Microsoft.Network",
        resourceType: "privateEndpoints",
        properties: { privateLinkServiceConnections: [{ properties: { privateLinkServiceId: UNKNOWN } }] },
    }, { from: { properties: [PREMIUM] } })], []],
]);

const UNSCANNED = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration";
const onPush = (region: unknown): Facts => facts("aws:ecr/repository:Repository", { name: "web", region, imageScanningConfiguration: { scanOnPush: true } });

testCases("ecr-scanned", [
    ["by itself, where Amazon Inspector scans others in the provider's region", [onPush("eu-west-1"), facts(UNSCANNED, { scanType: "ENHANCED", rules: [] }, { name: "scanning" })], []],
    ["by itself, before its region is known", [onPush(UNKNOWN)], []],
]);

const ECS = [
    ["awsx:ecs:FargateTaskDefinition", { container: { image: "web" } }, "container.image"],
    ["awsx:ecs:EC2TaskDefinition", { containers: { web: { image: "web" } } }, "containers.web.image"],
    ["awsx:ecs:FargateService", { taskDefinitionArgs: { containers: { web: { image: "web" } } } }, "taskDefinitionArgs.containers.web.image"],
    ["awsx:ecs:EC2Service", { taskDefinitionArgs: { container: { image: "web" } } }, "taskDefinitionArgs.container.image"],
    ["aws:ecs/expressGatewayService:ExpressGatewayService", { primaryContainer: { image: "web" } }, "primaryContainer.image"],
    ["aws-native:ecs:ExpressGatewayService", { primaryContainer: { image: "web" } }, "primaryContainer.image"],
    ["aws-native:ecs:TaskDefinition", { containerDefinitions: [{ image: "web" }] }, "containerDefinitions[0].image"],
] as const;

testCases("ecs-image-is-pinned", ECS.flatMap(([type, props, path]) => [
    [type, [facts(type, props)], [`Images that move: ${path}.`]] as const,
    [`what ends like ${type}`, [facts(`x${type}`, props)], []] as const,
    [`what starts like ${type}`, [facts(`${type}x`, props)], []] as const,
]));

describe("patterns of actions", () => {
    it("mean signs by themselves", () => {
        const about = (Action: string) => isAbout({ path: "", elements: { Action } }, "ecr:PutImage");
        assert.deepEqual(["ecr:Put.Image", "ecr:(PutImage)", "ecr:PutImag.", "ecr:**", "ecr:PutImag?", "ecr:PutImage?"].map(about), [false, false, false, true, true, false]);
    });
});

describe("attributes of exports", () => {
    it("have names without blanks, and switches of Go", () => {
        assert.deepEqual(parseAttributes("type=registry, Ref =a"), { type: "registry", ref: "a" });
        assert.deepEqual(["0", "f", "FALSE", "xfalse", "falsey", "00", "", "1"].map(isFalse), [true, true, true, false, false, false, false, false]);
        assert.deepEqual(["1", "t", "True", "xtrue", "truest", "11", "", "0"].map(isTrue), [true, true, true, false, false, false, false, false]);
        assert.deepEqual([isFalse(undefined), isTrue(undefined)], [false, false]);
    });
});

describe("places of builds", () => {
    it("are read without the blanks around them", () => {
        assert.deepEqual([isRemote(" https://a.io/x "), isAbsolute(" /srv "), isAbsolute(" srv")], [true, true, false]);
        assert.deepEqual([" ../a/b/ ", "a/b/../c", " "].map(readRelative), [{ up: 1, below: "a/b" }, { up: 0, below: "a/c" }, { up: 0, below: "" }]);
    });
});

describe("registries that are named", () => {
    it("are read without blanks and slashes around them", () => {
        assert.deepEqual([" ghcr.io/contoso ", "ghcr.io/contoso//", "ghcr.io//"].map((name) => isAllowedRegistry("ghcr.io/contoso/web", [name])), [true, true, true]);
        assert.equal(isAllowedRegistry("ghcr.io/contoso-web", ["ghcr.io/contoso//"]), false);
    });
});

describe("free-form types", () => {
    const free = (type: string) => nounOf(facts("azure-native:resources:Resource", { type }));

    it("are told by their last part", () => {
        assert.deepEqual(["registries", "registries/tasks", "registries/tasks/runs"].map((type) => free(`Microsoft.ContainerRegistry/${type}`)), ["registries", "tasks", "runs"]);
    });

    it("of groups of containers are whole words", () => {
        const group = (resourceType: string) => isContainerGroup(facts("azure-native:resources:Resource", { resourceProviderNamespace: "Microsoft.ContainerInstance", resourceType }));
        assert.deepEqual(["containerGroups", "containerGroupProfiles", "myContainerGroups", "containerGroupsOf", "containerGroup"].map(group), [true, true, false, false, false]);
    });
});

const NO_KEY = ["encryption names no key."];
const oldRegistry = (props: Props) => facts("azure:containerservice/registry:Registry", { sku: "Premium", ...props });

testCases("acr-customer-key", [
    ["a key that is switched off, classic", [oldRegistry({ encryption: { enabled: false, keyVaultKeyId: "https://contoso.vault.azure.net/keys/k" } })], NO_KEY],
    ["a key that is switched off", [registry({ encryption: { status: "disabled", keyVaultProperties: { keyIdentifier: "https://contoso.vault.azure.net/keys/k" } } })], NO_KEY],
]);

testCases("acr-cleans-up", [
    ["no days, classic", [oldRegistry({ retentionPolicyInDays: 0 })], ["retentionPolicyInDays is not enabled, and no task of this stack purges."]],
    ["a day, classic", [oldRegistry({ retentionPolicyInDays: 1 })], []],
    ["the block before there were days, classic", [oldRegistry({ retentionPolicy: { enabled: true } })], []],
    ["a task whose text ends in a new line", withRegistry(oldRegistry({}), (owner) => childOf(owner, "Task", { step: { encodedTaskContent: `${Buffer.from("- cmd: acr purge -f a").toString("base64")}\n` } })).reverse() as [Facts, Facts], []],
    ["a task that purges another registry", [oldRegistry({}), registry({}, { name: "other" }), childOf(registry({}, { name: "other" }), "Task", { step: { encodedTaskContent: Buffer.from("- cmd: acr purge -f a").toString("base64") } })], ["retentionPolicy.enabled is not enabled, and no task of this stack purges."]],
    ["a task that does not purge", withRegistry(oldRegistry({}), (owner) => childOf(owner, "Task", { step: { encodedTaskContent: Buffer.from("- cmd: acr tag list").toString("base64") } })).reverse() as [Facts, Facts], ["retentionPolicy.enabled is not enabled, and no task of this stack purges."]],
]);

describe("a role on something", () => {
    it("is judged alone unless what it is on is not known", () => {
        const scope = (value: unknown) => scopeOf(acrGrantLeastPrivilege, { ...facts("azure-native:authorization:RoleAssignment"), props: checkedProps({ scope: value }) });
        assert.deepEqual(["/subscriptions/1", undefined, UNKNOWN].map(scope), ["resource", "resource", "stack"]);
    });
});

testCases("acr-cache-has-bypass", [
    ["what is no cache rule", withRegistry(registry({ publicNetworkAccess: "Disabled", networkRuleBypassOptions: "None" }), (owner) => childOf(owner, "Webhook")), []],
]);

const movable = (imageTagMutability: string, ...filters: readonly string[]): Facts =>
    facts("aws:ecr/repository:Repository", { imageTagMutability, imageTagMutabilityExclusionFilters: filters.map((filter) => ({ filter, filterType: "WILDCARD" })) });
const LETS = ["imageTagMutability lets tags move."];

testCases("ecr-immutable-tags", [
    ["all may move, whatever the filters", [movable("MUTABLE", "*")], LETS],
    ["all may move but all", [movable("MUTABLE_WITH_EXCLUSION", "a", "**")], []],
    ["all may move but some", [movable("MUTABLE_WITH_EXCLUSION", "*a")], LETS],
    ["all may move but none", [movable("MUTABLE_WITH_EXCLUSION")], LETS],
]);
