import { InputError } from "./input-error";
import { parseJson, requireMap } from "./json";
import { readResource, splitShown, type ShownResources } from "./resources";

/**
 * Versions of a deployment whose resources are as they are read here.
 *
 * Source: https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/go/common/apitype/core.go
 */
const VERSIONS: readonly unknown[] = [3, 4];

/**
 * Returns the resources in what `pulumi stack export` wrote.
 *
 * @param name what messages call it
 * @throws {InputError} If it is something else; the message names the line or the key.
 */
export function readExport(text: string, name: string): ShownResources {
    const { version, deployment } = requireMap(parseJson(text, name), name, "the document");
    if (!VERSIONS.includes(version)) {
        throw new InputError(`Cannot read ${name} as what pulumi stack export wrote: version has to be one of ${VERSIONS.join(", ")}`);
    }
    // A stack without any has no list of them.
    const { resources = [] } = requireMap(deployment, name, "deployment");
    if (!Array.isArray(resources)) {
        throw new InputError(`Cannot read ${name}: deployment.resources has to be a list`);
    }
    return splitShown(resources.flatMap((resource: unknown, index) => readResource(resource, name, `deployment.resources[${index}]`) ?? []));
}
