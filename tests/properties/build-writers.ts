import { facts } from "../../policies/facts";
import type { Facts, Props } from "../../policies/rule";
import type { BuildWish, CacheWish } from "./builds";

/** Returns a build as an image of docker-build. */
export function writeBuild(wish: BuildWish): Facts {
    const annotations = Object.fromEntries(wish.annotations.map((label) => [`org.opencontainers.image.${label}`, "…"]));
    const props = {
        push: wish.push,
        load: wish.load,
        exports: wish.exports.map(({ kind, disabled }) => ({ [kind]: { ...(kind === "oci" ? { dest: "web.tar" } : {}), annotations }, disabled })),
        exec: wish.exec,
        network: wish.network,
        buildOnPreview: wish.buildOnPreview,
        platforms: wish.platforms,
        cacheTo: wish.caches.map(writeCache),
        context: { location: wish.context.location },
        dockerfile: wish.dockerfile && { location: wish.dockerfile.location },
        buildArgs: Object.fromEntries(wish.args.map(({ name, value: text }) => [name, text])),
        labels: Object.fromEntries(wish.labels.map((label) => [`org.opencontainers.image.${label}`, "…"])),
    };
    return facts("docker-build:index:Image", JSON.parse(JSON.stringify(props)) as Props, { name: "image", stack: wish.stack });
}

function writeCache({ kind, host, manifest, oci, disabled }: CacheWish): Props {
    const ref = `${host.name}/web:buildcache`;
    switch (kind) {
        case "raw": {
            const said = [...(manifest === undefined ? [] : [`image-manifest=${manifest}`]), ...(oci === undefined ? [] : [`oci-mediatypes=${oci}`])];
            return { raw: [`type=registry`, `ref=${ref}`, ...said].join(","), disabled };
        }
        case "registry":
            return { registry: { ref, imageManifest: manifest, ociMediaTypes: oci }, disabled };
        case "local":
            return { local: { dest: "cache" }, disabled };
        case "gha":
            return { gha: {}, disabled };
        case "inline":
            return { inline: {}, disabled };
    }
}
