import assert from "node:assert/strict";
import { planBuilderName } from "../model/builder/builder-name";
import { planBuilders, type BuildersPlan } from "../model/builder/builder-plan";
import type { BuilderSpec, NodeSpec } from "../model/builder/builder-spec";
import { formatBuildxInstance } from "../model/builder/buildx-instance";
import { share } from "../model/builder/share";

const A: NodeSpec = { endpoint: "tcp://a:1", tls: { ca: "ca.pem" } };
const B: NodeSpec = { endpoint: "tcp://b:1", tls: { ca: "ca.pem" } };
const C: NodeSpec = { endpoint: "unix:///c" };
const AMD = "linux/amd64";
const ARM = "linux/arm64";

const images = (count: number, platforms: readonly string[] = []) => Array.from({ length: count }, (_, index) => ({ name: `image-${index}`, platforms }));

const on = (node: NodeSpec, ...platforms: string[]): NodeSpec => ({ ...node, platforms });

/** The endpoints of the nodes that build an image, by its name. */
function nodesOf({ builders }: BuildersPlan): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(builders.flatMap(({ spec, images: built }) =>
        built.map((name) => [name, "nodes" in spec ? spec.nodes.map(({ endpoint }) => endpoint) : []])));
}

const counts = (plan: BuildersPlan) => Object.values(nodesOf(plan)).flat()
    .reduce<Record<string, number>>((sums, endpoint) => ({ ...sums, [endpoint]: (sums[endpoint] ?? 0) + 1 }), {});

const moved = (one: BuildersPlan, other: BuildersPlan) =>
    Object.entries(nodesOf(one)).filter(([name, nodes]) => nodes.join() !== nodesOf(other)[name]?.join()).map(([name]) => name);

describe("planBuilderName()", () => {
    const rows: [title: string, image: { name: string; platforms: string[] }, want: string][] = [
        ["by its name", { name: "web", platforms: [] }, "node-11"],
        ["by its platforms too", { name: "web", platforms: [AMD] }, "node-11-2d954291"],
        ["in any order", { name: "web", platforms: [ARM, AMD] }, planBuilderName({ name: "web", platforms: [AMD, ARM] })],
        ["of any letters", { name: "Team/Web", platforms: [] }, "node-04"],
    ];
    for (const [title, image, want] of rows) {
        it(`names the builder of an image ${title}, and always the same`, () => assert.equal(planBuilderName(image), want));
    }
});

describe("share()", () => {
    it("does not depend on any order", () => {
        const loads = images(30).map(({ name }, index) => ({ name, weight: 1 + index % 3, nodes: ["a", "b", "c"] }));
        const turned = loads.map((load) => ({ ...load, nodes: [...load.nodes].reverse() })).reverse();
        assert.deepEqual(new Map([...share(turned)].sort()), new Map([...share(loads)].sort()));
    });

    it("lets whoever has no choice choose first", () => {
        const shared = share([...images(4).map(({ name }) => ({ name, weight: 1, nodes: ["a", "b"] })), ...["x", "y"].map((name) => ({ name, weight: 2, nodes: ["a"] }))]);
        assert.ok([...shared.values()].filter((node) => node === "b").length >= 3, [...shared].join(" "));
    });

    it("refuses work that nobody can do", () => assert.throws(() => share([{ name: "x", weight: 1, nodes: [] }]), /^RangeError: Cannot share "x" among nodes: there is none for it$/));
});

