import assert from "node:assert/strict";
import { parseConfig } from "../model/config";
import { planBuilders } from "../model/builder/builder-plan";
import type { Challenge } from "../model/oci/challenge";
import { kindOfAddress } from "../model/road/address-kind";
import { faultOf, type Refusal } from "../model/road/answer-fault";
import { findProxy } from "../model/road/find-proxy";
import { completeSteps, type Finding } from "../model/road/finding";
import { judgePull, judgePush, judgeRepository, type RepositoryFacts } from "../model/road/judge-access";
import { judgeAddresses, type LookedUp } from "../model/road/judge-addresses";
import { judgeCertificate, judgeHandshake, type Certificate } from "../model/road/judge-certificate";
import { judgeChallenge } from "../model/road/judge-challenge";
import { judgeClock } from "../model/road/judge-clock";
import { judgeLimits } from "../model/road/judge-limits";
import { judgeLogin, type LoginFacts } from "../model/road/judge-login";
import { endpointOf, loginKeyOf, repositoryAt } from "../model/oci/docker-hub";
import { judgeName } from "../model/road/judge-name";
import { judgeTags } from "../model/road/judge-tags";
import { listShares } from "../model/road/node-share";
import { allows, readToken, type TokenClaims } from "../model/road/token";

const HOUR = 3_600_000;
const DIGEST = `sha256:${"a".repeat(64)}`;
const there: Refusal = { status: 200, said: "HTTP 200" };
const missing: Refusal = { status: 404, said: "HTTP 404: NAME_UNKNOWN" };
const denied: Refusal = { status: 403, said: "HTTP 403: DENIED" };

/** A finding as one line: its state, what was found, and what is wrong. */
const line = ({ state, found, fault }: Finding) => `${state} ${found}${fault === undefined ? "" : ` [${fault}]`}`;

/** A token as issuers make it, but for its signature. */
const jwt = (claims: object) => ["{}", JSON.stringify(claims), "x"].map((part) => Buffer.from(part).toString("base64url")).join(".");

describe("kindOfAddress()", () => {
    const rows: Readonly<Record<ReturnType<typeof kindOfAddress>, readonly string[]>> = {
        loopback: ["127.0.0.1", "127.9.8.7", "::1", "::ffff:127.0.0.1"],
        private: ["10.0.0.4", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "169.254.1.1", "fd12:3456::1", "fc00::1", "fe80::1%eth0", "::ffff:10.1.2.3"],
        public: ["20.61.97.129", "172.32.0.1", "100.128.0.1", "2603:1020:206:3::1", "64:ff9b::141:6181"],
    };
    for (const [kind, addresses] of Object.entries(rows)) {
        it(`knows what is ${kind}`, () => addresses.forEach((address) => assert.equal(kindOfAddress(address), kind, address)));
    }
});

describe("judgeName()", () => {
    const rows: [string, RegExp][] = [
        ["contoso.azurecr.io", /^ok Azure Container Registry, contoso$/],
        ["contoso-h5abc.azurecr.io", /^ok Azure Container Registry, contoso$/],
        ["abcd.azurecr.io", /^failed no Azure Container Registry has this name: .* \[name-not-resolved\]$/],
        ["my.registry.azurecr.io", /^failed /],
        ["123456789012.dkr.ecr.eu-central-1.amazonaws.com", /^ok Amazon ECR, account 123456789012 in eu-central-1$/],
        ["12345678901.dkr.ecr.eu-central-1.amazonaws.com", /^failed .*12 digits.*\[name-not-resolved\]$/],
        ["123456789012.dkr.ecr.cn-north-1.amazonaws.com", /^failed /],
        ["public.ecr.aws", /^ok Amazon ECR Public$/],
        ["docker.io", /^ok Docker Hub$/],
        ["registry.example.com:5000", /^ok a registry$/],
    ];
    for (const [host, want] of rows) {
        it(`reads ${host}`, () => assert.match(line(judgeName(host, { own: false })), want));
    }

    it("knows this machine's own", () => assert.equal(line(judgeName("127.0.0.1:5000", { own: true })), "ok the registry of this machine"));

    it("knows where Docker Hub answers, and how docker names it", () => {
        assert.deepEqual(["docker.io", "ghcr.io"].map(endpointOf), ["registry-1.docker.io", "ghcr.io"]);
        assert.deepEqual(["docker.io", "ghcr.io"].map(loginKeyOf), ["https://index.docker.io/v1/", "ghcr.io"]);
        assert.deepEqual([repositoryAt("docker.io", "nginx"), repositoryAt("docker.io", "team/web"), repositoryAt("ghcr.io", "web")], ["library/nginx", "team/web", "web"]);
    });
});

