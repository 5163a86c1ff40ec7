import { installPlugin, installPulumi } from "./official";
import { REGCTL } from "./regctl";
import { githubReleases } from "./releases";
import type { Tool } from "./tool";

/** The programs that a local stack runs; `regctl` looks after images, `buildctl` and `buildx` are for the benchmarks alone. */
export type ToolName = "pulumi" | "docker-build" | "buildkitd" | "runc" | "registry" | "regctl" | "buildctl" | "buildx";

const ELSEWHERE = "name an existing builder and registry in the stack's configuration";

const modules = (name: string): string => `${__dirname}/modules/${name}`;

const buildkit = (
    program: string,
): Pick<Tool, "name" | "executable" | "version" | "accepts" | "probe" | "release" | "go"> => ({
    name: program,
    executable: program,
    version: "0.31.1",
    // 0.12 brought the registry cache as an image manifest, the only form that ECR takes.
    // Source: https://aws.amazon.com/blogs/containers/announcing-remote-cache-support-in-amazon-ecr-for-buildkit-clients/
    accepts: ">=0.12.0 <1",
    probe: { args: ["--version"], pattern: /moby\/buildkit v?(\d+\.\d+\.\d+\S*)/ },
    release: githubReleases.buildkit("0.31.1", program),
    go: {
        folder: modules("buildkit"),
        module: "github.com/moby/buildkit@v0.31.1",
        package: `github.com/moby/buildkit/cmd/${program}`,
        // Unstamped it calls itself v0.0.0+unknown.
        stamp: "-X github.com/moby/buildkit/version.Version=v0.31.1",
        seconds: 60,
        gigabytes: 3,
    },
});

/** Every tool by name, in the order in which they are gotten: a plugin is installed by the CLI. */
export const TOOLS: Readonly<Record<ToolName, Tool>> = {
    pulumi: {
        name: "pulumi",
        executable: "pulumi",
        version: "3.259.0",
        // 3.252.0 is the first whose `policy analyze` survives a stack violation without a resource; the Automation
        // API refuses another major version. Source: https://github.com/pulumi/pulumi/pull/23692
        accepts: ">=3.252.0 <4",
        probe: { args: ["version"], pattern: /^v?(\d+\.\d+\.\d+\S*)/m },
        installer: { source: "pulumi", install: installPulumi },
        go: {
            folder: modules("pulumi"),
            module: "github.com/pulumi/pulumi/pkg/v3@v3.259.0",
            package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
            // The Automation API refuses a CLI that does not know its version.
            stamp: "-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.259.0",
            seconds: 205,
            gigabytes: 5,
        },
        advice: "install the Pulumi CLI: https://www.pulumi.com/docs/install/",
    },
    "docker-build": {
        name: "docker-build",
        executable: "pulumi-resource-docker-build",
        version: "0.0.22",
        accepts: "0.0.22",
        plugin: true,
        installer: { source: "pulumi", install: installPlugin },
        go: {
            folder: modules("docker-build"),
            module: "github.com/pulumi/pulumi-docker-build@v0.0.22",
            package: "github.com/pulumi/pulumi-docker-build/provider/cmd/pulumi-resource-docker-build",
            stamp: "-X github.com/pulumi/pulumi-docker-build/provider.Version=0.0.22",
            seconds: 115,
            gigabytes: 4,
        },
        advice: "run `pulumi plugin install resource docker-build 0.0.22` where the network allows it",
    },
    buildkitd: {
        ...buildkit("buildkitd"),
        systems: ["linux"],
        advice: `install BuildKit (https://github.com/moby/buildkit/releases), or ${ELSEWHERE}`,
    },
    runc: {
        name: "runc",
        executable: "runc",
        version: "1.4.0",
        accepts: ">=1.1.0 <2",
        probe: { args: ["--version"], pattern: /^runc version (\d+\.\d+\.\d+\S*)/m },
        systems: ["linux"],
        release: githubReleases.runc("1.4.0"),
        go: {
            folder: modules("runc"),
            module: "github.com/opencontainers/runc@v1.4.0",
            package: "github.com/opencontainers/runc",
            stamp: "-X main.version=1.4.0",
            c: true,
            optional: {
                library: "libseccomp",
                tag: "seccomp",
                without:
                    "built without libseccomp, it cannot execute RUN steps; install your system's runc (apt-get install runc) for them",
            },
            seconds: 12,
            gigabytes: 0.5,
        },
        advice: `install runc (apt-get install runc), or ${ELSEWHERE}`,
    },
    registry: {
        name: "registry",
        executable: "registry",
        version: "3.1.1",
        accepts: ">=3.0.0 <4",
        probe: { args: ["--version"], pattern: /distribution\/distribution\S* v?(\d+\.\d+\.\d+\S*)/ },
        release: githubReleases.distribution("3.1.1"),
        go: {
            folder: modules("registry"),
            module: "github.com/distribution/distribution/v3@v3.1.1",
            package: "github.com/distribution/distribution/v3/cmd/registry",
            stamp: "-X github.com/distribution/distribution/v3/version.version=v3.1.1",
            seconds: 55,
            gigabytes: 3,
        },
        advice: `install distribution 3 (https://github.com/distribution/distribution/releases), or ${ELSEWHERE}`,
    },
    regctl: REGCTL,
    buildctl: { ...buildkit("buildctl"), advice: "install BuildKit: https://github.com/moby/buildkit/releases" },
    buildx: {
        name: "buildx",
        executable: "buildx",
        version: "0.35.0",
        accepts: ">=0.35.0 <1",
        probe: { args: ["version"], pattern: /docker\/buildx v?(\d+\.\d+\.\d+\S*)/ },
        release: githubReleases.buildx("0.35.0"),
        go: {
            folder: modules("buildkit"),
            module: "github.com/docker/buildx@v0.35.0",
            package: "github.com/docker/buildx/cmd/buildx",
            stamp: "-X github.com/docker/buildx/version.Version=v0.35.0",
            seconds: 60,
            gigabytes: 4,
        },
        advice: "install buildx: https://github.com/docker/buildx/releases",
    },
};
