import assert from "node:assert/strict";
import { findClosed, planRetry, readRefreshToken, type LoginOutcome } from "../model/acr/login/login-outcome";
import { formatLoginProblem } from "../model/acr/login/login-problem";

const PATIENCE = { firstMs: 1_000, longestMs: 15_000, networkMs: 30_000, answerMs: 120_000 };

const answer = (status: number, more: Partial<LoginOutcome> = {}): LoginOutcome => ({ status, body: "", ...more });

describe("planRetry()", () => {
    const waits: [title: string, outcome: LoginOutcome, attempt: number, elapsedMs: number, fresh: boolean, waitMs: number | undefined][] = [
        ["waits a little after the first fault", { fault: "ECONNRESET" }, 1, 0, false, 1_000],
        ["waits twice as long each time", { fault: "ECONNRESET" }, 4, 7_000, false, 8_000],
        ["waits no longer than the longest wait", answer(503), 9, 60_000, false, 15_000],
        ["waits as long as it is told", answer(429, { retryAfterMs: 42_000 }), 1, 0, false, 42_000],
        ["waits for a name that is not known yet", { fault: "ENOTFOUND" }, 2, 1_000, false, 2_000],
        ["has less patience with the network", { fault: "ENOTFOUND" }, 6, 29_000, false, undefined],
        ["gives up when the answers took too long", answer(500), 9, 110_000, true, undefined],
        ["does not wait longer than it may", answer(429, { retryAfterMs: 121_000 }), 1, 0, true, undefined],
        ["waits out a refusal after a grant", answer(401), 1, 0, true, 1_000],
        ["waits out a repository that is closed after a grant", answer(200, { closed: "web" }), 1, 0, true, 1_000],
        ["takes a refusal at its word otherwise", answer(401), 1, 0, false, undefined],
        ["takes a closed repository at its word otherwise", answer(200, { closed: "web" }), 1, 0, false, undefined],
        ["takes what is no registry at its word", answer(404), 1, 0, true, undefined],
        ["takes an answer without a token at its word", answer(200), 1, 0, true, undefined],
        ["takes a bad certificate at its word", { fault: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" }, 1, 0, true, undefined],
    ];
    for (const [title, outcome, attempt, elapsedMs, fresh, waitMs] of waits) {
        it(title, () => {
            assert.equal(planRetry(outcome, { attempt, elapsedMs, fresh }, PATIENCE), waitMs);
        });
    }
});

describe("readRefreshToken()", () => {
    it("reads the token of a good answer", () => {
        assert.equal(readRefreshToken(answer(200, { body: '{"refresh_token":"r"}' })), "r");
    });

    const none: [title: string, outcome: LoginOutcome][] = [
        ["a refusal, whatever it holds", answer(401, { body: '{"refresh_token":"r"}' })],
        ["an empty token", answer(200, { body: '{"refresh_token":""}' })],
        ["another type", answer(200, { body: '{"refresh_token":{}}' })],
        ["JSON that is no object", answer(200, { body: "null" })],
        ["no JSON", answer(200, { body: "{" })],
        ["a fault", { fault: "ECONNRESET" }],
    ];
    for (const [title, outcome] of none) {
        it(`finds none in ${title}`, () => {
            assert.equal(readRefreshToken(outcome), undefined);
        });
    }
});

describe("findClosed()", () => {
    const encode = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.sig`;
    const bodyOf = (token: string) => JSON.stringify({ access_token: token });
    const access = (...entries: [name: string, actions: string[]][]) =>
        bodyOf(encode({ access: entries.map(([name, actions]) => ({ type: "repository", name, actions })) }));

    const cases: [title: string, body: string, closed: string | undefined][] = [
        ["none where all may be pushed to", access(["a", ["pull", "push"]], ["b", ["push"]]), undefined],
        ["none where everything is allowed", access(["a", ["*"]], ["b", ["*"]]), undefined],
        ["one that may only be pulled", access(["a", ["push"]], ["b", ["pull"]]), "b"],
        ["one that is not mentioned", access(["b", ["push"]]), "a"],
        ["the first where there is no access at all", access(), "a"],
        ["none in a token that does not say", bodyOf(encode({ sub: "x" })), undefined],
        ["none in a token that is no JWT", bodyOf("opaque"), undefined],
        ["none in no token", "{}", undefined],
    ];
    for (const [title, body, closed] of cases) {
        it(`finds ${title}`, () => {
            assert.equal(findClosed(body, ["a", "b"]), closed);
        });
    }
});

describe("formatLoginProblem()", () => {
    const format = (outcome: LoginOutcome, secrets: string[] = [], attempt = 1) =>
        formatLoginProblem({ host: "contoso.azurecr.io", tenant: "t", outcome, attempt, secrets });

    const advised: [title: string, outcome: LoginOutcome, pattern: RegExp][] = [
        ["a private endpoint for a name that is not known", { fault: "ENOTFOUND" }, /\(ENOTFOUND\); its name is not known here: .*privatelink\.azurecr\.io/],
        ["the same where the resolver is silent", { fault: "EAI_AGAIN" }, /private endpoint/],
        ["proxies for any other fault", { fault: "UND_ERR_CONNECT_TIMEOUT" }, /HTTPS_PROXY and NO_PROXY/],
        ["the authority of a proxy for a bad certificate", { fault: "SELF_SIGNED_CERT_IN_CHAIN" }, /NODE_EXTRA_CA_CERTS/],
        ["the role for 401", answer(401), /AcrPush on the registry, or Container Registry Repository Writer where permissions is abac, .*it is "t" now/],
        ["the role for 403", answer(403), /AcrPush/],
        ["the network for 403 with an address", answer(403, { body: "client with IP '192.0.2.1' is not allowed access" }), /network is closed to this machine/],
        ["another time for 503", answer(503), /run it again later/],
        ["a look at the host for 404", answer(404), /check that it is an Azure Container Registry/],
    ];
    for (const [title, outcome, pattern] of advised) {
        it(`advises ${title}`, () => {
            assert.match(format(outcome), pattern);
        });
    }

    it("is one line, that names the host and what came", () => {
        assert.equal(
            format(answer(503, { body: "busy\n  now" }), [], 3),
            'Cannot log in to "contoso.azurecr.io" with the Entra token of whoever deploys: it answers 503 (busy now), the last of 3 tries; the registry is busy: run it again later',
        );
    });

    it("joins the registry's own messages", () => {
        const body = JSON.stringify({ errors: [{ code: "A", message: "one", detail: "left out" }, { message: "two" }] });
        assert.match(format(answer(401, { body })), /answers 401 \(A: one; two\)/);
    });

    const shown: [title: string, body: string][] = [
        ["a secret", "token=hush-hush"],
        ["a secret that would be cut", `${"x".repeat(235)}hush-hush`],
        ["any JWT", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJodXNoLWh1c2gifQ.aHVzaA"],
        ["the start of one", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJodX"],
    ];
    for (const [title, body] of shown) {
        it(`does not show ${title}`, () => {
            const line = format(answer(400, { body }), ["hush-hush"]);
            assert.doesNotMatch(line, /hush|eyJ/);
            assert.match(line, /\[tok/);
        });
    }
});
