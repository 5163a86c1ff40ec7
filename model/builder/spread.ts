import { v5 } from "uuid";

/** Any constant GUID would do; with another one, the images would have other builders, and all be built anew. */
const NAMESPACE = "0a3b1c92-7d0e-5c56-8f4f-6e1d5b0a9c37";

/** Returns a number below 2³² that is always the same for a text, and as good as any for another one. */
export function spread(text: string): number {
    return Number.parseInt(v5(text, NAMESPACE).slice(0, 8), 16);
}
