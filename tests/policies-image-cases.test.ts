import { registry } from "../policies/examples";
import { facts } from "../policies/facts";
import { AWSX_IMAGE, BUILD_IMAGE, DOCKER_IMAGE } from "../policies/image-builds";
import type { Facts, Props } from "../policies/rule";
import { UNKNOWN } from "./analyzed";
import { testCases } from "./rule-cases";

const ECR = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const CACHE = { cacheTo: [{ registry: { ref: "host.io/web:cache" } }] };
const UNFIT = "writes what Amazon ECR refuses.";

const image = (props: Props): [Facts] => [facts(BUILD_IMAGE, { push: true, ...props })];
const cached = (cacheTo: Props) => image({ cacheTo: [cacheTo] });
const pushed = (name: string) => image({ tags: [name] });

/** Returns an image that this program's own component declares. */
const planned = (props: Props): [Facts] => [{ ...facts(BUILD_IMAGE, props), urn: `urn:pulumi:prod::shop::registries:images:ImageBuild$${BUILD_IMAGE}::web` }];

testCases("image-cache-fits-ecr", [
    ["Docker's media types as the command line has them", cached({ raw: `type=registry,ref=${ECR}/web:cache,oci-mediatypes=false` }), [`cacheTo[0].raw ${UNFIT}`]],
    ["both as the command line has them", cached({ raw: `type=registry,ref=${ECR}/web:cache,oci-mediatypes=1,image-manifest=t` }), []],
    ["another kind of cache with a name of ECR", cached({ raw: `type=gha,ref=${ECR}/web:cache,image-manifest=false` }), []],
    ["a name with blanks around it", cached({ registry: { ref: ` ${ECR}/web:cache ` } }), [`cacheTo[0].registry ${UNFIT}`]],
]);

testCases("image-context-bounded", [
    ["the root of a repository elsewhere", image({ context: { location: "https://example.com/shop.git" } }), []],
    ["what leads out of a folder of one machine", image({ context: { location: "/srv/shop/../../.." } }), []],
    ["the root of one machine, which another rule is about", image({ context: { location: "/" } }), []],
]);

const LABELS = Object.fromEntries(["title", "version", "revision", "source"].map((name) => [`org.opencontainers.image.${name}`, "…"]));

testCases("image-labelled", [
    ["all labels, before it is known where it goes", image({ labels: LABELS, push: UNKNOWN, exports: UNKNOWN }), []],
    ["no labels, before it is known where it goes", image({ labels: {}, push: UNKNOWN }), ["Undecided: push is not known yet."]],
    ["labels of other names", image({ labels: { title: "web", version: "1", revision: "2", source: "3" } }), ["It has no title, version, revision, source."]],
]);

testCases("image-name-says-something", [
    ["two empty words with a dot between them and no host", pushed("app.test:1.4.2"), ["Names that say nothing: tags[0]."]],
    ["an empty word with a number of two digits", pushed("host.io/app22:1.4.2"), ["Names that say nothing: tags[0]."]],
    ["an empty word and a number", pushed("host.io/app-2:1.4.2"), ["Names that say nothing: tags[0]."]],
    ["a word that is empty but for a number in it", pushed("host.io/te2st:1.4.2"), []],
]);

testCases("image-no-host-network", [
    ["a mode with blanks around it", image({ network: " Host " }), ["network is host."]],
    ["what ends like the docker package", [facts("mydocker:index/image:Image", { build: { network: "host" } })], []],
]);

testCases("image-no-preview-cache", [
    ["no cache, before it is known what a preview does", [facts(BUILD_IMAGE, { buildOnPreview: UNKNOWN })], []],
    ["a cache, before it is known what a preview does", [facts(BUILD_IMAGE, { ...CACHE, buildOnPreview: UNKNOWN })], ["Undecided: buildOnPreview is not known yet."]],
]);

testCases("image-one-platform-cache", [
    ["no cache, before the platforms are known", image({ platforms: UNKNOWN }), []],
    ["a cache, before the platforms are known", image({ ...CACHE, platforms: UNKNOWN }), ["Undecided: platforms is not known yet."]],
    ["a cache without platforms", image({ ...CACHE, platforms: [] }), []],
]);

testCases("image-paths-relative", [
    ["a Dockerfile of the docker package", [facts(DOCKER_IMAGE, { build: { dockerfile: "/srv/web/Dockerfile" } })], ["build.dockerfile is an absolute path."]],
    ["a Dockerfile of awsx", [facts(AWSX_IMAGE, { dockerfile: "/srv/web/Dockerfile" })], ["dockerfile is an absolute path."]],
    ["a named context of this program's own component", planned({ context: { named: { assets: { location: "/srv/assets" } } } }), ["context.named.assets.location is an absolute path."]],
    ["one that is an image, before its digest is known", planned({ context: { named: { base: { location: UNKNOWN } } } }), []],
]);

testCases("image-pushed-to-known-registry", [
    ["this machine, by a name that is made from a registry of the stack", [facts(BUILD_IMAGE, { push: true, tags: ["127.0.0.1:5000/web:1.4.2"] }, { from: { tags: [registry()] } }), registry()], []],
]);
