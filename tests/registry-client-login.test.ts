import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findLogin } from "../registry-client/login";
import { withRegistries } from "../registry-client/session";
import type { LocalServices } from "../toolchain/local-services";
import { FakePrograms } from "./fake-programs";

const ACR = "contoso.azurecr.io";
const ECR = "012345678901.dkr.ecr.eu-central-1.amazonaws.com";
const AZ = { prints: JSON.stringify({ accessToken: "the-token", loginServer: ACR }), says: "WARNING: this command logs in" };

describe("the login of a registry", () => {
    let fakes: FakePrograms;

    beforeEach(() => (fakes = new FakePrograms()));

    afterEach(() => fakes.remove());

    const auths = { [ACR]: { auth: "dXNlcjpwYXNz" } };
    const rows: [string, string, (on: FakePrograms) => void, { from: RegExp; secret?: [string, string]; tried?: RegExp }][] = [
        ["the program for this host, before the cloud's own", ACR, (on) => {
            on.docker({ credHelpers: { [ACR]: "mine" }, auths });
            on.program("docker-credential-mine", {});
            on.program("az", AZ);
        }, { from: /^docker-credential-mine \(credHelpers of .*config\.json\)$/ }],
        ["nobody where that program is missing", ACR, (on) => on.docker({ credHelpers: { [ACR]: "mine" } }), { from: /^nobody/, tried: /^docker-credential-mine \(.*\) is not on PATH$/ }],
        ["Azure's program before what docker knows", ACR, (on) => {
            on.docker({ auths });
            on.program("az", AZ);
        }, { from: /^az$/, secret: ["00000000-0000-0000-0000-000000000000", "the-token"] }],
        ["what docker knows where Azure's program fails", ACR, (on) => {
            on.docker({ auths });
            on.program("az", { says: "ERROR: Please run 'az login' to setup account.", code: 1 });
        }, { from: /^auths of /, tried: /^az acr login: ERROR: Please run 'az login' to setup account\.$/ }],
        ["what docker knows where Azure's program is missing", ACR, (on) => on.docker({ auths }), { from: /^auths of /, tried: /^az is not on PATH$/ }],
        ["nobody where Azure's program prints something else", ACR, (on) => on.program("az", { prints: "{}" }), { from: /^nobody/, tried: /^az acr login: what it printed cannot be read; .* has no login for it$/ }],
        ["the program for all hosts", "ghcr.io", (on) => {
            on.docker({ credsStore: "all", auths: { "ghcr.io": {} } });
            on.program("docker-credential-all", {});
        }, { from: /^docker-credential-all \(credsStore of / }],
        ["AWS' program", ECR, (on) => on.program("aws", { prints: "the-password\n" }), { from: /^aws$/, secret: ["AWS", "the-password"] }],
        ["AWS' program for ECR Public", "public.ecr.aws", (on) => on.program("aws", { prints: "the-password" }), { from: /^aws$/, secret: ["AWS", "the-password"] }],
        ["nobody at any other host", "ghcr.io", () => undefined, { from: /^nobody: no login is sent$/, tried: /config\.json has no login for it$/ }],
        ["nobody where docker's file cannot be read", "ghcr.io", (on) => on.docker("{"), { from: /^nobody/ }],
    ];
    for (const [title, host, set, want] of rows) {
        it(`is ${title}`, async () => {
            set(fakes);
            const { from, secret, tried } = await findLogin(host, undefined, fakes.env);
            assert.match(from, want.from);
            assert.deepEqual(secret && [secret.user, secret.pass], want.secret);
            assert.match(tried.join("; "), want.tried ?? /^(.*has no login for it)?$/);
        });
    }

    it("is asked of the clouds' programs for the right registry", async () => {
        fakes.program("az", AZ);
        fakes.program("aws", { prints: "x" });
        await findLogin("contoso-abc123.azurecr.cn", undefined, fakes.env);
        await findLogin(ECR, undefined, fakes.env);
        await findLogin("public.ecr.aws", undefined, fakes.env);
        assert.equal(fakes.words("az"), "acr login --name contoso --expose-token --output json");
        assert.equal(fakes.words("aws"), "ecr get-login-password --region eu-central-1\necr-public get-login-password --region us-east-1");
    });

    /** What regctl is given for a host. */
    async function written(host: string, services?: LocalServices): Promise<unknown> {
        const { hosts } = await withRegistries([host, host], { regctl: "/none", services, env: fakes.env }, ({ env }) =>
            Promise.resolve(JSON.parse(readFileSync(env["REGCTL_CONFIG"] ?? "", "utf8")) as { hosts: Record<string, unknown> }));
        return hosts[host];
    }

    it("goes to regctl as a token, too, so that no older one of docker's goes before it", async () => {
        fakes.program("az", AZ);
        assert.deepEqual(await written(ACR), { tls: "enabled", user: "00000000-0000-0000-0000-000000000000", pass: "the-token", token: "the-token" });
        assert.deepEqual(await written("ghcr.io"), { tls: "enabled" });
    });

    it("is this machine's own with its authority", async () => {
        const passwordFile = join(fakes.home, "password");
        const caFile = join(fakes.home, "ca.pem");
        writeFileSync(passwordFile, "secret\n");
        writeFileSync(caFile, "PEM");
        const services = { host: "127.0.0.1:7", username: "pulumi", passwordFile, caFile } as LocalServices;
        assert.deepEqual(await written("127.0.0.1:7", services), { tls: "enabled", regcert: "PEM", user: "pulumi", pass: "secret" });
        assert.deepEqual(await written("127.0.0.1:8", services), { tls: "enabled" });
    });

    it("is in a file for its owner alone, which goes even when the work fails", async () => {
        let file = "";
        const work = withRegistries([ACR], { regctl: "/none", services: undefined, env: fakes.env }, ({ env }) => {
            file = env["REGCTL_CONFIG"] ?? "";
            assert.deepEqual([statSync(file).mode & 0o777, statSync(dirname(file)).mode & 0o777], [0o600, 0o700]);
            throw new Error("it failed");
        });
        await assert.rejects(work, /it failed/);
        assert.ok(file !== "" && !existsSync(dirname(file)));
    });

    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        it(`is nowhere after ${signal}`, async () => {
            const code = `require("./registry-client/session").withRegistries([], { regctl: "/none", env: process.env }, ({ env }) => {
                console.log(env.REGCTL_CONFIG);
                return new Promise((resolve) => setTimeout(resolve, 60_000));
            });`;
            const child = spawn(process.execPath, ["--require", "tsx/cjs", "-e", code], { cwd: join(__dirname, ".."), stdio: ["ignore", "pipe", "inherit"] });
            const [line] = (await once(child.stdout, "data")) as [Buffer];
            const folder = dirname(line.toString().trim());
            assert.ok(existsSync(folder));
            child.kill(signal);
            assert.deepEqual(await once(child, "exit"), [null, signal]);
            assert.ok(!existsSync(folder));
        });
    }
});
