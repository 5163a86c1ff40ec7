import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GENERATED_PAGES, renderPage } from "../automation/readme";
import { requireProgramPlan } from "../source/program-plan";
import { IDS } from "./model-acr-spec";

const ROOT = join(__dirname, "..");
const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> };

describe("the README", () => {
    for (const page of GENERATED_PAGES) {
        it(`has the tables of ${page} as the code has them (npm run readme brings them up to date)`, () => {
            const text = readFileSync(join(ROOT, page), "utf8");
            assert.equal(text, renderPage(page, text));
        });
    }

    const mistaken: [title: string, values: Readonly<Record<string, unknown>>][] = [
        ["Azure", {
            registry: {
                kind: "acr", name: "contosoprod", resourceGroup: "rg", location: "westeurope", tier: "Standard", replications: ["northeurope", "West Europe"],
                privateEndpoints: [{ name: "hub", subnet: IDS.subnet, subnetRange: "10.20.4.0/29" }],
            },
            images: {},
        }],
        ["AWS", {
            registry: {
                kind: "ecr", account: "123456789012", region: "eu-central-1", replication: [{ to: [{ region: "eu-central-1" }] }],
                lifecycle: [{ untagged: true, pushedDays: 14 }, { any: true, pushedDays: 30 }],
                pullThroughCache: [{ prefix: "docker-hub", upstream: "registry-1.docker.io" }],
            },
            images: { site: { context: "examples/quickstart/site", version: "1.4.2" } },
        }],
    ];
    for (const [title, values] of mistaken) {
        it(`shows mistakes on ${title} as they are told`, async () => {
            const told = await requireProgramPlan(ROOT, values, { stack: "prod" }).then(() => "", ({ message }: Error) => message);
            assert.ok(readme.includes(told), told);
        });
    }

    it("names commands that exist", () => {
        const named = [...readme.matchAll(/npm (?:run )?(?:-s )?(?:run )?(?:-s )?(up|preview|destroy|down|doctor|env|docker-config|bench|test|readme)\b/g)];
        assert.ok(named.length > 10);
        named.forEach(([, name = ""]) => assert.ok(name in scripts, name));
    });

    it("names folders that exist, and each folder of the project", () => {
        const rooms = [...readme.matchAll(/^\| `([a-z]+)\/` \|/gm)].map(([, room = ""]) => room);
        rooms.forEach((room) => assert.ok(existsSync(join(ROOT, room)), room));
        for (const room of ["model", "source", "components", "policies", "automation", "toolchain", "examples", "ci", "bench", "tests"]) {
            assert.ok(rooms.includes(room), room);
        }
    });

    it("refuses a text without its marks", () => {
        assert.throws(() => renderPage("README.md", "# nothing"), /Cannot fill in the part "config" of README.md/);
    });
});