describe("judgeAddresses()", () => {
    const rows: [string, Partial<LookedUp>, string][] = [
        ["a public address", { addresses: ["20.61.97.129"], aliases: ["weu.fe.azcr.io"] }, "ok 20.61.97.129: public"],
        ["a private endpoint", { addresses: ["10.1.0.5"], aliases: ["contoso.privatelink.azurecr.io"] }, "ok 10.1.0.5: private, the private endpoint contoso.privatelink.azurecr.io"],
        ["a private address", { addresses: ["10.1.0.5", "10.1.0.6"] }, "ok 10.1.0.5, 10.1.0.6: private"],
        ["a private endpoint that this network does not know", { addresses: ["20.61.97.129"], aliases: ["contoso.privatelink.azurecr.io"] },
            "ok 20.61.97.129: public, though there is a private endpoint (contoso.privatelink.azurecr.io), whose zone is not known here [name-not-resolved]"],
        ["both at once", { addresses: ["10.1.0.5", "20.61.97.129"] }, "ok 10.1.0.5, 20.61.97.129: some private, some public [name-not-resolved]"],
        ["this machine by name", { host: "localhost", addresses: ["127.0.0.1", "::1"] }, "ok 127.0.0.1, ::1: this machine"],
        ["this machine by address", { host: "127.0.0.1", addresses: ["127.0.0.1"] }, "ok 127.0.0.1 is this machine"],
        ["nothing", { fault: "ENOTFOUND" }, "failed contoso.azurecr.io is not known here (ENOTFOUND) [name-not-resolved]"],
        ["nothing, with a proxy", { fault: "ENOTFOUND", byProxy: true }, "unknown contoso.azurecr.io is not known here (ENOTFOUND); the proxy looks it up by itself"],
    ];
    for (const [title, facts, want] of rows) {
        it(`finds ${title}`, () => assert.equal(line(judgeAddresses({ host: "contoso.azurecr.io", addresses: [], aliases: [], byProxy: false, ...facts })), want));
    }
});

