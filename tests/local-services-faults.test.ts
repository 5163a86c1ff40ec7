import assert from "node:assert/strict";
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServicePrograms } from "../toolchain/local-services";
import { requireCertificates } from "../toolchain/services/certificates";
import { isAlive, findProcess } from "../toolchain/services/processes";
import { ask, needPrograms, Place } from "./local-services-place";

const NAMES = ["registry", "buildkitd"] as const;

describe("local services, when something is wrong", function () {
    this.timeout(120_000);
    let programs: Required<ServicePrograms>;
    let place: Place;
    let host: string;

    before(async function () {
        programs = await needPrograms(this);
    });

    beforeEach(async () => {
        place = new Place(programs);
        host = (await place.start()).host;
    });

    afterEach(() => place?.end());

    const pids = () => Promise.all(NAMES.map((name) => place.pid(name)));

    /** One of each runs, none of them a process of before, and the registry lets the login in where it was. */
    async function startsAnew(before: readonly number[]): Promise<void> {
        assert.equal((await place.start()).host, host);
        const after = await pids();
        assert.ok(after.every((pid, which) => pid > 0 && pid !== before[which]), `${before} ${after}`);
        assert.ok(before.every((pid) => findProcess(pid) === undefined), "the old ones are gone");
        assert.equal(await ask(`https://${host}/v2/`, `pulumi:${place.read("password")}`, place.read("tls/ca.pem")), 200);
    }

    for (const signal of ["SIGKILL", "SIGSTOP"] as const) {
        it(`are started anew after ${signal}`, async () => {
            const before = await pids();
            before.forEach((pid) => process.kill(pid, signal));
            await startsAnew(before);
        });
    }

    const records: readonly (readonly [string, (record: Place) => void])[] = [
        ["lost", ({ paths }) => rmSync(paths.record)],
        ["empty", ({ paths }) => writeFileSync(paths.record, "")],
        ["of another form", ({ paths }) => writeFileSync(paths.record, `{"port":"1","started":[]}`)],
        ["older than the processes", ({ paths }) => writeFileSync(paths.record, JSON.stringify({ port: Number(host.split(":")[1]) }))],
    ];
    for (const [what, damage] of records) {
        it(`are found though the record is ${what}`, async () => {
            const before = await pids();
            damage(place);
            await startsAnew(before);
        });
    }

    it("are stopped though everything was removed", async () => {
        rmSync(place.paths.folder, { recursive: true, force: true });
        await place.stop();
        assert.deepEqual(place.processes(), []);
    });

    it("are one of each after a run was killed while it started them", async () => {
        await place.stop();
        const run = place.startElsewhere();
        while (place.processes().filter((command) => / serve |buildkitd --config/.test(command)).length === 0) {
            await sleep(5);
        }
        run.kill("SIGKILL");
        assert.equal((await place.start()).host, host);
        const commands = place.processes();
        assert.equal(commands.filter((command) => / serve /.test(command)).length, 1, commands.join("\n"));
        assert.equal(commands.filter((command) => /^\S*buildkitd --config/.test(command)).length, 1, commands.join("\n"));
    });

    it("move when another program has taken the port", async () => {
        await place.stop();
        const other = createServer().listen(Number(host.split(":")[1]), "127.0.0.1");
        try {
            const moved = await place.start();
            assert.notEqual(moved.host, host);
            assert.ok(place.said.some((line) => line.includes(`taken ${host}`) && line.includes(moved.host)), place.said.join("\n"));
            for (const file of ["registry/config.yml", "buildkit/buildkitd.toml", "docker/config.json"]) {
                assert.ok(place.read(file).includes(moved.host), file);
            }
            assert.equal((await place.start()).host, moved.host, "and stay there");
        } finally {
            other.close();
        }
    });

    it("say at once why one does not start, and leave nothing of it", async () => {
        await place.stop();
        const broken = join(place.root, "broken");
        writeFileSync(broken, "#!/bin/sh\necho the disk is on fire >&2\nexit 3\n", { mode: 0o755 });
        await assert.rejects(place.start({ ...programs, registry: broken }), (error: Error) => {
            assert.match(error.message, /^Cannot start the registry: it ended with code 3; log \S+registry\.log\n {2}the disk is on fire$/);
            return true;
        });
        assert.ok(place.processes().every((command) => command.includes("buildkitd")));
        await place.start();
    });

    it("say that a program is not there", async () => {
        await place.stop();
        await assert.rejects(place.start({ registry: join(place.root, "nothing") }), /Cannot run ".*nothing": there is no such file/);
    });

    it("say that the registry refuses the login, and how to mend it", async () => {
        const wrong = readFileSync(place.paths.registry.htpasswd, "utf8").replace(/.{5}\n$/, "AAAAA\n");
        writeFileSync(place.paths.registry.htpasswd, wrong);
        await assert.rejects(place.start(), /Cannot use the registry that runs here: it answers 401 .*remove ".*htpasswd" to mend/);
        rmSync(place.paths.registry.htpasswd);
        await place.start();
    });

    it("are started anew with a renewed certificate, which the same authority has signed", async () => {
        const before = await pids();
        const [authority, server] = [place.read("tls/ca.pem"), place.read("tls/server.pem")];
        await requireCertificates(place.paths, new Date(Date.now() + 380 * 86_400_000));
        writeFileSync(join(place.paths.tls.folder, "server.pem"), server);
        rmSync(place.paths.tls.serverKey);
        await place.start();
        assert.equal(place.read("tls/ca.pem"), authority);
        assert.notEqual(place.read("tls/server.pem"), server);
        assert.deepEqual(place.said[0], "stopping the registry: its settings have changed");
        assert.equal((await pids())[1], before[1], "BuildKit knows the authority alone, and goes on");
        assert.equal(await ask(`https://${host}/v2/`, `pulumi:${place.read("password")}`, authority), 200);
    });

    it("come along when the checkout is moved", async () => {
        const before = await pids();
        const moved = new Place(programs, `${place.root}-moved`);
        renameSync(place.root, moved.root);
        place = moved;
        await startsAnew(before);
    });

    it("are not those of a copy", async () => {
        const before = await pids();
        const copy = new Place(programs, `${place.root}-copy`);
        cpSync(place.root, copy.root, { recursive: true, filter: (file) => !/\.sock$|buildkit\/root$/.test(file) });
        try {
            assert.notEqual((await copy.start()).host, host);
            await copy.stop();
            assert.ok(before.every((pid) => isAlive({ pid, began: findProcess(pid)?.began ?? "" })));
        } finally {
            await copy.end();
        }
    });
});
