import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Advice } from "../../model/advice/advise-on-errors";
import type { Fault } from "../../model/advice/fault";
import { chooseFreePort } from "../../toolchain/services/free-port";
import { startAwsDouble } from "../aws/double";
import { TOKEN } from "../aws/examples";
import { ACCOUNT, REGION } from "../aws/options";
import { startAzureDouble } from "../azure/double";
import { needLocalTools } from "../tools-at-hand";
import { Checkout } from "./checkout";
import { ConnectProxy } from "./connect-proxy";
import { LOGIN, startFailingRegistry, type FailingRegistry, type Mode } from "./failing-registry";

const ACR = "contoso.azurecr.io";
const ECR = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
const OTHER = "registry.example.com";
const NOWHERE = "no-such.invalid";

const STACK = "prod";

/** Images of the stack; whatever goes wrong does so for both. */
const IMAGES = ["api", "web"];

const DOCTOR = `\`npm run doctor -- --stack ${STACK} (${IMAGES.join("|")})\``;

/** A release has floating tags, for which the registry is asked before anything is built; for a prerelease only the push tells. */
const [ASKED, PUSHED] = ["2.0.0", "2.0.0-rc.1"];

interface Failure {
    readonly title: string;
    readonly mode: Mode;
    readonly host: string;
    readonly version: string;
    /** What the provider, or who asks before it, says of it. */
    readonly said: RegExp;
    readonly fault: Fault;
    readonly next: readonly RegExp[];
}

const FAILURES: readonly Failure[] = [
    {
        title: "401 of Azure", mode: "unauthorized", host: ACR, version: PUSHED, said: /^(api|web): failed to solve: failed to fetch oauth token: unauthorized: authentication required/m,
        fault: "unauthorized", next: [/`docker login contoso\.azurecr\.io`/, /`az acr check-health --name contoso --ignore-errors --yes`/],
    },
    {
        title: "401 of Azure, before anything is built", mode: "unauthorized", host: ACR, version: ASKED, said: /HTTP 401: UNAUTHORIZED authentication required/,
        fault: "unauthorized", next: [/`az acr check-health --name contoso --ignore-errors --yes`/],
    },
    {
        title: "401 of AWS", mode: "unauthorized", host: ECR, version: PUSHED, said: /: 401 Unauthorized$/m,
        fault: "unauthorized", next: [/`aws sts get-caller-identity`; the registry is of the account 123456789012/, /`aws ecr get-login-password --region eu-central-1 \| docker login /],
    },
    {
        title: "403 of AWS", mode: "forbidden", host: ECR, version: PUSHED, said: /: 403 Forbidden$/m,
        fault: "forbidden", next: [/allow .*ecr:InitiateLayerUpload/, /`aws ecr get-repository-policy --repository-name team\/(api|web) --registry-id 123456789012 --region eu-central-1`/],
    },
    {
        title: "a token of Azure that lets pull alone", mode: "bearer-with-no-push", host: ACR, version: PUSHED, said: /insufficient_scope: authorization failed/,
        fault: "forbidden", next: [/`az role assignment list --scope .*to push takes AcrPush, or Container Registry Repository Writer/, /content\/write/],
    },
    {
        title: "403 of another registry", mode: "forbidden", host: OTHER, version: PUSHED, said: /: 403 Forbidden$/m,
        fault: "forbidden", next: [/who may push "team\/(api|web)": `docker login registry\.example\.com`/],
    },
    {
        title: "a network of Azure that is closed", mode: "network-forbidden", host: ACR, version: ASKED, said: /client with IP '203\.0\.113\.7' is not allowed access/,
        fault: "network-closed", next: [/`az acr network-rule list --name contoso`/],
    },
    {
        title: "404 of AWS", mode: "name-unknown", host: ECR, version: PUSHED, said: /The repository with name 'team\/(api|web)' does not exist/,
        fault: "repository-unknown", next: [/`aws ecr describe-repositories --repository-names team\/(api|web) --registry-id 123456789012 --region eu-central-1`/],
    },
    {
        title: "429 of Azure", mode: "throttled", host: ACR, version: PUSHED, said: /: 429 Too Many Requests$/m,
        fault: "throttled", next: [/`npm run up -- --stack prod` again/, /`az acr show --name contoso --query sku\.name`/],
    },
    {
        title: "a fixed tag of AWS", mode: "immutable", host: ECR, version: PUSHED, said: /cannot be overwritten because the tag is immutable/,
        fault: "immutable-tag", next: [/^write a new `version`/, /`aws ecr describe-images --repository-name team\/(api|web) --image-ids imageTag=2\.0\.0-rc\.1 /],
    },
    {
        title: "a locked tag of Azure", mode: "immutable", host: ACR, version: PUSHED, said: /operation is disallowed on this registry, repository or image/,
        fault: "locked", next: [/`az acr repository update --name contoso --image team\/(api|web):2\.0\.0-rc\.1 --write-enabled true`/],
    },
    {
        title: "a fixed tag of another registry", mode: "immutable", host: OTHER, version: PUSHED, said: /configured as immutable/,
        fault: "immutable-tag", next: [/^write a new `version`/],
    },
    {
        title: "500", mode: "server-error", host: OTHER, version: ASKED, said: /HTTP 500/,
        fault: "server-error", next: [/`npm run up -- --stack prod` again/],
    },
    {
        title: "an authority that nobody knows", mode: "unknown-authority", host: OTHER, version: PUSHED, said: /x509: certificate signed by unknown authority/,
        fault: "certificate", next: [/`openssl s_client -connect registry\.example\.com:443 /, /update-ca-certificates/],
    },
    {
        title: "a certificate for another host", mode: "wrong-name", host: OTHER, version: PUSHED, said: /x509: certificate is valid for another\.example/,
        fault: "certificate", next: [/write the host as the certificate has it/],
    },
    {
        title: "a certificate that has ended", mode: "expired", host: OTHER, version: ASKED, said: /CERT_HAS_EXPIRED/,
        fault: "certificate", next: [/past its end: renew it/],
    },
    {
        title: "a name that leads nowhere", mode: "ok", host: NOWHERE, version: PUSHED, said: /lookup no-such\.invalid.*: no such host/,
        fault: "name-not-resolved", next: [/`nslookup no-such\.invalid`/],
    },
];

