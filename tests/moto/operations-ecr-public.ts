import type { EcrPublicPlan, PublicRepositoryPlan } from "../../model/ecr/public/ecr-public-plan";
import { defined, meaning, policiesOf, tagList, tagMap, type Operation } from "./operation";

/** What a public registry is made with. */
export const ECR_PUBLIC_OPERATIONS: readonly Operation<EcrPublicPlan>[] = [
    {
        name: "ecr-public:CreateRepository",
        calls: ({ registry }) => registry.repositories.map((plan) => ({
            title: plan.name,
            send: ({ ecrPublic }) => ecrPublic.createRepository({
                repositoryName: plan.name,
                ...defined({ catalogData: catalogData(plan) }),
                tags: tagList(plan.tags),
            }),
            read: async ({ ecrPublic }) => {
                const [made] = (await ecrPublic.describeRepositories({ repositoryNames: [plan.name] })).repositories ?? [];
                const { catalogData: catalog } = await ecrPublic.getRepositoryCatalogData({ repositoryName: plan.name });
                const { tags } = await ecrPublic.listTagsForResource({ resourceArn: made?.repositoryArn });
                return { name: made?.repositoryName, catalog, tags: tagMap(tags) };
            },
            want: { name: plan.name, catalog: catalogData(plan) ?? {}, tags: plan.tags },
        })),
    },
    {
        name: "ecr-public:SetRepositoryPolicy",
        calls: ({ registry, grants }) => policiesOf(registry, grants).map(({ repositoryName, policyText }) => ({
            title: repositoryName,
            send: ({ ecrPublic }) => ecrPublic.setRepositoryPolicy({ repositoryName, policyText }),
            read: async ({ ecrPublic }) => meaning((await ecrPublic.getRepositoryPolicy({ repositoryName })).policyText),
            want: meaning(policyText),
        })),
    },
    {
        name: "ecr-public:GetAuthorizationToken",
        calls: ({ registry }) => [{
            title: registry.account,
            send: ({ ecrPublic }) => ecrPublic.getAuthorizationToken({}),
            read: async ({ ecrPublic }) => {
                const { authorizationData } = await ecrPublic.getAuthorizationToken({});
                return Buffer.from(authorizationData?.authorizationToken ?? "", "base64").toString().split(":")[0];
            },
            want: "AWS",
        }],
    },
];

/** Returns what a repository shows in the gallery, as the API takes it. */
export function catalogData({ catalog }: PublicRepositoryPlan) {
    return catalog === undefined ? undefined : {
        architectures: [...catalog.architectures],
        operatingSystems: [...catalog.operatingSystems],
        ...defined({ description: catalog.description, aboutText: catalog.aboutText, usageText: catalog.usageText }),
    };
}
