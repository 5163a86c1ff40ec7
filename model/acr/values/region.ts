import type { AcrSpec } from "../acr-spec";

/** Letters and digits, with the spaces that a region's display name has. */
const REGION = /^[a-z][a-z0-9]*(?: [a-z0-9]+)*$/i;

/** Says whether the text may be the name of a region: `westeurope` or `West Europe`. */
export function isRegion(text: string): boolean {
    return REGION.test(text) && text.length <= 50;
}

/** Returns a region's name as Azure compares it: without spaces and in lower case. */
export function formatRegion(text: string): string {
    return text.replaceAll(" ", "").toLowerCase();
}

/** Returns the regions that a registry is in, the home region first. */
export function listRegions({ location, replications }: Pick<AcrSpec, "location" | "replications">): readonly string[] {
    return [location, ...replications.map((replication) => replication.location)].map(formatRegion);
}
