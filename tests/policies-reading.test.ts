import assert from "node:assert/strict";
import { purgesOf } from "../policies/acr-task";
import { facts } from "../policies/facts";
import { isSet, propertyAt } from "../policies/property";
import { namesSecret } from "../policies/secret-name";
import { EXEMPT_STACKS, inExemptStack, inJudgedStack } from "../policies/stacks";
import { allHold, anyHolds, gather, UndecidedError } from "../policies/undecided";

const unknown = (): never => {
    throw new UndecidedError("unknown");
};
const yes = () => true;
const no = () => false;

describe("conditions of which some are not known", () => {
    it("hold all if none fails, and fail with one that does", () => {
        assert.equal(allHold(yes, yes), true);
        assert.equal(allHold(unknown, no), false);
        assert.equal(allHold(), true);
        assert.throws(() => allHold(yes, unknown), UndecidedError);
    });

    it("hold with one that does, and fail if all do", () => {
        assert.equal(anyHolds(unknown, yes), true);
        assert.equal(anyHolds(no, no), false);
        assert.equal(anyHolds(), false);
        assert.throws(() => anyHolds(unknown, no), UndecidedError);
    });

    it("give what is found, and do not hide a mistake", () => {
        assert.deepEqual(gather([() => [1], unknown, () => [2, 3]]), [1, 2, 3]);
        assert.throws(() => gather([() => [], unknown]), UndecidedError);
        const mistaken = () => {
            throw new TypeError("a mistake");
        };
        assert.throws(() => gather([() => [1], mistaken]), TypeError);
    });
});

describe("namesSecret()", () => {
    const good = [
        "NPM_TOKEN",
        "dbPassword",
        "api-key",
        "API_KEY",
        "apiKey",
        "ACCESS_KEY",
        "ssh_private_key",
        "SECRET",
        "clientSecret",
        "GITHUB_PAT",
        "SAS",
        "connectionString",
        "npmtoken",
        "PASSWD",
        "storage.account.key",
        "registry_credentials",
    ];
    const bad = [
        "NODE_VERSION",
        "PATH",
        "PATTERN",
        "PUBLIC_KEY",
        "TOKEN_URL",
        "SECRET_NAME",
        "KEY_ID",
        "CACHE_KEY",
        "tokenizer",
        "MONKEY",
        "compat",
        "TAG",
        "",
        "PASSWORD_FILE",
        "SASS_DIR",
    ];

    for (const name of good) {
        it(`takes ${name} for a secret`, () => assert.equal(namesSecret(name), true));
    }

    for (const name of bad) {
        it(`does not take ${name || "nothing"} for a secret`, () => assert.equal(namesSecret(name), false));
    }
});

describe("purgesOf()", () => {
    const task = (text: string) =>
        facts("azure-native:containerregistry:Task", {
            step: { encodedTaskContent: Buffer.from(text).toString("base64") },
        });
    const table: readonly (readonly [string, string, readonly string[]])[] = [
        ["a command", "steps:\n  - cmd: acr purge --ago 1d", [" --ago 1d"]],
        ["its image", "steps:\n  - cmd: mcr.microsoft.com/acr/acr-cli:0.19 purge --ago 1d", [" --ago 1d"]],
        ["two", "- cmd: acr purge -f a\n- cmd: acr purge -f b", [" -f a\n", " -f b"]],
        ["one before another step", "- cmd: acr purge\n- cmd: tool --filter x", [""]],
        ["none", "- cmd: acr tag list\n- build: -t purge .", []],
    ];

    for (const [title, text, want] of table) {
        it(`finds ${title}`, () => assert.deepEqual(purgesOf(task(text)), want));
    }

    it("finds none in a task without text", () => {
        assert.deepEqual(purgesOf(facts("azure-native:containerregistry:Task", {})), []);
    });
});

describe("names of stacks", () => {
    const stack = (name: string) => facts("type", {}, { stack: name });

    for (const name of ["dev", "contoso-dev", "DEV2", "test", "pr-12", "local", "team/sandbox", "ci_7"]) {
        it(`say that ${name} is for development`, () => assert.equal(inExemptStack(stack(name), {}), true));
    }

    for (const name of ["prod", "devices", "latest", "staging", "protest", "localized", "images"]) {
        it(`do not say that ${name} is for development`, () => assert.equal(inExemptStack(stack(name), {}), false));
    }

    it("say what is for production", () => {
        const names = ["prod", "contoso-prod-we", "Production", "live1", "products", "deliver", "staging"];
        assert.deepEqual(
            names.filter((name) => inJudgedStack(stack(name), {})),
            names.slice(0, 4),
        );
    });

    it("are compared with what is configured", () => {
        assert.equal(inExemptStack(stack("prod"), { exemptStacks: "^p" }), true);
        assert.equal(inJudgedStack(stack("dev"), { stacks: "DEV" }), true);
    });

    it("have the setting's default where nothing is configured", () => {
        const { default: pattern } = EXEMPT_STACKS.exemptStacks;
        assert.equal(inExemptStack(stack("dev"), { exemptStacks: pattern }), true);
    });
});

describe("propertyAt()", () => {
    const place = { arm: "policies.exportPolicy.status", classic: "exportPolicyEnabled" };

    it("reads each family in its own words", () => {
        const value = { exportPolicy: { STATUS: "disabled" } };
        const typed = facts("azure-native:containerregistry:Registry", { Policies: value });
        const generic = facts("azure-native:resources:Resource", { properties: { policies: value } });
        const classic = facts("azure:containerservice/registry:Registry", { exportPolicyEnabled: false });
        assert.deepEqual(propertyAt(typed, place), { path: place.arm, value: "disabled" });
        assert.deepEqual(propertyAt(generic, place), { path: `properties.${place.arm}`, value: "disabled" });
        assert.deepEqual(propertyAt(classic, place), { path: "exportPolicyEnabled", value: false });
        assert.deepEqual(propertyAt(classic, { arm: "sku.name" }), { path: "sku.name", value: undefined });
        assert.deepEqual(
            propertyAt({ ...generic, props: { sku: { name: "Basic" } } }, { arm: "sku.name" }).value,
            "Basic",
        );
    });

    it("takes what is empty for not set", () => {
        const given = (exportPolicyEnabled: unknown) =>
            isSet(facts("azure:containerservice/registry:Registry", { exportPolicyEnabled }), place);
        assert.deepEqual([given(false), given(""), given(null), given(undefined)], [true, false, false, false]);
    });
});
