import assert from "node:assert/strict";
import { needLocalTools, needOnPath } from "../tools-at-hand";
import { Checkout } from "./checkout";

describe("plain pulumi on the same stack, end to end", function () {
    this.timeout(300_000);

    let checkout: Checkout;

    before(async function () {
        needOnPath(this, "pulumi-language-nodejs");
        await needLocalTools(this);
        checkout = new Checkout();
        const first = await checkout.report("up");
        assert.equal(first.code, 0, first.stderr);
    });

    after(async () => {
        await checkout?.remove();
    });

    it("sees no change after npm run up", async () => {
        const { code, stdout, stderr } = await checkout.pulumi(
            "preview", "--stack", "local", "--policy-pack", "policies", "--expect-no-changes", "--non-interactive");
        assert.equal(code, 0, stdout + stderr);
        assert.match(stdout, /pulumi-registries@/, "the pack has judged");
    });

    it("agrees the other way round", async () => {
        checkout.write("examples/quickstart/settings/settings.json", '{"lanes": 2, "speedLimitKmh": 30}\n');
        const up = await checkout.pulumi("up", "--yes", "--stack", "local", "--policy-pack", "policies", "--non-interactive");
        assert.equal(up.code, 0, up.stdout + up.stderr);
        const preview = await checkout.report("preview");
        const { create, update, delete: deleted, replace } = preview.changes;
        assert.equal(create + update + deleted + replace, 0, preview.stderr);
    });

    it("shows the same mistakes of a configuration", async () => {
        const good = checkout.read("Pulumi.local.yaml");
        checkout.write("Pulumi.local.yaml", good.replace("version: 1.4.2", "version: banana"));
        const { code, stdout, stderr } = await checkout.pulumi("preview", "--stack", "local", "--non-interactive");
        assert.notEqual(code, 0);
        assert.match(stdout + stderr, /registries:images\.site\.version.*"banana"/);
    });
});
