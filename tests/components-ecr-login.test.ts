import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { requireAccount } from "../components/aws/caller";
import { requestEcrLogin, requestEcrPublicLogin } from "../components/aws/ecr-login";
import { requireLogin, type RegistryCredentials } from "../components/credentials";
import { ACCOUNT, CALLS, HOST, OTHER_ACCOUNT } from "./components-ecr-plans";
import { record, valueOf, type Answers } from "./record";

const GET_TOKEN = "aws:ecr/getAuthorizationToken:getAuthorizationToken";
const GET_PUBLIC_TOKEN = "aws:ecrpublic/getAuthorizationToken:getAuthorizationToken";
const GET_CALLER = "aws:index/getCallerIdentity:getCallerIdentity";

/** What the engine says of a call that AWS refuses. */
const refusal = (text: string) => Object.assign(new Error(), { details: `invocation of aws:a/b:b returned an error: invoking aws:a/b:b: 1 error occurred:\n\t* ${text}` });

const DENIED = `operation error ECR: GetAuthorizationToken, https response error StatusCode: 400, RequestID: 1, api error AccessDeniedException: User: arn:aws:iam::${ACCOUNT}:user/alice is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows it`;

const kinds: [title: string, request: typeof requestEcrLogin, token: string, host: string, asked: object, answer: string][] = [
    ["requestEcrLogin()", requestEcrLogin, GET_TOKEN, HOST, { registryId: ACCOUNT, region: "eu-central-1" }, "ecr-token"],
    ["requestEcrPublicLogin()", requestEcrPublicLogin, GET_PUBLIC_TOKEN, "public.ecr.aws", { region: "us-east-1" }, "public-token"],
];

for (const [title, request, token, host, wanted, answer] of kinds) {
    describe(title, () => {
        it("gives a secret token for where the registry is", async () => {
            const asked: unknown[] = [];
            const calls: Answers = { [token]: (inputs) => {
                asked.push(inputs);
                return CALLS[token]?.(inputs) ?? {};
            } };
            const { result } = await record(async () => {
                const { username, password } = request(pulumi.output(host));
                return { username, password: await valueOf(password), secret: await pulumi.isSecret(password) };
            }, {}, { calls });
            assert.deepEqual(result, { username: "AWS", password: answer, secret: true });
            assert.deepEqual(asked, [wanted]);
        });

        it("asks nobody in a preview, and gives a known secret", async () => {
            const { result } = await record(async () => {
                const credentials = request(new Late("registry").host);
                await requireLogin(credentials);
                return { known: await isKnown(credentials.password), secret: await pulumi.isSecret(credentials.password) };
            }, LATE, { preview: true });
            assert.deepEqual(result, { known: true, secret: true });
        });

        it("waits for what comes before it", async () => {
            const order: string[] = [];
            const made = ({ host: name }: Record<string, unknown>) => {
                order.push(`made ${String(name)}`);
                return {};
            };
            const calls: Answers = { [token]: () => {
                order.push("asked for a token");
                return { password: "token" };
            } };
            await record(async () => {
                const after = [new Late("repository", sleep(50).then(() => "repository"))];
                await valueOf(request(pulumi.output(host), { after }).password);
            }, { "test:index:Late": made }, { calls });
            assert.deepEqual(order, ["made repository", "asked for a token"]);
        });

        it("does not reject where AWS answers none, says once what came, and ends a program that requires it", async () => {
            const calls: Answers = { [token]: () => {
                throw refusal(DENIED);
            } };
            const lines = await errorsOf(async () => {
                const { result } = await record(() => valueOf(request(pulumi.output(host)).password), {}, { calls });
                assert.equal(typeof result, "string");
            });
            assert.equal(lines.length, 1);
            assert.match(String(lines[0]), /Cannot log in to "[a-z0-9.-]+" with the AWS credentials of whoever deploys: AccessDeniedException: User: arn:\S+ is not .*; let an identity policy of theirs allow ecr:GetAuthorizationToken on the resource \*/);
            await errorsOf(() => assert.rejects(record(() => requireLogin(request(pulumi.output(host))), {}, { calls }), (error: Error) =>
                pulumi.RunError.isInstance(error) && /Cannot push any image: there is no login/.test(error.message)));
        });

        it("neither waits nor fails where an update of other targets leaves something unknown", async () => {
            const unknown = pulumi.output({ host: pulumi.unknown }).apply(({ host: late }) => String(late));
            const { result } = await record(async () => {
                const credentials: RegistryCredentials = request(unknown);
                await requireLogin(credentials);
                return pulumi.isSecret(credentials.password);
            }, {});
            assert.equal(result, true);
        });
    });
}

