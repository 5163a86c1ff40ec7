import assert from "node:assert/strict";
import { findCallerProblem, findForeignRepository } from "../model/ecr/account-problem";
import { explainAwsFailure, formatLoginProblem } from "../model/ecr/login-problem";

const HOST = "111122223333.dkr.ecr.eu-central-1.amazonaws.com";
const wrap = (text: string) =>
    new Error(`invocation of aws:ecr/getAuthorizationToken:getAuthorizationToken returned an error: invoking aws:ecr/getAuthorizationToken:getAuthorizationToken: 1 error occurred:\n\t* ${text}\n\n`);
const api = (text: string) =>
    wrap(`reading ECR Authorization Token: operation error ECR: GetAuthorizationToken, https response error StatusCode: 400, RequestID: 6a, api error ${text}`);

describe("explainAwsFailure()", () => {
    const causes: [title: string, error: unknown, came: string, advice: RegExp][] = [
        ["a login that IAM does not allow", api("AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/dev/alice is not authorized to perform: ecr:GetAuthorizationToken on resource: *"),
            "AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/dev/alice", /identity policy of theirs allow ecr:GetAuthorizationToken on the resource \*: no policy of a repository can$/],
        ["a public login that lacks the bearer token", api("AccessDeniedException: User: arn:aws:iam::111122223333:user/a is not authorized to perform: sts:GetServiceBearerToken on resource: *"),
            "AccessDeniedException", /allow sts:GetServiceBearerToken on/],
        ["a login that is denied", api("AccessDeniedException: User: a is not authorized to perform: ecr:GetAuthorizationToken on resource: * with an explicit deny in a service control policy"),
            "AccessDeniedException", /a policy denies it/],
        ["an SSO session that has ended", wrap("Failed to refresh cached SSO credentials.\nPlease refresh SSO login."),
            "invoking aws:ecr/getAuthorizationToken:getAuthorizationToken: 1 error occurred: * Failed to refresh", /run `aws sso login`/],
        ["an SSO session in the words of the SDK", new Error("failed to refresh cached credentials, the SSO session has expired or is invalid"),
            "failed to refresh", /run `aws sso login`/],
        ["no region", new Error("Missing region information\nMake sure you have set your AWS region"), "Missing region", /set a region by `pulumi config set aws:region`/],
        ["no credentials", new Error("No valid credential sources found.\nPlease see …"), "No valid credential", /there are none: run `aws sso login`/],
        ["an expired token", api("ExpiredTokenException: The security token included in the request is expired"),
            "ExpiredTokenException", /they have expired: log in again/],
        ["credentials that the region does not know", api("UnrecognizedClientException: The security token included in the request is invalid."),
            "UnrecognizedClientException", /AWS does not know them in me-south-1: .*enabled for the account/],
        ["a region that is none", wrap("dial tcp: lookup api.ecr.me-south-1.amazonaws.com: no such host"), "invoking", /check that "me-south-1" is a region of AWS, and the network/],
        ["too many requests", api("ThrottlingException: Rate exceeded"), "ThrottlingException: Rate exceeded; ", /AWS is busy/],
        ["an error that the service has a type for", wrap("operation error ECR: GetAuthorizationToken, https response error StatusCode: 500, RequestID: 6a, ServerException: try later"),
            "ServerException: try later; ", /check with/],
        ["anything else", "what is this", "what is this; ", /check with `aws sts get-caller-identity`/],
    ];
    for (const [title, error, came, advice] of causes) {
        it(`says what came and what to do for ${title}`, () => {
            const text = explainAwsFailure(error, { region: "me-south-1" });
            assert.ok(text.startsWith(came), text);
            assert.match(text, advice);
            assert.doesNotMatch(text, /[\n\t]|RequestID|returned an error/);
        });
    }

    it("shows no more than a few lines", () => {
        assert.match(explainAwsFailure("x".repeat(5_000)), /^x{300} …; check/);
    });
});

describe("formatLoginProblem()", () => {
    it("names the registry", () => {
        assert.match(formatLoginProblem(HOST, new Error("no such host")), /^Cannot log in to "111122223333\.dkr\S+" with the AWS credentials of whoever deploys: no such host; check the region's name/);
    });
});

describe("findCallerProblem()", () => {
    const arn = "arn:aws:iam::444455556666:user/alice";

    it("takes credentials of the account", () => {
        assert.equal(findCallerProblem("444455556666", { accountId: "444455556666", arn }), undefined);
    });

    it("refuses those of another one", () => {
        assert.match(findCallerProblem("111122223333", { accountId: "444455556666", arn }) ?? "",
            /^Cannot deploy to the account "111122223333" as "arn:aws:iam::444455556666:user\/alice": it is of the account "444455556666"; /);
    });
});

describe("findForeignRepository()", () => {
    it("takes a repository of the account", () => assert.equal(findForeignRepository("111122223333", "web", "111122223333"), undefined));

    it("refuses one of another account", () => {
        assert.match(findForeignRepository("111122223333", "web", "444455556666") ?? "", /^Cannot use "web" .* made it in "444455556666"; take another stack/);
    });
});
