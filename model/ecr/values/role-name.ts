/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html (`RoleName`) */
const SIGNS = /^[\w+=,.@-]+$/;

/** The longest name of a role, in characters. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const ROLE_NAME_MAX = 64;

/** Leaves room for what the role is for. */
const START_MAX = 48;

/** What the start of roles' names has to be. */
export const ROLE_START_TAKES = `1 to ${START_MAX} of A-Z a-z 0-9 + = , . @ _ -`;

/** What to write for it. */
export const ROLE_NAME_TAKES = `${ROLE_START_TAKES}, to which names of what the role is for are added`;

/** Says whether roles' names may start with the text. */
export function isRoleNameStart(text: string): boolean {
    return SIGNS.test(text) && text.length <= START_MAX;
}

/** Says whether IAM takes the text as the name of a role. */
export function isRoleName(text: string): boolean {
    return SIGNS.test(text) && text.length <= ROLE_NAME_MAX;
}

/**
 * Returns what the names of a private registry's roles start with where the stack file does not say.
 *
 * @param stack the stack's name, with or without its organisation and project
 */
export function defaultRoleName(stack: string): string {
    return `registries-${stack.split("/").at(-1) ?? ""}`;
}

/** The same of a public registry, which may be beside a private one. */
export function defaultPublicRoleName(stack: string): string {
    return `${defaultRoleName(stack)}-public`;
}
