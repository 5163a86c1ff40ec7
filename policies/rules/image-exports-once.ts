import { facts } from "../facts";
import { BUILD_IMAGE, BUILD_TYPES } from "../image-builds";
import { listOf } from "../props";
import type { Facts, Props, Rule } from "../rule";
import { allHold, anyHolds } from "../undecided";

const REGISTRY = { registry: { names: ["contoso.azurecr.io/web:1.4.2"] } };
const FILE = { oci: { dest: "web.tar" } };
const TWICE = "It has more than one of push, load and entries in exports.";

/** A build of docker-build has one result. */
export const imageExportsOnce: Rule = {
    id: "image-exports-once",
    title: "An image has one export",
    why: "the provider asks the builder for several exports only after it has refused them",
    severity: "high",
    level: "mandatory",
    fix: "Keep one of push, load and exports, and one entry in exports: one that is disabled counts too.",
    url: "https://github.com/pulumi/pulumi-docker-build/issues/774",
    references: [],
    appliesTo: BUILD_TYPES,
    scope: "resource",
    reads: ["push", "load", "exports"],

    // Source: https://github.com/pulumi/pulumi-docker-build/blob/v0.0.22/provider/internal/image.go (`validate`)
    check({ props }) {
        const exportsCount = () => listOf(props["exports"]).length;
        const shorthand = (name: string) => () => props[name] === true;
        const isTwice = anyHolds(
            () => exportsCount() > 1,
            () => allHold(shorthand("push"), shorthand("load")),
            () => allHold(() => exportsCount() > 0, () => anyHolds(shorthand("push"), shorthand("load"))),
        );
        return isTwice ? [TWICE] : [];
    },

    good: [
        { title: "pushed", resources: [image({ push: true, load: false, exports: [] })] },
        { title: "loaded", resources: [image({ push: false, load: true })] },
        { title: "exported", resources: [image({ push: false, exports: [REGISTRY] })] },
        { title: "exported as the command line has it", resources: [image({ push: false, exports: [{ raw: "type=registry" }] })] },
        { title: "built only", resources: [image({ push: false })] },
    ],
    bad: [
        { title: "pushed and loaded", resources: [image({ push: true, load: true })], violation: TWICE },
        { title: "pushed and exported", resources: [image({ push: true, exports: [FILE] })], violation: TWICE },
        { title: "loaded and exported", resources: [image({ push: false, load: true, exports: [FILE] })], violation: TWICE },
        { title: "two exports", resources: [image({ push: false, exports: [REGISTRY, FILE] })], violation: TWICE },
        {
            title: "pushed, beside an export that is disabled",
            resources: [image({ push: true, exports: [{ ...FILE, disabled: true }] })],
            violation: TWICE,
        },
    ],
};

function image(props: Props): Facts {
    return facts(BUILD_IMAGE, props);
}
