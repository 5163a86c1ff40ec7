import { isFalse, isTrue, parseAttributes } from "./attributes";
import { listOf, recordOf, textOf } from "./props";
import type { Props } from "./rule";

/** What annotations are written as on the command line: `annotation.KEY`, `annotation-index[linux/amd64].KEY`. */
const ANNOTATION = /^annotation(?:-[a-z-]+)?(?:\[[^\]]*\])?\./;

/** Says whether an image of docker-build goes to a registry; what is disabled does not count. */
export function pushes(props: Props): boolean {
    return props["push"] === true || enabledExports(props).some(exportPushes);
}

/** Returns the names of all annotations that an image of docker-build gets from its exports. */
export function annotationNames(props: Props): readonly string[] {
    return enabledExports(props).flatMap((entry) => [
        ...["registry", "image", "oci", "docker"].flatMap((kind) =>
            Object.keys(recordOf(recordOf(entry[kind])["annotations"])),
        ),
        ...Object.keys(parseAttributes(textOf(entry["raw"])))
            .filter((name) => ANNOTATION.test(name))
            .map((name) => name.replace(ANNOTATION, "")),
    ]);
}

function enabledExports(props: Props): readonly Props[] {
    return listOf(props["exports"])
        .map(recordOf)
        .filter((entry) => entry["disabled"] !== true);
}

/** Source: https://github.com/pulumi/pulumi-docker-build/blob/v0.0.22/provider/internal/export.go (`pushed`) */
function exportPushes(entry: Props): boolean {
    const raw = textOf(entry["raw"]);
    if (raw !== "") {
        const { type, push } = parseAttributes(raw);
        return type === "registry" ? !isFalse(push) : type === "image" && isTrue(push);
    }
    const [registry, image] = [entry["registry"], entry["image"]];
    return (
        ((registry ?? undefined) !== undefined && recordOf(registry)["push"] !== false) ||
        recordOf(image)["push"] === true
    );
}
