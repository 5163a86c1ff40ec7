import { ACR_TYPES, isAcr } from "../acr";
import { stepSecretsOf } from "../acr-task-secrets";
import { child, classic, generic } from "../examples";
import { listOf, recordOf, textOf } from "../props";
import { propertyAt, valueAt } from "../property";
import type { Facts, Props, Rule } from "../rule";
import { gather } from "../undecided";

const CUSTOM = "credentials.customRegistries";
const PLAIN = { name: "NPM_TOKEN", value: "…" };

/** A token of GitHub by its form. */
const TOKEN = `ghp_${"a1B2c3".repeat(6)}`;

/** A task holds no secret in clear. */
export const acrTaskNoInlineSecret: Rule = {
    id: "acr-task-no-inline-secret",
    title: "A container registry's task holds no secret in clear",
    why: "whoever may read the task, its runs or their logs can read the secret",
    severity: "critical",
    level: "mandatory",
    fix:
        "Set isSecret on the argument or value (classic provider: secretArguments, secretValues); in the commands, name a " +
        "secret of the task that is in Key Vault; for another registry set identity, or take user and password from Key " +
        "Vault with the type Vaultsecret.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-tasks-reference-yaml",
    references: [],
    appliesTo: ACR_TYPES,
    scope: "resource",
    reads: ["step.arguments", "step.encodedTaskContent", "step.values[0].isSecret", "credentials.customRegistries", "properties.step"],

    check(resource) {
        if (!isAcr(resource, "tasks")) {
            return [];
        }
        const paths = gather<string>([
            () => stepSecretsOf(resource),
            () => plainLoginsOf(resource),
            () => classicLoginsOf(resource),
        ]);
        return paths.length === 0 ? [] : [`In clear: ${paths.join(", ")}.`];
    },

    good: [
        { title: "a secret that is marked", resources: [task({ values: [{ ...PLAIN, isSecret: true }] })] },
        {
            title: "an argument that is none",
            resources: [task({ arguments: [{ name: "NODE_VERSION", value: "22" }] })],
        },
        {
            title: "a switch, nothing, and what front ends ship",
            resources: [task({ arguments: [{ name: "USE_TOKEN", value: "true" }, { name: "NPM_TOKEN", value: "" }, { name: "VITE_MAP_TOKEN", value: "pk.abc" }] })],
        },
        { title: "a login with a secret", resources: [commands("docker login x.io -u ci -p {{.Secrets.password}}")] },
        { title: "another registry by identity", resources: [login({ identity: "[system]" })] },
        {
            title: "another registry by Key Vault",
            resources: [login({ password: { type: "vaultsecret", value: "https://…" } })],
        },
        { title: "free-form", resources: [free({ step: { arguments: [{ ...PLAIN, isSecret: "true" }] } })] },
        { title: "classic", resources: [old({ dockerStep: { secretArguments: { NPM_TOKEN: "…" } } })] },
    ],
    bad: [
        { title: "an argument", resources: [task({ arguments: [PLAIN] })], violation: "In clear: step.arguments[0]." },
        {
            title: "a token by its form",
            resources: [task({ arguments: [{ name: "CONFIG", value: TOKEN }] })],
            violation: "In clear: step.arguments[0].",
        },
        {
            title: "a token among the commands",
            resources: [commands(`$Registry/tool --header ${TOKEN}`)],
            violation: "In clear: a token of GitHub in step.encodedTaskContent.",
        },
        {
            title: "a password of a login",
            resources: [commands("docker login x.io -u ci -p hunter2")],
            violation: "In clear: a password in step.encodedTaskContent.",
        },
        {
            title: "a value",
            resources: [task({ values: [{ ...PLAIN, isSecret: false }] })],
            violation: "In clear: step.values[0].",
        },
        {
            title: "a login at another registry",
            resources: [login({ userName: { type: "Opaque", value: "ci" }, password: { type: "Opaque", value: "…" } })],
            violation: "In clear: a password in credentials.customRegistries.",
        },
        {
            title: "a login at another registry, free-form and with no type",
            resources: [free({ credentials: { customRegistries: { "x.io": { password: { value: "…" } } } } })],
            violation: "In clear: a password in properties.credentials.customRegistries.",
        },
        {
            title: "an argument, free-form",
            resources: [free({ step: { arguments: [PLAIN] } })],
            violation: "In clear: properties.step.arguments[0].",
        },
        {
            title: "an argument, classic",
            resources: [old({ dockerStep: { arguments: { NPM_TOKEN: "…" } } })],
            violation: "In clear: dockerStep.arguments.",
        },
        {
            title: "a login at another registry, classic",
            resources: [old({ registryCredential: { customs: [{ loginServer: "x.io", password: "…" }] } })],
            violation: "In clear: registryCredential.customs[0].password.",
        },
    ],
};

function plainLoginsOf(resource: Facts): readonly string[] {
    const { path, value } = propertyAt(resource, { arm: CUSTOM });
    const logins = Object.keys(recordOf(value)).map((host) => recordOf(recordOf(value)[host]));
    const plain = logins.some((entry) => isPlain(valueAt(entry, "password")));
    return plain ? [`a password in ${path}`] : [];
}

function isPlain(secret: unknown): boolean {
    return secret !== undefined && !/^vaultsecret$/i.test(textOf(valueAt(secret, "type")));
}

function classicLoginsOf(resource: Facts): readonly string[] {
    const { path, value } = propertyAt(resource, { arm: "", classic: "registryCredential.customs" });
    return listOf(value).flatMap((entry, index) =>
        "password" in recordOf(entry) ? [`${path}[${index}].password`] : [],
    );
}

function task(step: object): Facts {
    return child("Task", { step: { type: "Docker", ...step } });
}

function commands(cmd: string): Facts {
    return task({ encodedTaskContent: Buffer.from(`version: v1.1.0\nsteps:\n  - cmd: ${cmd}\n`).toString("base64") });
}

function free(properties: Props): Facts {
    return generic("registries/tasks", properties);
}

function old(props: Props): Facts {
    return classic("RegistryTask", props);
}

function login(credentials: object): Facts {
    return child("Task", { credentials: { customRegistries: { "contoso.azurecr.io": credentials } } });
}
