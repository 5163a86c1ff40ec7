import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { chmod, mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { fetchWhole } from "./http";
import { lastLine, run } from "./run";
import type { Surroundings } from "./surroundings";
import { withTicks } from "./ticks";
import type { Release, Tool } from "./tool";

/**
 * Downloads a tool's release to `<folder>/bin`, if its bytes have the published SHA-256.
 *
 * @throws {Error} If it cannot be had or is not what was published, with one line of reason.
 */
export async function fetchRelease(
    tool: Tool,
    release: Release,
    folder: string,
    surroundings: Surroundings,
): Promise<void> {
    const { sources } = surroundings;
    const name = basename(release.file);
    const sums = await fetchWhole(
        `${sources[release.checksum.source]}${release.checksum.path}`,
        surroundings,
        (response) => response.text(),
    );
    const wanted = publishedSha256(sums, name);
    if (wanted === undefined) {
        throw new Error(`no SHA-256 of ${name} is published, so it is not used`);
    }
    await mkdir(join(folder, "bin"), { recursive: true });
    const file = join(folder, name);
    const got = await fetchFile(`${sources.github}${release.file}`, file, tool, surroundings);
    if (got !== wanted) {
        await rm(file);
        throw new Error(
            `${name} has SHA-256 ${got.slice(0, 12)}… where ${wanted.slice(0, 12)}… is published, so it is not used`,
        );
    }
    await unpack(file, release.member, join(folder, "bin", tool.executable), surroundings);
}

/** Returns a file's SHA-256 from a list as `sha256sum` writes it, clear-signed or not, or from GitHub's description of a release. */
export function publishedSha256(text: string, name: string): string | undefined {
    const listed = text.split(/\r?\n/).map((line) => /^([0-9a-f]{64})\s+\*?(?:.*\/)?(\S+)$/.exec(line.trim()));
    return listed.find((match) => match?.[2] === name)?.[1] ?? describedSha256(text, name);
}

/** Source: https://docs.github.com/en/rest/releases/releases#get-a-release-by-tag-name (`assets[].digest`) */
function describedSha256(text: string, name: string): string | undefined {
    if (!text.startsWith("{")) {
        return undefined;
    }
    const { assets } = JSON.parse(text) as { assets?: { name?: string; digest?: string | null }[] };
    return /^sha256:([0-9a-f]{64})$/.exec(assets?.find((asset) => asset.name === name)?.digest ?? "")?.[1];
}

async function unpack(
    file: string,
    member: string | undefined,
    program: string,
    { env, signal }: Surroundings,
): Promise<void> {
    if (member === undefined) {
        await rename(file, program);
    } else {
        const folder = dirname(file);
        const { code, output } = await run("tar", ["-xzf", file, "-C", folder, member], { env, signal });
        if (code !== 0) {
            throw new Error(`${basename(file)} cannot be unpacked (${lastLine(output)})`);
        }
        await rm(file);
        await rename(join(folder, member), program);
    }
    await chmod(program, 0o755);
}

function fetchFile(url: string, file: string, tool: Tool, surroundings: Surroundings): Promise<string> {
    const { limits, say } = surroundings;
    let bytes = 0;
    const tick = (seconds: number): void =>
        say(`downloading ${tool.name} ${tool.version}: ${Math.round(bytes / 1e6)} MB, ${seconds} s`);
    return withTicks(limits, tick, () =>
        fetchWhole(url, surroundings, async (response, alive) => {
            const hash = createHash("sha256");
            const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
            await pipeline(
                body,
                async function* (chunks: AsyncIterable<Uint8Array>) {
                    for await (const chunk of chunks) {
                        alive();
                        hash.update(chunk);
                        bytes += chunk.length;
                        yield chunk;
                    }
                },
                createWriteStream(file),
            );
            return hash.digest("hex");
        }),
    );
}
