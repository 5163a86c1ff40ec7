import assert from "node:assert/strict";
import { declareImages } from "../components/declare-images";
import { LocalRegistry } from "../components/local-registry";
import type { Registry } from "../components/registry";
import { parseConfig } from "../model/config";
import { listBases } from "../model/images/base-image";
import { planImages, type ImageSource } from "../model/images/image";
import { formatProblem } from "../model/problem";
import { isAllowedRegistry } from "../policies/allowed-registry";
import { parseAttributes } from "../policies/attributes";
import { namesRelease } from "../policies/base-tag";
import { isAbsolute, isRemote, readRelative } from "../policies/build-location";
import { cacheTargets } from "../policies/cache-targets";
import { findCredential } from "../policies/credential";
import { repository as ecrRepository } from "../policies/ecr-examples";
import { registry } from "../policies/examples";
import { facts } from "../policies/facts";
import { annotationNames, pushes } from "../policies/image-exports";
import { judge } from "../policies/judge";
import type { Facts, Props, Settings } from "../policies/rule";
import { rules } from "../policies/rules";
import { imageCacheFitsEcr } from "../policies/rules/image-cache-fits-ecr";
import { imageNoSecretBuildArgs } from "../policies/rules/image-no-secret-build-args";
import { imagePushedToKnownRegistry } from "../policies/rules/image-pushed-to-known-registry";
import { isHarmless, isSecretArgument } from "../policies/secret-argument";
import { analyzed, analyzedFirst, UNKNOWN } from "./analyzed";
import { record } from "./record";
import { replaceAt, valueAt } from "./replaced";

const IMAGE = "docker-build:index:Image";
const ACCOUNT = "123456789012";

/** So many letters and digits; written so that nobody takes this file for a leak. */
const some = (length: number) => "a1B2c3D4e5F6g7H8".repeat(Math.ceil(length / 16)).slice(0, length);
const hex = (length: number) => "0a1b2c3d4e5f6789".repeat(Math.ceil(length / 16)).slice(0, length);
const upper = (length: number) => "ABCD2345EFGH67".repeat(Math.ceil(length / 14)).slice(0, length);
const pem = (kind: string) => `-----BEGIN ${kind}PRIVATE ${"KEY"}-----\nMIIE…\n-----END ${kind}PRIVATE ${"KEY"}-----\n`;
const base64 = (text: string) => Buffer.from(text).toString("base64");
const json = (value: object) => base64(JSON.stringify(value)).replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_");

