import assert from "node:assert/strict";
import { PUBLIC_ECR_REGION } from "../model/ecr/ecr-host";
import { startMoto, type Clients, type Moto } from "./moto/moto";
import type { Call } from "./moto/operation";
import { privateCalls, publicCalls } from "./moto/operations";
import { GOVERNMENT, PARTLY_KNOWN, PRIVATE, PUBLIC } from "./moto/planned";
import { skip } from "./tools-at-hand";

const PLANS = [
    { of: "a private registry", region: PRIVATE.registry.region, plan: PRIVATE, calls: privateCalls(PRIVATE) },
    { of: "a private registry that it knows in part", region: PARTLY_KNOWN.registry.region, plan: PARTLY_KNOWN, calls: privateCalls(PARTLY_KNOWN) },
    { of: "a registry of another partition", region: GOVERNMENT.registry.region, plan: GOVERNMENT, calls: privateCalls(GOVERNMENT) },
    { of: "a public registry", region: PUBLIC_ECR_REGION, plan: PUBLIC, calls: publicCalls(PUBLIC) },
];

/** Who may take on roles that were there before. */
const TRUST = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

for (const { of, region, plan: { registry, grants }, calls } of PLANS) {
    describe(`the AWS API, as moto implements it, for ${of}`, () => {
        let moto: Moto;
        let clients: Clients;

        before(async function () {
            moto = await startMoto(this, registry.account);
            clients = moto.clients(region);
            for (const RoleName of new Set(grants.identities.map(({ role }) => role))) {
                await clients.iam.createRole({ RoleName, AssumeRolePolicyDocument: TRUST });
            }
        });

        after(() => moto?.stop());

        for (const { name, calls: ofOne } of calls) {
            for (const call of ofOne) {
                it(`takes ${name} as it is planned: ${call.title}`, async function () {
                    await send(this, name, call, clients);
                    assert.deepEqual(await call.read(clients), call.want);
                });
            }
        }
    });
}

describe("the AWS API, as it is planned for", () => {
    it("is asked for every operation that is looked at", () => {
        const all = PLANS.flatMap(({ calls }) => calls);
        const asked = all.filter((operation) => operation.calls.length > 0).map(({ name }) => name);
        assert.deepEqual(all.map(({ name }) => name).filter((name) => !asked.includes(name)), []);
    });
});

/** Sends it, or skips the test where moto does not know what is sent. */
async function send(context: Mocha.Context, name: string, call: Call, clients: Clients): Promise<void> {
    try {
        await call.send(clients);
    } catch (error) {
        const { name: code, message } = error as Error;
        if (code === "NotImplemented") {
            skip(context, `moto does not implement ${name}`);
        }
        if (call.lacks?.test(message) === true) {
            skip(context, `moto implements ${name} in part: ${message}`);
        }
        throw error;
    }
}
