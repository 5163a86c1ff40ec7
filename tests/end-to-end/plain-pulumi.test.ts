import assert from "node:assert/strict";
import { needLocalTools, needOnPath } from "../tools-at-hand";
import { AzurePlace } from "./azure-place";
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
            "local", "preview", "--policy-pack", "policies", "--expect-no-changes", "--non-interactive");
        assert.equal(code, 0, stdout + stderr);
        assert.match(stdout, /pulumi-registries@/, "the pack has judged");
    });

    it("agrees the other way round", async () => {
        checkout.write("examples/quickstart/settings/settings.json", '{"lanes": 2, "speedLimitKmh": 30}\n');
        const up = await checkout.pulumi("local", "up", "--yes", "--policy-pack", "policies", "--non-interactive");
        assert.equal(up.code, 0, up.stdout + up.stderr);
        const preview = await checkout.report("preview");
        const { create, update, delete: deleted, replace } = preview.changes;
        assert.equal(create + update + deleted + replace, 0, preview.stderr);
    });

    it("shows the same mistakes of a configuration", async () => {
        const good = checkout.read("Pulumi.local.yaml");
        checkout.write("Pulumi.local.yaml", good.replace("version: 1.4.2", "version: banana"));
        const { code, stdout, stderr } = await checkout.pulumi("local", "preview", "--non-interactive");
        assert.notEqual(code, 0);
        assert.match(stdout + stderr, /registries:images\.site\.version.*"banana"/);
    });
});

describe("plain pulumi on a stack of Azure, end to end", function () {
    this.timeout(300_000);

    let place: AzurePlace;

    before(async function () {
        needOnPath(this, "pulumi-language-nodejs");
        place = await AzurePlace.start(this);
        await place.openCloud("plain");
        place.checkout.write("Pulumi.dev.yaml", place.checkout.read("examples/azure-basic/Pulumi.dev.yaml"));
        const first = await place.checkout.report("up", "--stack", "dev");
        assert.equal(first.code, 0, first.stderr);
    });

    after(async () => {
        await place?.closeCloud();
        await place?.end();
    });

    it("sees no change after npm run up, and nothing secret in the outputs", async () => {
        const { code, stdout, stderr } = await place.checkout.pulumi(
            "dev", "preview", "--policy-pack", "policies", "--expect-no-changes", "--non-interactive");
        assert.equal(code, 0, stdout + stderr);
        const outputs = await place.checkout.pulumi("dev", "stack", "output", "--json");
        assert.match(outputs.stdout, /"ref": "[^"]+\/site@sha256:/);
        assert.doesNotMatch(outputs.stdout, /secret/);
    });

    it("says of a login that fails what npm run up says", async () => {
        place.checkout.write("examples/quickstart/site/public/status.html", "<p>One lane closed.</p>\n");
        place.server.permits = () => ["pull"];
        const { code, stdout, stderr } = await place.checkout.pulumi("dev", "up", "--yes", "--non-interactive");
        assert.notEqual(code, 0);
        assert.match(stdout + stderr, /Cannot log in to "[^"]+" with the Entra token of whoever deploys: it lets this principal in, but not push to "site"/);
    });
});
