import assert from "node:assert/strict";
import { parseEndpoint } from "../model/builder/endpoint";
import { parseConfig } from "../model/config";
import { formatProblem } from "../model/problem";

type Values = Readonly<Record<string, unknown>>;

const image = (platforms: readonly string[]) => ({ context: ".", version: "1.0.0", platforms });

/** A configuration with a builder, and images with these platforms. */
function withBuilder(builder: unknown, ...images: readonly (readonly string[])[]): Values {
    return { registry: { kind: "local" }, images: Object.fromEntries(images.map((platforms, index) => [`image-${index}`, image(platforms)])), builder };
}

const ONE = { endpoint: "tcp://10.0.0.7:1234", tls: { ca: "ca.pem" } };
const ARM = { endpoint: "unix:///run/buildkit.sock", platforms: ["linux/arm64"] };

describe("parseBuilder()", () => {
    const good: [title: string, builder: unknown, want: unknown][] = [
        ["takes a name", "ci", "ci"],
        ["takes a node", { nodes: [ONE] }, { nodes: [ONE] }],
        ["takes all of a node", { nodes: [{ ...ONE, platforms: ["linux/amd64"], tls: { ca: "/a", certificate: "b c", key: "./c", serverName: "x.y" } }] },
            { nodes: [{ ...ONE, platforms: ["linux/amd64"], tls: { ca: "/a", certificate: "b c", key: "./c", serverName: "x.y" } }] }],
        ["takes several nodes", { nodes: [ARM, ONE] }, { nodes: [ARM, ONE] }],
        ["fills in a cluster", { kubernetes: {} }, { kubernetes: { deployment: "registries", replicas: 1, loadBalance: "sticky", options: {} } }],
        ["takes all of a cluster", {
            kubernetes: {
                deployment: "ci", namespace: "build", kubeconfig: "kube/config", replicas: 3, loadBalance: "random", rootless: true,
                platforms: ["linux/arm64"], image: "moby/buildkit:v0.31.1", options: { "requests.cpu": "2", "env.A": "b" },
            },
        }, {
            kubernetes: {
                deployment: "ci", namespace: "build", kubeconfig: "kube/config", replicas: 3, loadBalance: "random", rootless: true,
                platforms: ["linux/arm64"], image: "moby/buildkit:v0.31.1", options: { "requests.cpu": "2", "env.A": "b" },
            },
        }],
    ];
    for (const [title, builder, want] of good) {
        it(title, () => {
            const { config, problems } = parseConfig(withBuilder(builder));
            assert.deepEqual(problems, []);
            assert.deepEqual(config?.builder, want);
        });
    }

    const bad: [title: string, values: Values, ...want: RegExp[]][] = [
        ["a list", withBuilder([ONE]), /^registries:builder: required is a map with the key nodes or kubernetes, or the name of a buildx builder; it is now a list$/],
        ["a bad name", withBuilder("1 2"), /^registries:builder: .*"1 2"$/],
        ["nothing in it", withBuilder({}), /^registries:builder\.nodes: required is a list of nodes, or the key kubernetes; it is now nothing$/],
        ["two ways at once", withBuilder({ nodes: [ONE], kubernetes: {} }), /^registries:builder\.kubernetes: required is nothing beside nodes: .*a map$/],
        ["another key", withBuilder({ nodes: [ONE], driver: "remote" }), /^registries:builder\.driver: .*"driver"$/],
        ["no node", withBuilder({ nodes: [] }), /^registries:builder\.nodes: .*at least one node; it is now an empty list$/],
        ["nodes in a map", withBuilder({ nodes: ONE }), /^registries:builder\.nodes: .* a map$/],
        ["a node that is a text", withBuilder({ nodes: ["tcp://a:1"] }), /^registries:builder\.nodes\[0\]: .*at least endpoint; it is now "tcp:\/\/a:1"$/],
        [
            "all of what is wrong with nodes",
            withBuilder({
                nodes: [
                    { endpoint: "10.0.0.7:1234" },
                    { ...ONE, tls: {} },
                    { ...ONE, endpoint: "tcp://b:1", tls: { ca: "a", key: "b" } },
                    { ...ONE, endpoint: "tcp://c:1", tls: { ca: "a", certificate: "b" } },
                    { ...ARM, platforms: ["linux/amd6"], plattforms: [] },
                    { ...ARM, tls: { ca: "a" } },
                    { endpoint: ARM.endpoint },
                ],
            }),
            /^registries:builder\.nodes\[0\]\.endpoint: .*tcp:\/\/host:port.*; it is now "10\.0\.0\.7:1234"$/,
            /nodes\[1\]\.tls\.ca: .* nothing$/,
            /nodes\[2\]\.tls\.certificate: required is a file's path, as key is there; it is now nothing$/,
            /nodes\[3\]\.tls\.key: .*as certificate is there; it is now nothing$/,
            /nodes\[4\]\.platforms\[0\]: .*did you mean "linux\/amd64"\?; it is now "linux\/amd6"$/,
            /nodes\[4\]\.plattforms: .*"platforms"\?/,
            /nodes\[5\]\.tls: required is nothing: TLS is for nodes at tcp:\/\/ alone; it is now a map$/,
            /nodes\[6\]\.endpoint: required is another one than nodes\[5\] has; it is now "unix:/,
        ],
        [
            "all of what is wrong with a cluster",
            withBuilder({ kubernetes: { replicas: 0, namespace: "A", loadBalance: "stiky", options: { "request.cpu": "1", "limits.cpu": 2 } } }),
            /kubernetes\.namespace: .* "A"$/,
            /kubernetes\.replicas: .* the number 0$/,
            /kubernetes\.loadBalance: .*did you mean "sticky"\?/,
            /kubernetes\.options\["limits\.cpu"\]: .*in quotes.* the number 2$/,
            /kubernetes\.options\["request\.cpu"\]: .*did you mean "requests\.cpu"\?; it is now "request\.cpu"$/,
        ],
        [
            "platforms that no node has, with the rest",
            withBuilder({ nodes: [ARM, { ...ONE, platforms: ["linux/amd64"] }] }, ["linux/arm64", "linux/s390x"], ["linux/amd64"], ["linux/386"]),
            /^registries:images\.image-0\.platforms\[1\]: required is a platform that registries:builder has: linux\/amd64, linux\/arm64; it is now "linux\/s390x"$/,
            /^registries:images\.image-2\.platforms\[0\]: .*"linux\/386"$/,
        ],
        ["a platform that a cluster has not", withBuilder({ kubernetes: { platforms: ["linux/arm64"] } }, ["linux/amd64"]), /image-0\.platforms\[0\]: .*linux\/arm64; .*"linux\/amd64"$/],
    ];
    for (const [title, values, ...want] of bad) {
        it(`refuses ${title}`, () => {
            const { config, problems } = parseConfig(values);
            assert.equal(config, undefined);
            assert.equal(problems.length, want.length, problems.map(formatProblem).join("\n"));
            problems.map(formatProblem).forEach((line, index) => assert.match(line, want[index] ?? /^$/));
        });
    }

    it("takes any platform where a node names none", () => assert.deepEqual(parseConfig(withBuilder({ nodes: [ARM, ONE] }, ["linux/s390x"])).problems, []));
});

