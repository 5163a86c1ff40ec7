import { listBases } from "../../model/images/base-image";
import { qualifyBase } from "../../model/images/labels";
import { namesRelease } from "../base-tag";
import { facts } from "../facts";
import { BUILD_IMAGE, BUILD_TYPES } from "../image-builds";
import { parseImageName } from "../image-name";
import { isPlanned } from "../planned";
import { recordOf, textOf } from "../props";
import type { Facts, Props, Rule } from "../rule";
import { gather, ifDecided, UndecidedError } from "../undecided";

const DIGEST = `sha256:${"0".repeat(64)}`;
const SCHEME = "docker-image://";

/** An image starts from a known base. */
export const imageBasePinned: Rule = {
    id: "image-base-pinned",
    title: "An image starts from a base that is named by its version or digest",
    why: "the same sources make another image as soon as the base's tag moves, whatever it moves to",
    severity: "medium",
    level: "advisory",
    fix: "Name the base by a version (node:22-alpine) or a digest (node@sha256:…); with the setting digests, by a digest.",
    url: "https://docs.docker.com/build/building/best-practices/#pin-base-image-versions",
    references: ["CKV_DOCKER_7", "DS-0001"],
    appliesTo: BUILD_TYPES,
    scope: "resource",
    reads: ["dockerfile.inline", "buildArgs.BASE", "context.named.base.location"],
    settings: { digests: { type: "boolean", default: false, description: "Refuse bases without a digest." } },

    check(resource, { settings }) {
        const { props } = resource;
        const needsDigest = settings["digests"] === true;
        return gather([
            () => judgeDockerfile(props, needsDigest),
            ...namedOf(props).map(({ path, read }) => () => {
                // What the component names besides are images of its own, by their digests.
                const location = isPlanned(resource) ? (ifDecided(read) ?? "") : read();
                const moves = location.startsWith(SCHEME) && !isPinned(location.slice(SCHEME.length), needsDigest);
                return moves ? [`${path} moves.`] : [];
            }),
        ]);
    },

    good: [
        { title: "a version", resources: [image("FROM node:22-alpine\nRUN npm ci")] },
        { title: "a release by its name", resources: [image("FROM debian:bookworm-slim")] },
        { title: "a digest", resources: [image(`FROM nginx@${DIGEST}`)] },
        { title: "a digest beside a tag that moves", resources: [image(`FROM nginx:latest@${DIGEST}`)] },
        { title: "nothing", resources: [image("FROM scratch\nCOPY / /")] },
        { title: "another stage", resources: [image("FROM golang:1.26 AS Build\nFROM build AS test\nFROM scratch\nCOPY --from=build /web /")] },
        { title: "an argument", resources: [image("ARG TAG=22\nFROM --platform=$BUILDPLATFORM node:${TAG}-alpine")] },
        { title: "an argument that is given", resources: [image("ARG BASE=node\nFROM ${BASE}", { BASE: "node:22" })] },
        { title: "a port, which is no tag", resources: [image("FROM registry.local:5000/node:22")] },
        { title: "a FROM in a text", resources: [image("FROM node:22\nCOPY <<EOF /notes\nFROM node\nEOF")] },
        { title: "a named context", resources: [named("FROM base", { base: { location: `${SCHEME}nginx:1.29` } })] },
        { title: "a folder as a named context", resources: [named("FROM base", { base: { location: "base" } })] },
        { title: "an image that a named context stands for", resources: [named("FROM nginx", { "nginx:latest": { location: "nginx" } })] },
        { title: "a Dockerfile that is a file", resources: [facts(BUILD_IMAGE, { push: true, dockerfile: { location: "web/Dockerfile" } })] },
        { title: "digests", resources: [image(`FROM nginx:1.29@${DIGEST}`)], settings: { digests: true } },
    ],
    bad: [
        { title: "no tag", resources: [image("FROM node\nRUN npm ci")], violation: moving(1) },
        { title: "latest", resources: [image("FROM contoso.azurecr.io/base:Latest")], violation: moving(1) },
        { title: "a port, which is no tag", resources: [image("FROM registry.local:5000/node")], violation: moving(1) },
        { title: "a word for the newest", resources: [image("FROM node:lts-alpine")], violation: moving(1) },
        { title: "a stage before", resources: [image("FROM golang AS build\nFROM scratch\nCOPY --from=build /web /")], violation: moving(1) },
        { title: "several stages", resources: [image("FROM golang AS build\nFROM node:22\nFROM nginx:stable")], violation: moving(1, 3) },
        { title: "an argument's default", resources: [image("ARG TAG=latest\nFROM node:$TAG")], violation: moving(1) },
        { title: "an argument that is given", resources: [image("ARG BASE=node:22\nFROM ${BASE}", { BASE: "node" })], violation: moving(1) },
        {
            title: "a named context",
            resources: [named("FROM base", { base: { location: `${SCHEME}nginx` } })],
            violation: "context.named.base.location moves.",
        },
        { title: "a version, where digests are wanted", resources: [image("FROM node:22")], settings: { digests: true }, violation: moving(1) },
    ],
};

function judgeDockerfile(props: Props, needsDigest: boolean): readonly string[] {
    const text = textOf(recordOf(props["dockerfile"])["inline"]);
    const contexts = Object.keys(namedContexts(props)).map((name) => qualifyBase(name).name);
    const stages = listBases(text, recordOf(props["buildArgs"]) as Readonly<Record<string, string>>)
        .filter(({ from }) => from === undefined || !contexts.includes(qualifyBase(from).name))
        .map(({ stage, from }) => ({ stage, moves: from === undefined ? undefined : !isPinned(from, needsDigest) }));
    const moved = stages.filter(({ moves }) => moves === true).map(({ stage }) => stage);
    if (moved.length === 0 && stages.some(({ moves }) => moves === undefined)) {
        throw new UndecidedError("what dockerfile.inline starts from cannot be told from its text");
    }
    return moved.length === 0 ? [] : [moving(...moved)];
}

function namedContexts(props: Props): Props {
    return recordOf(recordOf(props["context"])["named"]);
}

function namedOf(props: Props): readonly { readonly path: string; readonly read: () => string }[] {
    const contexts = namedContexts(props);
    return Object.keys(contexts).map((name) => ({
        path: `context.named.${name}.location`,
        read: () => textOf(recordOf(contexts[name])["location"]),
    }));
}

function isPinned(name: string, needsDigest: boolean): boolean {
    const { tag, pinned } = parseImageName(name);
    return pinned || (!needsDigest && tag !== undefined && namesRelease(tag));
}

function moving(...stages: readonly number[]): string {
    return `What dockerfile.inline starts from moves, in stage ${stages.join(", ")}.`;
}

function image(inline: string, buildArgs: Props = {}): Facts {
    return facts(BUILD_IMAGE, { push: true, dockerfile: { inline }, buildArgs });
}

function named(inline: string, contexts: Props): Facts {
    return facts(BUILD_IMAGE, { push: true, dockerfile: { inline }, context: { location: "web", named: contexts } });
}
