import type { AdvicePlace, Advise } from "./advice-place";
import { BUILDER_FAULTS } from "./fault";
import { runCommand } from "./run-command";

/** A Deployment with kubectl's options for it. */
const CLUSTER = /^kubernetes:\/\/(.+)$/;

/** The most nodes that are named. */
const SHOWN = 3;

/** What to do about what builds. */
export const ADVISE_BUILDER: Readonly<Record<(typeof BUILDER_FAULTS)[number], Advise>> = {
    "builder-unreachable": (place) => [
        ...each(place, {
            own: [
                "see whether BuildKit runs here: `npm run doctor`; its log is .local/buildkit/buildkitd.log",
                `${runCommand("up", place)} starts it again, and builds what is missing`,
            ],
            cluster: (deployment) => [`see whether its pods run: \`kubectl describe deployment ${deployment}\``],
            // It knows the same schemes: https://github.com/moby/buildkit/blob/v0.31.1/cmd/buildctl/main.go
            remote: (endpoint) => [`see whether it answers: \`buildctl --addr ${endpoint} debug workers\`, with --tlscacert, --tlscert and --tlskey where its \`tls\` has them`],
            named: (builder) => [`see whether it answers: \`docker buildx inspect --bootstrap ${builder}\``],
        }),
        ...(place.builders === undefined ? [] : ["start it, or take it out of `registries:builder`; without that key, BuildKit on this machine builds"]),
    ],
    "builder-unknown": ({ builders = [] }) => [
        "see which there are: `docker buildx ls`, with the same BUILDX_CONFIG and the same user",
        `make it: \`docker buildx create --driver docker-container --name ${builders[0] ?? "NAME"}\`; or leave \`registries:builder\` out, and BuildKit on this machine builds`,
    ],
    "disk-full": (place) => each(place, {
        own: ["see how full the disk is: `df -h .local`", "run `npm run down`, and remove `.local/buildkit/root`, which is only a cache"],
        cluster: (deployment) => [`start its pods anew, which forgets what they keep: \`kubectl rollout restart deployment ${deployment}\``],
        remote: (endpoint) => [`let it forget what it keeps: \`buildctl --addr ${endpoint} prune\``],
        named: (builder) => [`let it forget what it keeps: \`docker buildx prune --builder ${builder}\``],
    }),
};

interface ByBuilder {
    readonly own: readonly string[];
    readonly cluster: (deployment: string) => readonly string[];
    readonly remote: (endpoint: string) => readonly string[];
    readonly named: (builder: string) => readonly string[];
}

function each({ builders }: AdvicePlace, { own, cluster, remote, named }: ByBuilder): readonly string[] {
    return builders?.slice(0, SHOWN).flatMap((builder) => {
        const [, deployment] = CLUSTER.exec(builder) ?? [];
        return deployment !== undefined ? cluster(deployment) : builder.includes("://") ? remote(builder) : named(builder);
    }) ?? own;
}
