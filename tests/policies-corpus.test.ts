import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readExport } from "../automation/check/export";
import type { CheckReport, Verdict } from "../policies/report";
import { rules } from "../policies/rules";
import { checkInProcess } from "./check-in-process";
import * as aws from "./compliant/aws";
import * as azure from "./compliant/azure";
import type { Stack } from "./compliant/stack";

const ROOT = join(__dirname, "..");

/** A compliant stack of somebody else's. */
interface Compliant {
    readonly make: () => Stack;

    /** Whether it has all that the preset `strict` demands besides. */
    readonly strict: boolean;

    /** The project's settings besides the preset. */
    readonly settings?: string;
}

const STACKS: Readonly<Record<string, Compliant>> = {
    "acr-platform": { make: azure.acrPlatform, strict: true },
    "acr-with-abac": { make: azure.acrWithAbac, strict: false },
    "aks-shop": { make: azure.aksShop, strict: true },
    "azure-without-containers": { make: azure.azureWithoutContainers, strict: true },
    "classic-azure": { make: azure.classicAzure, strict: false },
    "container-apps": { make: azure.containerApps, strict: true },
    "container-instances": { make: azure.containerInstances, strict: true },
    "web-apps": { make: azure.webApps, strict: true },
    "aws-without-containers": { make: aws.awsWithoutContainers, strict: true },
    "docker-images": { make: aws.dockerImages, strict: true, settings: "settings: { registries: [ghcr.io/orchard] }\n" },
    "ecr-native": { make: aws.ecrNative, strict: true },
    "ecr-platform": { make: aws.ecrPlatform, strict: true },
    "ecr-public": { make: aws.ecrPublic, strict: true },
    "eks-platform": { make: aws.eksPlatform, strict: true },
    "fargate-service": { make: aws.fargateService, strict: false },
    "multi-platform": { make: aws.multiPlatform, strict: true },
    "pipeline-roles": { make: aws.pipelineRoles, strict: true },
    serverless: { make: aws.serverless, strict: true },
};

/** Previews in which nothing that matters is unknown: of new stacks, and of stacks of which some is there already. */
const PREVIEWS: readonly (readonly [name: string, form: "streamed" | "document", isNew?: (name: string) => boolean])[] = [
    ["acr-platform", "document"],
    ["acr-platform", "streamed", (name) => name !== "images"],
    ["acr-with-abac", "document"],
    ["aws-without-containers", "streamed"],
    ["azure-without-containers", "streamed"],
    ["azure-without-containers", "document"],
    ["container-apps", "streamed"],
    ["container-instances", "streamed"],
    ["docker-images", "streamed"],
    ["ecr-platform", "streamed"],
    ["ecr-public", "streamed", (name) => name !== "otel-shim"],
    ["eks-platform", "streamed", (name) => name !== "main"],
    ["multi-platform", "streamed", (name) => name.startsWith("edge-proxy")],
    ["pipeline-roles", "streamed", (name) => name !== "github"],
    ["web-apps", "streamed"],
];

let folder = "";
before(() => void (folder = mkdtempSync(join(tmpdir(), "corpus-"))));
after(() => rmSync(folder, { recursive: true, force: true }));

describe("a check of other people's compliant stacks", () => {
    for (const [name, { strict, settings }] of Object.entries(STACKS)) {
        for (const preset of strict ? ["recommended", "strict"] : ["recommended"]) {
            it(`is silent under ${preset}: ${name}`, async () => {
                assertSilent(await checkInProcess(["--export", write(`${name}.json`, compliant(name).toExport()), ...policies(settings, preset)]), `${name}.json`);
            });
        }
    }

    for (const [name, form, isNew = () => true] of PREVIEWS) {
        it(`is silent on a preview (${form}): ${name}`, async () => {
            const stack = compliant(name);
            const names = readExport(stack.toExport(), name).resources.map((resource) => resource.name).filter(isNew);
            assertSilent(await checkInProcess(["--preview", write(`${name}.jsonl`, stack.toPreview(form, names)), ...policies(STACKS[name]?.settings)]), `${name}.jsonl`);
        });
    }

    for (const [name, { settings }] of Object.entries(STACKS)) {
        it(`finds nothing wrong before anything is there, and leaves open what is not known yet alone: ${name}`, async () => {
            for (const form of ["streamed", "document"] as const) {
                const { report } = await checkInProcess(["--preview", write(`${name}.jsonl`, compliant(name).toPreview(form)), ...policies(settings)]);
                assert.equal(format(report.violations, `${name}.jsonl`), "");
                const open = report.undecided.filter(({ message }) => !/^Undecided: \S+( of \S+)? is not known yet\.$/.test(message));
                assert.equal(format(open, `${name}.jsonl`), "");
            }
        });
    }

    it("gives every rule something to judge", () => {
        const types = new Set(Object.keys(STACKS).flatMap((name) => readExport(compliant(name).toExport(), name).resources.map(({ type }) => type)));
        assert.deepEqual(rules.filter(({ appliesTo }) => ![...types].some((type) => appliesTo.test(type))).map(({ id }) => id), []);
    });
});

describe("a check of the examples", () => {
    const files = readdirSync(join(ROOT, "examples")).flatMap((name) =>
        readdirSync(join(ROOT, "examples", name)).filter((file) => /^Pulumi\..+\.yaml$/.test(file)).map((file) => join("examples", name, file)));

    for (const file of files) {
        it(`is silent: ${file}`, async () => {
            assertSilent(await checkInProcess(["--gate", "--file", join(ROOT, file)]), file);
        });
    }
});

function compliant(name: string): Stack {
    const found = STACKS[name];
    assert.ok(found !== undefined, name);
    return found.make();
}

function assertSilent({ status, report }: { readonly status: number; readonly report: CheckReport }, file: string): void {
    assert.equal(format([...report.violations, ...report.undecided], file), "");
    assert.equal(status, 0);
    assert.ok(report.resources > 0);
}

/** Says where it is not silent: file, resource, rule. */
function format(verdicts: readonly Verdict[], file: string): string {
    return verdicts.map(({ rule, resource, message }) => `${file}, ${resource}, ${rule}: ${message}`).join("\n");
}

function policies(settings = "", preset = "recommended"): readonly string[] {
    return ["--policies", write("policies.yaml", `preset: ${preset}\n${settings}`)];
}

function write(name: string, text: string): string {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
}
