/** What was to be checked cannot be read. */
export class InputError extends Error {
    override readonly name = "InputError";
}
