import { formatKey } from "./config-key";
import type { Problem } from "./problem";

/** Where in a registry a mistake is, such as `["webhooks", 0, "location"]`. */
export type RegistryPath = readonly (string | number)[];

/** Returns a mistake in a registry. */
export function registryProblem(path: RegistryPath, required: string, now: string): Problem {
    return { key: formatKey(["registry", ...path]), required, now };
}

/** Returns a mistake if there is one. */
export function problemIf(isWrong: boolean, path: RegistryPath, required: string, now: string): readonly Problem[] {
    return isWrong ? [registryProblem(path, required, now)] : [];
}

/** Returns a text in quotes. */
export function quote(text: string): string {
    return JSON.stringify(text);
}

/** Returns a number of things: `1 replication`, `2 replications`. */
export function count(number: number, thing: string): string {
    return `${number} ${thing}${number === 1 ? "" : "s"}`;
}

/** Returns the places of the texts that are there before: of each, and of the first that is the same. What is no text is skipped. */
export function findTwice(texts: readonly (string | undefined)[]): readonly { readonly index: number; readonly earlier: number }[] {
    return texts.flatMap((text, index) => {
        const earlier = texts.indexOf(text);
        return text === undefined || earlier === index ? [] : [{ index, earlier }];
    });
}
