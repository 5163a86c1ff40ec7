import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../automation/report";
import { accessDenied, AwsError, THROTTLED } from "../aws/aws-error";
import type { AwsDouble } from "../aws/double";
import { TOKEN } from "../aws/examples";
import { ACCOUNT, REGION, type DoubleOptions } from "../aws/options";
import { AwsPlace } from "./aws-place";
import type { Finished } from "./checkout";

const HOST = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;

/** Whoever deploys, in AWS' words. */
const CALLER = `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/session`;

const OTHER_ACCOUNT = "210987654321";

/** What people read who have its credentials. */
const FOREIGN = /^Cannot deploy to the account "123456789012" as "[^"]+": it is of the account "210987654321"; name another profile in AWS_PROFILE or aws:profile, or correct `account` in the stack's configuration$/;

/** What a profile says that has to log in again. */
const SSO_ENDED = new AwsError("InvalidGrantException", "get identity: refresh cached SSO token failed, unable to refresh SSO token");

type Run = Report & Finished;

describe("a push to AWS where something goes wrong, end to end", function () {
    this.timeout(120_000);

    let place: AwsPlace;
    let double: AwsDouble;
    let opened = 0;

    /** All that the runs on one cloud said. */
    let said: string[] = [];

    before(async function () {
        place = await AwsPlace.start(this);
    });

    afterEach(async () => {
        place.registries.registry.refuse = () => undefined;
        await place.closeCloud();
    });

    after(() => place?.end());

    /** Opens a cloud, and writes a stack of two images that say their version. */
    async function start(options: DoubleOptions = {}, registry = ""): Promise<void> {
        double = await place.openCloud(`fault-${opened += 1}`, options);
        said = [];
        ["api", "web"].forEach((name) => write(name, "one"));
        configure({}, registry);
    }

    function write(name: string, text: string): void {
        place.checkout.write(`services/${name}/Dockerfile`, "FROM scratch\nCOPY text /text\n");
        place.checkout.write(`services/${name}/text`, text);
    }

    function configure(versions: Readonly<Record<string, string>> = {}, registry = ""): void {
        const images = Object.entries({ api: "1.0.0", web: "1.0.0", ...versions }).map(([name, version]) => `    ${name}: { context: services/${name}, version: ${version} }\n`);
        place.checkout.write("Pulumi.dev.yaml", `config:\n  aws:allowedAccountIds: ["${ACCOUNT}"]\n  registries:registry: { kind: ecr, account: "${ACCOUNT}", region: ${REGION}${registry} }\n  registries:images:\n${images.join("")}`);
    }

    async function run(verb: string, ...args: string[]): Promise<Run> {
        const report = await place.checkout.report(verb, "--stack", "dev", ...args);
        said.push(report.stdout, report.stderr);
        return report;
    }

    const tags = (name: string) => Object.keys(double.cloud.images.tags(`${HOST}/${name}`)).filter((tag) => !tag.startsWith("sha-")).sort();

    const ALL = ["1", "1.0", "1.0.0"];

    /** The repositories that there are, each with its tags. */
    const there = () => Object.fromEntries(double.repositories.map(({ id }) => [id, tags(id)]));

    const changed = ({ changes }: Run) => Object.entries(changes).filter(([op, count]) => op !== "same" && count > 0);

    /** Another run makes what is missing, and nothing else. */
    async function converges(created: number): Promise<void> {
        const mended = await run("up");
        assert.deepEqual([mended.errors, changed(mended)], [[], [["create", created]]], mended.stderr);
        assert.deepEqual(there(), { api: ALL, web: ALL });
    }

    /** What the stack's state lists, but for the stack itself. */
    function inState(): string[] {
        const { checkpoint } = JSON.parse(readFileSync(stateFile(), "utf8")) as { checkpoint: { latest?: { resources?: { urn: string; type: string }[] } } };
        return (checkpoint.latest?.resources ?? []).filter(({ type }) => !type.startsWith("pulumi:")).map(({ urn }) => urn.split("::").at(-1) ?? "").sort();
    }

    const stateFile = () => join(stateFolder(), ".pulumi", "stacks", "registries", "dev.json");

    const stateFolder = () => join(place.checkout.root, ".local", `state-fault-${opened}`);

    describe("with credentials", () => {
        it("of another account, makes nothing and says which account they are of", async () => {
            await start({ account: OTHER_ACCOUNT });
            for (const verb of ["preview", "up"]) {
                const { code, errors } = await run(verb);
                assert.equal(code, 1);
                assert.match(errors.join("\n"), FOREIGN);
                assert.deepEqual(inState(), [], verb);
            }
            assert.deepEqual([double.cloud.entries.size, double.cloud.images.tokens.size], [0, 0]);
        });

        it("of another account, takes nothing away there, nor forgets what there is", async () => {
            await start();
            assert.deepEqual((await run("up")).errors, []);
            const made = inState().filter((name) => name.startsWith("ecr"));
            double = await place.openCloud(`fault-${opened}`, { account: OTHER_ACCOUNT });
            double.add(TOKEN.repository, { name: "api", region: REGION });
            assert.match((await run("up", "--refresh")).errors.join("\n"), /AWS account ID not allowed: 210987654321/);
            assert.match((await run("destroy")).errors.join("\n"), /ecr-api: AWS account ID not allowed: 210987654321/);
            assert.deepEqual([inState().filter((name) => name.startsWith("ecr")), Object.keys(there())], [made, ["api"]]);
        });

        it("of a session that has ended, makes nothing and says how to log in", async () => {
            await start();
            double.faults = [{ operation: "invoke", token: /getCallerIdentity/, error: SSO_ENDED }];
            assert.match((await run("up")).errors.join("\n"), /^Cannot deploy to the account "123456789012".*unable to refresh SSO token; the session has ended: run `aws sso login`, with --profile where you name one$/);
            assert.deepEqual([inState(), there()], [[], {}]);
        });

        it("that have expired, makes nothing, and takes nothing away that is there", async () => {
            await start();
            for (const want of [{}, { api: ALL, web: ALL }]) {
                double.cloud.expired = true;
                const made = existsSync(stateFile()) ? inState() : [];
                assert.match((await run("up")).errors.join("\n"), /^Cannot deploy to the account "123456789012".*: ExpiredToken: .*they have expired: log in again, as with `aws sso login`$/);
                assert.deepEqual([inState(), there()], [made, want]);
                double.cloud.expired = false;
                assert.deepEqual((await run("up")).errors, []);
            }
        });

        it("that may not ask for a token, says so and pushes nothing, until they may", async () => {
            await start();
            double.faults = [{ operation: "invoke", token: /getAuthorizationToken/, error: accessDenied(CALLER, "ecr:GetAuthorizationToken", "*"), times: 2 }];
            const { code, errors } = await run("up");
            assert.equal(code, 1);
            assert.match(errors.join("\n"), /Cannot log in to "123456789012\.dkr\.ecr\.eu-central-1\.amazonaws\.com" with .*let an identity policy of theirs allow ecr:GetAuthorizationToken on the resource \*: no policy of a repository can\nCannot push any image: there is no login to the registry$/);
            assert.deepEqual(there(), { api: [], web: [] });
            await converges(4);
        });

        it("that may not make one of two repositories, makes the other and pushes to it", async () => {
            await start();
            double.faults = [{ operation: "create", id: /^api$/, error: accessDenied(CALLER, "ecr:CreateRepository", `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/api`) }];
            const { code, errors } = await run("up");
            assert.equal(code, 1);
            assert.match(errors.join("\n"), /^ecr-api: [^]*AccessDeniedException: User: \S+ is not authorized to perform: ecr:CreateRepository on resource: arn:aws:ecr:eu-central-1:123456789012:repository\/api[^\n]*\nupdate failed$/);
            assert.deepEqual(there(), { web: ALL });
            await converges(2);
        });
    });

    describe("where AWS refuses", () => {
        it("a repository that is somebody else's, leaves that alone and pushes to the other", async () => {
            await start();
            double.add(TOKEN.repository, { name: "api", region: REGION, tags: { owner: "somebody" } });
            const { errors } = await run("up");
            assert.match(errors.join("\n"), /ecr-api: [^]*RepositoryAlreadyExistsException: The repository with name 'api' already exists in the registry with id '123456789012'/);
            assert.deepEqual(there(), { api: [], web: ALL });
            assert.ok(!inState().includes("ecr-api"));
            assert.deepEqual(double.cloud.find(TOKEN.repository, "api", REGION)?.props["tags"], { owner: "somebody" });
            });

        it("more repositories, says so and pushes to those there are", async () => {
            await start({ repositories: 1 });
            const { errors } = await run("up");
            assert.match(errors.join("\n"), /^ecr-(api|web): [^]*LimitExceededException: The maximum number of repositories per registry has been reached\.\nupdate failed$/);
            assert.deepEqual(Object.values(there()), [ALL]);
        });

        it("a lifecycle, pushes nothing to its repository, and goes on", async () => {
            await start({}, ", lifecycle: [{ untagged: true, pushedDays: 14 }]");
            double.faults = [{ operation: "create", token: /lifecyclePolicy/, id: /^api$/, error: new AwsError("ValidationException", "of the test") }];
            const { errors } = await run("up");
            assert.match(errors.join("\n"), /^ecr-lifecycle-api: [^]*PutLifecyclePolicy[^]*ValidationException: of the test\nupdate failed$/);
            assert.deepEqual(there(), { api: [], web: ALL });
            await converges(2);
        });
    });

    it("waits out throttling that passes, and says so where it does not", async () => {
        await start();
        double.faults = [{ operation: "create", error: THROTTLED, times: 24 }, { operation: "invoke", token: /getAuthorizationToken/, error: THROTTLED, times: 50 }];
        // As often as the provider asks, in the preview and in the update.
        const { errors } = await run("up");
        assert.match(errors.join("\n"), /Cannot log in to .*: ThrottlingException: Rate exceeded; AWS is busy: try again in a minute/);
        assert.deepEqual([there(), double.faults], [{ api: [], web: [] }, []]);
        await converges(4);
    });

    it("goes on after a registry that broke off in mid-push", async () => {
        await start();
        place.registries.registry.refuse = ({ method, kind, name }) => method === "PUT" && kind === "manifests" && name === "api"
            ? { status: 503, code: "UNAVAILABLE", message: "of the test" } : undefined;
        const { code, errors } = await run("up");
        assert.equal(code, 1);
        assert.match(errors.join("\n"), /^api: failed to solve: failed to push \S+\/api:1\.0\.0: unavailable: of the test\nupdate failed$/);
        assert.deepEqual(there(), { api: [], web: ALL });
        place.registries.registry.refuse = () => undefined;
        await converges(1);
    });

    it("leaves the old image under a tag that is fixed, and goes on under a new version", async () => {
        await start();
        assert.deepEqual((await run("up")).errors, []);
        const before = double.cloud.images.tags(`${HOST}/web`);
        write("web", "two");
        const { code, errors } = await run("up", "--overwrite");
        assert.equal(code, 1);
        assert.match(errors.join("\n"), /^web: .*The image tag '1\.0\.0' already exists in the 'web' repository and cannot be overwritten because the tag is immutable/s);
        assert.deepEqual(double.cloud.images.tags(`${HOST}/web`), before);
        configure({ web: "1.0.1" });
        const bumped = await run("up");
        assert.deepEqual([bumped.errors, changed(bumped)], [[], [["update", 2]]], bumped.stderr);
        const after = double.cloud.images.tags(`${HOST}/web`);
        assert.equal(after["1.0.0"], before["1.0.0"]);
        assert.notEqual(after["1.0.1"], before["1.0.0"]);
        assert.deepEqual([after["1.0"], after["1"]], [after["1.0.1"], after["1.0.1"]]);
    });

    it("works with a token in the state that has expired, and shows no token anywhere", async () => {
        await start({}, ", forceDelete: true");
        assert.deepEqual((await run("up")).errors, []);
        const told = async (...args: string[]) => {
            double.cloud.images.expire();
            const { code, stdout, stderr } = await place.checkout.pulumi("dev", ...args);
            said.push(stdout, stderr);
            assert.equal(code, 0, stdout + stderr);
            return stdout + stderr;
        };
        assert.match(await told("refresh", "--yes", "--non-interactive"), /8 unchanged[^]*8 unchanged/);
        const made = inState();
        assert.ok(made.includes("web"), made.join());
        for (const verb of ["preview", "up"]) {
            double.cloud.images.expire();
            const refreshed = await run(verb, "--refresh");
            assert.deepEqual([refreshed.errors, changed(refreshed)], [[], []], refreshed.stderr);
            assert.deepEqual(inState(), made);
        }
        write("web", "two");
        configure({ web: "1.0.1" }, ", forceDelete: true");
        double.cloud.images.expire();
        assert.deepEqual((await run("up")).errors, []);
        assert.ok(tags("web").includes("1.0.1"));
        showsNoToken();
        double.cloud.images.expire();
        assert.deepEqual((await run("destroy")).errors, []);
        assert.deepEqual([inState(), there()], [[], {}]);
        showsNoToken();
    });

    /** Looks for each token, as it is and as it goes over the wire, in whatever was said, kept or logged. */
    function showsNoToken(): void {
        const files = [stateFolder(), join(place.checkout.root, ".local", "buildkit")].flatMap((folder) =>
            readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)).filter((file) => statSync(file).isFile() && /\.(json|bak|log|yaml|toml)$|history|backups/.test(file)));
        assert.ok(files.some((file) => file.endsWith("dev.json")), files.join());
        const texts: [where: string, text: string][] = [...files.map((file): [string, string] => [file, readFileSync(file, "latin1")]), ["output", said.join("\n")]];
        const tokens = [...double.cloud.images.tokens.keys()];
        assert.ok(tokens.length > 0);
        for (const token of tokens.flatMap((plain) => [plain, Buffer.from(`AWS:${plain}`).toString("base64")])) {
            assert.deepEqual(texts.filter(([, text]) => text.includes(token)).map(([where]) => where), []);
        }
    }
});
