import type { AccessSpec } from "../access/access-spec";
import type { AwsGrantee } from "../access/grantee";
import type { Problem } from "../problem";
import { isProtected } from "../protect";
import { privatePlace } from "./access/aws-place";
import { formatEcrHost } from "./ecr-host";
import { listNotices } from "./ecr-notices";
import type { EcrPlan } from "./ecr-plan";
import type { EcrSpec } from "./ecr-spec";
import { planSettings } from "./plan-settings";
import { planRepositories } from "./plan-repositories";
import { findTemplateProblems, planTemplates } from "./plan-templates";
import type { PushedImage } from "./pushed-image";
import { planRegistryPolicy } from "./registry-policy";
import { findEcrProblems } from "./rules/ecr-rules";
import { findRoleProblems, planTemplateRole } from "./template-role";
import { defaultRoleName } from "./values/role-name";

/** What a private registry's plan depends on besides what is asked for. */
export interface EcrFacts {
    /** The stack's name, with or without its organisation and project. */
    readonly stack: string;

    /** What the stack pushes to the registry. */
    readonly images: readonly PushedImage[];

    /** Who may do what, as caches make repositories that need a policy from the start. */
    readonly access: readonly AccessSpec<AwsGrantee>[];
}

/** Returns what to make of a private registry, unless there are problems: every contradiction in what is asked for. */
export function planEcr(
    spec: EcrSpec,
    { stack, images, access }: EcrFacts,
): { readonly plan: EcrPlan | undefined; readonly problems: readonly Problem[] } {
    const { tags, name = defaultRoleName(stack) } = spec;
    const place = privatePlace(spec);
    const creationTemplates = planTemplates(spec, access);
    const templateRole = planTemplateRole({ ...place, name, tags }, creationTemplates);
    const problems = [...findEcrProblems(spec, images), ...findTemplateProblems(spec, access), ...findRoleProblems(templateRole)];
    if (problems.length > 0) {
        return { plan: undefined, problems };
    }
    const registryPolicy = planRegistryPolicy(spec, access);
    const parts = {
        name,
        ...place,
        host: formatEcrHost(spec),
        protect: isProtected(spec.protect, stack),
        tags,
        repositories: planRepositories(spec, images),
        ...planSettings(spec),
        ...(registryPolicy === undefined ? {} : { registryPolicy }),
        creationTemplates,
        ...(templateRole === undefined ? {} : { templateRole }),
    };
    return { plan: { ...parts, notices: listNotices(spec, parts, images) }, problems };
}
