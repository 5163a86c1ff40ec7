import assert from "node:assert/strict";
import { manifest, push } from "./moto/actions";
import { startMoto, type Clients, type Moto } from "./moto/moto";
import { policiesOf } from "./moto/operation";
import { rolesOf } from "./moto/operations-iam";
import { PRIVATE } from "./moto/planned";
import { LIFECYCLE_TWINS, RESOURCE_TWINS, STATEMENT_TWINS, twinOf, type Twin } from "./moto/twins";

const { registry, grants, oidcProviders } = PRIVATE;
const { account, region } = registry;
const NAME = "team-a/web";
const [ROLE] = rolesOf(PRIVATE);

/** Every document of the plan, what it is sent with, and what its parser says of a twin of it. */
const DOCUMENTS: readonly { of: string; text: string | undefined; send: (clients: Clients, text: string) => Promise<unknown>; twins: readonly Twin[]; error: RegExp }[] = [
    {
        of: "a lifecycle policy",
        text: registry.repositories.map(({ lifecyclePolicy }) => lifecyclePolicy).find((text) => text !== undefined && !/archive/.test(text)),
        send: ({ ecr }, lifecyclePolicyText) => ecr.putLifecyclePolicy({ repositoryName: NAME, lifecyclePolicyText }),
        twins: LIFECYCLE_TWINS,
        error: /Lifecycle policy validation failure/,
    },
    {
        of: "a repository's policy",
        text: policiesOf(registry, grants)[0]?.policyText,
        send: ({ ecr }, policyText) => ecr.setRepositoryPolicy({ repositoryName: NAME, policyText }),
        twins: STATEMENT_TWINS,
        error: /Invalid repository policy provided/,
    },
    {
        of: "a registry's policy",
        text: registry.registryPolicy,
        send: ({ ecr }, policyText) => ecr.putRegistryPolicy({ policyText }),
        twins: [...STATEMENT_TWINS, ...RESOURCE_TWINS, ["an action of a repository", (statement) => ({ ...statement, Action: ["ecr:PutImage"] })]],
        error: /Invalid registry policy provided/,
    },
    {
        of: "a role's policy",
        text: ROLE?.policy,
        send: ({ iam }, PolicyDocument) => iam.putRolePolicy({ RoleName: "role", PolicyName: "policy", PolicyDocument }),
        twins: [...STATEMENT_TWINS, ...RESOURCE_TWINS],
        error: /Syntax errors|legacy parsing|must contain|prefaced by a vendor|ARN format|Partition/,
    },
    {
        of: "a role's trust",
        text: ROLE?.trust,
        // moto reads a trust only once it changes.
        send: ({ iam }, PolicyDocument) => iam.updateAssumeRolePolicy({ RoleName: "role", PolicyDocument }),
        twins: [...STATEMENT_TWINS, ["a resource", (statement) => ({ ...statement, Resource: "*" })], ["an action of ECR", (statement) => ({ ...statement, Action: "ecr:PutImage" })]],
        error: /Syntax errors|legacy parsing|must contain|prefaced by a vendor|prohibited field|Trust Policy/,
    },
];

/** Calls that are refused for what is there already, or is not. */
const CALLS: readonly [title: string, send: (clients: Clients) => Promise<unknown>, error: RegExp][] = [
    ["a repository that is there", ({ ecr }) => ecr.createRepository({ repositoryName: NAME }), /^RepositoryAlreadyExistsException: .*'team-a\/web' already exists/],
    ["a repository in upper case", ({ ecr }) => ecr.createRepository({ repositoryName: "Team/web" }), /^InvalidParameterException: .*'repositoryName'/],
    ["filters of tags that may all be moved", ({ ecr }) => ecr.createRepository({ repositoryName: "new", imageTagMutability: "IMMUTABLE", imageTagMutabilityExclusionFilters: [{ filterType: "WILDCARD", filter: "latest" }] }), /^InvalidParameterException: .*'imageTagMutabilityExclusionFilters'/],
    ["exclusion without filters", ({ ecr }) => ecr.createRepository({ repositoryName: "new", imageTagMutability: "IMMUTABLE_WITH_EXCLUSION" }), /^InvalidParameterException: .*can't be null/],
    ["replication to itself", ({ ecr }) => ecr.putReplicationConfiguration({ replicationConfiguration: { rules: [{ destinations: [{ region, registryId: account }] }] } }), /^InvalidParameterException: .*cannot be the same as the source/],
    ["a policy of a repository that is not there", ({ ecr }) => ecr.setRepositoryPolicy({ repositoryName: "none", policyText: "{}" }), /^RepositoryNotFoundException: /],
    ["a policy of a role that is not there", ({ iam }) => iam.putRolePolicy({ RoleName: "none", PolicyName: "policy", PolicyDocument: ROLE?.policy }), /^NoSuchEntityException: .*none/],
    ["a role that is there", ({ iam }) => iam.createRole({ RoleName: "role", AssumeRolePolicyDocument: ROLE?.trust }), /^EntityAlreadyExistsException: .*role/],
    ["a provider that is there", async ({ iam }) => { await provide({ iam }); await provide({ iam }); }, /^EntityAlreadyExistsException: /],
    ["to delete a repository with images", async (clients) => { await push(clients, NAME, "1.4.2"); await clients.ecr.deleteRepository({ repositoryName: NAME }); }, /^RepositoryNotEmptyException: .*still contains images/],
    ["another image for an immutable tag", async (clients) => { await push(clients, NAME, "1.4.2"); await move(clients, "1.4.2"); }, /^Image(Tag)?AlreadyExistsException: .*'1\.4\.2' already exists/],
];

describe("the AWS API, as moto refuses", () => {
    let moto: Moto;
    let clients: Clients;

    before(async function () {
        moto = await startMoto(this, account);
        clients = moto.clients(region);
    });

    after(() => moto?.stop());

    beforeEach(async () => {
        await moto.reset();
        await clients.ecr.createRepository({
            repositoryName: NAME,
            imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
            imageTagMutabilityExclusionFilters: [{ filterType: "WILDCARD", filter: "latest" }],
        });
        await clients.iam.createRole({ RoleName: "role", AssumeRolePolicyDocument: ROLE?.trust });
    });

    for (const { of, text = "", send, twins, error } of DOCUMENTS) {
        it(`takes ${of} as it is planned`, () => send(clients, text));

        for (const [what, change] of twins) {
            it(`refuses ${of} with ${what}`, async () => {
                const twin = twinOf(text, change);
                assert.notEqual(twin, text);
                await assert.rejects(send(clients, twin), error);
            });
        }

        it(`refuses ${of} that is no JSON, or has nothing in it`, async () => {
            await assert.rejects(send(clients, text.slice(0, -1)), error);
            await assert.rejects(send(clients, "{}"), error);
        });
    }

    for (const [title, send, error] of CALLS) {
        it(`refuses ${title}`, () => assert.rejects(send(clients), error));
    }

    it("lets a floating tag be moved, and a repository go with its images if it is told to", async () => {
        await push(clients, NAME, "latest");
        await move(clients, "latest");
        await clients.ecr.deleteRepository({ repositoryName: NAME, force: true });
    });
});

function provide({ iam }: Pick<Clients, "iam">): Promise<unknown> {
    const [provider] = oidcProviders;
    return iam.createOpenIDConnectProvider({ Url: provider?.url, ClientIDList: [...provider?.audiences ?? []] });
}

/** Pushes another image by a tag that is there. */
function move({ ecr }: Clients, imageTag: string): Promise<unknown> {
    return ecr.putImage({ repositoryName: NAME, imageTag, imageManifest: manifest("another") });
}
