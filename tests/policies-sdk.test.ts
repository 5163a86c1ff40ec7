import assert from "node:assert/strict";
import { Registry } from "@pulumi/azure-native/containerregistry/registry";
import { Replication } from "@pulumi/azure-native/containerregistry/replication";
import { Deployment } from "@pulumi/azure-native/resources/deployment";
import { Resource } from "@pulumi/azure-native/resources/resource";
import { Image } from "@pulumi/docker-build/image";
import { Index } from "@pulumi/docker-build/index_";
import { runtime } from "@pulumi/pulumi";
import { facts } from "../policies/facts";
import type { Facts, Props } from "../policies/rule";
import { rules } from "../policies/rules";
import { analyzed } from "./analyzed";

const judging = rules.filter(({ id }) =>
    /^(acr-no-admin-user|acr-premium-for-replication|image-tag-is-versioned)$/.test(id),
);

/** Returns the resources that the SDKs register, sorted by name. */
async function registered(declare: () => void): Promise<readonly Facts[]> {
    const resources: Facts[] = [];
    await runtime.setMocks({
        newResource({ type, name, inputs }) {
            resources.push(facts(type, inputs as Props, { name }));
            return { id: `${name}-id`, state: inputs as object };
        },
        call: ({ inputs }) => inputs as object,
    });
    declare();
    await runtime.disconnect();
    return resources.sort((one, other) => one.name.localeCompare(other.name));
}

describe("policy rules on what the SDKs register", () => {
    it("see a registry and its replication", async () => {
        const resources = await registered(() => {
            const registry = new Registry("registry", {
                resourceGroupName: "group",
                registryName: "shared",
                sku: { name: "Basic" },
                adminUserEnabled: true,
            });
            new Replication(
                "replication",
                { resourceGroupName: "group", registryName: "shared", location: "northeurope" },
                { dependsOn: registry },
            );
        });
        assert.deepEqual(await verdicts(resources), [
            "acr-no-admin-user registry",
            "acr-premium-for-replication replication",
        ]);
    });

    it("see a free-form registry", async () => {
        const resources = await registered(() => {
            new Resource("registry", {
                resourceGroupName: "group",
                apiVersion: "2025-04-01",
                parentResourcePath: "",
                resourceProviderNamespace: "Microsoft.ContainerRegistry",
                resourceType: "registries",
                resourceName: "shared",
                sku: { name: "Basic" },
                properties: { adminUserEnabled: true },
            });
        });
        assert.deepEqual(await verdicts(resources), ["acr-no-admin-user registry"]);
    });

    it("see a template that makes a registry", async () => {
        const template = { resources: [{ type: "Microsoft.ContainerRegistry/registries", name: "shared" }] };
        const resources = await registered(() => {
            new Deployment("template", { resourceGroupName: "group", properties: { mode: "Incremental", template } });
        });
        assert.deepEqual(await verdicts(resources), ["acr-no-admin-user template?"]);
    });

    it("see images and indexes", async () => {
        const resources = await registered(() => {
            new Image("exported", { push: false, exports: [{ registry: { names: ["host/web:main"] } }] });
            new Image("pushed", { push: true, tags: ["host/web:latest"] });
            new Index("index", { tag: "host/web:1.4", sources: [] });
        });
        assert.deepEqual(await verdicts(resources), [
            "image-tag-is-versioned exported",
            "image-tag-is-versioned index",
            "image-tag-is-versioned pushed",
        ]);
    });

    it("accept what is as it should be", async () => {
        const resources = await registered(() => {
            new Registry("registry", { resourceGroupName: "group", registryName: "shared", sku: { name: "Premium" } });
            new Replication("replication", {
                resourceGroupName: "group",
                registryName: "shared",
                location: "northeurope",
            });
            new Image("image", { push: true, tags: ["host/web:1.4.2", "host/web:1"] });
            new Index("index", { tag: "host/web:1.4.2", sources: [] });
        });
        assert.deepEqual(resources.length, 4);
        assert.deepEqual(await verdicts(resources), []);
    });
});

async function verdicts(resources: readonly Facts[]): Promise<readonly string[]> {
    const named = (urn: string) => resources.find((resource) => resource.urn === urn)?.name;
    return (await analyzed(judging, resources))
        .map(({ policy, level, urn }) => `${policy} ${named(urn)}${level === "advisory" ? "?" : ""}`)
        .sort();
}
