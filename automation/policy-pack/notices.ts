import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Returns the licences of the packages that went into a bundle, whole, as their authors demand.
 *
 * @param folder what the files are relative to
 */
export function formatNotices(folder: string, files: readonly string[]): string {
    const packages = [...new Set(files.flatMap(packageOf))].sort();
    const notices = packages.map((path) => formatNotice(join(folder, path)));
    return ["# Packages in this bundle\n", ...notices].join("\n");
}

/** The folder of the package that a file is of; none for this project's own. */
function packageOf(file: string): string[] {
    const [, path] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
    return path === undefined ? [] : [path];
}

function formatNotice(folder: string): string {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as
        Readonly<Record<"name" | "version" | "license", string | undefined>>;
    const texts = readdirSync(folder)
        .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file) && existsSync(join(folder, file)))
        .map((file) => `\`\`\`\n${readFileSync(join(folder, file), "utf8").trim()}\n\`\`\`\n`);
    return [`## ${name} ${version}, ${license ?? "see below"}\n`, ...texts].join("\n");
}