describe("planBuilders()", () => {
    for (const count of [4, 20, 100, 1000]) {
        it(`spreads ${count} images evenly over two and three nodes`, () => {
            for (const nodes of [[A, B], [A, B, C]]) {
                const shares = Object.values(counts(planBuilders({ nodes }, images(count))));
                assert.equal(shares.length, nodes.length);
                assert.ok(Math.max(...shares) <= Math.ceil(1.1 * count / nodes.length) + 1, shares.join(", "));
            }
        });
    }

    it("moves few images where one comes", () => {
        const plans = Array.from({ length: 100 }, (_, index) => planBuilders({ nodes: [A, B, C] }, images(20 + index)));
        const moves = plans.slice(1).map((plan, index) => moved(plans[index] ?? plan, plan).length);
        assert.ok(Math.max(...moves) <= 12 && moves.reduce((sum, count) => sum + count, 0) < moves.length, moves.join(", "));
    });

    it("keeps each image's builder where a node goes, and moves little but that node's images", () => {
        const [all, without] = [planBuilders({ nodes: [A, B, C] }, images(99)), planBuilders({ nodes: [A, C] }, images(99))];
        assert.deepEqual(all.builders.map(({ name }) => name), without.builders.map(({ name }) => name));
        const kept = moved(all, without).filter((name) => nodesOf(all)[name]?.[0] !== B.endpoint);
        assert.ok(kept.length <= 99 / 4, `${kept.length}`);
    });

    it("does the same for a node that does not answer as for one that is gone, and says so", () => {
        const plan = planBuilders({ nodes: [A, B, C] }, images(30), new Map([[B.endpoint, "it is off"]]));
        assert.deepEqual(plan.builders, planBuilders({ nodes: [A, C] }, images(30)).builders);
        assert.deepEqual(plan.faults, []);
        assert.deepEqual(plan.notices, ["BuildKit at tcp://b:1 does not answer (it is off): the other nodes of registries:builder build its images"]);
    });

    it("names each node of which none answers", () => {
        const { faults, builders } = planBuilders({ nodes: [A, B] }, images(7), new Map([[A.endpoint, "x"], [B.endpoint, "y"]]));
        assert.deepEqual(faults, [A, B].map(({ endpoint }, index) => `BuildKit at ${endpoint} does not answer (${"xy"[index]}), and no other node of `
            + "registries:builder that does can build image-0, image-1, image-2, image-3, image-4 and 2 more"));
        assert.equal(builders.flatMap((builder) => builder.images).length, 7, "so that whoever tries all the same is told of the node");
    });

    const rows: [title: string, nodes: readonly NodeSpec[], platforms: readonly string[], want: readonly NodeSpec[]][] = [
        ["a node that has its platform", [on(A, AMD), on(B, ARM)], [ARM], [B]],
        ["one that names it before one that takes anything", [A, on(B, ARM)], [ARM], [B]],
        ["one that takes anything", [A, on(B, ARM)], [AMD], [A]],
        ["the one that has all", [on(A, AMD), on(B, AMD, ARM)], [AMD, ARM], [B]],
        ["one node each, where none has all", [on(A, AMD), on(B, ARM)], [ARM, AMD], [A, B]],
        ["the first node's own platform, where it names none", [on(A, ARM, AMD), on(B, AMD, ARM)], [], [A]],
    ];
    for (const [title, nodes, platforms, want] of rows) {
        it(`gives an image ${title}`, () =>
            assert.deepEqual(nodesOf(planBuilders({ nodes }, images(1, platforms)))["image-0"], want.map(({ endpoint }) => endpoint)));
    }

    const silent: [title: string, platforms: readonly string[], quiet: NodeSpec, want: RegExp | undefined][] = [
        ["whose platform no other has", [ARM], B, /^BuildKit at tcp:\/\/b:1 .*can build image-0$/],
        ["that others can stand in for", [AMD], B, undefined],
        ["of several that are needed", [AMD, ARM], B, /^BuildKit at tcp:\/\/b:1 /],
    ];
    for (const [title, platforms, quiet, want] of silent) {
        it(`says what a silent node comes to ${title}`, () => {
            const { faults } = planBuilders({ nodes: [on(A, AMD), on(B, ARM), on(C, AMD)] }, images(1, platforms), new Map([[quiet.endpoint, "off"]]));
            assert.equal(faults.length, want === undefined ? 0 : 1);
            assert.match(faults[0] ?? "", want ?? /^$/);
        });
    }

    const notices: [title: string, nodes: readonly NodeSpec[], platforms: readonly string[], want: RegExp | undefined][] = [
        ["of a node without TLS", [{ endpoint: "tcp://10.0.0.7:1" }], [], /^BuildKit at tcp:\/\/10\.0\.0\.7:1 is reached without TLS/],
        ["of platforms that several nodes build", [on(A, AMD), on(B, ARM)], [AMD, ARM], /^No node has all platforms of image-0: .*docker login$/],
        ["nothing of a node on this machine", [{ endpoint: "tcp://127.0.0.1:1" }], [], undefined],
        ["nothing of a node with TLS", [A, B], [AMD], undefined],
    ];
    for (const [title, nodes, platforms, want] of notices) {
        it(`says ${title}`, () => {
            const plan = planBuilders({ nodes }, images(1, platforms));
            assert.equal(plan.notices.length, want === undefined ? 0 : 1);
            assert.match(plan.notices[0] ?? "", want ?? /^$/);
        });
    }

    it("has nothing to do without images", () => assert.deepEqual(planBuilders({ nodes: [A] }, []), { builders: [], faults: [], notices: [] }));

    it("gives a cluster as many builders, as each holds on to one pod", () => {
        const spec = { kubernetes: { deployment: "d", replicas: 2, loadBalance: "sticky", options: {} } } as const;
        const { builders } = planBuilders(spec, images(100));
        assert.ok(builders.length > 30 && builders.every((builder) => builder.spec === spec), `${builders.length}`);
    });
});

