import type { AdvicePlace, Advise } from "./advice-place";
import { ADVISE_WAY, nameOf } from "./advise-way";
import type { RegistryFault } from "./fault";
import { runCommand } from "./run-command";

/** What to do about a registry that no cloud of this program has. */
export const ADVISE_OTHER: Readonly<Record<RegistryFault, Advise>> = {
    ...ADVISE_WAY,
    "unauthorized": (place) => [`log in, as somebody who may ${place.action === "pull" ? "pull" : "push"}: ${dockerLogin(place)}`],
    "forbidden": (place) => [
        `log in as somebody who may ${place.action === "pull" ? "pull" : "push"} "${place.repository ?? "the repository"}": ${dockerLogin(place)}`,
        "check how the repository is written: of one that is somebody else's, or is not there, many registries say the same",
    ],
    "network-closed": ({ host }) => [`ask whoever runs ${host} to let this machine's address in`],
    "repository-unknown": ({ repository, host }) => [`check how "${repository ?? "the repository"}" is written; some registries, such as ${nameOf(host)} may be, want it made before the first push`],
    "not-found": (place) => [`check tag and repository: \`docker buildx imagetools inspect ${referenceOf(place)}\``],
    "throttled": (place) => [
        ...ADVISE_WAY.throttled(place),
        ...(place.action === "pull" ? [`with a login there may be more: ${dockerLogin(place)}`] : []),
    ],
    "immutable-tag": (place) => [
        "write a new `version`: the tag has another image, and may not move",
        `see which: \`docker buildx imagetools inspect ${referenceOf(place)}\``,
    ],
    "locked": (place) => [`write a new \`version\`, or ask whoever runs ${place.host} to unlock the tag`],
    "name-taken": ({ host }) => [`write another name, or use what is there as \`kind: local\` with \`host: ${host}\``],
    "limit-reached": ({ host }) => [`ask whoever runs ${host} for more, or delete what is not needed: \`npm run images\` tells how`],
};

/** What to do about the registry that this program runs on this machine. */
export const ADVISE_LOCAL: Readonly<Record<RegistryFault, Advise>> = {
    ...ADVISE_OTHER,
    "unauthorized": (place) => mend("its password is another one: remove `.local/registry/htpasswd`", place),
    "forbidden": (place) => mend("its password is another one: remove `.local/registry/htpasswd`", place),
    "network-closed": (place) => mend("something else answers there: `npm run doctor` says what runs", place),
    "repository-unknown": (place) => [`it may have lost its data: run ${runCommand("up", place, "--refresh")}, which builds again what is gone`],
    "not-found": (place) => [`it may have lost its data: run ${runCommand("up", place, "--refresh")}, which builds again what is gone`],
    "server-error": (place) => mend("see its log, .local/registry/registry.log", place),
    "registry-unreachable": (place) => mend("see whether it runs, and its log: `npm run doctor`", place),
    "name-not-resolved": (place) => mend("see whether it runs, and its log: `npm run doctor`", place),
    "certificate": (place) => mend("let it have a new one: run `npm run down`, and remove `.local/tls`", place),
    "limit-reached": () => ["see how full the disk is: `df -h .local`; `npm run images` tells how to delete images"],
};

/** Docker Hub is what docker logs in to where no host is named. Source: https://docs.docker.com/reference/cli/docker/login/ */
function dockerLogin({ host }: AdvicePlace): string {
    return /(^|\.)docker\.io$/.test(host) ? "`docker login`" : `\`docker login ${host}\``;
}

function referenceOf({ host, repository = "REPOSITORY", tag = "TAG" }: AdvicePlace): string {
    return `${host}/${repository}:${tag}`;
}

function mend(what: string, place: AdvicePlace): readonly string[] {
    return [what, `then run ${runCommand("up", place)}, which starts it again`];
}
