import assert from "node:assert/strict";
import fc from "fast-check";
import { facts } from "../policies/facts";
import { writtenRef } from "./properties/image-refs";
import { CLOUD_HOSTS, loginWriters, OTHER_HOSTS, type Login } from "./properties/logins";
import { ruleOf, findingsIn, verdictOn } from "./properties/verdicts";
import { workloads } from "./properties/workloads";

const login: fc.Arbitrary<Login> = fc.record({
    host: fc.constantFrom(...CLOUD_HOSTS, ...OTHER_HOSTS),
    by: fc.constantFrom("password" as const, "unknown password" as const, "empty" as const, "identity" as const),
});

/** Names of variables as anybody reads them who knows what reads such names. */
const VARIABLES = [
    ...["DOCKER_PASSWORD", "REGISTRY_PASSWORD", "ACR_PASSWORD", "DOCKER_AUTH_CONFIG", "ECS_ENGINE_AUTH_DATA", "GHCR_TOKEN", "DOCKERHUB_TOKEN", "registryPassword"].map((name) => ({ name, of: "registry" })),
    ...["DATABASE_PASSWORD", "PORT", "REGISTRY_URL", "DOCKER_HOST", "NPM_TOKEN", "REGISTRY_PASSWORD_FILE"].map((name) => ({ name, of: "something else" })),
] as const;

describe("policy rules on anything that runs images", () => {
    for (const id of new Set(workloads.map(({ rule }) => rule))) {
        it(`find the images that move, by ${id} in every family`, () =>
            fc.assert(
                fc.property(fc.array(writtenRef, { minLength: 1, maxLength: 3 }), (refs) => {
                    for (const { most, write } of workloads.filter(({ rule }) => rule === id)) {
                        const given = refs.slice(0, most);
                        const resource = write(given.map(({ text }) => text));
                        const strict = verdictOn(id, resource, undefined, { strict: true });
                        assert.equal(verdictOn(id, resource), given.every(({ fixed }) => fixed) ? "passes" : "violation", resource.type);
                        assert.equal(strict, given.every(({ pinned }) => pinned) ? "passes" : "violation", resource.type);
                    }
                }),
                { numRuns: 300 },
            ));
    }

    it("find every password of a registry, known or not, but those of hosts that the settings name, and tell none", () =>
        fc.assert(
            fc.property(fc.uniqueArray(login, { minLength: 1, maxLength: 3, selector: ({ host }) => host }), fc.subarray(OTHER_HOSTS), (logins, hosts) => {
                for (const { rule, onlyOfClouds, single, write } of loginWriters) {
                    const given = logins.slice(0, single ? 1 : logins.length);
                    const isFault = ({ host, by }: Login) =>
                        (by === "password" || by === "unknown password") && !hosts.includes(host) && (!onlyOfClouds || CLOUD_HOSTS.includes(host));
                    const resource = write(given);
                    const findings = findingsIn(ruleOf(rule), resource, [resource], { hosts });
                    assert.deepEqual(findings.length > 0, given.some(isFault), resource.type);
                    assert.ok(findings.every(({ verdict, message }) => verdict === "violation" && !message.includes("p4ssw0rd")), JSON.stringify(findings));
                }
            }),
            { numRuns: 600 },
        ));

    it("find a registry's password among variables", () =>
        fc.assert(
            fc.property(fc.constantFrom(...VARIABLES), fc.constantFrom("…", ""), (variable, value) => {
                const expected = variable.of === "registry" && value !== "" ? "violation" : "passes";
                const environment = [{ name: variable.name, value }];
                const task = JSON.stringify([{ name: "web", image: "web:1.4.2", environment }]);
                assert.equal(verdictOn("ecs-no-registry-password", facts("aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions: task })), expected, variable.name);
                assert.equal(verdictOn("containerapp-no-registry-password", facts("azure-native:app:ContainerApp", { template: { containers: [{ env: environment }] } })), expected, variable.name);
            }),
            { numRuns: 200 },
        ));

    it("find what logs in at Amazon ECR by a secret", () =>
        fc.assert(
            fc.property(writtenRef, fc.boolean(), (ref, hasCredentials) => {
                const container = { name: "web", image: ref.text, ...(hasCredentials ? { repositoryCredentials: { credentialsParameter: "arn:…" } } : {}) };
                const isFault = hasCredentials && ref.text.startsWith("123456789012.dkr.ecr.");
                assert.equal(verdictOn("ecs-no-registry-password", facts("aws-native:ecs:TaskDefinition", { containerDefinitions: [container] })), isFault ? "violation" : "passes", ref.text);
            }),
            { numRuns: 300 },
        ));
});