describe("advice about what goes wrong in an up, end to end", function () {
    this.timeout(240_000);

    let checkout: Checkout;
    let registry: FailingRegistry;
    let proxy: ConnectProxy;
    let built = 0;

    before(async function () {
        await needLocalTools(this);
        checkout = new Checkout();
        registry = await startFailingRegistry({ names: [ACR, ECR, OTHER] });
        proxy = await ConnectProxy.start(() => registry.port);
        const auth = Buffer.from(`${LOGIN.username}:${LOGIN.password}`).toString("base64");
        checkout.write(".local/ca.pem", registry.ca);
        checkout.write(".local/state/readme", "");
        checkout.write(".docker/config.json", JSON.stringify({ auths: Object.fromEntries([ACR, ECR, OTHER].map((host) => [host, { auth }])) }));
        const ca = join(checkout.root, ".local/ca.pem");
        const direct = `127.0.0.1,localhost,${NOWHERE}`;
        checkout.environment = {
            HTTPS_PROXY: proxy.url, NO_PROXY: direct, no_proxy: direct, SSL_CERT_FILE: ca, NODE_EXTRA_CA_CERTS: ca,
            DOCKER_CONFIG: join(checkout.root, ".docker"), BUILDX_CONFIG: join(checkout.root, ".buildx"),
            PULUMI_BACKEND_URL: `file://${join(checkout.root, ".local/state")}`, PULUMI_CONFIG_PASSPHRASE: "of a test",
        };
    });

    after(async () => {
        await registry?.close();
        await proxy?.stop();
        await checkout?.remove();
    });

    /** Writes a stack whose images nobody has built yet. */
    function configure(registryKeys: string, version: string, more = ""): void {
        const images = IMAGES.map((name) => {
            checkout.write(`services/${name}/Dockerfile`, "FROM scratch\nCOPY text /text\n");
            checkout.write(`services/${name}/text`, `${name} ${built += 1}`);
            return `    ${name}: { context: services/${name}, repository: team/${name}, version: ${version} }\n`;
        });
        checkout.write(`Pulumi.${STACK}.yaml`, `config:\n  registries:registry: { ${registryKeys} }\n${more}  registries:images:\n${images.join("")}`);
    }

    /** Runs an `up` that fails, and returns what it said. */
    async function fail(environment: NodeJS.ProcessEnv = {}): Promise<{ readonly errors: string; readonly advice: readonly Advice[]; readonly stderr: string }> {
        const { code, stdout, stderr } = await checkout.start("npm", ["run", "-s", "up", "--", "--json", "--stack", STACK], environment).finished;
        assert.equal(code, 1, stderr);
        const { ok, errors, advice = [] } = JSON.parse(stdout) as { ok: boolean; errors: string[]; advice?: Advice[] };
        assert.equal(ok, false);
        return { errors: errors.join("\n"), advice, stderr };
    }

    /** A cloud has a state of its own, as what is in it is known there alone. */
    function inCloud(name: string, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
        checkout.write(`.local/state-${name}/readme`, "");
        return { ...environment, PULUMI_BACKEND_URL: `file://${join(checkout.root, `.local/state-${name}`)}` };
    }

    for (const { title, mode, host, version, said, fault, next } of FAILURES) {
        it(`says once what to do about ${title}`, async () => {
            registry.setMode(mode);
            configure(`kind: local, host: "${host}"`, version);
            const { errors, advice, stderr } = await fail();
            assert.match(errors, said);
            assert.deepEqual(advice.map((one) => [one.fault, one.host]), [[fault, host]], errors);
            const [{ next: lines, resources } = { next: [], resources: [] }] = advice;
            next.forEach((pattern) => assert.ok(lines.some((line) => pattern.test(line)), `${String(pattern)}:\n${lines.join("\n")}`));
            if (version === PUSHED) {
                assert.deepEqual([...resources].sort(), IMAGES);
            }
            assert.match(lines.at(-1) ?? "", new RegExp(`${DOCTOR}$`));
            assert.equal(stderr.split(`what to do about ${fault} at ${host}`).length, 2, stderr);
            lines.forEach((line) => assert.equal(stderr.split(`  - ${line}\n`).length, 2, line));
        });
    }

    it("says what to do where nobody listens", async () => {
        const host = `127.0.0.1:${await chooseFreePort()}`;
        configure(`kind: local, host: "${host}"`, PUSHED);
        const { errors, advice } = await fail();
        assert.match(errors, /connect: connection refused/);
        assert.deepEqual(advice.map((one) => [one.fault, one.host]), [["registry-unreachable", host]]);
        assert.match(advice[0]?.next.join("\n") ?? "", new RegExp(`\`curl .*https://${host}/v2/\`[^]*${DOCTOR}$`));
    });

    it("says what to do about a name that somebody else has at Azure", async () => {
        const double = await startAzureDouble({ namesTaken: ["contoso"] });
        configure("kind: acr, name: contoso, resourceGroup: rg, location: westeurope", PUSHED);
        const { errors, advice } = await fail(inCloud("azure", double.environment)).finally(() => double.stop());
        assert.match(errors, /AlreadyInUse.*registry DNS name contoso\.azurecr\.io is already in use/);
        assert.deepEqual(advice.map((one) => [one.fault, one.host]), [["name-taken", ACR]]);
        assert.match(advice[0]?.next.join("\n") ?? "", /`az acr check-name --name contoso`[^]*`registries:registry\.name`/);
    });

    it("says once what to do about repositories that somebody else has at AWS", async () => {
        const double = await startAwsDouble();
        IMAGES.forEach((name) => double.add(TOKEN.repository, { name: `team/${name}`, region: REGION, tags: { owner: "somebody" } }));
        configure(`kind: ecr, account: "${ACCOUNT}", region: ${REGION}`, PUSHED, `  aws:allowedAccountIds: ["${ACCOUNT}"]\n`);
        const { errors, advice } = await fail(inCloud("aws", double.environment)).finally(() => double.stop());
        assert.match(errors, /RepositoryAlreadyExistsException/);
        assert.deepEqual(advice.map((one) => [one.fault, one.host, one.resources.length]), [["name-taken", ECR, IMAGES.length]], errors);
        assert.match(advice[0]?.next.join("\n") ?? "", /`aws ecr describe-repositories --repository-names team\/(api|web) [^]*`kind: local`/);
    });

    it("says what to do about a node that does not answer", async () => {
        const endpoint = `tcp://127.0.0.1:${await chooseFreePort()}`;
        configure(`kind: local, host: "${OTHER}"`, PUSHED, `  registries:builder: { nodes: [ { endpoint: "${endpoint}" } ] }\n`);
        const { errors, advice, stderr } = await fail();
        assert.match(errors, /^Cannot build: BuildKit at \S+ does not answer/);
        assert.deepEqual(advice.map((one) => [one.fault, one.host]), [["builder-unreachable", undefined]]);
        assert.match(advice[0]?.next.join("\n") ?? "", new RegExp(`\`buildctl --addr ${endpoint} debug workers\``));
        assert.match(stderr, /what to do about builder-unreachable:\n {2}- /);
    });

    it("says what to do about a builder that does not answer, of which buildx says nothing but that time is over", async () => {
        const endpoint = `tcp://127.0.0.1:${await chooseFreePort()}`;
        const node = { Name: "dead0", Endpoint: endpoint, Platforms: null, DriverOpts: null, Flags: null, Files: null };
        checkout.write(".buildx/instances/dead", JSON.stringify({ Name: "dead", Driver: "remote", Nodes: [node], Dynamic: false }));
        configure(`kind: local, host: "${OTHER}"`, PUSHED, "  registries:builder: dead\n");
        const { errors, advice } = await fail();
        assert.match(errors, /^(api|web): context deadline exceeded$/m);
        assert.deepEqual(advice.map((one) => [one.fault, [...one.resources].sort()]), [["builder-unreachable", IMAGES]]);
        assert.match(advice[0]?.next.join("\n") ?? "", /`docker buildx inspect --bootstrap dead`/);
    });

    it("says what to do about a builder that is not there", async () => {
        configure(`kind: local, host: "${OTHER}"`, PUSHED, "  registries:builder: nosuch\n");
        const { errors, advice } = await fail();
        assert.match(errors, /no builder "nosuch" found/);
        assert.deepEqual(advice.map((one) => [one.fault, [...one.resources].sort()]), [["builder-unknown", IMAGES]]);
        assert.match(advice[0]?.next.join("\n") ?? "", /`docker buildx create --driver docker-container --name nosuch`/);
    });

    it("says nothing where nothing is wrong, nor about a step of a Dockerfile", async () => {
        registry.setMode("ok");
        configure(`kind: local, host: "${ACR}"`, PUSHED);
        const done = await checkout.done("up", "--stack", STACK);
        assert.equal(done.advice, undefined);
        assert.ok(registry.has("team/web", PUSHED));
        configure(`kind: local, host: "${ACR}"`, PUSHED);
        checkout.write("services/api/Dockerfile", "FROM scratch\nCOPY nothing /text\n");
        const { errors, advice, stderr } = await fail();
        assert.match(errors, /"\/nothing": not found/);
        assert.deepEqual(advice, []);
        assert.doesNotMatch(stderr, /what to do about/);
        assert.ok(existsSync(join(checkout.root, ".local/state/.pulumi")));
    });
});
