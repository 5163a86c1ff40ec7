import { facts } from "../facts";
import { AWSX_IMAGE, BUILD_IMAGE, buildProperties, BUILT_TYPES, DOCKER_IMAGE, type BuildProperty } from "../image-builds";
import { listOf, recordOf, textOf } from "../props";
import type { Facts, Props, Rule } from "../rule";
import { secretSign } from "../secret-sign";
import { gather } from "../undecided";

const ARGUMENTS = { build: ["buildArgs"], docker: ["build.args"], awsx: ["args"] };

/** A token of GitHub by its form. */
const TOKEN = `ghp_${"a1B2c3".repeat(6)}`;

/** Build arguments hold no secrets. */
export const imageNoSecretBuildArgs: Rule = {
    id: "image-no-secret-build-args",
    title: "An image is built without secrets among its build arguments",
    why: "build arguments are kept in the state in clear, and in the image's history for all who pull it",
    severity: "critical",
    level: "mandatory",
    fix:
        "Hand the secret on by secrets, and read it with RUN --mount=type=secret; change the secret if it was ever used. " +
        "Name arguments that everybody may see in the setting publicNames.",
    url: "https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/",
    references: ["DS-0031"],
    appliesTo: BUILT_TYPES,
    scope: "resource",
    reads: ["buildArgs", "buildArgs.CONFIG", "build.args", "args"],
    settings: {
        publicNames: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Names of build arguments that look like secrets and are none, in any case.",
        },
    },

    check(resource, { settings }) {
        const names = listOf(settings["publicNames"]).map((name) => textOf(name).toLowerCase());
        return gather(buildProperties(resource, ARGUMENTS).map((property) => () => secretsIn(property, names)));
    },

    good: [
        {
            title: "versions and switches",
            resources: [image({ NODE_VERSION: "22", CACHE_KEY: "web", HTTPS_PROXY: "http://proxy.contoso.com:3128" })],
        },
        { title: "no arguments", resources: [facts(BUILD_IMAGE, { push: true })] },
        { title: "what tells where a secret is", resources: [image({ NPM_TOKEN_FILE: "/run/secrets/npm", SECRET_NAME: "npm", PAYMENT_SECRET_ARN: "arn:…" })] },
        { title: "what is public", resources: [image({ SIGNING_PUBLIC_KEY: "age1…", GPG_KEY: "7169605F62C751356D054A26A821E680E5FA6305" })] },
        { title: "what front ends ship", resources: [image({ NEXT_PUBLIC_MAPS_API_KEY: "pk.contoso", VITE_AUTH_TOKEN: "anonymous" })] },
        { title: "a switch, a number, nothing", resources: [image({ AUTH: "true", MAX_TOKENS: "4096", NPM_TOKEN: "" })] },
        { title: "a digest", resources: [image({ BASE: `nginx:1.29@sha256:${"0a".repeat(32)}`, INTEGRITY: `sha512-${"aB3/".repeat(21)}aB==` })] },
        { title: "the time of the commit", resources: [image({ SOURCE_DATE_EPOCH: "1769860800" })] },
        { title: "secrets that are handed on as such", resources: [facts(BUILD_IMAGE, { secrets: { NPM_TOKEN: TOKEN } })] },
        {
            title: "a name that is known to be public",
            resources: [image({ Widget_Key: "contoso-widget" })],
            settings: { publicNames: ["WIDGET_KEY"] },
        },
        { title: "the docker package", resources: [facts(DOCKER_IMAGE, { build: { args: { NODE_VERSION: "22" } } })] },
        { title: "the docker package, which only pushes", resources: [facts(DOCKER_IMAGE, { imageName: "web:1.4.2" })] },
        { title: "awsx", resources: [facts(AWSX_IMAGE, { args: { NODE_VERSION: "22" } })] },
        { title: "awsx without its arguments, whose child tells", resources: [facts(AWSX_IMAGE)] },
    ],
    bad: [
        { title: "a token", resources: [image({ NPM_TOKEN: "a b c" })], violation: named("buildArgs.NPM_TOKEN") },
        { title: "a password", resources: [image({ dbPassword: "…" })], violation: named("buildArgs.dbPassword") },
        { title: "a key", resources: [image({ DEPLOY_KEY: "…" })], violation: named("buildArgs.DEPLOY_KEY") },
        { title: "a secret, whatever ships it", resources: [image({ VITE_CLIENT_SECRET: "…" })], violation: named("buildArgs.VITE_CLIENT_SECRET") },
        {
            title: "a token by its form",
            resources: [image({ CONFIG: TOKEN })],
            violation: "buildArgs.CONFIG holds what looks like a token of GitHub.",
        },
        {
            title: "a token of many lines",
            resources: [image({ CONFIG: `registry=https://npm.contoso.com\n//npm.contoso.com/:_authToken=abc\n` })],
            violation: "buildArgs.CONFIG holds what looks like a password of an .npmrc.",
        },
        {
            title: "a proxy with a password",
            resources: [image({ HTTPS_PROXY: "http://build:hunter2@proxy.contoso.com:3128" })],
            violation: "buildArgs.HTTPS_PROXY holds what looks like a URL with a password.",
        },
        {
            title: "a name that is no name",
            resources: [image({ "GIT=x TOKEN": "…" })],
            violation: named("A name in buildArgs"),
        },
        {
            title: "the docker package",
            resources: [facts(DOCKER_IMAGE, { build: { args: { GITHUB_PAT: "…" } } })],
            violation: named("build.args.GITHUB_PAT"),
        },
        { title: "awsx", resources: [facts(AWSX_IMAGE, { args: { API_KEY: "…" } })], violation: named("args.API_KEY") },
    ],
};

function secretsIn({ path, read }: BuildProperty, publicNames: readonly string[]): readonly string[] {
    const given = recordOf(read());
    const names = Object.keys(given).filter((name) => !publicNames.includes(name.toLowerCase()));
    return gather(names.map((name) => () => judgeArgument(`${path}.${name}`, name, given)));
}

function judgeArgument(path: string, name: string, given: Props): readonly string[] {
    const sign = secretSign(name, () => given[name]);
    const shown = /^\w+$/.test(name) ? path : `A name in ${path.slice(0, -name.length - 1)}`;
    return sign === undefined ? [] : [`${shown} ${sign}.`];
}

function named(path: string): string {
    return `${path} is named like a secret.`;
}

function image(buildArgs: Props): Facts {
    return facts(BUILD_IMAGE, { push: true, buildArgs });
}