describe("formatBuildxInstance()", () => {
    const rows: [title: string, spec: BuilderSpec, want: object][] = [
        ["a node by itself", { nodes: [C] }, {
            Name: "node-01", Driver: "remote", Dynamic: false,
            Nodes: [{ Name: "node-01-0", Endpoint: "unix:///c", Platforms: null, DriverOpts: null, Flags: null, Files: null }],
        }],
        ["nodes with TLS and platforms", { nodes: [on({ ...A, tls: { ca: "/ca", certificate: "c", key: "k", serverName: "s" } }, AMD), on(B, ARM)] }, {
            Name: "node-01", Driver: "remote", Dynamic: false,
            Nodes: [
                {
                    Name: "node-01-0", Endpoint: "tcp://a:1", Platforms: [{ architecture: "amd64", os: "linux" }],
                    DriverOpts: { cacert: "at /ca", cert: "at c", key: "at k", servername: "s" }, Flags: null, Files: null,
                },
                {
                    Name: "node-01-1", Endpoint: "tcp://b:1", Platforms: [{ architecture: "arm64", os: "linux" }],
                    DriverOpts: { cacert: "at ca.pem" }, Flags: null, Files: null,
                },
            ],
        }],
        ["a cluster", {
            kubernetes: {
                deployment: "d", replicas: 2, loadBalance: "random", namespace: "n", kubeconfig: "a b", rootless: true, image: "i",
                platforms: [ARM], options: { "requests.cpu": "2" },
            },
        }, {
            Name: "node-01", Driver: "kubernetes", Dynamic: false,
            Nodes: [{
                Name: "d", Endpoint: "kubernetes:///node-01?deployment=d&kubeconfig=at%20a%20b", Platforms: [{ architecture: "arm64", os: "linux" }],
                DriverOpts: { "requests.cpu": "2", replicas: "2", loadbalance: "random", namespace: "n", rootless: "true", image: "i" }, Flags: null, Files: null,
            }],
        }],
    ];
    for (const [title, spec, want] of rows) {
        it(`writes ${title}`, () => assert.deepEqual(JSON.parse(formatBuildxInstance({ name: "node-01", spec, images: [] }, (path) => `at ${path}`)), want));
    }
});