describe("judgeCertificate()", () => {
    const good: Certificate = { names: "DNS:*.azurecr.io, DNS:*.geo.azurecr.io", issuer: "Microsoft, Azure RSA 04", until: "Mar 1 10:00:00 2027 GMT", daysLeft: 100, protocol: "TLSv1.3" };
    const rows: [string, Partial<Certificate>, RegExp][] = [
        ["one that is good", {}, /^ok TLSv1\.3, certificate for \*\.azurecr\.io, \*\.geo\.azurecr\.io by Microsoft, Azure RSA 04 until Mar 1 10:00:00 2027 GMT$/],
        ["one that ends soon", { daysLeft: 3.7 }, /^ok .* GMT, in 3 days$/],
        ["one of an unknown authority", { fault: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" }, /^failed .*its authority is not known here: Microsoft.* \[certificate\]$/],
        ["one of itself", { fault: "DEPTH_ZERO_SELF_SIGNED_CERT" }, /^failed .*its authority is not known here/],
        ["one for another name", { fault: "ERR_TLS_CERT_ALTNAME_INVALID" }, /^failed .*it is for another name: DNS:\*\.azurecr\.io/],
        ["one that has ended", { fault: "CERT_HAS_EXPIRED" }, /^failed .*it has ended, Mar 1/],
        ["one that has not begun", { fault: "CERT_NOT_YET_VALID" }, /^failed .*this machine's clock/],
        ["one for many names", { names: "DNS:a, DNS:b, DNS:c, DNS:d, IP Address:127.0.0.1" }, /certificate for a, b, c and 2 more by/],
        ["another fault", { fault: "CERT_REVOKED" }, /^failed the certificate is refused \(CERT_REVOKED\) \[certificate\]$/],
    ];
    for (const [title, facts, want] of rows) {
        it(`judges ${title}`, () => assert.match(line(judgeCertificate({ ...good, ...facts })), want));
    }

    it("tells another protocol from silence", () => {
        assert.match(line(judgeHandshake("10.0.0.7", "ERR_SSL_WRONG_VERSION_NUMBER")), /^failed what answers does not speak TLS.*\[plain-http\]$/);
        assert.match(line(judgeHandshake("localhost", "ERR_SSL_WRONG_VERSION_NUMBER")), /^unknown what answers does not speak TLS, which a registry of this machine need not/);
        assert.match(line(judgeHandshake("localhost", "ECONNRESET")), /^failed no TLS: ECONNRESET \[registry-unreachable\]$/);
    });
});

describe("judgeChallenge()", () => {
    const basic: Challenge = { scheme: "basic" };
    const bearer: Challenge = { scheme: "bearer", realm: "https://contoso.azurecr.io/oauth2/token", service: "contoso.azurecr.io" };
    const rows: [string, Refusal, Challenge | undefined, string][] = [
        ["no login", there, undefined, "ok a registry, which asks for no login"],
        ["a password", { status: 401, said: "" }, basic, "ok a registry, which asks for a password with every request"],
        ["a token", { status: 401, said: "" }, bearer, "ok a registry, which asks for a token of https://contoso.azurecr.io/oauth2/token"],
        ["something unknown", { status: 401, said: "HTTP 401" }, undefined, "failed HTTP 401: no registry answers so [registry-unreachable]"],
        ["a closed network", { status: 403, said: "HTTP 403: DENIED client with IP '203.0.113.7' is not allowed access" }, undefined,
            "failed HTTP 403: DENIED client with IP '203.0.113.7' is not allowed access [network-closed]"],
        ["too many requests", { status: 429, said: "HTTP 429" }, undefined, "failed HTTP 429 [throttled]"],
        ["an outage", { status: 503, said: "HTTP 503" }, undefined, "failed HTTP 503 [server-error]"],
        ["a website", { status: 404, said: "HTTP 404" }, undefined, "failed HTTP 404: no registry answers so [registry-unreachable]"],
        ["no answer", { status: 0, said: "no answer: ECONNRESET" }, undefined, "failed no answer: ECONNRESET: no registry answers so [registry-unreachable]"],
    ];
    for (const [title, answer, challenge, want] of rows) {
        it(`knows ${title}`, () => assert.equal(line(judgeChallenge(answer, challenge)), want));
    }
});

describe("faultOf()", () => {
    const rows: [Refusal, string][] = [
        [{ status: 401, said: "" }, "unauthorized"],
        [{ status: 403, said: "DENIED Your authorization token has expired. Reauthenticate and try again." }, "unauthorized"],
        [denied, "forbidden"],
        [missing, "repository-unknown"],
        [{ status: 500, said: "" }, "server-error"],
        [{ status: 418, said: "" }, "registry-unreachable"],
    ];
    for (const [answer, want] of rows) {
        it(`finds ${want} in ${answer.status} ${answer.said}`, () => assert.equal(faultOf(answer), want));
    }

    it("tells what it is that is not there", () => assert.equal(faultOf(missing, "not-found"), "not-found"));
});

describe("readToken()", () => {
    const access = [{ type: "repository", name: "web", actions: ["pull", "push"] }, { type: "registry", name: "catalog", actions: ["*"] }];
    const rows: [string, string, TokenClaims][] = [
        ["an access token", jwt({ exp: 1_800_000_000, access }), { until: 1_800_000_000_000, access }],
        ["a refresh token", jwt({ exp: 1_800_000_000, permissions: {} }), { until: 1_800_000_000_000 }],
        ["a token that lets nothing", jwt({ exp: 1, access: [] }), { until: 1_000, access: [] }],
        ["a password of ECR", Buffer.from(JSON.stringify({ payload: "x", datakey: "y", version: "2", type: "DATA_KEY", expiration: 1_800_000_000 })).toString("base64"), { until: 1_800_000_000_000 }],
        ["one that only its issuer reads", "djE6dGVhbQ", {}],
        ["a password", "correct horse battery staple", {}],
        ["what is no list", jwt({ access: "all" }), {}],
        ["entries without a name", jwt({ access: [{ type: "repository" }, null, { type: "repository", name: "web", actions: "pull" }] }), { access: [{ type: "repository", name: "web", actions: [] }] }],
    ];
    for (const [title, token, want] of rows) {
        it(`reads ${title}`, () => assert.deepEqual(readToken(token), want));
    }

    it("tells what a token lets, or that it does not tell", () => {
        const claims = readToken(jwt({ access: [...access, { type: "repository", name: "all", actions: ["*"] }] }));
        assert.deepEqual([allows(claims, "web", "push"), allows(claims, "catalog", "pull"), allows(claims, "other", "pull"), allows(claims, "all", "push")], [true, false, false, true]);
        assert.equal(allows({}, "web", "pull"), undefined);
    });
});

describe("judgeLogin()", () => {
    const login: LoginFacts = { from: "az", tried: [], wanted: true, now: 100 * HOUR, answer: "accepted" };
    const rows: [string, Partial<LoginFacts>, string][] = [
        ["one that lives on", { until: 103 * HOUR - 1 }, "ok az, for 2 h more"],
        ["one that says no end", {}, "ok az"],
        ["one with tokens", { until: 103 * HOUR, tokensUntil: 101 * HOUR + 60_000 }, "ok az, for 3 h more; its tokens last 1 h"],
        ["one that has ended", { until: 97 * HOUR, tried: ["az is not on PATH"] }, "failed az: it ended 3 h ago (az is not on PATH) [unauthorized]"],
        ["one that is refused", { answer: { status: 401, said: "HTTP 401: UNAUTHORIZED" }, tried: ["az is not on PATH"] }, "failed az: HTTP 401: UNAUTHORIZED (az is not on PATH) [unauthorized]"],
        ["one that ECR says has ended", { from: "aws", answer: { status: 403, said: "HTTP 403: DENIED Your authorization token has expired." } },
            "failed aws: HTTP 403: DENIED Your authorization token has expired. [unauthorized]"],
        ["one that cannot be read", { fault: "it ended with 1" }, "failed az: it ended with 1 [unauthorized]"],
        ["none, where none is wanted", { wanted: false, answer: undefined }, "ok none is asked for"],
        ["one that nobody was asked about", { answer: undefined }, "unknown az; the registry was not asked, as there is no image to ask about"],
    ];
    for (const [title, facts, want] of rows) {
        it(`judges ${title}`, () => assert.equal(line(judgeLogin({ ...login, ...facts })), want));
    }
});

describe("judgePull(), judgePush() and judgeRepository()", () => {
    const claims = (...actions: string[]): TokenClaims => ({ access: [{ type: "repository", name: "web", actions }] });
    const facts = (more: Partial<RepositoryFacts>): RepositoryFacts => ({ repository: "web", token: undefined, list: { ...there, count: 2 }, manifests: [there], ...more });
    const pulls: [string, Partial<RepositoryFacts>, string][] = [
        ["a manifest was given", {}, "ok yes"],
        ["a token says so too", { token: claims("pull") }, "ok yes, and its token says so"],
        ["only the token says so", { token: claims("pull"), list: missing, manifests: [missing] }, "ok its token says so"],
        ["tags are told, and none of them is wanted", { manifests: [missing] }, "ok yes"],
        ["tags are told", { manifests: [] }, "ok yes"],
        ["tags are not told, but a manifest is given", { list: denied }, "ok yes"],
        ["tags are not told, and no manifest is there", { list: denied, manifests: [missing] }, "unknown nothing is there to be pulled"],
        ["nothing is there", { list: missing, manifests: [missing] }, "unknown nothing is there to be pulled"],
        ["manifests are refused, and tags are told", { manifests: [denied] }, "failed HTTP 403: DENIED [forbidden]"],
        ["the token lets nothing", { token: claims() }, "failed not to this login: its token lets it do nothing here [forbidden]"],
        ["no token was given", { token: { status: 401, said: "HTTP 401: UNAUTHORIZED" } }, "failed HTTP 401: UNAUTHORIZED [forbidden]"],
        ["it is too much", { list: { status: 429, said: "HTTP 429: TOOMANYREQUESTS" }, manifests: [{ status: 429, said: "HTTP 429" }] }, "failed HTTP 429: TOOMANYREQUESTS [throttled]"],
    ];
    for (const [title, more, want] of pulls) {
        it(`says of pulling where ${title}`, () => assert.equal(line(judgePull(facts(more))), want));
    }

    const pushes: [string, Parameters<typeof judgePush>, string][] = [
        ["a token says so", ["web", claims("pull", "push")], "ok its token says so"],
        ["a token says no", ["web", claims("pull")], "failed not to this login: its token lets it pull alone [forbidden]"],
        ["a token is of another repository", ["shop", claims("pull", "push")], "failed not to this login: its token lets it do nothing here [forbidden]"],
        ["no token is given", ["web", { status: 403, said: "HTTP 403" }], "failed HTTP 403 [forbidden]"],
        ["an upload begins and ends", ["web", undefined, { begun: { status: 202, said: "" }, cancelled: { status: 204, said: "" } }], "ok an upload was begun and cancelled, as nothing else tells"],
        ["an upload cannot be cancelled", ["web", {}, { begun: { status: 202, said: "" }, cancelled: { status: 405, said: "" } }],
            "ok an upload was begun, as nothing else tells; it could not be cancelled, and the registry discards it in time"],
        ["an upload is elsewhere", ["web", {}, { begun: { status: 202, said: "" } }], "ok an upload was begun, as nothing else tells; it could not be cancelled, and the registry discards it in time"],
        ["an upload is refused", ["web", {}, { begun: denied }], "failed HTTP 403: DENIED [forbidden]"],
        ["a good login is refused", ["web", {}, { begun: { status: 401, said: "HTTP 401" } }], "failed HTTP 401 [forbidden]"],
        ["nothing was tried", ["web", {}], "unknown not tried: that could make the repository, and nothing else tells"],
    ];
    for (const [title, args, want] of pushes) {
        it(`says of pushing where ${title}`, () => assert.equal(line(judgePush(...args)), want));
    }

    const repositories: [string, Partial<RepositoryFacts>, string][] = [
        ["its tags are told", {}, "ok it is there, with 2 tags"],
        ["it has too many tags to count", { list: there }, "ok it is there"],
        ["it is not there", { list: missing, manifests: [missing] }, "failed HTTP 404: NAME_UNKNOWN [repository-unknown]"],
        ["only its images are told", { list: denied }, "ok it is there, though its tags are not told to this login"],
        ["nothing is told", { list: denied, manifests: [{ status: 403, said: "" }] }, "unknown its tags are not told to this login: HTTP 403: DENIED"],
        ["the registry is out of order", { list: { status: 500, said: "HTTP 500" }, manifests: [] }, "failed HTTP 500 [server-error]"],
    ];
    for (const [title, more, want] of repositories) {
        it(`says of a repository where ${title}`, () => assert.equal(line(judgeRepository(facts(more))), want));
    }
});

describe("judgeTags()", () => {
    it("puts those together that lead to the same, and last what is missing", () => {
        const tag = (name: string, answer: Refusal, digest?: string) => ({ tag: name, answer, digest });
        assert.deepEqual(judgeTags([tag("latest", { status: 404, said: "HTTP 404" }), tag("1.4", there, DIGEST), tag("1", there, DIGEST), tag("old", there), tag(DIGEST, there, DIGEST), tag("x", denied), tag("y", { status: 500, said: "HTTP 500" })]).map(line), [
            `ok 1.4, 1, ${DIGEST}: ${DIGEST}`,
            "ok old: it is there",
            "failed latest: not there [not-found]",
            "unknown x: not told to this login",
            "failed y: HTTP 500 [server-error]",
        ]);
    });

    it("says a digest once", () => assert.deepEqual(judgeTags([{ tag: DIGEST, answer: there, digest: DIGEST }]).map(line), [`ok ${DIGEST}: it is there`]));
});

describe("judgeClock()", () => {
    const rows: [string, number, number, string][] = [
        ["seconds", 10_000, 8_000, "ok agrees with that of the registry"],
        ["five minutes", 300_000, 0, "ok agrees with that of the registry"],
        ["more, ahead", 300_001, 0, "failed 5 min ahead of that of the registry [clock-skew]"],
        ["hours, behind", 0, 3 * HOUR, "failed 3 h behind that of the registry [clock-skew]"],
        ["nobody knows", 0, Number.NaN, "unknown the registry does not say what time it is"],
    ];
    for (const [title, here, when, want] of rows) {
        it(`judges a difference of ${title}`, () => assert.equal(line(judgeClock(here, when)), want));
    }
});

describe("judgeLimits()", () => {
    const ok = (headers: Record<string, string> = {}) => ({ status: 200, headers });
    const rows: [string, Parameters<typeof judgeLimits>[0], string][] = [
        ["nothing of limits", [ok(), ok()], "ok none of 2 requests was refused"],
        ["what is left", [ok({ "ratelimit-limit": "100;w=21600", "ratelimit-remaining": "77;w=21600" }), ok({ "ratelimit-limit": "100;w=21600", "ratelimit-remaining": "76;w=21600" })], "ok 76 of 100 are left in 21600 s"],
        ["what is left, without its time", [ok({ "ratelimit-limit": "100, 100;w=10", "ratelimit-remaining": "50" })], "ok 50 of 100 are left"],
        ["that nothing is left", [ok({ "ratelimit-limit": "100;w=21600", "ratelimit-remaining": "0;w=21600" })], "failed 0 of 100 are left in 21600 s [throttled]"],
        ["how long to wait", [ok(), { status: 429, headers: { "retry-after": "30" } }], "failed too many requests, it says (429): 1 of 2 were refused, again after 30 s [throttled]"],
        ["until when to wait", [{ status: 429, headers: { "retry-after": "Fri, 31 Dec 1999 23:59:59 GMT" } }], "failed too many requests, it says (429): 1 of 1 were refused, again after Fri, 31 Dec 1999 23:59:59 GMT [throttled]"],
        ["no more than that it was too much", [{ status: 429, headers: {} }], "failed too many requests, it says (429): 1 of 1 were refused [throttled]"],
    ];
    for (const [title, answers, want] of rows) {
        it(`reads ${title}`, () => assert.equal(line(judgeLimits(answers)), want));
    }
});

describe("findProxy()", () => {
    const proxy = "http://user:secret@proxy.example.com:3128";
    const rows: [string, Record<string, string>, string | undefined][] = [
        ["none", {}, undefined],
        ["that of HTTPS_PROXY", { HTTPS_PROXY: proxy }, "http://proxy.example.com:3128 HTTPS_PROXY"],
        ["the name in small letters first", { HTTPS_PROXY: "http://other", https_proxy: proxy }, "http://proxy.example.com:3128 https_proxy"],
        ["an empty one in small letters", { HTTPS_PROXY: proxy, https_proxy: "" }, undefined],
        ["not that for HTTP", { HTTP_PROXY: proxy }, undefined],
        ["none for all hosts", { HTTPS_PROXY: proxy, NO_PROXY: "*" }, undefined],
        ["none for this host", { HTTPS_PROXY: proxy, NO_PROXY: "localhost,Contoso.azurecr.io" }, undefined],
        ["none for this domain", { HTTPS_PROXY: proxy, no_proxy: "localhost .azurecr.io" }, undefined],
        ["none for this domain with a star", { HTTPS_PROXY: proxy, NO_PROXY: "*.azurecr.io" }, undefined],
        ["one for another port", { HTTPS_PROXY: proxy, NO_PROXY: "azurecr.io:8443" }, "http://proxy.example.com:3128 HTTPS_PROXY"],
        ["none for this port", { HTTPS_PROXY: proxy, NO_PROXY: "azurecr.io:443" }, undefined],
        ["one for a host that only ends like it", { HTTPS_PROXY: proxy, NO_PROXY: "cr.io" }, "http://proxy.example.com:3128 HTTPS_PROXY"],
    ];
    for (const [title, env, want] of rows) {
        it(`finds ${title}, and shows no login`, () => {
            const found = findProxy("contoso.azurecr.io", 443, env);
            assert.equal(found && `${found.shown} ${found.from}`, want);
        });
    }

    it("says what is no URL without saying it", () =>
        assert.throws(() => findProxy("contoso.azurecr.io", 443, { HTTPS_PROXY: "user:secret@" }), /^RangeError: Cannot use HTTPS_PROXY: it is no URL such as http:\/\/proxy\.example\.com:3128$/));
});

describe("completeSteps()", () => {
    it("skips what was not come to, and says why and what to do", () => {
        const findings = new Map<string, Finding | readonly Finding[]>([
            ["tags", [{ state: "ok", found: "1" }, { state: "failed", found: "2: not there", fault: "not-found", tag: "2" }]],
            ["dns", { state: "ok", found: "public" }],
        ]);
        assert.deepEqual(completeSteps(["dns", "tags", "push"], findings, "login", (fault, { step, tag }) => [`mend ${fault} of ${step} ${tag}`]), [
            { step: "dns", state: "ok", found: "public", next: [] },
            { step: "tags", state: "ok", found: "1", next: [] },
            { step: "tags", state: "failed", found: "2: not there", next: ["mend not-found of tags 2"] },
            { step: "push", state: "skipped", found: "needs login", next: [] },
        ]);
    });
});

describe("listShares()", () => {
    it("says which node builds what of the images with several platforms", () => {
        const { config } = parseConfig({
            registry: { kind: "local" }, images: {},
            builder: { nodes: [{ endpoint: "tcp://10.0.0.7:1", platforms: ["linux/amd64"] }, { endpoint: "ssh://ci@arm", platforms: ["linux/arm64"] }] },
        });
        assert.ok(typeof config?.builder === "object");
        const images = [{ name: "web", platforms: ["linux/arm64", "linux/amd64"] }, { name: "one", platforms: ["linux/amd64"] }, { name: "own", platforms: [] }];
        assert.deepEqual(listShares(planBuilders(config.builder, images).builders, images), [
            { image: "web", parts: [{ platform: "linux/arm64", endpoint: "ssh://ci@arm" }, { platform: "linux/amd64", endpoint: "tcp://10.0.0.7:1" }] },
        ]);
    });

    it("says nothing of a cluster", () => {
        const { config } = parseConfig({ registry: { kind: "local" }, images: {}, builder: { kubernetes: {} } });
        const images = [{ name: "web", platforms: ["linux/arm64", "linux/amd64"] }];
        assert.ok(typeof config?.builder === "object");
        assert.deepEqual(listShares(planBuilders(config.builder, images).builders, images), []);
    });
});
