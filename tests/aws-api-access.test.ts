import assert from "node:assert/strict";
import type { Right } from "../model/access/right";
import type { RepositoryGrant } from "../model/ecr/access/grant-plan";
import { formatIdentityPolicy, type IdentityRequest } from "../model/ecr/access/identity-policy";
import { formatRepositoryPolicy } from "../model/ecr/access/repository-policy";
import { allowedActions, LAYER, push } from "./moto/actions";
import { keysOf, ORGANIZATION, startMoto, type Clients, type Keys, type Moto } from "./moto/moto";
import { PRIVATE } from "./moto/planned";

const PLACE = { account: "111122223333", partition: "aws", region: "eu-central-1" };
const WEB = "team-a/web";
const OTHER = "team-b/web";
const CACHED = "docker-hub/library/alpine";

const LOGIN = ["GetAuthorizationToken"];
const PULL = ["BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer"];
const UPLOAD = ["InitiateLayerUpload", "UploadLayerPart", "CompleteLayerUpload", "PutImage"];

const TRUST = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

/** What is granted, and which of all actions that then allows: in the repository, and in one that nothing was said of. */
const RIGHTS: readonly { may: readonly Right[]; here: readonly string[]; elsewhere?: readonly string[] }[] = [
    { may: ["list"], here: [...LOGIN, "DescribeRepositories"], elsewhere: [...LOGIN, "DescribeRepositories"] },
    { may: ["pull"], here: [...LOGIN, ...PULL] },
    { may: ["push"], here: [...LOGIN, "ListImages", ...PULL, ...UPLOAD] },
    { may: ["delete"], here: [...LOGIN, "BatchDeleteImage"] },
    { may: ["push", "pull", "delete"], here: [...LOGIN, "ListImages", ...PULL, ...UPLOAD, "BatchDeleteImage"] },
];

const ROLE = `arn:aws:iam::${PLACE.account}:role/`;

/** What the policy of the repository says, and what the role `tester` may do there, which itself may only log in. */
const REPOSITORY_GRANTS: readonly [title: string, grants: readonly RepositoryGrant[], here: readonly string[]][] = [
    ["the role", [{ may: ["push"], grantee: { role: `${ROLE}tester` } }], [...LOGIN, "ListImages", ...PULL, ...UPLOAD]],
    ["another role", [{ may: ["push"], grantee: { role: `${ROLE}tester2` } }], LOGIN],
    ["its account", [{ may: ["pull", "delete"], grantee: { account: PLACE.account } }], [...LOGIN, ...PULL, "BatchDeleteImage"]],
    ["another account", [{ may: ["push"], grantee: { account: "444455556666" } }], LOGIN],
    ["its organisation", [{ may: ["pull"], grantee: { organization: ORGANIZATION } }], [...LOGIN, ...PULL]],
    ["another organisation", [{ may: ["pull"], grantee: { organization: "o-zyxwvutsrq" } }], LOGIN],
    ["AWS Lambda", [{ may: ["pull"], grantee: { lambda: `arn:aws:lambda:eu-central-1:${PLACE.account}:function:*` } }], LOGIN],
    ["several", [
        { may: ["push"], grantee: { account: "444455556666" } },
        { may: ["delete"], grantee: { role: `${ROLE}tester` } },
        { may: ["pull"], grantee: { organization: ORGANIZATION } },
    ], [...LOGIN, ...PULL, "BatchDeleteImage"]],
];

