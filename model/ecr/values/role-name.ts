/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LENGTH_MAX = 64;

/** What the start of roles' names has to be. */
export const ROLE_NAME_TAKES = "1 to 48 of A-Z a-z 0-9 + = , . @ _ -, to which names of what the role is for are added";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html (`RoleName`) */
const START = /^[\w+=,.@-]{1,48}$/;

/** Says whether roles' names may start with the text. */
export function isRoleNameStart(text: string): boolean {
    return START.test(text);
}

/** Says whether IAM takes the text as the name of a role. */
export function isRoleName(text: string): boolean {
    return text.length <= LENGTH_MAX && /^[\w+=,.@-]+$/.test(text);
}

/**
 * Returns what the names of a registry's roles start with where the stack file does not say.
 *
 * @param stack the stack's name, with or without its organisation and project
 */
export function defaultRoleName(stack: string): string {
    return `registries-${stack.split("/").at(-1) ?? ""}`;
}