describe("parseEndpoint()", () => {
    const good: [endpoint: string, want: unknown][] = [
        ["unix:///run/buildkit/buildkitd.sock", { scheme: "unix", path: "/run/buildkit/buildkitd.sock" }],
        ["tcp://buildkit.example.com:1234", { scheme: "tcp", host: "buildkit.example.com", port: 1234 }],
        ["tcp://[::1]:1", { scheme: "tcp", host: "::1", port: 1 }],
        ["ssh://ci@10.0.0.7", { scheme: "ssh" }],
        ["kube-pod://buildkitd-0?namespace=build", { scheme: "kube-pod" }],
        ["docker-container://buildkitd", { scheme: "docker-container" }],
    ];
    for (const [endpoint, want] of good) {
        it(`reads ${endpoint}`, () => assert.deepEqual(parseEndpoint(endpoint), want));
    }

    const bad = ["", "tcp://", "tcp://host", "tcp://host:0", "tcp://host:70000", "tcp://host:1/path", "unix://run/x", "unix:///", "npipe:////./pipe/x", "https://a:1", "ssh://", "ssh://a b", "ssh://ci:s3cret@a"];
    for (const endpoint of bad) {
        it(`refuses "${endpoint}"`, () => assert.equal(parseEndpoint(endpoint), undefined));
    }
});
