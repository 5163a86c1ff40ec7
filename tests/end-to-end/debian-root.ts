import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where Debian's packages put things, whichever of two paths they name them by. */
const MERGED = ["bin", "sbin", "lib", "lib64"];

/** A root file system with Python and a shell, of the packages that this machine's apt knows. */
export class DebianRoot {
    readonly path: string;

    readonly #apt: string;

    /** Makes it in an empty folder. Nothing is installed, and apt's own files stay as they are. */
    constructor(readonly folder: string) {
        this.path = join(folder, "root");
        this.#apt = join(folder, "apt");
        this.#download(["python3", "python3-venv", "dash"]);
        MERGED.forEach((name) => mkdirSync(join(this.path, "usr", name), { recursive: true }));
        MERGED.forEach((name) => symlinkSync(`usr/${name}`, join(this.path, name)));
        mkdirSync(join(this.path, "tmp"));
        filesIn(join(this.#apt, "archives"), /\.deb$/).forEach((file) => this.#unpack(file));
    }

    /** Writes all of it into an archive. */
    archive(file: string): void {
        execFileSync("tar", ["-C", this.path, "-cf", file, "."]);
    }

    /** Downloads Python packages that fit its Python, with the settings that this machine has for pip; returns their folder. */
    wheels(requirements: readonly string[]): string {
        const wheels = join(this.folder, "wheels");
        const [pip = ""] = filesIn(join(this.path, "usr/share/python-wheels"), /^pip-.*\.whl$/);
        // With the libraries that it was made for, but among this machine's files.
        const [loader = ""] = readdirSync(join(this.path, "usr/lib"))
            .filter((name) => name.endsWith("-linux-gnu"))
            .flatMap((name) => filesIn(join(this.path, "usr/lib", name), /^ld-linux.*\.so/));
        execFileSync(loader, [
            "--library-path", dirname(loader), join(this.path, "usr/bin/python3"), join(pip, "pip"),
            "download", "--quiet", "--only-binary=:all:", "--dest", wheels, ...requirements.flatMap((file) => ["--requirement", file]),
        ], { env: { ...process.env, PYTHONHOME: join(this.path, "usr"), PIP_CACHE_DIR: join(this.folder, "pip") }, stdio: ["ignore", "ignore", "pipe"] });
        return wheels;
    }

    #download(packages: readonly string[]): void {
        ["lists/partial", "archives/partial"].forEach((name) => mkdirSync(join(this.#apt, name), { recursive: true }));
        const settings = join(this.#apt, "apt.conf");
        const [status, archives] = [join(this.#apt, "status"), join(this.#apt, "archives")];
        // Without a package that is installed, all that these need is downloaded. What else this machine does at each update is not done.
        writeFileSync(status, "");
        writeFileSync(settings, ["#clear APT::Update;", ...Object.entries({
            "Dir::State": this.#apt, "Dir::State::status": status, "Dir::Cache": this.#apt, "Dir::Cache::archives": archives, "APT::Install-Recommends": "false",
        }).map(([key, value]) => `${key} ${JSON.stringify(value)};`)].join("\n"));
        const apt = (...words: string[]) => spawnSync("apt-get", ["--config-file", settings, "--quiet", "--yes", ...words], { encoding: "utf8" });
        // One source of several may be out of reach; if it was needed, the download says so.
        const update = apt("update");
        const { status: code, stderr } = apt("--download-only", "install", ...packages);
        if (code !== 0) {
            throw new Error(`Cannot download Debian packages:\n${update.stderr}${stderr}`);
        }
    }

    #unpack(file: string): void {
        const contents = execFileSync("dpkg-deb", ["--fsys-tarfile", file], { maxBuffer: 1 << 30 });
        const unwanted = ["doc", "man", "locale"].map((name) => `--exclude=./usr/share/${name}`);
        execFileSync("tar", ["-C", this.path, "-x", "--keep-directory-symlink", ...unwanted], { input: contents });
    }
}

function filesIn(folder: string, name: RegExp): string[] {
    return readdirSync(folder).filter((file) => name.test(file)).map((file) => join(folder, file));
}
