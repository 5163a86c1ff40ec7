import { listOf, propsOf, textOf } from "../provider/wire";
import { placeOf } from "./arn";
import type { AwsCloud, Entry } from "./cloud";
import { ALIAS, PUBLIC_REGION } from "./options";

/** The host of every public registry. */
export const PUBLIC_HOST = "public.ecr.aws";

const REPOSITORY = "aws:ecr/repository:Repository";

/** Returns what the cloud has under a repository's name, which starts with the registry's alias on the public host. */
export function findRepository(cloud: AwsCloud, host: string, name: string): Entry | undefined {
    const place = placeOf(host);
    const alias = `${cloud.options.alias ?? ALIAS}/`;
    return place !== undefined ? cloud.repository(name, place)
        : host === PUBLIC_HOST && name.startsWith(alias) ? cloud.find("aws:ecrpublic/repository:Repository", name.slice(alias.length), PUBLIC_REGION)
        : undefined;
}

/**
 * Makes a repository that is pushed to, if a creation template says so. The longest prefix counts.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export function createOnPush(cloud: AwsCloud, host: string, name: string): Entry | undefined {
    const place = placeOf(host);
    const [template] = place?.account !== cloud.account ? [] : cloud.ofType("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", place.region)
        .filter(({ id, props }) => listOf(props["appliedFors"]).includes("CREATE_ON_PUSH") && (id === "ROOT" || name.startsWith(`${id}/`)))
        .sort((one, other) => Number(one.id === "ROOT") - Number(other.id === "ROOT") || other.id.length - one.id.length);
    if (template === undefined || place === undefined) {
        return undefined;
    }
    const { imageTagMutability, imageTagMutabilityExclusionFilters, encryptionConfigurations, resourceTags } = template.props;
    cloud.write({ token: REPOSITORY, id: name, region: place.region, props: {
        name, region: place.region, tags: resourceTags, imageTagMutability, imageTagMutabilityExclusionFilters, encryptionConfigurations,
    } });
    return cloud.repository(name, place);
}

/** Returns true if a repository lets no one move a tag. */
export function isFixed({ props }: Entry, tag: string): boolean {
    const mutability = textOf(props["imageTagMutability"]) || "MUTABLE";
    const excluded = listOf(props["imageTagMutabilityExclusionFilters"]).some((filter) => matches(textOf(propsOf(filter)["filter"]), tag));
    return mutability.startsWith("IMMUTABLE") ? !excluded : mutability.endsWith("_WITH_EXCLUSION") && excluded;
}

function matches(filter: string, tag: string): boolean {
    const parts = filter.split("*").map((part) => part.replace(/[.]/g, "\\."));
    return new RegExp(`^${parts.join(".*")}$`).test(tag);
}
