import { ACR_TYPES, isAcr } from "../acr";
import { stepsOf, type Step } from "../acr-task";
import { child, classic, generic } from "../examples";
import { listOf, recordOf, textOf } from "../props";
import { isOn, propertyAt, valueAt } from "../property";
import type { Facts, Props, Rule } from "../rule";
import { namesSecret } from "../secret-name";
import { gather } from "../undecided";

const CUSTOM = "credentials.customRegistries";
const PLAIN = { name: "NPM_TOKEN", value: "…" };

/** A task holds no secret in clear. */
export const acrTaskNoInlineSecret: Rule = {
    id: "acr-task-no-inline-secret",
    title: "A container registry's task holds no secret in clear",
    why: "whoever may read the task, its runs or their logs can read the secret",
    severity: "critical",
    level: "mandatory",
    fix:
        "Set isSecret on the argument or value (classic provider: secretArguments, secretValues); for another registry set " +
        "identity, or take user and password from Key Vault with the type Vaultsecret.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-tasks-reference-yaml",
    references: [],
    appliesTo: ACR_TYPES,
    scope: "resource",
    reads: ["step.arguments", "step.values[0].isSecret", "credentials.customRegistries", "properties.step"],

    check(resource) {
        if (!isAcr(resource, "tasks")) {
            return [];
        }
        const paths = gather<string>([
            () => gather(stepsOf(resource).map((step) => () => plainSecretsOf(step))),
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

/** The classic provider has names and values as one record, and secrets in another. */
function plainSecretsOf({ path, value }: Step): readonly string[] {
    return ["arguments", "values"].flatMap((property) => {
        const given = valueAt(value, property);
        if (!Array.isArray(given)) {
            return Object.keys(recordOf(given)).some(namesSecret) ? [`${path}.${property}`] : [];
        }
        return gather(
            given.map((entry, index) => () => {
                const secret = namesSecret(textOf(valueAt(entry, "name"))) && !isOn(valueAt(entry, "isSecret"));
                return secret ? [`${path}.${property}[${index}]`] : [];
            }),
        );
    });
}

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

function free(properties: Props): Facts {
    return generic("registries/tasks", properties);
}

function old(props: Props): Facts {
    return classic("RegistryTask", props);
}

function login(credentials: object): Facts {
    return child("Task", { credentials: { customRegistries: { "contoso.azurecr.io": credentials } } });
}