describe("access as moto's IAM judges it", () => {
    let moto: Moto;

    before(async function () {
        moto = await startMoto(this, PLACE.account);
    });

    after(() => moto?.stop());

    beforeEach(async () => {
        await moto.reset();
        const { ecr } = moto.clients(PLACE.region);
        for (const repositoryName of [WEB, OTHER]) {
            await ecr.createRepository({ repositoryName, imageTagMutability: "IMMUTABLE" });
        }
    });

    afterEach(() => moto.enforce(false));

    for (const { may, here, elsewhere = LOGIN } of RIGHTS) {
        it(`lets a role that may ${may.join(", ")} do exactly that`, async () => {
            const clients = await takeOn({ may, repositories: [WEB], caches: [] });
            assert.deepEqual(await allowedActions(clients, WEB), here);
            assert.deepEqual(await allowedActions(clients, OTHER), elsewhere);
        });
    }

    for (const [title, grants, here] of REPOSITORY_GRANTS) {
        it(`lets a role do what its repository's policy lets ${title} do`, async () => {
            await moto.clients(PLACE.region).ecr.setRepositoryPolicy({ repositoryName: WEB, policyText: formatRepositoryPolicy(PLACE, grants) });
            const clients = moto.clients(PLACE.region, await takeRole("tester", formatIdentityPolicy(PLACE, [])));
            assert.deepEqual(await allowedActions(clients, WEB), here);
            assert.deepEqual(await allowedActions(clients, OTHER), LOGIN);
        });
    }

    it("binds rights to the registry's region", async () => {
        const keys = await take({ may: ["push", "delete"], repositories: [WEB], caches: [] });
        assert.deepEqual(await allowedActions(moto.clients("eu-west-1", keys), WEB), LOGIN);
    });

    it("lets who may pull through a cache make its repositories, and no other", async () => {
        const clients = await takeOn({ may: ["push"], repositories: [], caches: ["docker-hub/*"] });
        assert.deepEqual(await allowedActions(clients, CACHED), [...LOGIN, ...PULL, "CreateRepository"]);
        assert.deepEqual(await allowedActions(clients, OTHER), LOGIN);
    });

    it("lets Amazon ECR make the repositories of a template, and no other", async () => {
        const role = PRIVATE.registry.templateRole;
        const clients = moto.clients(PLACE.region, await takeRole("templates", role?.policy));
        assert.deepEqual(await allowedActions(clients, CACHED), ["CreateRepository"]);
        assert.deepEqual(await allowedActions(clients, OTHER), []);
    });

    it("suffices for a whole push and the pull of it", async () => {
        const pusher = await takeOn({ may: ["push"], repositories: [WEB], caches: [] });
        const imageDigest = await push(pusher, WEB, "1.4.2");
        const puller = await takeOn({ may: ["pull"], repositories: [WEB], caches: [] });
        const { images } = await puller.ecr.batchGetImage({ repositoryName: WEB, imageIds: [{ imageDigest }] });
        assert.deepEqual(images?.map(({ imageId }) => imageId?.imageTag), ["1.4.2"]);
        const { layers } = await puller.ecr.batchCheckLayerAvailability({ repositoryName: WEB, layerDigests: [LAYER.digest] });
        assert.deepEqual(layers?.map(({ layerAvailability }) => layerAvailability), ["AVAILABLE"]);
    });

    it("refuses the push of who may only pull, and of who is nobody", async () => {
        await assert.rejects(push(await takeOn({ may: ["pull"], repositories: [WEB], caches: [] }), WEB, "1"), { name: /^AccessDenied/ });
        await assert.rejects(push(moto.clients(PLACE.region), WEB, "1"), { name: /InvalidClientTokenId|UnrecognizedClient/ });
    });

    async function takeOn(request: IdentityRequest): Promise<Clients> {
        return moto.clients(PLACE.region, await take(request));
    }

    function take(request: IdentityRequest): Promise<Keys> {
        return takeRole(request.may.join("-"), formatIdentityPolicy(PLACE, [request]));
    }

    /** Makes a role with the policy, and enforces policies from then on. */
    async function takeRole(RoleName: string, PolicyDocument: string | undefined): Promise<Keys> {
        await moto.enforce(false);
        const { iam, sts } = moto.clients(PLACE.region);
        const { Role } = await iam.createRole({ RoleName, AssumeRolePolicyDocument: TRUST });
        await iam.putRolePolicy({ RoleName, PolicyName: "grant", PolicyDocument });
        const { Credentials } = await sts.assumeRole({ RoleArn: Role?.Arn, RoleSessionName: "test" });
        await moto.enforce(true);
        return keysOf(Credentials);
    }
});