describe("requestEcrLogin()", () => {
    for (const host of ["contoso.azurecr.io", "public.ecr.aws", `${ACCOUNT}.dkr.ecr.nowhere.amazonaws.com`]) {
        it(`refuses ${host} without asking anybody`, async () => {
            const lines = await errorsOf(() => assert.rejects(record(() => requireLogin(requestEcrLogin(pulumi.output(host))), {}), /there is no login/));
            assert.match(lines.join(), new RegExp(`Cannot read "${host}" as the host of a private registry of Amazon ECR: it is not of the form`));
        });
    }
});

const allow = (...accounts: string[]) => ({ "aws:allowedAccountIds": JSON.stringify(accounts) });

describe("requireAccount()", () => {
    for (const [title, config] of [["no account", {}], ["another account", allow(OTHER_ACCOUNT)], ["more accounts", allow(ACCOUNT, OTHER_ACCOUNT)]] as const) {
        it(`refuses a configuration that allows ${title}`, async () => {
            await assert.rejects(record(() => requireAccount(ACCOUNT), {}, { calls: CALLS, config }),
                /Cannot deploy to the account "111122223333" without aws:allowedAccountIds: \["111122223333"\] in the stack's configuration/);
        });
    }

    for (const preview of [false, true]) {
        it(`takes credentials of the account ${preview ? "in a preview" : "in an update"}`, async () => {
            const { resources } = await record(() => requireAccount(ACCOUNT), {}, { calls: CALLS, preview, config: allow(ACCOUNT) });
            assert.deepEqual(resources, []);
        });

        const bad: [title: string, account: string, calls: Answers, want: RegExp][] = [
            ["of another account", OTHER_ACCOUNT, CALLS,
                /Cannot deploy to the account "444455556666" as "arn:aws:sts::111122223333:assumed-role\/dev\/alice": it is of the account "111122223333"; name another profile/],
            ["that have expired", ACCOUNT, { [GET_CALLER]: () => {
                throw refusal("Failed to refresh cached SSO credentials.\nPlease refresh SSO login.");
            } }, /Cannot deploy to the account "111122223333" with the AWS credentials of whoever deploys: .*run `aws sso login`/],
            ["that the provider has refused", ACCOUNT, { [GET_CALLER]: () => {
                throw refusal("AWS account ID not allowed: 444455556666");
            } }, /Cannot deploy to the account "111122223333" as "whoever deploys": it is of the account "444455556666"; name another profile/],
        ];
        for (const [title, account, calls, want] of bad) {
            it(`ends the program with credentials ${title} ${preview ? "in a preview" : "in an update"}`, async () => {
                await assert.rejects(record(() => requireAccount(account), {}, { calls, preview, config: allow(account) }), (error: Error) =>
                    pulumi.RunError.isInstance(error) && want.test(error.message));
            });
        }
    }
});

const LATE: Answers = { "test:index:Late": () => ({}) };

/** A resource whose host is known once it is made. */
class Late extends pulumi.CustomResource {
    declare readonly host: pulumi.Output<string>;

    constructor(name: string, host?: Promise<string>) {
        super("test:index:Late", name, { host });
    }
}

/** Returns what is written as errors meanwhile. */
async function errorsOf(work: () => Promise<unknown>): Promise<string[]> {
    const lines: string[] = [];
    const { error } = console;
    console.error = (line: string) => void lines.push(line);
    try {
        await work();
    } finally {
        console.error = error;
    }
    return lines;
}

function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
    return (output as unknown as { readonly isKnown: Promise<boolean> }).isKnown;
}
