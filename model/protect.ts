/** The stacks in which a registry may go with a `pulumi destroy`. */
const DEVELOPMENT = /^(?:dev|development|local|test)(?:-|$)/;

/**
 * Says whether the engine is to refuse to delete a registry.
 *
 * @param asked what the stack file says
 * @param stack the stack's name, with or without its organisation and project
 */
export function isProtected(asked: boolean | undefined, stack: string): boolean {
    return asked ?? !DEVELOPMENT.test(stack.split("/").at(-1) ?? "");
}
