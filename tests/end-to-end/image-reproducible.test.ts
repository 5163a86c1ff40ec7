import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Report } from "../../automation/report";
import { needLocalTools } from "../tools-at-hand";
import { Checkout } from "./checkout";
import { Pulled } from "./pulled";

type Built = Record<string, { ref: string; digest: string }>;

const HOUR_SECONDS = 3600;

const FILES = { "work/web/Dockerfile": DOCKERFILE(), "work/web/index.html": "<p>open</p>\n", "work/web/pages/more.html": "<p>more</p>\n" };

describe("the same commit, end to end", function () {
    this.timeout(300_000);

    const checkouts: Checkout[] = [];
    const reports: Report[] = [];

    before(async function () {
        await needLocalTools(this);
        // Each with a BuildKit and a registry of its own, which share no cache.
        checkouts.push(new Checkout(), new Checkout());
        checkouts.forEach(prepare);
        const [one, other] = checkouts as [Checkout, Checkout];
        one.commit("work");
        rmSync(join(other.root, ".git"), { recursive: true });
        cpSync(join(one.root, ".git"), join(other.root, ".git"), { recursive: true });
        // Both after the commit, as in a clone, but apart.
        [one, other].forEach((checkout, index) => touch(checkout, Date.now() / 1000 + (index + 1) * HOUR_SECONDS));
        for (const checkout of checkouts) {
            const report = await checkout.report("up");
            assert.equal(report.code, 0, report.stderr);
            reports.push(report);
        }
    });

    after(async () => {
        await Promise.all(checkouts.map((checkout) => checkout.remove()));
    });

    const digests = (name = "web") => reports.map(({ outputs }) => (outputs["images"] as Built)[name]?.digest);

    it("is the same digest in two checkouts, whenever they were made", () => {
        assert.match(digests()[0] ?? "", /^sha256:/);
        assert.equal(digests()[0], digests()[1]);
    });

    it("is the same digest of several platforms too, each annotated", async () => {
        assert.equal(digests("both")[0], digests("both")[1]);
        const [checkout] = checkouts as [Checkout, Checkout];
        const pulled = new Pulled(checkout);
        const ref = (reports[0]?.outputs["images"] as Built)["both"]?.ref ?? "";
        const { annotations, manifests } = await pulled.index(ref);
        assert.equal(annotations["org.opencontainers.image.title"], "both");
        assert.equal(manifests.length, 2);
        for (const { digest } of manifests) {
            assert.equal((await pulled.image(ref.replace(/@.*/, `@${digest}`))).annotations["org.opencontainers.image.title"], "both");
        }
    });

    it("says where it is from, and when its commit was made", async () => {
        const [checkout] = checkouts as [Checkout, Checkout];
        const [commit, time] = execFileSync("git", ["log", "-1", "--format=%H %cd", "--date=format-local:%Y-%m-%dT%H:%M:%SZ"], {
            cwd: checkout.root, encoding: "utf8", env: { ...process.env, TZ: "UTC" },
        }).trim().split(" ");
        const { annotations, config, created } = await new Pulled(checkout).image((reports[0]?.outputs["images"] as Built)["web"]?.ref ?? "");
        assert.deepEqual(config.Labels, {
            "org.opencontainers.image.created": time, "org.opencontainers.image.revision": commit,
            "org.opencontainers.image.source": "https://git.example.com/team/shop", "org.opencontainers.image.title": "The shop",
            "org.opencontainers.image.version": "1.0.0",
        });
        assert.deepEqual(annotations, { ...config.Labels, "com.example.team": "a, b" });
        assert.equal(created, time);
    });

    it("is another digest where a file may be used otherwise", async () => {
        const [checkout] = checkouts as [Checkout, Checkout];
        chmodSync(join(checkout.root, "work/web/index.html"), 0o600);
        const report = await checkout.report("up", "--overwrite");
        assert.equal(report.code, 0, report.stderr);
        assert.notEqual((report.outputs["images"] as Built)["web"]?.digest, digests()[0]);
    });
});

function DOCKERFILE(): string {
    return "FROM scratch AS pages\nCOPY pages /pages/\n\nFROM scratch\nWORKDIR /site\nCOPY index.html .\nCOPY --from=pages /pages/ pages/\n";
}

function prepare(checkout: Checkout): void {
    Object.entries(FILES).forEach(([file, text]) => checkout.write(file, text));
    checkout.write("Pulumi.local.yaml", stringify({
        config: {
            "registries:registry": { kind: "local" },
            "registries:images": {
                both: { context: "work/web", version: "1.0.0", noCache: true, platforms: ["linux/amd64", "linux/arm64"] },
                web: {
                    context: "work/web", version: "1.0.0", noCache: true,
                    labels: { "org.opencontainers.image.title": "The shop" }, annotations: { "com.example.team": "a, b" },
                },
            },
        },
    }));
    execFileSync("git", ["remote", "add", "origin", "https://robot:t0ken@git.example.com/team/shop.git"], { cwd: checkout.root });
}

function touch(checkout: Checkout, seconds: number): void {
    ["work/web", "work/web/pages", ...Object.keys(FILES)].forEach((file) => utimesSync(join(checkout.root, file), seconds, seconds));
}
