import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import type { ImagePlan } from "../model/images/image";
import { UNSEEN } from "../model/images/proof";
import { loginKeyOf } from "../model/oci/docker-hub";
import { readDockerSecret } from "../registry-client/docker-secret";
import { surveyTags, type RegistryPlace, type TagSurvey } from "../registry-client/tag-survey";
import { settle } from "./credentials";
import type { DeclaredRegistry } from "./declare-registries";
import { repositoryOf } from "./registry";

/** What the registry of this machine is reached by, where there is one. */
export interface OwnRegistry {
    readonly host: string;
    /** The authority of its certificate. */
    readonly caFile: string;
}

/** What is heard of a registry of this machine that runs only while something is pushed. */
const NOT_RUNNING = "connection refused";

/** What is heard of a registry elsewhere that speaks HTTP alone, to which no login is shown. */
const NO_TLS = /^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)\b/;

/** Returns where registries can be asked for images; in a preview without those that are not there yet, and none for no image. */
export async function findPlaces(
    registries: readonly Pick<DeclaredRegistry, "registry">[],
    images: readonly ImagePlan[],
    own: OwnRegistry | undefined,
): Promise<readonly RegistryPlace[]> {
    const found = await Promise.all((images.length === 0 ? [] : registries).map(async ({ registry }): Promise<readonly RegistryPlace[]> => {
        const { credentials } = registry;
        const host = await settle(registry.host);
        if (host === undefined) {
            return [];
        }
        const login = await (credentials === undefined ? readDockerSecret(loginKeyOf(host), process.env) : credentials.logIn());
        if (credentials !== undefined && login === undefined) {
            return [];
        }
        const paths = await Promise.all(images.map(async ({ name, repository }) => {
            const url = await settle(repositoryOf(registry, repository).url);
            return url === undefined ? [] : [[name, url.slice(host.length + 1)] as const];
        }));
        return [{
            host,
            ...(login === undefined ? {} : "fault" in login ? login : { login }),
            ...(host === own?.host ? { authority: readFileSync(own.caFile, "utf8") } : {}),
            paths: Object.fromEntries(paths.flat()),
        }];
    }));
    return found.flat();
}

/**
 * Refuses to push what was not compared.
 *
 * @param seen of images that are about to be pushed, the version tags that were there when the plan was judged
 * @throws {pulumi.RunError} In an update, if there are more by now.
 */
export function refuseUnseen(images: readonly ImagePlan[], seen: ReadonlyMap<string, readonly string[]>): void {
    const late = images.flatMap(({ name, takenTags }) => takenTags.filter((tag) => seen.get(name)?.includes(tag) === false).map((tag) => `${name} ${tag}`));
    if (late.length > 0 && !pulumi.runtime.isDryRun()) {
        throw new pulumi.RunError(`Cannot push ${late.join(", ")}: the version is in the registry, ${UNSEEN}; run it again, to compare`);
    }
}

/**
 * Returns the tags of images' repositories, by the images' names. Images without a version are not asked for: no tag of
 * theirs follows versions.
 *
 * @throws {pulumi.RunError} In an update with floating tags, if a registry does not tell: one could move backwards then.
 */
export async function requireTags(places: readonly RegistryPlace[], images: readonly ImagePlan[], own: OwnRegistry | undefined): Promise<TagSurvey["tags"]> {
    const asked = images.filter(({ version }) => version !== undefined);
    if (asked.length === 0) {
        return {};
    }
    const { tags, faults } = await surveyTags(places, asked);
    for (const [host, fault] of Object.entries(faults)) {
        const problem = `Cannot tell which tags ${host} has: ${fault}`;
        if (!pulumi.runtime.isDryRun() && !NO_TLS.test(fault) && asked.some(({ floatingTags }) => floatingTags.length > 0)) {
            throw new pulumi.RunError(`${problem}; without them a floating tag could move backwards`);
        }
        if (host !== own?.host || !fault.startsWith(NOT_RUNNING)) {
            void pulumi.log.warn(`${problem}; it is taken that there are none`);
        }
    }
    return tags;
}
