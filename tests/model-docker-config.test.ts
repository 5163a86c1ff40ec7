import assert from "node:assert/strict";
import { parseConfig } from "../model/config";
import { mergeCredHelpers } from "../model/cred-helpers";
import { listLoginHosts, type LoginHost } from "../model/docker-config";
import { formatProblem } from "../model/problem";

const ECR = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

const acr = (keys: object) => ({ kind: "acr", name: "Contoso", resourceGroup: "rg", location: "westeurope", ...keys });
const ecr = (keys: object = {}) => ({ kind: "ecr", account: "123456789012", region: "eu-central-1", ...keys });

describe("listLoginHosts()", () => {
    const good: [title: string, registry: unknown, want: string[]][] = [
        ["nothing of a local registry", { kind: "local", host: "registry.example.com" }, []],
        ["a registry of Azure", acr({}), ["contoso.azurecr.io acr-env"]],
        ["one in Azure China", acr({ location: "China North 3" }), ["contoso.azurecr.cn acr-env"]],
        ["one in Azure Government", acr({ location: "usgovvirginia" }), ["contoso.azurecr.us acr-env"]],
        ["no program where it would have to ask for other tokens", acr({ armTokens: false }), ["contoso.azurecr.io -"]],
        ["a private registry of AWS", ecr(), [`${ECR} ecr-login`]],
        ["one in China", ecr({ region: "cn-north-1" }), ["123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn ecr-login"]],
        [
            "the copies in other regions and accounts, each once",
            ecr({ replication: [{ to: [{ region: "eu-west-1" }, { region: "eu-central-1", account: "210987654321" }] }, { to: [{ region: "eu-west-1" }], prefixes: ["a/"] }] }),
            [`${ECR} ecr-login`, "123456789012.dkr.ecr.eu-west-1.amazonaws.com ecr-login", "210987654321.dkr.ecr.eu-central-1.amazonaws.com ecr-login"],
        ],
        ["the public registry of AWS", { kind: "ecr-public", account: "123456789012" }, ["public.ecr.aws ecr-login"]],
        ["two clouds", [acr({}), ecr()], ["contoso.azurecr.io acr-env", `${ECR} ecr-login`]],
    ];
    for (const [title, registry, want] of good) {
        it(`has ${title}`, () => {
            const { registries, problems } = parseConfig({ registry, images: {} });
            assert.deepEqual(problems.map(formatProblem), []);
            const hosts = listLoginHosts(registries.map(({ spec }) => spec));
            assert.deepEqual(hosts.map(({ host, program = "-" }) => `${host} ${program}`), want);
        });
    }
});

const A: LoginHost = { host: ECR, cloud: "aws", program: "ecr-login" };
const B: LoginHost = { host: "contoso.azurecr.io", cloud: "azure", program: "acr-env" };

const merge = (text: string, ...hosts: LoginHost[]) => mergeCredHelpers({ name: "config.json", text }, hosts);

