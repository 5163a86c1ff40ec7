import type { Problem } from "../../problem";
import { isProtected } from "../../protect";
import { formatList } from "../../word-list";
import { publicPlace } from "../access/aws-place";
import { listRepositories } from "../repository-list";
import { defaultPublicRoleName } from "../values/role-name";
import type { EcrFacts } from "../plan-ecr";
import type { EcrPublicPlan, PublicRepositoryPlan } from "./ecr-public-plan";
import { ECR_PUBLIC_RULES } from "./ecr-public-rules";
import type { CatalogSpec, EcrPublicSpec } from "./ecr-public-spec";

/** Returns what to make of a public registry, unless there are problems: every contradiction in what is asked for. */
export function planEcrPublic(
    spec: EcrPublicSpec,
    { stack, images }: Pick<EcrFacts, "stack" | "images">,
): { readonly plan: EcrPublicPlan | undefined; readonly problems: readonly Problem[] } {
    const problems = ECR_PUBLIC_RULES.flatMap(({ check }) => check(spec, images));
    if (problems.length > 0) {
        return { plan: undefined, problems };
    }
    const { tags, name = defaultPublicRoleName(stack) } = spec;
    const names = listRepositories(spec, images);
    const plan: EcrPublicPlan = {
        name,
        ...publicPlace(spec),
        protect: isProtected(spec.protect, stack),
        tags,
        repositories: names.map((repository) => planRepository(spec, repository)),
        notices: listNotices(spec, names),
    };
    return { plan, problems };
}

function planRepository(spec: EcrPublicSpec, name: string): PublicRepositoryPlan {
    const catalog = Object.hasOwn(spec.repositories, name) ? spec.repositories[name] : undefined;
    return { name, forceDelete: spec.forceDelete, tags: spec.tags, ...planCatalog(catalog) };
}

function planCatalog(catalog: CatalogSpec | undefined): Pick<PublicRepositoryPlan, "catalog"> {
    const { description, about, usage, architectures = [], operatingSystems = [] } = catalog ?? {};
    const texts = {
        ...(description === undefined ? {} : { description }),
        ...(about === undefined ? {} : { aboutText: about }),
        ...(usage === undefined ? {} : { usageText: usage }),
    };
    const isEmpty = [...Object.keys(texts), ...architectures, ...operatingSystems].length === 0;
    return isEmpty ? {} : { catalog: { ...texts, architectures, operatingSystems } };
}

function listNotices({ account }: EcrPublicSpec, names: readonly string[]): readonly string[] {
    const notices = names.length === 0 ? [] : [
        `everybody may pull ${formatList(names)}, without a login`,
        "tags can be moved, as nothing keeps them from it here: hand out digests",
    ];
    return notices.map((notice) => `public registry ${account}: ${notice}`);
}
