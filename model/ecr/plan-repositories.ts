import { v5 } from "uuid";
import type { EncryptionPlan, RepositoryPlan } from "./ecr-plan";
import type { EcrSpec } from "./ecr-spec";
import { formatLifecycle, planLifecycle } from "./lifecycle/plan-lifecycle";
import type { PushedImage } from "./pushed-image";
import { listRepositories, settingsOf } from "./repository-settings";
import type { EncryptionSpec, RepositorySettings } from "./repository-spec";
import { planTagMutability } from "./tag-mutability";

/** Any constant GUID would do; with another one, repositories whose names are alike would be made anew. */
const NAMESPACE = "7f0e2a52-8c0b-5a53-9a41-3a3d6e0f5b1c";

/** Returns the private repositories to make, by name. */
export function planRepositories(spec: EcrSpec, images: readonly PushedImage[]): readonly RepositoryPlan[] {
    const names = listRepositories(spec, images);
    return names.map((name) => {
        const settings = settingsOf(spec, name);
        const { scanOnPush, forceDelete, tags } = settings;
        return {
            name,
            suffix: planSuffix(name, names),
            ...planTagMutability(settings, images.filter(({ repository }) => repository === name)),
            scanOnPush,
            encryption: planEncryption(settings.encryption),
            forceDelete,
            tags,
            ...planPolicy(settings),
        };
    });
}

/**
 * Returns what names a repository's resources: its name with `-` for each `/`. Where that is the same for others, the one
 * with the fewest `/` has it, and each other a part of its own that depends on nothing but its name.
 *
 * @param names those of all repositories
 */
export function planSuffix(name: string, names: readonly string[]): string {
    const suffix = flatten(name);
    const rank = (other: string): string => `${String(other.split("/").length).padStart(3, "0")} ${other}`;
    const isFirst = names.every((other) => flatten(other) !== suffix || rank(other) >= rank(name));
    return isFirst ? suffix : `${suffix}-${v5(name, NAMESPACE).slice(0, 8)}`;
}

function flatten(name: string): string {
    return name.replaceAll("/", "-");
}

/** Returns what images are encrypted with, in the words of ECR. */
export function planEncryption(encryption: EncryptionSpec | undefined): EncryptionPlan {
    if (encryption === undefined) {
        return { type: "AES256" };
    }
    return { type: encryption.dualLayer ? "KMS_DSSE" : "KMS", ...(encryption.key === undefined ? {} : { key: encryption.key }) };
}

/** Returns a lifecycle policy as JSON where there are rules for one. */
export function planPolicy({ lifecycle }: Pick<RepositorySettings, "lifecycle">): Pick<RepositoryPlan, "lifecyclePolicy"> {
    return lifecycle.length === 0 ? {} : { lifecyclePolicy: formatLifecycle(planLifecycle(lifecycle)) };
}