describe("mergeCredHelpers()", () => {
    const fresh = `{\n\t"credHelpers": {\n\t\t"${ECR}": "ecr-login"\n\t}\n}\n`;
    const good: [title: string, before: string, after: string][] = [
        ["makes a file", "", fresh],
        ["fills an empty file", " \n", fresh],
        ["fills an empty map", "{}", fresh.slice(0, -1)],
        ["fills an empty map of several lines", "{\n}\n", fresh],
        [
            "comes behind all else, as far in as it",
            '{\n  "auths": {"ghcr.io": {"auth": "eA=="}},\n  "credsStore": "desktop"\n}',
            `{\n  "auths": {"ghcr.io": {"auth": "eA=="}},\n  "credsStore": "desktop",\n  "credHelpers": {\n    "${ECR}": "ecr-login"\n  }\n}`,
        ],
        [
            "comes behind other entries",
            '{"credHelpers": {\n    "gcr.io": "gcloud",\n    "x": "y"\n  }, "z": 1}',
            `{"credHelpers": {\n    "gcr.io": "gcloud",\n    "x": "y",\n    "${ECR}": "ecr-login"\n  }, "z": 1}`,
        ],
        ["stays in one line", '{"a":1}', `{"a":1,"credHelpers":{"${ECR}":"ecr-login"}}`],
        ["stays in one line with spaces", '{ "a": [{}] }', `{ "a": [{}], "credHelpers": { "${ECR}": "ecr-login" } }`],
        ["keeps ends of lines", '{\r\n\t"a": 1\r\n}\r\n', `{\r\n\t"a": 1,\r\n\t"credHelpers": {\r\n\t\t"${ECR}": "ecr-login"\r\n\t}\r\n}\r\n`],
        ["fills entries that are empty", '{\n\t"credHelpers": {},\n\t"a": 1\n}', `{\n\t"credHelpers": {\n\t\t"${ECR}": "ecr-login"\n\t},\n\t"a": 1\n}`],
        ["fills entries that are null", '{\n\t"credHelpers": null\n}', `{\n\t"credHelpers": {\n\t\t"${ECR}": "ecr-login"\n\t}\n}`],
        [
            "keeps what a program that writes JSON loses",
            '{"b":12345678901234567890,"2":1.0,"1":"\\u0041\\/","a":{"x":1,"x":2},"q":"\\"},{"}',
            `{"b":12345678901234567890,"2":1.0,"1":"\\u0041\\/","a":{"x":1,"x":2},"q":"\\"},{","credHelpers":{"${ECR}":"ecr-login"}}`,
        ],
        [
            "looks for the key at the top alone",
            '{"plugins":{"credHelpers":{"x":"y"}},"psFormat":"credHelpers"}',
            `{"plugins":{"credHelpers":{"x":"y"}},"psFormat":"credHelpers","credHelpers":{"${ECR}":"ecr-login"}}`,
        ],
        ["reads a key with signs that are escaped", '{"cred\\u0048elpers":{"x":"y"}}', `{"cred\\u0048elpers":{"x":"y","${ECR}":"ecr-login"}}`],
    ];
    for (const [title, before, after] of good) {
        it(title, () => {
            const { text, added, kept } = merge(before, A);
            assert.equal(text, after);
            assert.deepEqual({ added, kept }, { added: [ECR], kept: [] });
            assert.equal((JSON.parse(text) as { credHelpers: Record<string, string> }).credHelpers[ECR], "ecr-login");
            assert.deepEqual(merge(text, A), { text, added: [], kept: [], unread: [] });
        });
    }

    it("puts in several, and leaves out hosts without a program", () => {
        const { text, added } = merge('{"credHelpers":{"x":"y"}}', A, B, { host: "other.azurecr.io", cloud: "azure" });
        assert.equal(text, `{"credHelpers":{"x":"y","${ECR}":"ecr-login","contoso.azurecr.io":"acr-env"}}`);
        assert.deepEqual(added, [ECR, "contoso.azurecr.io"]);
    });

    it("keeps another program for the same host, and names it", () => {
        const before = `{"credHelpers":{"${ECR}":"company"}}`;
        assert.deepEqual(merge(before, A), { text: before, added: [], kept: [{ host: ECR, program: "company" }], unread: [] });
        assert.deepEqual(merge(before, A, B).added, ["contoso.azurecr.io"]);
    });

    it("names logins that docker reads no more, in each of their spellings", () => {
        const login = '{"auth":"eA=="}';
        const before = `{"auths":{"${ECR}":${login},"https://${ECR}/v1/":${login},"contoso.azurecr.io":{},"ghcr.io":${login},"x.${ECR}":${login}}}`;
        assert.deepEqual(merge(before, A, B).unread, [ECR, `https://${ECR}/v1/`]);
    });

    const bad: [title: string, text: string, want: RegExp][] = [
        ["no JSON", '{"auths": {', /config\.json: required is a JSON object, as docker writes it; it is now no JSON$/],
        ["comments", '{"a": 1} // x', /it is now no JSON$/],
        ["a list", "[]", /it is now a list$/],
        ["null", "null", /it is now null$/],
        ["a text, without telling it", '"hunter2"', /it is now a string$/],
        ["entries that are a list", '{"credHelpers": []}', /config\.json: credHelpers: required is a map from hosts to programs; it is now a list$/],
        ["an entry that is no text", '{"credHelpers": {"x": 1}}', /config\.json: credHelpers\["x"\]: required is a text.*; it is now a number$/],
        ["the key twice", '{"credHelpers": {}, "credHelpers": {}}', /required is the key credHelpers once at most.*now credHelpers, credHelpers$/],
        ["the key in another case, which docker takes too", '{"credhelpers": {}}', /it is now credhelpers$/],
    ];
    for (const [title, text, want] of bad) {
        it(`refuses ${title}`, () => {
            assert.throws(() => merge(text, A), (error) => error instanceof Error && error.name === "ConfigError" && want.test(error.message) && !error.message.includes("hunter2"));
        });
    }
});
