import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { mapAtOnce } from "../registry-client/at-once";
import { listInCloud, type Listing } from "../registry-client/listing";
import { runProgram } from "../registry-client/program";
import { FakePrograms } from "./fake-programs";

const ACR = "contoso.azurecr.io";
const ECR = "012345678901.dkr.ecr.eu-central-1.amazonaws.com";
const DIGEST = `sha256:${"a".repeat(64)}`;
const AT = Date.UTC(2026, 0, 2);

describe("listInCloud()", () => {
    let fakes: FakePrograms;

    beforeEach(() => (fakes = new FakePrograms()));

    afterEach(() => fakes.remove());

    const azure = [{ digest: DIGEST, tags: ["1"], createdTime: "2025-01-01T00:00:00Z", lastUpdateTime: "2026-01-02T00:00:00Z" }, { digest: "sha256:b", tags: null }];
    const aws = (imagePushedAt: unknown) => ({ imageDetails: [{ imageDigest: DIGEST, imageTags: ["1"], imagePushedAt }, { imageDigest: "sha256:b" }] });
    const both: Listing = { manifests: [{ digest: DIGEST, tags: ["1"], at: AT }, { digest: "sha256:b", tags: [] }] };

    const rows: [string, string, "az" | "aws", Parameters<FakePrograms["program"]>[1] | undefined, Listing | undefined][] = [
        ["reads what Azure lists", ACR, "az", { prints: JSON.stringify(azure) }, both],
        ["reads what AWS lists", ECR, "aws", { prints: JSON.stringify(aws("2026-01-02T00:00:00+00:00")) }, both],
        ["reads the seconds of AWS' older program", ECR, "aws", { prints: JSON.stringify(aws(AT / 1000)) }, both],
        ["says that a program is missing", ACR, "az", undefined, { fault: "az, which lists them, is not on PATH" }],
        ["says what a program says", ECR, "aws", { says: "Unable to locate credentials", code: 255 }, { fault: "aws: Unable to locate credentials" }],
        ["says that it cannot read", ECR, "aws", { prints: "<html>" }, { fault: "aws: what it printed cannot be read" }],
        ["knows no other registry", "ghcr.io", "az", undefined, undefined],
    ];
    for (const [title, host, program, answer, want] of rows) {
        it(title, async () => {
            if (answer !== undefined) {
                fakes.program(program, answer);
            }
            assert.deepEqual(await listInCloud(host, "team/web", fakes.env), want);
        });
    }

    it("asks for one repository of one registry", async () => {
        fakes.program("az", { prints: "[]" });
        fakes.program("aws", { prints: '{"imageDetails":[]}' });
        await listInCloud(ACR, "team/web", fakes.env);
        await listInCloud(ECR, "team/web", fakes.env);
        assert.equal(fakes.words("az"), "acr manifest list-metadata --registry contoso --name team/web --output json");
        assert.equal(fakes.words("aws"), "ecr describe-images --registry-id 012345678901 --region eu-central-1 --repository-name team/web --output json");
    });
});

describe("mapAtOnce()", () => {
    it("keeps the order, and has no more than six under way", async () => {
        let now = 0;
        let most = 0;
        const doubled = await mapAtOnce(Array.from({ length: 30 }, (_, index) => index), async (index) => {
            most = Math.max(most, ++now);
            await sleep(index % 3);
            now--;
            return index * 2;
        });
        assert.deepEqual(doubled, Array.from({ length: 30 }, (_, index) => index * 2));
        assert.equal(most, 6);
    });

    it("fails with the first failure", async () => {
        await assert.rejects(mapAtOnce([1, 2, 3], (item) => (item === 2 ? Promise.reject(new Error("two")) : Promise.resolve(item))), /two/);
    });
});

describe("runProgram()", () => {
    const bad: [string, string[], RegExp][] = [
        ["a failure, with the last line", ["-c", "echo secret; echo one >&2; echo two >&2; exit 3"], /^ProgramError: sh failed: two$/],
        ["a silent failure", ["-c", "exit 3"], /^ProgramError: sh failed: it ended with 3$/],
        ["one that takes too long", ["-c", "sleep 20"], /^ProgramError: sh failed: it took more than 0\.3 s$/],
    ];
    for (const [title, args, pattern] of bad) {
        it(`tells of ${title}`, () => assert.rejects(runProgram("/bin/sh", args, { env: process.env, limitMs: 300 }), pattern));
    }

    it("gives a program its input, also one that does not read it", async () => {
        assert.equal(await runProgram("/bin/cat", [], { env: {}, limitMs: 5_000, input: "hello" }), "hello");
        assert.equal(await runProgram("/bin/true", [], { env: {}, limitMs: 5_000, input: "x".repeat(1_000_000) }), "");
    });
});
