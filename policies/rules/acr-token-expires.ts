import { ACR_TYPES, isAcr } from "../acr";
import { child, classic, generic } from "../examples";
import { listOf, recordOf } from "../props";
import { propertyAt, valueAt } from "../property";
import type { Facts, Rule } from "../rule";
import { gather } from "../undecided";

const EXPIRY = "2030-01-31T00:00:00Z";

/** Where a token has passwords and certificates. */
const LISTS = ["credentials.passwords", "credentials.certificates"];

/** Every password of a container registry's token ends one day. */
export const acrTokenExpires: Rule = {
    id: "acr-token-expires",
    title: "A container registry's token has no password or certificate without an end",
    why: "a login that never ends stays valid wherever a copy of it is left",
    severity: "high",
    level: "mandatory",
    fix: "Set expiry on each, in ISO 8601; better, let an Entra identity log in instead of a token.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-token-based-repository-permissions",
    references: ["AP ff05e24e-195c-447e-b322-5e90c9f9f366", "AP a9b426fe-8856-4945-8600-18c5dd1cca2a"],
    appliesTo: ACR_TYPES,
    scope: "resource",
    reads: ["credentials.passwords[0].expiry", "properties.credentials", "password1.expiry"],

    check(resource) {
        return gather(credentialsOf(resource).map((read) => () => read().filter(isEndless).map(formatPath)));
    },

    good: [
        {
            title: "an end",
            resources: [child("Token", { credentials: { passwords: [{ name: "password1", expiry: EXPIRY }] } })],
        },
        { title: "no passwords of its own", resources: [child("Token", { status: "enabled" })] },
        {
            title: "an end, free-form",
            resources: [
                generic("registries/tokens", {
                    credentials: { certificates: [{ name: "certificate1", expiry: EXPIRY }] },
                }),
            ],
        },
        { title: "an end, classic", resources: [classic("TokenPassword", { password1: { expiry: EXPIRY } })] },
    ],
    bad: [
        {
            title: "a password without",
            resources: [child("Token", { credentials: { passwords: [{ name: "password1" }] } })],
            violation: "credentials.passwords[0].expiry is not set.",
        },
        {
            title: "the second password without",
            resources: [
                child("Token", {
                    credentials: {
                        passwords: [
                            { name: "password1", expiry: EXPIRY },
                            { name: "password2", expiry: "" },
                        ],
                    },
                }),
            ],
            violation: "credentials.passwords[1].expiry is not set.",
        },
        {
            title: "a certificate without, free-form",
            resources: [generic("registries/tokens", { credentials: { certificates: [{ name: "certificate1" }] } })],
            violation: "properties.credentials.certificates[0].expiry is not set.",
        },
        {
            title: "classic",
            resources: [classic("TokenPassword", { password1: {} })],
            violation: "password1.expiry is not set.",
        },
    ],
};

/** A password or certificate with its path. */
interface Credential {
    readonly path: string;
    readonly value: unknown;
}

function credentialsOf(resource: Facts): readonly (() => readonly Credential[])[] {
    if (isAcr(resource, "tokens")) {
        return LISTS.map((arm) => propertyAt(resource, { arm })).flatMap(({ path, value }) =>
            listOf(value).map((inner, index) => () => [{ path: `${path}[${index}]`, value: inner }]),
        );
    }
    return isAcr(resource, "tokenpasswords")
        ? ["password1", "password2"]
              .filter((path) => path in recordOf(resource.props))
              .map((path) => () => [{ path, value: resource.props[path] }])
        : [];
}

function isEndless({ value }: Credential): boolean {
    return (valueAt(value, "expiry") ?? "") === "";
}

function formatPath({ path }: Credential): string {
    return `${path}.expiry is not set.`;
}
