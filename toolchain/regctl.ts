import { githubReleases } from "./releases";
import type { Tool } from "./tool";

/**
 * The client for the protocol of registries that looks after images.
 *
 * @see https://regclient.org/cli/regctl/
 */
export const REGCTL: Tool = {
    name: "regctl",
    executable: "regctl",
    version: "0.11.7",
    // Before 1.0, what its templates see may change with a minor version.
    accepts: ">=0.11.0 <0.12",
    probe: { args: ["version"], pattern: /^VCSTag:\s+v?(\d+\.\d+\.\d+\S*)/m },
    release: githubReleases.regclient("0.11.7"),
    go: {
        folder: `${__dirname}/modules/regclient`,
        module: "github.com/regclient/regclient@v0.11.7",
        package: "github.com/regclient/regclient/cmd/regctl",
        // Unstamped it does not know its version.
        stamp: "-X github.com/regclient/regclient/internal/version.vcsTag=v0.11.7",
        seconds: 35,
        gigabytes: 0.5,
    },
    advice: "install regctl: https://regclient.org/install/",
};
