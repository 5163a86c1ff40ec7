import type { Property } from "./property";
import { UndecidedError } from "./undecided";

/**
 * Returns what a property says, be it given as JSON or as itself.
 *
 * @throws {UndecidedError} If it is a text that is no JSON.
 */
export function readJson({ path, value }: Property): Property {
    if (typeof value !== "string" || value === "") {
        return { path, value };
    }
    try {
        return { path, value: JSON.parse(value) as unknown };
    } catch {
        throw new UndecidedError(`${path} is no JSON`);
    }
}