describe("findCredential()", () => {
    const good: readonly (readonly [string, readonly string[]])[] = [
        ["a token of GitHub", [..."pousr"].map((kind) => `gh${kind}_${some(36)}`)],
        ["a token of GitHub", [`github_pat_${some(22)}_${some(59)}`, `https://ghp_${some(36)}@github.com/contoso/shop.git`]],
        ["a token of GitLab", [`glpat-${some(20)}`, `gldt-${some(20)}`, `glptt-${hex(40)}`, `glcbt-64_${some(20)}`, `glpat-${some(27)}.01.0${some(8)}`]],
        ["a token of npm", [`npm_${some(36)}`]],
        ["a password of an .npmrc", [`//registry.npmjs.org/:_authToken=${some(9)}`, "_auth = dXNlcg==", 'a=b\n_password="x"']],
        ["a token of PyPI", [`pypi-AgEIcHlwaS5vcmc${some(60)}`]],
        ["a key of RubyGems", [`rubygems_${hex(48)}`]],
        ["a token of Docker Hub", [`dckr_pat_${some(27)}`, `dckr_oat_${some(32)}`]],
        ["a login as JSON has it", [`{"auths":{"a.io":{"auth":"${some(12)}"}}}`, `{"http-basic":{"a.io":{"username":"ci","password":"${some(12)}"}}}`]],
        ["an access key of AWS", [`AKIA${upper(16)}`, `ASIA${upper(16)}`, `aws_access_key_id=AKIA${upper(16)}\n`]],
        ["a key of Azure", [`${some(86)}==`, `AccountName=contoso;AccountKey=${some(86)}==;EndpointSuffix=core.windows.net`]],
        ["a key of Azure", [`${some(52)}JQQJ99AB${some(24)}`]],
        ["a password of Azure Container Registry", [`${some(42)}+ACRA${some(5)}`]],
        ["a shared access signature of Azure", [`https://contoso.blob.core.windows.net/c?sv=2024-11-04&se=2027-01-01&sp=r&sig=${some(42)}%3D`]],
        ["a connection string", [`Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=ci;SharedAccessKey=${some(43)}=`]],
        ["a connection string", ["Server=tcp:contoso.database.windows.net;User ID=ci;Password=hunter2;Encrypt=True"]],
        ["a token of Azure DevOps", [`${some(76)}AZDO${some(4)}`]],
        ["a client secret of Entra ID", [`aB3${8}Q~${some(34)}`, `~._1Q~${some(31)}`]],
        ["a token of Slack", [`xoxb-${"1".repeat(12)}-${"2".repeat(12)}-${some(24)}`, `xoxp-${some(40)}`, `xapp-1-A0${some(8)}-123-${hex(20)}`]],
        ["a webhook of Slack", [`https://hooks.slack.com/services/T0${upper(8)}/B0${upper(8)}/${some(24)}`]],
        ["a client secret of Google", [`GOCSPX-${some(28)}`]],
        ["a key of Stripe", [`sk_live_${some(24)}`, `rk_test_${some(24)}`]],
        ["a key of OpenAI or Anthropic", [`sk-proj-${some(74)}`, `sk-ant-api03-${some(93)}AA`, `sk-${some(20)}T3BlbkFJ${some(20)}`]],
        ["a key of SendGrid", [`SG.${some(22)}.${some(43)}`]],
        ["a token of Hugging Face", [`hf_${"aBcD".repeat(8)}eF`]],
        ["a token of Vault", [`hvs.${some(90)}`]],
        ["a token of Pulumi", [`pul-${hex(40)}`]],
        ["a token of Terraform Cloud", [`${some(14)}.atlasv1.${some(67)}`]],
        ["a token of DigitalOcean", [`dop_v1_${hex(64)}`]],
        ["a token of Sentry", [`sntrys_${some(60)}`]],
        ["a private key", ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "].map(pem)],
        ["a private key", ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "].map((kind) => base64(pem(kind)))],
        ["a private key", [`{"private_key":"-----BEGIN ${"PRIVATE"} KEY-----\\nMIIE"}`, "PuTTY-User-Key-File-3: ssh-ed25519"]],
        ["a JSON Web Token", [`${json({ alg: "RS256", typ: "JWT" })}.${json({ sub: "ci", exp: 1 })}.${some(43)}`]],
        ["the header of a login", [`Authorization: Basic ${base64("user:password")}`, `Bearer ${some(40)}`]],
        ["a URL with a password", ["https://ci:hunter2@npm.contoso.com/", "postgres://:hunter2@db/shop", "socks5h://u:p@proxy:1080"]],
    ];
    const bad: readonly (readonly [string, readonly string[]])[] = [
        ["nothing", ["", " ", "true", "22", "1.4.2", "linux/amd64"]],
        ["a prefix alone", ["ghp_", "glpat-", "npm_config", "AKIA", "xoxb-", "sk-", "dckr_pat_", "github_pat_docs", "hvs.", "pul-web"]],
        ["one character too few", [`ghp_${some(35)}`, `npm_${some(35)}`, `glpat-${some(19)}`, `AKIA${upper(15)}`, `pul-${hex(39)}`, `GOCSPX-${some(27)}`]],
        ["a longer word", [`xghp_${some(36)}`, `AKIA${upper(17)}`, `npm_${some(40)}`, `${some(80)}AZDO${some(4)}`]],
        ["the example of AWS", [`AKIA${"IOSFODNN7"}EXAMPLE`]],
        ["a digest", [`sha256:${hex(64)}`, hex(64), hex(40), `nginx@sha256:${hex(64)}`, `docker-image://nginx:1.29@sha256:${hex(64)}`]],
        ["a checksum in base64", [`sha512-${some(86)}==`, `sha384-${some(64)}`, `${some(43)}=`]],
        ["a public key", [`-----BEGIN PUBLIC KEY-----\nMIIB…`, `-----BEGIN CERTIFICATE-----\nMIID…`, base64("-----BEGIN CERTIFICATE-----\nMIID"), `ssh-ed25519 AAAA${some(64)} ci`]],
        ["a URL", ["https://npm.contoso.com:8443/a@b", "git@github.com:contoso/shop.git", "ssh://git@github.com/contoso/shop.git", "https://contoso@dev.azure.com/contoso/_git/shop", "http://proxy:3128"]],
        ["a place for a secret", ["https://ci:${NPM_TOKEN}@npm.contoso.com", "https://ci:<password>@npm.contoso.com", "//npm.contoso.com/:_authToken=${NPM_TOKEN}", "Server=db;Password=$DB_PASSWORD"]],
        ["text", ["Basic subscription for all", "signal=1", "the bearer of this letter", "eyJ.eyJ.x", "node --max-old-space-size=4096"]],
        ["a GUID", ["021f8078-41a0-40e6-81b6-c6597da9f3ee"]],
    ];

    for (const [name, texts] of good) {
        it(`finds ${name} (${texts.length})`, () => {
            assert.deepEqual(texts.map(findCredential), texts.map(() => name));
            assert.deepEqual(texts.map((text) => findCredential(`x: "${text}"\ny: 1`) === undefined), texts.map(() => false));
        });
    }

    for (const [title, texts] of bad) {
        it(`finds none in ${title}`, () => {
            assert.deepEqual(texts.filter((text) => findCredential(text) !== undefined), []);
        });
    }

    it("reads a long text in a moment", () => {
        for (const part of ["a", "a.", "a:", "A1+", "eyJ", "-", "sig", "://", "a:b "]) {
            assert.equal(findCredential(part.repeat(50_000)), undefined, part);
        }
    });
});

describe("names of build arguments", () => {
    const secret = [
        "NPM_TOKEN", "TOKEN", "token", "PASSWORD", "DB_PASSWORD", "dbPassword", "SECRET", "CLIENT_SECRET", "KEY", "DEPLOY_KEY", "apiKey", "API_KEY", "APIKEY",
        "SSH_PRIVATE_KEY", "GPG_PRIVATE_KEY", "NPM_AUTH", "NPM_CONFIG__AUTH", "COMPOSER_AUTH", "GITHUB_PAT", "SAS", "AWS_SECRET_ACCESS_KEY", "LICENSE_KEY",
        "SENTRY_AUTH_TOKEN", "CI_JOB_TOKEN", "ARTIFACTORY_CREDS", "db-passwd", "VITE_DB_PASSWORD", "NEXT_PUBLIC_CLIENT_SECRET", "RAILS_MASTER_KEY", "SECRET_KEY_BASE",
    ];
    const open = [
        "NODE_VERSION", "SOURCE_DATE_EPOCH", "HTTP_PROXY", "no_proxy", "BUILDKIT_INLINE_CACHE", "BUILDKIT_CONTEXT_KEEP_GIT_DIR", "TARGETPLATFORM", "GIT_SHA", "BASE",
        "PUBLIC_KEY", "SIGNING_PUBLIC_KEY", "GPG_KEY", "CACHE_KEY", "SORT_KEY", "KEYBOARD", "MONKEY", "TOKENIZER", "MAX_TOKENS", "AUTHOR", "COMPAT", "PATTERN",
        "AUTH_URL", "TOKEN_URL", "TOKEN_ISSUER", "SECRET_NAME", "KEY_ID", "AWS_ACCESS_KEY_ID", "PASSWORD_FILE", "PASSWORD_MIN_LENGTH", "NPM_TOKEN_PATH", "KEY_VERSION",
        "NEXT_PUBLIC_MAPS_KEY", "VITE_API_KEY", "REACT_APP_MAPBOX_TOKEN", "STRIPE_PUBLISHABLE_KEY", "RECAPTCHA_SITE_KEY", "USE_AUTH", "SKIP_AUTH", "",
    ];

    it("tell secrets", () => {
        assert.deepEqual(secret.filter((name) => !isSecretArgument(name)), []);
    });

    it("tell what everybody may see", () => {
        assert.deepEqual(open.filter(isSecretArgument), []);
    });

    it("matter only with a value that may be secret", () => {
        assert.deepEqual(["", " ", "true", "FALSE", "off", "0", "4096", 5, true, undefined].filter((value) => !isHarmless(value)), []);
        assert.deepEqual(["x", "1234567", "truth", "00-11"].filter(isHarmless), []);
    });

    it("tell while the value is not known, and other values do not hide them", async () => {
        const image = facts(IMAGE, { buildArgs: { CONFIG: UNKNOWN, NPM_TOKEN: UNKNOWN } });
        const [found, ...others] = await analyzedFirst(imageNoSecretBuildArgs, [image]);
        assert.deepEqual([found?.level, others], ["mandatory", []]);
        assert.match(found?.message ?? "", /\nbuildArgs\.NPM_TOKEN is named like a secret\./);
    });
});

describe("parseAttributes()", () => {
    const table: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
        ["nothing", "", {}],
        ["attributes", "type=registry,ref=a.io/web:1,mode=max", { type: "registry", ref: "a.io/web:1", mode: "max" }],
        ["a value with commas", 'type=image,"name=a,b",push=true', { type: "image", name: "a,b", push: "true" }],
        ["a value with quotes", 'type=image,"annotation.a=b, ""c"""', { type: "image", "annotation.a": 'b, "c"' }],
        ["a value with =", "type=s3,prefix=a=b", { type: "s3", prefix: "a=b" }],
        ["names in any case", "Type=registry,PUSH=true", { type: "registry", push: "true" }],
        ["a name alone", "a.io/web", { "a.io/web": "" }],
        ["empty fields", ",type=gha,", { type: "gha" }],
    ];

    for (const [title, raw, want] of table) {
        it(`reads ${title}`, () => assert.deepEqual(parseAttributes(raw), want));
    }
});

describe("exports and caches of an image", () => {
    const exported = (...entries: readonly Props[]) => pushes({ push: false, exports: entries });

    it("push what goes to a registry", () => {
        assert.ok(pushes({ push: true }));
        for (const entry of [{ registry: {} }, { image: { push: true } }, { raw: "type=registry" }, { raw: "type=image,push=1" }, { raw: '"type=registry",name=a' }]) {
            assert.ok(exported(entry), JSON.stringify(entry));
        }
    });

    it("do not push anything else", () => {
        assert.ok(!pushes({ push: false }));
        for (const entry of [{ registry: { push: false } }, { image: {} }, { raw: "type=registry,push=false" }, { raw: "type=image" }, { raw: "type=oci,dest=a.tar" }, { raw: "out" }]) {
            assert.ok(!exported(entry), JSON.stringify(entry));
        }
        assert.ok(!exported({ raw: "type=registry", disabled: true }));
    });

    it("have annotations of any kind", () => {
        const raw = "type=registry,annotation.a=1,annotation-index.b=2,annotation[linux/amd64].c=3,annotation-manifest-descriptor.d=4,annotations=5";
        assert.deepEqual(annotationNames({ exports: [{ raw }, { oci: { annotations: { e: "6" } } }] }), ["a", "b", "c", "d", "e"]);
    });

    it("are written to where they say", () => {
        const cacheTo = [
            { registry: { ref: "a" } }, { inline: {} }, { raw: "type=inline" }, { raw: "a.io/web:cache,b" }, { raw: "type=local,dest=x" }, { gha: {}, disabled: true }, { gha: null, s3: {} }, {},
        ];
        assert.deepEqual(
            cacheTargets({ cacheTo }).map(({ path, type }) => `${path} ${type}`),
            ["cacheTo[0].registry registry", "cacheTo[3].raw registry", "cacheTo[4].raw local", "cacheTo[6].s3 s3"],
        );
        assert.deepEqual(cacheTargets({ cacheTo })[1]?.options, { ref: "a.io/web:cache" });
    });
});

describe("image-cache-fits-ecr", () => {
    const cached = (cacheTo: Props) => judge(imageCacheFitsEcr, facts(IMAGE, { cacheTo: [cacheTo] }), { resources: [], settings: {} }).length > 0;
    const refused = [
        `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com`, `${ACCOUNT}.dkr.ecr-fips.us-east-1.amazonaws.com`, `${ACCOUNT}.dkr-ecr.eu-west-1.on.aws`,
        `${ACCOUNT}.dkr-ecr-fips.us-east-1.on.aws`, `${ACCOUNT}.dkr.ecr.cn-north-1.amazonaws.com.cn`, `${ACCOUNT}.dkr.ecr.us-gov-west-1.amazonaws.com`,
        `${ACCOUNT}.dkr.ecr.eusc-de-east-1.amazonaws.eu`, `${ACCOUNT}.DKR.ECR.eu-central-1.amazonaws.com`, "public.ecr.aws", "ecr-public.aws.com",
    ];
    const others = ["contoso.azurecr.io", "ghcr.io", "localhost:5000", `${ACCOUNT}.dkr.ecr.eu-central-1.contoso.com`, `12345.dkr.ecr.eu-central-1.amazonaws.com`, "amazonaws.com"];

    it("knows every host of ECR", () => {
        assert.deepEqual(refused.filter((host) => !cached({ registry: { ref: `${host}/web:cache` } })), []);
        assert.deepEqual(refused.filter((host) => !cached({ raw: `type=registry,ref=${host}/web:cache,image-manifest=0` })), []);
    });

    it("leaves others alone", () => {
        assert.deepEqual(others.filter((host) => cached({ registry: { ref: `${host}/web:cache` } })), []);
    });

    it("takes what is sure to fit without its host", async () => {
        const image = facts(IMAGE, { cacheTo: [{ registry: { ref: UNKNOWN, imageManifest: true } }] });
        assert.deepEqual(await analyzed([imageCacheFitsEcr], [image]), []);
    });
});

describe("isAllowedRegistry()", () => {
    const table: readonly (readonly [string, readonly string[], readonly string[]])[] = [
        ["contoso.azurecr.io", ["contoso.azurecr.io/web", "contoso.azurecr.io/a/b"], ["contoso.azurecr.io.evil.com/web", "evil-contoso.azurecr.io/web", "docker.io/contoso.azurecr.io"]],
        ["*.azurecr.io", ["contoso.azurecr.io/web"], ["a.b.azurecr.io/web", "azurecr.io/web", "evil.com/x.azurecr.io/web", ".evil.com/azurecr.io"]],
        ["ghcr.io/contoso/", ["ghcr.io/contoso/web", "ghcr.io/contoso"], ["ghcr.io/contoso-evil/web", "ghcr.io/fabrikam/contoso/web", "ghcr.io/web"]],
        ["ghcr.io/*/shop", ["ghcr.io/contoso/shop/web"], ["ghcr.io/a/b/shop", "ghcr.io/shop"]],
        ["https://Registry.contoso.com:5000", ["registry.contoso.com:5000/web"], ["registry.contoso.com/web", "registryxcontoso.com:5000/web"]],
        ["*.dkr.ecr.*.amazonaws.com", [`${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com/web`], [`${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com.cn/web`]],
        ["", [], ["docker.io/web"]],
    ];

    for (const [registries, good, bad] of table) {
        it(`reads ${registries || "nothing"}`, () => {
            assert.deepEqual(good.filter((repository) => !isAllowedRegistry(repository, [registries])), []);
            assert.deepEqual(bad.filter((repository) => isAllowedRegistry(repository, [registries])), []);
        });
    }
});

describe("image-pushed-to-known-registry", () => {
    const told = async (image: Facts, ...resources: readonly Facts[]) =>
        (await analyzedFirst(imagePushedToKnownRegistry, [image, ...resources])).map(({ message }) => /(?:^|\n)(?=Undecided|tags)(.*?)\.(?: |$)/.exec(message)?.[1]);
    const acr = registry({ registryName: "contoso" });
    const unnamed = registry({ registryName: UNKNOWN });
    const image = (tags: readonly string[], origin: Parameters<typeof facts>[2] = {}) => facts(IMAGE, { push: true, tags }, origin);
    const elsewhere = "tags[0] is of a registry that is neither of this stack nor named";

    it("follows what an unknown name is made from", async () => {
        assert.deepEqual(await told(image([UNKNOWN], { from: { tags: [acr] } }), acr), []);
        assert.deepEqual(await told(image([UNKNOWN], { from: { tags: [ecrRepository()] } }), ecrRepository()), []);
        assert.deepEqual(await told(image([UNKNOWN], { after: [acr] }), acr), []);
        assert.deepEqual(await told(image([UNKNOWN]), acr), ["Undecided: tags[0] is not known yet"]);
        const other = facts("test:index:Registry");
        assert.deepEqual(await told(image([UNKNOWN], { from: { tags: [other] } }), acr, other), ["Undecided: tags[0] is not known yet"]);
    });

    it("is undecided as long as a registry's name is not known", async () => {
        assert.deepEqual(await told(image(["contoso.azurecr.io/web:1"]), unnamed), ["Undecided: registryName of registry is not known yet"]);
        assert.deepEqual(await told(image(["contoso.azurecr.io/web:1"], { from: { tags: [unnamed] } }), unnamed), []);
        assert.deepEqual(await told(image(["ghcr.io/contoso/web:1"]), unnamed), [elsewhere]);
    });

    it("does not take a name for a registry's because it stands beside one that is", async () => {
        assert.deepEqual(await told(image(["ghcr.io/contoso/web:1", "contoso.azurecr.io/web:1"], { from: { tags: [acr] } }), acr), [elsewhere]);
        assert.deepEqual(await told(image(["fabrikam.azurecr.io/web:1"], { from: { tags: [acr] } }), acr), [elsewhere]);
    });

    it("compares repositories of ECR with their regions", async () => {
        const web = image([`${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com/web:1`]);
        assert.deepEqual(await told(web, ecrRepository({ region: "eu-central-1" })), []);
        assert.deepEqual(await told(web, ecrRepository({ region: "eu-west-1" })), [elsewhere]);
        const open = facts("aws:ecrpublic/repository:Repository", { repositoryName: "web" }, { name: "open" });
        assert.deepEqual(await told(image(["public.ecr.aws/a1b2c3/web:1"]), open), []);
        assert.deepEqual(await told(image(["public.ecr.aws/a1b2c3/api:1"]), open), [elsewhere]);
    });

    it("knows this machine by all its names", async () => {
        const machine = "tags[0] is on the machine that builds";
        for (const host of ["localhost:5000", "127.0.0.1:27559", "127.1.2.3", "[::1]:5000", "registry.localhost:5000", "host.docker.internal:5000"]) {
            assert.deepEqual(await told(image([`${host}/web:1`])), [machine], host);
            assert.deepEqual(await told(image([`${host}/web:1`], { stack: "local" })), [], host);
        }
        assert.deepEqual(await told(image(["localhost/web:1"])), [machine]);
        assert.deepEqual(await told(image(["127.0.0.1.nip.io/web:1"])), [elsewhere]);
    });

    it("leaves stacks alone as set, and registries as named", () => {
        const found = (tag: string, settings: Settings) => judge(imagePushedToKnownRegistry, image([tag]), { resources: [], settings }).length;
        assert.equal(found("localhost:5000/web", { exemptStacks: "^stack$" }), 0);
        assert.equal(found("localhost:5000/web", { registries: ["localhost:5000"] }), 0);
        assert.equal(found("web:1", { registries: ["docker.io/library"] }), 0);
        assert.equal(found("web:1", { registries: ["docker.io/contoso"] }), 1);
    });
});

describe("locations of builds", () => {
    const remote = ["https://a.io/shop.git#main:web", "git://a.io/x", "ssh://git@a.io/x", "git@github.com:a/b.git", "github.com/a/b", "docker-image://nginx:1", "oci-layout://x", "target:base", "-"];
    const absolute = ["/", "/srv/web", "C:\\web", "c:/web", "\\\\share\\web", "~", "~/web", "file:///srv/web"];
    const relative: readonly (readonly [string, number, string])[] = [
        ["", 0, ""], [".", 0, ""], ["./web/", 0, "web"], ["web/../api", 0, "api"], ["..", 1, ""], ["../../web", 2, "web"], ["web\\..\\..\\api", 1, "api"], ["..web", 0, "..web"], ["~web", 0, "~web"],
    ];

    it("are remote, absolute or relative", () => {
        assert.deepEqual(remote.filter((location) => !isRemote(location) || isAbsolute(location)), []);
        assert.deepEqual(absolute.filter((location) => isRemote(location) || !isAbsolute(location)), []);
        assert.deepEqual(relative.filter(([location]) => isRemote(location) || isAbsolute(location)), []);
    });

    for (const [location, up, below] of relative) {
        it(`lead from ${location || "nothing"}`, () => assert.deepEqual(readRelative(location), { up, below }));
    }
});

describe("bases of Dockerfiles", () => {
    it("are listed with their stages", () => {
        const text = "ARG V=22\nARG NAME\nFROM --platform=linux/amd64 node:$V AS Build\nFROM build\nFROM scratch\nFROM ${NAME}\nFROM a@b";
        assert.deepEqual(listBases(text, {}), [{ stage: 1, from: "node:22" }, { stage: 4, from: undefined }, { stage: 5, from: "a@b" }]);
        assert.deepEqual(listBases(text, { V: "24", NAME: "c" }).map(({ from }) => from), ["node:24", "c", "a@b"]);
        assert.deepEqual(listBases("FROM later\nFROM a AS later", {}).map(({ from }) => from), ["later", "a"]);
        assert.deepEqual(listBases("# escape=`\nFROM a", {}), [{ stage: 1, from: undefined }]);
        assert.deepEqual(listBases("", {}), []);
    });

    it("are of a release or move", () => {
        const releases = ["22", "22-alpine", "1.29.1-alpine3.21", "bookworm", "trixie-slim", "v3", "2026-01-31", "noble", "jre-21", "sha-0123456789ab"];
        const moving = ["latest", "Latest", "lts", "lts-alpine", "stable-slim", "alpine", "mainline-alpine-perl", "nightly", "edge", "nonroot", "debug", "current", "rolling", "latest-amd64", "slim-arm64v8"];
        assert.deepEqual(releases.filter((tag) => !namesRelease(tag)), []);
        assert.deepEqual(moving.filter(namesRelease), []);
    });

    it("are undecided where the text does not tell, unless another one moves", async () => {
        const rule = rules.filter(({ id }) => id === "image-base-pinned");
        const said = async (inline: string) => (await analyzed(rule, [facts(IMAGE, { dockerfile: { inline } })])).map(({ message }) => message);
        assert.deepEqual(await said("ARG BASE\nFROM ${BASE}"), ["Undecided: what dockerfile.inline starts from cannot be told from its text."]);
        assert.match((await said("ARG BASE\nFROM ${BASE}\nFROM node")).join(), /moves, in stage 2\./);
    });
});

describe("this program's own images", () => {
    const judging = rules.filter(({ id }) => id.startsWith("image-"));
    const source: ImageSource = {
        contextExists: true, dockerfileExists: true, dirty: false, shallow: false, commit: hex(40),
        commitTime: { seconds: 1_769_860_800, text: "2026-01-31T12:00:00Z" },
    };
    const images = {
        base: { context: "services/base", version: "2.0.0", cache: "registry" },
        shop: {
            context: "https://example.com/team/shop.git#v1.4.2:web", version: "1.4.2", tags: ["latest"], contexts: { base: { image: "base" }, assets: "./assets" },
            secrets: { NPM_TOKEN: "s3cret" }, buildArgs: { BASE: "nginx:1.29-alpine" },
        },
        inline: { context: "services/inline", dockerfileInline: "FROM nginx:1.29-alpine", version: "git", cache: "gha" },
    };

    /** Returns what is registered in a stack, as the policies see it. */
    async function registered(host: string, stack: string): Promise<readonly Facts[]> {
        const { images: specs, problems } = parseConfig({ registry: { kind: "local" }, images });
        assert.deepEqual(problems.map(formatProblem), []);
        const { plans } = planImages({ images: specs }, Object.fromEntries(Object.keys(images).map((name) => [name, source])));
        assert.equal(plans.length, 3);
        const { resources } = await record(() => {
            const local: Registry = new LocalRegistry("local", { plan: { host, login: undefined } });
            declareImages(plans.map((plan) => ({ plan, builder: "here" })), [{ name: "local", registry: local }]);
        }, { [IMAGE]: () => ({ digest: `sha256:${hex(64)}` }) });
        return resources.map(({ type, name, inputs, options: { parent } }) => {
            // What is not set is not there, and secrets are in clear.
            const made = facts(type, JSON.parse(JSON.stringify(inputs)) as Props, { name, stack });
            return parent.startsWith("registries:images:ImageBuild") ? { ...made, urn: made.urn.replace(type, `registries:images:ImageBuild$${type}`) } : made;
        });
    }

    const late = ["tags[0]", "cacheTo[0].raw", "context.named.base.location", "labels"];
    const unknown = (resources: readonly Facts[]) => resources.map((resource) => late
        .filter((path) => resource.type === IMAGE && valueAt(resource.props, path) !== undefined)
        .reduce((image, path) => ({ ...image, props: replaceAt(image.props, path, UNKNOWN) }), resource));

    for (const [title, host, stack] of [["a registry on this machine", "127.0.0.1:5001", "local"], ["ECR", `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com`, "prod"], ["any other", "registry.example.com", "prod"]] as const) {
        it(`obey the rules on images, in ${title}, once all is known and before`, async () => {
            const resources = await registered(host, stack);
            assert.ok(resources.some(({ urn }) => urn.includes("ImageBuild$docker-build")));
            assert.deepEqual(await analyzed(judging, resources), []);
            const before = unknown(resources);
            late.forEach((path) => assert.ok(before.some(({ props }) => valueAt(props, path) === UNKNOWN), path));
            assert.deepEqual(await analyzed(judging, before), []);
        });
    }

    it("go to the machine that builds for developers alone", async () => {
        const found = await analyzed(judging, await registered("127.0.0.1:5001", "prod"));
        assert.deepEqual([...new Set(found.map(({ policy }) => policy))], ["image-pushed-to-known-registry"]);
    });
});
