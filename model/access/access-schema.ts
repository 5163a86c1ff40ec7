import * as v from "valibot";
import { closedMap, listOf, needed, optional, text, word } from "../config-field";
import { isArmId } from "../acr/values/arm-id";
import { isRepositoryScope } from "../acr/access/condition";
import { account } from "../ecr/values/ecr-text";
import { isFunctionArn, isOrganization, isRole } from "./aws-name";

/** What one may be allowed to do with a registry. */
const RIGHTS = ["list", "pull", "push", "delete"] as const;

/** Source: https://learn.microsoft.com/rest/api/authorization/role-assignments/create (`PrincipalType`) */
const PRINCIPAL_TYPES = ["User", "Group", "ServicePrincipal"] as const;

/** Whoever runs a program: a group cannot log in. */
const DEPLOYER_TYPES = ["User", "ServicePrincipal"] as const;

/** Version and variant do not matter to Entra ID. */
const GUID = /^(?!0{8}-(?:0{4}-){3}0{12}$)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What the type of a principal has to be. */
export const TYPE_TAKES = "User, Group or ServicePrincipal (also for a managed identity)";

/** Says whether the text is a GUID that names something: not all zeros. */
function isObjectId(text: string): boolean {
    return GUID.test(text);
}

/** A GUID, in lower case. */
export function objectId(takes: string) {
    return v.pipe(text(takes, isObjectId), v.transform((id) => id.toLowerCase()), v.title(takes));
}

/** At least one intent. */
export const RIGHTS_SCHEMA = v.pipe(
    listOf("a list of rights: list, pull, push, delete", v.picklist(RIGHTS, "list, pull, push or delete")),
    v.minLength(1, "a list of at least one right: list, pull, push or delete"),
    v.transform((rights) => [...new Set(rights)]),
    v.title("a list of rights: list, pull, push, delete"),
);

/** All repositories below a prefix, or one. */
export const REPOSITORIES_SCHEMA = text(
    "the start of repositories with a / at its end, such as team-a/, or one repository, such as team-a/web",
    isRepositoryScope,
);

function armId(takes: string, type: string) {
    return text(`the ARM id of ${takes}, which starts with /subscriptions/`, (id) => isArmId(id, type));
}

/** The keys of one grant; of those that say who exactly one. */
export const ACCESS_KEYS = {
    may: needed("What is allowed. Who may push may pull; on Azure in ABAC mode, who may delete may do both. `list` is to see the names of all repositories.", RIGHTS_SCHEMA),
    principal: optional(
        "On Azure, who is allowed to, by the object id: of an enterprise application or managed identity, not its client id.",
        objectId("an object id: a GUID, and not all zeros"),
        "one of identity, cluster, deployer",
    ),
    type: optional("The kind of principal.", word(TYPE_TAKES, PRINCIPAL_TYPES), "must be given with principal"),
    identity: optional(
        "Instead of principal: a user-assigned identity of the same subscription.",
        armId("a user-assigned identity", "Microsoft.ManagedIdentity/userAssignedIdentities"),
        "one of principal, cluster, deployer",
    ),
    cluster: optional(
        "Instead of principal: an AKS cluster of the same subscription, whose kubelet pulls.",
        armId("an AKS cluster", "Microsoft.ContainerService/managedClusters"),
        "one of principal, identity, deployer",
    ),
    deployer: optional(
        "Instead of principal: whoever runs this program. In ABAC mode not even an owner may push without it.",
        word("User or ServicePrincipal", DEPLOYER_TYPES),
        "one of principal, identity, cluster",
    ),
    role: optional(
        "On AWS, a role by its name, of the registry's account, which gets a policy with the login in it; or one by its ARN, "
            + "of any account, named in the repositories' policies, so that it has to be there and to be let log in by its own.",
        text("a role's name without its path, or its ARN, such as arn:aws:iam::012345678901:role/deploy (those that AWS keeps, AWSReservedSSO_… and AWSServiceRoleFor…, by ARN alone)", isRole),
        "one of account, organization, lambda",
    ),
    account: optional(
        "Instead of role: another account, all of whose identities may that it lets itself.",
        account(),
        "one of role, organization, lambda",
    ),
    organization: optional(
        "Instead of role: an organization, all of whose accounts may.",
        text("an organization's id, such as o-a1b2c3d4e5", isOrganization),
        "one of role, account, lambda",
    ),
    lambda: optional(
        "Instead of role: functions of AWS Lambda, which may pull. In another account, whoever makes them has to pull too.",
        text("the ARN of functions with their region and account, such as arn:aws:lambda:eu-central-1:012345678901:function:*", isFunctionArn),
        "one of role, account, organization",
    ),
    repositories: optional("The repositories that it holds for; on Azure only in ABAC mode.", REPOSITORIES_SCHEMA, "all"),
};

/** One grant, but for how many of its keys name somebody. */
export const ACCESS_SCHEMA = closedMap("a map with at least may and who may", ACCESS_KEYS);
