import * as pulumi from "@pulumi/pulumi";
import { openStack } from "../../automation/engine";
import { requestAcrLogin } from "../../components/azure/acr-login";
import { requireLogin } from "../../components/credentials";
import { ImageBuild } from "../../components/image-build";
import type { ImagePlan } from "../../model/images/image";

/** What the child does, by its first argument. */
export type Verb = "preview" | "up" | "refresh" | "destroy";

/** What the child is told, as JSON in its second argument. */
export interface Told {
    /** The folder of the stack's project. */
    readonly root: string;
    /** Path of the CLI. */
    readonly pulumi: string;
    readonly host: string;
    readonly builder: string;
    readonly plan: ImagePlan;
    /** Whether the login has to be good for pushing the image. */
    readonly asked: boolean;
    /** Whether the program ends where there is no login. */
    readonly required: boolean;
}

/** What the child prints. */
export interface Done {
    readonly ok: boolean;
    readonly output: string;
    readonly changes: Readonly<Record<string, number>>;
    readonly ref: string;
    /** The stack as the Automation API exports it, as JSON: with its secrets in plain text. */
    readonly state: string;
}

async function main(verb: Verb, { root, pulumi: cli, host, builder, plan, asked, required }: Told): Promise<Done> {
    let output = "";
    const hear = { onOutput: (text: string) => (output += text), onError: (text: string) => (output += text) };
    const stack = await openStack(root, "test", cli, async () => {
        const credentials = requestAcrLogin(pulumi.output(host), { repositories: asked ? [plan.repository] : [] });
        if (required) {
            await requireLogin(credentials);
        }
        const build = new ImageBuild(plan.name, { plan, registries: [{ name: "acr", registry: { host: pulumi.output(host), credentials } }], builder });
        return { ref: build.refs["acr"] };
    });
    let ok = true;
    let changes: Record<string, number> = {};
    try {
        if (verb === "preview") {
            changes = (await stack.preview(hear)).changeSummary;
        } else {
            changes = (await stack[verb](hear)).summary.resourceChanges ?? {};
        }
    } catch (error) {
        ok = false;
        output += String(error);
    }
    const outputs = await stack.outputs();
    return { ok, output, changes, ref: String(outputs["ref"]?.value ?? ""), state: JSON.stringify(await stack.exportStack()) };
}

void main(process.argv[2] as Verb, JSON.parse(process.argv[3] ?? "{}") as Told).then((done) => process.stdout.write(JSON.stringify(done)));
