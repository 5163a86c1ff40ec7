import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import satisfies = require("semver/functions/satisfies");
import { TOOLS } from "../toolchain/tools";

const tools = Object.values(TOOLS);
const read = (path: string): string => readFileSync(path, "utf8");

describe("TOOLS", () => {
    for (const tool of tools) {
        it(`builds ${tool.name} from the version that it downloads, and accepts it`, () => {
            const [module, version] = tool.go.module.split("@");
            assert.equal(version, `v${tool.version}`);
            assert.match(read(join(tool.go.folder, "go.mod")), new RegExp(`^(require |\t)${module} ${version}$`, "m"));
            assert.ok(read(join(tool.go.folder, "tools.go")).includes(`_ "${tool.go.package}"`));
            assert.ok(tool.go.stamp?.endsWith(`=${tool.version}`) || tool.go.stamp?.endsWith(`=v${tool.version}`));
            assert.ok(satisfies(tool.version, tool.accepts));
            assert.match(read(join(tool.go.folder, "go.mod")), /^go 1\.26\.0$/m);
        });
    }

    const answers: [keyof typeof TOOLS, string, string][] = [
        ["pulumi", "v3.259.0\n", "3.259.0"],
        ["buildkitd", "buildkitd github.com/moby/buildkit v0.31.1 0123abc\n", "0.31.1"],
        ["runc", "runc version 1.1.5+ds1\ncommit: 1.1.5+ds1-1+deb12u1\nspec: 1.0.2-dev\ngo: go1.19.8\nlibseccomp: 2.5.4\n", "1.1.5+ds1"],
        ["registry", "registry github.com/distribution/distribution/v3 v3.1.1+unknown\n", "3.1.1+unknown"],
        ["registry", "/opt/bin/registry github.com/distribution/distribution 2.8.1\n", "2.8.1"],
        ["buildx", "github.com/docker/buildx v0.35.0 0123abc\n", "0.35.0"],
        ["regctl", "VCSTag:     v0.11.7\nVCSRef:     0123abc\nVCSState:   clean\n", "0.11.7"],
    ];
    for (const [name, output, version] of answers) {
        it(`reads ${version} from what ${name} prints`, () => {
            assert.equal(TOOLS[name].probe?.pattern.exec(output)?.[1], version);
        });
    }

    it("does not take what an unstamped BuildKit says for enough", () => {
        assert.equal(satisfies("0.0.0+unknown", TOOLS.buildkitd.accepts, { includePrerelease: true }), false);
    });

    it("has the provider's version that the SDK asks for", () => {
        const { version } = JSON.parse(read(require.resolve("@pulumi/docker-build/package.json"))) as { version: string };
        assert.equal(version, TOOLS["docker-build"].version);
    });

    const files: [keyof typeof TOOLS, string, string, string | undefined][] = [
        ["buildkitd", "linux", "amd64", "/moby/buildkit/releases/download/v0.31.1/buildkit-v0.31.1.linux-amd64.tar.gz"],
        ["registry", "darwin", "arm64", "/distribution/distribution/releases/download/v3.1.1/registry_3.1.1_darwin_arm64.tar.gz"],
        ["runc", "linux", "arm64", "/opencontainers/runc/releases/download/v1.4.0/runc.arm64"],
        ["buildx", "linux", "amd64", "/docker/buildx/releases/download/v0.35.0/buildx-v0.35.0.linux-amd64"],
        ["regctl", "darwin", "arm64", "/regclient/regclient/releases/download/v0.11.7/regctl-darwin-arm64"],
        ["runc", "darwin", "arm64", undefined],
        ["buildkitd", "linux", "mips", undefined],
    ];
    for (const [name, system, architecture, file] of files) {
        it(`knows ${file === undefined ? "no" : "the"} file of ${name} for ${system} on ${architecture}`, () => {
            assert.equal(TOOLS[name].release?.(system, architecture)?.file, file);
        });
    }
});
