import type { EncryptionPlan, RepositoryPlan } from "./ecr-plan";
import type { EcrSpec } from "./ecr-spec";
import { formatLifecycle, planLifecycle } from "./lifecycle/plan-lifecycle";
import type { PushedImage } from "./pushed-image";
import { listRepositories, settingsOf } from "./repository-list";
import type { EncryptionSpec, RepositorySettings } from "./repository-spec";
import { planTagMutability } from "./tag-mutability";

/** Returns the private repositories to make, by name. */
export function planRepositories(spec: EcrSpec, images: readonly PushedImage[]): readonly RepositoryPlan[] {
    const names = listRepositories(spec, images);
    return names.map((name) => {
        const settings = settingsOf(spec, name);
        const { scanOnPush, forceDelete, tags } = settings;
        return {
            name,
            ...planTagMutability(settings, images.filter(({ repository }) => repository === name)),
            scanOnPush,
            encryption: planEncryption(settings.encryption),
            forceDelete,
            tags,
            ...planPolicy(settings),
        };
    });
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
